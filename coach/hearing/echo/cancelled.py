"""What an echo canceller hands on for each block, and the meter by which every canceller tells how well it does.

Pure: numpy only, no engine, no clock.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.clock import BLOCK, samples
from coach.sound.edge import Samples

ENOUGH = samples(2.5) // BLOCK
"""Blocks of the coach's speech after which a canceller has settled."""
AUDIBLE = 20.0**2
"""Mean square from which on a played block counts as sound."""
TAIL = 0.7
"""What is left of an echo's power after a block: 1.5 dB in 20 ms, a room of 0.8 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Cancelled:
    """A block of the microphone without the coach's voice. Two engines that hear one signal each beat either alone."""

    residual: Samples
    """The canceller alone: little harm to the user's voice, some echo. Same shape and time as the microphone's."""
    clean: Samples
    """The same after suppression of residual echo and noise: hardly any echo, softer words; up to 10 ms later."""
    expected_echo: float
    """Mean square (int16 units) of the echo that is to be expected in `residual`: what rises above it is a voice."""
    suppression_db: float | None = None
    """How much softer the echo became, over the last seconds of the coach's speech; None until 1 s was heard."""
    usual_suppression_db: float | None = None
    """The same in the longer run, words spoken over the coach left aside; None where no echo is heard over the room's
    noise, and until settled."""
    whole_echo: float = 0.0
    """Mean square of the echo that would be there were nothing taken out, as far as it was heard before."""
    echo_heard: bool = True
    """Whether the coach's voice comes to the microphone, however soft; True until it is known not to."""
    settled: bool = False
    """Whether enough of the coach's voice was heard: before that, an own word may be taken for a command."""
    telling: Samples | None = None
    """The block with less echo than `clean`, and less of the words, to tell by whether anybody speaks; None where there
    is no such. `expected_echo` is what is to be expected in it."""


class EchoMeter:
    """Learns how much of the echo a canceller leaves. One for each canceller; `reset` with it."""

    SURE = samples(1.0) // BLOCK
    ROOM = samples(0.3) // BLOCK
    """Blocks for which a room rings on."""
    MEMORY = samples(1.0) // BLOCK
    SPREADS = 1.0
    """How many mean deviations the expected echo lies above the leak's mean, before any margin."""
    BELOW = 26.0
    """What lies so many dB below the loudest echo of late counts as its end: rooms ring on for longer than any
    canceller models, and nobody talks that softly over a coach."""
    FADE = 0.6
    """By how many dB the loudest echo is forgotten in a block: as in a room that rings for 2 s."""
    VOICE, DOUBT = 6.0, 0.1
    """What lies so many dB above the expected echo is rather a voice, and counts for a tenth."""

    LONG_RUN = samples(8.0) // BLOCK
    """Blocks of the coach's speech by whose medians the longer run is judged: who speaks over a few hardly counts."""
    EVERY = samples(0.5) // BLOCK
    FLOOR = 2.0
    ADAPTING = samples(3.0) // BLOCK
    """Where an echo was suppressed, the room's noise comes back within this time, and must not be taken for a voice."""
    RISE = 1.002
    """By how much the floor, the softest that was heard of late, rises in a block: 0.4 dB a second."""
    MOST = 10.0
    """No more is expected than so much of the whole echo: where there is next to none, what a canceller takes out is
    the user's own voice, and would make it expect that."""
    HEARD = 2.0
    """The power of an echo against the floor from which on it matters."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Know nothing."""
        self._heard = 0
        self._pairs: deque[tuple[float, float, float]] = deque(maxlen=self.LONG_RUN)
        self._smooth = self._floor = np.inf
        self._usual: float | None = None
        self._path = self._sounding = 0.0
        self._since = self.ROOM + 1
        self._echo = self._loudest = self._ringing = 0.0
        self._learnt = 0
        self._leak_db = self._spread_db = 0.0
        self._before = self._after = 0.0

    def weigh(self, microphone: Samples, residual: Samples, clean: Samples, played: Samples) -> Cancelled:
        """Take one block in, and say what is to be expected of it."""
        sent = power(played)
        removed = power(microphone.astype(np.float64) - residual)
        self._follow(removed if removed else sent, sent > AUDIBLE)
        left = power(residual)
        self._follow_floor(left)
        if self._since == 0:
            self._heard += 1
            self._count(power(microphone), left, sent)
        if self._since <= self.ROOM and self._echo > 0.03 * self._loudest:
            self._learn(left)
        leak = self._echo * 10.0 ** ((self._leak_db + self.SPREADS * self._spread_db) / 10)
        self._ringing = max(removed if self._since <= self.ROOM else 0.0, self._ringing * 10.0 ** (-self.FADE / 10))
        floor = self.FLOOR * self._floor if self._since <= self.ADAPTING else 0.0
        self._sounding = max(sent, self._sounding * 10.0 ** (-self.FADE / 10))
        whole = self._path * self._sounding
        most = self.MOST * whole if self._heard >= ENOUGH else np.inf
        expected = min(max(leak, self._ringing * 10.0 ** (-self.BELOW / 10), floor), most)
        return Cancelled(
            residual,
            clean,
            float(expected),
            suppression_db=self._suppression(),
            usual_suppression_db=self._usual,
            whole_echo=whole,
            settled=self._heard >= ENOUGH,
        )

    def _follow(self, echo: float, speaking: bool) -> None:
        self._since = 0 if speaking else self._since + 1
        # Filters at a canceller's entrance take a little of the user's voice, too, which is no echo.
        self._echo = TAIL * self._echo + (echo if self._since <= self.ROOM else 0.0)
        self._loudest = max(self._echo, 0.995 * self._loudest)

    def _learn(self, left: float) -> None:
        """Follow the leak's mean and spread; words spoken over the coach are loud, and hardly count."""
        self._learnt += 1
        off = 10 * np.log10((left + 1) / (self._echo + 1)) - self._leak_db
        pace = max(1 / self.MEMORY, 1 / self._learnt)
        if self._learnt > self.MEMORY and off > self._spread_db + self.VOICE:
            pace *= self.DOUBT
        self._leak_db += pace * off
        self._spread_db += pace * (abs(off) - self._spread_db)

    def _count(self, before: float, after: float, sent: float) -> None:
        self._before += before - self._before / (2 * self.SURE)
        self._after += after - self._after / (2 * self.SURE)

        self._pairs.append((before, after, sent))
        if self._heard >= ENOUGH and self._heard % self.EVERY == 0:
            self._judge()

    def _follow_floor(self, left: float) -> None:
        self._smooth = left if np.isinf(self._smooth) else self._smooth + 0.2 * (left - self._smooth)
        self._floor = min(self._smooth, self._floor * self.RISE)

    def _judge(self) -> None:
        before, after, sent = np.median(np.array(self._pairs), axis=0)
        self._path = float(before / max(sent, 1.0))
        left = max(after - self._floor, 1e-4 * before)
        above_noise = before > self.HEARD * self._floor + 1
        self._usual = float(10 * np.log10((before - self._floor) / left)) if above_noise else None

    def _suppression(self) -> float | None:
        if self._heard < self.SURE:
            return None
        return float(10 * np.log10((self._before + 1) / (self._after + 1)))


def power(sound: Samples | np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Mean square."""
    wide = sound.astype(np.float64)
    return float(wide @ wide) / max(len(wide), 1)
