"""What an echo canceller hands on for each block, and the meter by which every canceller tells how well it does.

Pure: numpy only, no engine, no clock.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.clock import blocks
from coach.hearing.tuning import USUAL, EchoMetering
from coach.sound.edge import Samples
from coach.units import Decibels, MeanSquare


@dataclass(frozen=True, slots=True, eq=False)
class Cancelled:
    """A block of the microphone without the coach's voice. Two engines that hear one signal each beat either alone."""

    residual: Samples
    """The canceller alone: little harm to the user's voice, some echo. Same shape and time as the microphone's."""
    clean: Samples
    """The same after suppression of residual echo and noise: hardly any echo, softer words; up to 10 ms later."""
    expected_echo: MeanSquare
    """Of the echo that is to be expected in `residual`: what rises above it is a voice."""
    suppression_db: Decibels | None = None
    """How much softer the echo became, over the last seconds of the coach's speech; None until 1 s was heard."""
    usual_suppression_db: Decibels | None = None
    """The same in the longer run, words spoken over the coach left aside; None where no echo is heard over the room's
    noise, and until settled."""
    whole_echo: MeanSquare = 0.0
    """Of the echo that would be there were nothing taken out, as far as it was heard before."""
    echo_heard: bool = True
    """Whether the coach's voice comes to the microphone, however soft; True until it is known not to."""
    settled: bool = False
    """Whether enough of the coach's voice was heard: before that, an own word may be taken for a command."""
    telling: Samples | None = None
    """The block with less echo than `clean`, and less of the words, to tell by whether anybody speaks; None where there
    is no such. `expected_echo` is what is to be expected in it."""


class EchoMeter:
    """Learns how much of the echo a canceller leaves. One for each canceller; `reset` with it."""

    def __init__(self, tuning: EchoMetering = USUAL.metering) -> None:
        self._tuning = tuning
        self._enough, self._sure, self._every = blocks(tuning.enough), blocks(tuning.sure), blocks(tuning.every)
        self._room, self._memory, self._adapting = blocks(tuning.room), blocks(tuning.memory), blocks(tuning.adapting)
        self.reset()

    def reset(self) -> None:
        """Know nothing."""
        self._heard = 0
        self._pairs: deque[tuple[float, float, float]] = deque(maxlen=blocks(self._tuning.long_run))
        self._smooth = self._floor = np.inf
        self._usual: Decibels | None = None
        self._path = self._sounding = 0.0
        self._since = self._room + 1
        self._echo = self._loudest = self._ringing = 0.0
        self._learnt = 0
        self._leak_db = self._spread_db = 0.0
        self._before = self._after = 0.0

    def weigh(self, microphone: Samples, residual: Samples, clean: Samples, played: Samples) -> Cancelled:
        """Take one block in, and say what is to be expected of it."""
        t = self._tuning
        sent = power(played)
        removed = power(microphone.astype(np.float64) - residual)
        self._follow(removed if removed else sent, sent > self._tuning.audible)
        left = power(residual)
        self._follow_floor(left)
        if self._since == 0:
            self._heard += 1
            self._count(power(microphone), left, sent)
        if self._since <= self._room and self._echo > self._tuning.learnable * self._loudest:
            self._learn(left)
        leak = self._echo * 10.0 ** ((self._leak_db + t.spreads * self._spread_db) / 10)
        self._ringing = max(removed if self._since <= self._room else 0.0, self._ringing * 10.0 ** (-t.fade / 10))
        floor = t.floor * self._floor if self._since <= self._adapting else 0.0
        self._sounding = max(sent, self._sounding * 10.0 ** (-t.fade / 10))
        whole = self._path * self._sounding
        most = t.most * whole if self._heard >= self._enough else np.inf
        expected = min(max(leak, self._ringing * 10.0 ** (-t.below / 10), floor), most)
        return Cancelled(
            residual,
            clean,
            float(expected),
            suppression_db=self._suppression(),
            usual_suppression_db=self._usual,
            whole_echo=whole,
            settled=self._heard >= self._enough,
        )

    def _follow(self, echo: float, speaking: bool) -> None:
        self._since = 0 if speaking else self._since + 1
        # Filters at a canceller's entrance take a little of the user's voice, too, which is no echo.
        self._echo = self._tuning.tail * self._echo + (echo if self._since <= self._room else 0.0)
        self._loudest = max(self._echo, self._tuning.forgetting * self._loudest)

    def _learn(self, left: float) -> None:
        """Follow the leak's mean and spread; words spoken over the coach are loud, and hardly count."""
        self._learnt += 1
        off = 10 * np.log10((left + 1) / (self._echo + 1)) - self._leak_db
        pace = max(1 / self._memory, 1 / self._learnt)
        if self._learnt > self._memory and off > self._spread_db + self._tuning.voice:
            pace *= self._tuning.doubt
        self._leak_db += pace * off
        self._spread_db += pace * (abs(off) - self._spread_db)

    def _count(self, before: float, after: float, sent: float) -> None:
        self._before += before - self._before / (2 * self._sure)
        self._after += after - self._after / (2 * self._sure)

        self._pairs.append((before, after, sent))
        if self._heard >= self._enough and self._heard % self._every == 0:
            self._judge()

    def _follow_floor(self, left: float) -> None:
        self._smooth = left if np.isinf(self._smooth) else self._smooth + self._tuning.smoothing * (left - self._smooth)
        self._floor = min(self._smooth, self._floor * self._tuning.rise)

    def _judge(self) -> None:
        before, after, sent = np.median(np.array(self._pairs), axis=0)
        self._path = float(before / max(sent, 1.0))
        left = max(after - self._floor, self._tuning.least_left * before)
        above_noise = before > self._tuning.heard * self._floor + 1
        self._usual = Decibels(float(10 * np.log10((before - self._floor) / left))) if above_noise else None

    def _suppression(self) -> Decibels | None:
        if self._heard < self._sure:
            return None
        return Decibels(float(10 * np.log10((self._before + 1) / (self._after + 1))))


def power(sound: Samples | np.ndarray[tuple[int], np.dtype[np.float64]]) -> MeanSquare:
    """Of all of a sound; 0 of none."""
    wide = sound.astype(np.float64)
    return float(wide @ wide) / max(len(wide), 1)
