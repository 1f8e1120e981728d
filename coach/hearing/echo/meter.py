"""Why it is hard to hear, told from the blocks that are heard: levels, noise, echo, and what a driver does. Pure."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.clock import BLOCK, samples
from coach.hearing.echo.cancelled import AUDIBLE, Cancelled, power
from coach.sound.edge import Block

FULL_SCALE = 32767.0**2
CLIPPED = 32_700
"""A sample from which on the microphone is driven too hard."""
LOUD_NOISE = -45.0
"""dBFS of noise in which soft words are lost; a voice at arm's length is at about -26."""
BAD_ECHO = 9.0
"""dB of suppression below which the coach's own voice covers the user's."""
OFTEN = 10
"""So many clipped blocks in MEMORY are no accident."""
MEMORY = samples(20.0) // BLOCK
"""Blocks that the meter looks back on."""


class Trouble(StrEnum):
    """Why the coach hears badly, the gravest first."""

    NO_SOUND = "no sound"
    """The microphone gives nothing at all."""
    CLIPPED = "clipped"
    """It is driven too hard."""
    NOISE = "noise"
    """There is a lot of noise: come closer, or turn it off."""
    ECHO = "echo"
    """The coach hears itself: a headset, or less volume."""


REMEDIES = {
    Trouble.NO_SOUND: "The microphone gives no sound: plug it in, or unmute it.",
    Trouble.CLIPPED: "The microphone is driven too hard: turn its level down.",
    Trouble.NOISE: "There is a lot of noise: come closer, or turn off what makes it.",
    Trouble.ECHO: "The coach hears itself: wear headphones, or turn the speaker down.",
}
"""What to do about each, a sentence; for the terminal."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the meter shows. Levels in dBFS, RMS."""

    level: float
    """Of the newest blocks."""
    noise: float | None
    """Of the softest tenth of what was heard while the coach was silent; None until 2 s of that were heard."""
    echo: float | None
    """Of what comes back while the coach speaks; None until it did so for 1 s."""
    suppression_db: float | None
    """By how much the echo is made softer; None where none is heard over the noise."""
    delay_ms: float | None
    """From playing to hearing; None until it is known."""
    clipped: bool
    gated: bool
    """Whether a driver gives digital zeros in pauses: nothing is wrong with that."""
    trouble: Trouble | None


class Meter:
    """Blocks in, readings out. Not thread-safe."""

    SHORT = samples(0.3) // BLOCK
    SURE_OF_NOISE, SURE_OF_ECHO = samples(2.0) // BLOCK, samples(1.0) // BLOCK
    ROOM = samples(0.5) // BLOCK
    """Blocks for which a room rings on after the coach has spoken."""

    def __init__(self) -> None:
        self._newest: deque[float] = deque(maxlen=self.SHORT)
        self._quiet: deque[float] = deque(maxlen=MEMORY)
        self._spoken: deque[float] = deque(maxlen=MEMORY)
        self._clipped: deque[bool] = deque(maxlen=MEMORY)
        self._zeros: deque[bool] = deque(maxlen=MEMORY)
        self._since_spoken = self.ROOM
        self._suppression: float | None = None
        self._settled = False

    def take(self, block: Block, cancelled: Cancelled) -> None:
        """Take in one block, and what is left of it without the coach's voice."""
        loud = power(block.microphone)
        speaking = power(block.played) > AUDIBLE
        self._since_spoken = 0 if speaking else self._since_spoken + 1
        silent = not block.microphone.any()
        self._newest.append(loud)
        self._zeros.append(silent)
        self._clipped.append(int(np.abs(block.microphone.astype(int)).max()) >= CLIPPED)
        if speaking:
            self._spoken.append(loud)
        elif self._since_spoken > self.ROOM:
            self._quiet.append(loud)
        self._suppression, self._settled = cancelled.usual_suppression_db, cancelled.settled

    def reading(self, delay: float | None = None) -> Reading:
        """What it shows now. `delay`: of the echo, in seconds, as the echo taker knows it."""
        noise = _dbfs(float(np.percentile(self._quiet, 10))) if len(self._quiet) >= self.SURE_OF_NOISE else None
        echo = _dbfs(float(np.median(self._spoken))) if len(self._spoken) >= self.SURE_OF_ECHO else None
        clipped = sum(self._clipped) >= OFTEN
        return Reading(
            level=_dbfs(float(np.mean(self._newest)) if self._newest else 0.0),
            noise=noise,
            echo=echo,
            suppression_db=self._suppression,
            delay_ms=None if delay is None else delay * 1000,
            clipped=clipped,
            gated=any(self._zeros) and not all(self._zeros),
            trouble=self._trouble(noise, clipped),
        )

    def _trouble(self, noise: float | None, clipped: bool) -> Trouble | None:
        if len(self._zeros) == MEMORY and all(self._zeros):
            return Trouble.NO_SOUND
        if clipped:
            return Trouble.CLIPPED
        if noise is not None and noise > LOUD_NOISE:
            return Trouble.NOISE
        if self._settled and self._suppression is not None and self._suppression < BAD_ECHO:
            return Trouble.ECHO
        return None


def bar(dbfs: float, width: int = 30) -> str:
    """A level as a bar of `width` characters, from -70 dBFS to full scale."""
    filled = round(width * float(np.clip((dbfs + 70) / 70, 0, 1)))
    return "#" * filled + "." * (width - filled)


def line(reading: Reading) -> str:
    """A reading as one line for a terminal."""
    parts = [f"[{bar(reading.level)}] {reading.level:4.0f} dBFS"]
    if reading.noise is not None:
        parts.append(f"noise {reading.noise:.0f}")
    if reading.echo is not None:
        softer = "" if reading.suppression_db is None else f", {reading.suppression_db:.0f} dB softer"
        late = "" if reading.delay_ms is None else f", after {reading.delay_ms:.0f} ms"
        parts.append(f"echo {reading.echo:.0f}{softer}{late}")
    if reading.gated:
        parts.append("gated")
    return " | ".join(parts)


def _dbfs(mean_square: float) -> float:
    return 10 * float(np.log10(max(mean_square / FULL_SCALE, 1e-10)))
