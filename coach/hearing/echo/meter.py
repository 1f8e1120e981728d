"""Why it is hard to hear, told from the blocks that are heard: levels, noise, echo, and what a driver does. Pure."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.clock import blocks
from coach.hearing.echo.cancelled import Cancelled, power
from coach.hearing.tuning import USUAL, Tuning
from coach.session.events import Trouble
from coach.sound.edge import Block
from coach.units import Decibels, MeanSquare, Seconds

FULL_SCALE = 32767.0**2


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

    level: Decibels
    """Of the newest blocks."""
    noise: Decibels | None
    """Of the softest tenth of what was heard while the coach was silent; None until 2 s of that were heard."""
    echo: Decibels | None
    """Of what comes back while the coach speaks; None until it did so for 1 s."""
    suppression_db: Decibels | None
    """By how much the echo is made softer; None where none is heard over the noise."""
    delay_ms: float | None
    """From playing to hearing; None until it is known."""
    clipped: bool
    """Whether the microphone was driven too hard of late, and not by accident."""
    gated: bool
    """Whether a driver gives digital zeros in pauses: nothing is wrong with that."""
    trouble: Trouble | None
    """The gravest reason to hear badly, if there is one."""


class Meter:
    """Blocks in, readings out. Not thread-safe."""

    def __init__(self, tuning: Tuning = USUAL) -> None:
        self._tuning, self._audible = tuning.troubles, tuning.metering.audible
        self._memory, self._room = blocks(self._tuning.memory), blocks(self._tuning.room)
        self._newest: deque[float] = deque(maxlen=blocks(self._tuning.newest))
        self._quiet: deque[float] = deque(maxlen=self._memory)
        self._spoken: deque[float] = deque(maxlen=self._memory)
        self._clipped: deque[bool] = deque(maxlen=self._memory)
        self._zeros: deque[bool] = deque(maxlen=self._memory)
        self._since_spoken: int = self._room
        self._suppression: Decibels | None = None
        self._settled = False

    def take(self, block: Block, cancelled: Cancelled) -> None:
        """Take in one block, and what is left of it without the coach's voice."""
        loud = power(block.microphone)
        speaking = power(block.played) > self._audible
        self._since_spoken = 0 if speaking else self._since_spoken + 1
        silent = not block.microphone.any()
        self._newest.append(loud)
        self._zeros.append(silent)
        self._clipped.append(int(np.abs(block.microphone.astype(int)).max()) >= self._tuning.clipped)
        if speaking:
            self._spoken.append(loud)
        elif self._since_spoken > self._room:
            self._quiet.append(loud)
        self._suppression, self._settled = cancelled.usual_suppression_db, cancelled.settled

    def reading(self, delay: Seconds | None = None) -> Reading:
        """What it shows now. `delay`: of the echo, in seconds, as the echo taker knows it."""
        t = self._tuning
        sure_of_noise, sure_of_echo = (
            len(self._quiet) >= blocks(t.sure_of_noise),
            len(self._spoken) >= blocks(t.sure_of_echo),
        )
        noise = _dbfs(float(np.percentile(self._quiet, t.quietest))) if sure_of_noise else None
        echo = _dbfs(float(np.median(self._spoken))) if sure_of_echo else None
        clipped = sum(self._clipped) >= t.often
        return Reading(
            level=_dbfs(float(np.mean(self._newest)) if self._newest else 0.0),
            noise=noise,
            echo=echo,
            suppression_db=self._suppression,
            delay_ms=None if delay is None else delay * 1000,
            clipped=clipped,
            gated=any(self._zeros) and not all(self._zeros),
            trouble=self._trouble(noise, echo, clipped),
        )

    def _trouble(self, noise: Decibels | None, echo: Decibels | None, clipped: bool) -> Trouble | None:
        if len(self._zeros) == self._memory and all(self._zeros):
            return Trouble.NO_SOUND
        if clipped:
            return Trouble.CLIPPED
        if noise is not None and noise > self._tuning.noise:
            return Trouble.NOISE
        return Trouble.ECHO if self._covers_words(echo) else None

    def _covers_words(self, echo: Decibels | None) -> bool:
        """Whether hardly any of the echo is taken out, and what is left is as loud as a noise that would be told."""
        if echo is None or not self._settled or self._suppression is None:
            return False
        return self._suppression < self._tuning.bad_echo and echo - self._suppression > self._tuning.noise


def bar(dbfs: Decibels, width: int = 30) -> str:
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


def _dbfs(mean_square: MeanSquare) -> Decibels:
    return Decibels(10 * float(np.log10(max(mean_square / FULL_SCALE, 1e-10))))
