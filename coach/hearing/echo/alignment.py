"""Follows the delay of the echo while two clocks drift apart, and plays a sound back with a delay between samples.

Pure: numpy only. A microphone with a clock of its own (USB) drifts by up to 200 millionths: 3 samples a second.
"""

from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from coach.clock import RATE, samples, seconds
from coach.hearing.echo.delay import Curve, Delay, first_peak, peak_near
from coach.hearing.tuning import USUAL, DelayFinding
from coach.sound.edge import Samples
from coach.units import AudioTime

HALF = 16
"""Half the length of the interpolating filter, in samples; the shortest delay of `delayed`."""


class Change(Enum):
    """What a measurement did to the known delay."""

    NONE = auto()
    FOUND = auto()
    """It is known now, or has jumped to another value."""


class DelayTrack:
    """The delay and its slope, by a Kalman filter. Delays in samples, times in audio time."""

    def __init__(self, tuning: DelayFinding = USUAL.delay) -> None:
        self.locked = False
        """Whether the delay is known."""
        self._tuning = tuning
        self._same = samples(tuning.same)
        self._at = 0
        self._state = np.zeros(2)
        self._spread = np.diag((0.0, self._tuning.unknown_slope**2))
        self._rivals: list[Delay] = []
        self._averaged = _Averaged(tuning)

    @property
    def absent(self) -> bool:
        """Whether enough was measured to say that no echo comes back, however soft; False until then."""
        return self._averaged.enough and self._averaged.clarity < self._tuning.absent

    @property
    def slope(self) -> float:
        """By how many samples the delay grows each second."""
        return float(self._state[1])

    @property
    def steady(self) -> bool:
        """Whether delay and slope are well known, and nothing speaks against them."""
        return self.locked and not self._rivals and bool(self._spread[1, 1] < self._tuning.steady**2)

    def delay(self, at: AudioTime) -> float:
        """The delay at an audio time. Only where `locked`."""
        return float(self._state[0] + self._state[1] * seconds(at - self._at))

    def observe(self, at: AudioTime, curve: Curve) -> Change:
        """Take in a correlation measured around `at`, later than the one before."""
        self._averaged.add(curve)
        if self.locked and self._confirm(at, curve):
            self._rivals.clear()
            return Change.NONE
        if self._consider(at, first_peak(curve, self._tuning)) is Change.FOUND:
            return Change.FOUND
        return self._consider_average(at)

    def _consider_average(self, at: int) -> Change:
        """An echo softer than the room's noise is clear only in many measurements together."""
        if not self._averaged.enough or self._averaged.clarity < self._tuning.clear:
            return Change.NONE
        curve = self._averaged.curve()
        enough = self._tuning.confirming * self._averaged.clarity
        if self.locked and peak_near(curve, self.delay(at), reach=self._same).clarity > enough:
            return Change.NONE
        self._rivals.clear()
        self._start(at, first_peak(curve, self._tuning))
        return Change.FOUND

    def _confirm(self, at: int, curve: Curve) -> bool:
        """Whether the echo is still where it was; then the track is led on by it."""
        since = seconds(at - self._at)
        expected = self.delay(at)
        doubt = float(np.sqrt(self._spread[0, 0] + since**2 * self._spread[1, 1]))
        t = self._tuning
        peak = peak_near(curve, expected, reach=min(samples(t.reach), round(4 + 3 * doubt)))
        if peak.clarity < max(t.plain, t.confirming * float(curve.max())):
            return False
        if peak.clarity > t.sharp:
            self._correct(at, peak)
        return True

    def _correct(self, at: int, peak: Delay) -> None:
        since = seconds(at - self._at)
        step = np.array(((1.0, since), (0.0, 1.0)))
        self._state = step @ self._state
        self._spread = step @ self._spread @ step.T + self._tuning.wander**2 * since * np.eye(2)
        error = peak.samples - self._state[0]
        variance = self._spread[0, 0] + self._variance(peak)
        gain = self._spread[:, 0] / variance
        # One stray measurement may pull by three deviations, not more.
        self._state = self._state + gain * np.clip(error, -3 * np.sqrt(variance), 3 * np.sqrt(variance))
        steepest = self._tuning.steepest * RATE
        self._state[1] = np.clip(self._state[1], -steepest, steepest)
        self._spread = self._spread - np.outer(gain, self._spread[0])
        self._at = at

    def _variance(self, peak: Delay) -> float:
        return float((self._tuning.noise * max(1.0, (30 / peak.clarity) ** 2)) ** 2)

    def _consider(self, at: int, peak: Delay) -> Change:
        if peak.clarity < self._tuning.clear:
            return Change.NONE
        if self._rivals and abs(self._rivals[-1].samples - peak.samples) > self._same:
            self._rivals.clear()
        self._rivals.append(peak)
        if len(self._rivals) < self._tuning.agreeing:
            return Change.NONE
        self._rivals.clear()
        self._start(at, peak)
        return Change.FOUND

    def _start(self, at: int, peak: Delay) -> None:
        """Begin at a delay; what is known of the clocks stays true."""
        self.locked = True
        self._averaged.clear()
        self._at = at
        self._state = np.array((peak.samples, self._state[1]))
        self._spread = np.diag((self._variance(peak), self._spread[1, 1]))


class _Averaged:
    """The mean of the newest curves, each cut off at the most that one may add."""

    def __init__(self, tuning: DelayFinding) -> None:
        self._tuning = tuning
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._count = 0
        self._mean: Curve = np.zeros(1)
        self.clarity = 0.0
        """The mean's highest peak against its own noise."""

    @property
    def enough(self) -> bool:
        """Whether the mean is of enough curves to be judged."""
        return self._count >= self._tuning.enough

    def add(self, curve: Curve) -> None:
        """Take in the next curve."""
        self._count += 1
        most, weight = self._tuning.most, max(1 / self._count, 1 / self._tuning.averaged)
        self._mean = self._mean + weight * (np.clip(curve, -most, most) - self._mean)
        self.clarity = float(self._mean.max()) / self._noise()

    def curve(self) -> Curve:
        """The mean in units of its own noise."""
        return self._mean / self._noise()

    def _noise(self) -> float:
        return float(np.median(np.abs(self._mean))) / 0.6745 or 1.0


class Recent:
    """The newest samples of a signal, by audio time; silence before its beginning."""

    def __init__(self, size: int, at: AudioTime) -> None:
        """`size`: how many samples back one may ask. `at`: audio time of the first to be added."""
        self._size = size
        self._store = np.zeros(3 * size, np.int16)
        self._first = at - size
        self._filled = size

    def add(self, sound: Samples) -> None:
        """Take in what comes next."""
        if self._filled + len(sound) > len(self._store):
            kept = self._store[self._filled - self._size : self._filled].copy()
            self._first += self._filled - self._size
            self._store[: self._size] = kept
            self._filled = self._size
        self._store[self._filled : self._filled + len(sound)] = sound
        self._filled += len(sound)

    def between(self, start: AudioTime, end: AudioTime) -> Samples:
        """The samples of an interval of audio time, shape (end - start,); a view, valid until the next `add`."""
        return self._store[start - self._first : end - self._first]


def delayed(sound: Recent, start: AudioTime, end: AudioTime, first: float, last: float) -> Samples:
    """What `sound` was `first` samples before `start`, gliding to `last` samples before `end`; shape (end - start,).

    The delays, at least HALF, differ by little. A filter for each, blended, bends the time without a step.
    """
    whole = int(np.floor(min(first, last)))
    span = sound.between(start - whole - HALF, end - whole + HALF).astype(np.float64)
    bent = np.convolve(span, _kernel(first - whole), "valid")
    if abs(last - first) > _UNHEARD:
        glide = np.arange(end - start) / (end - start)
        bent += glide * (np.convolve(span, _kernel(last - whole), "valid") - bent)
    return np.clip(np.rint(bent), -32767, 32767).astype(np.int16)


_UNHEARD = 0.001
"""A step in the delay, in samples, that lies 60 dB below the sound."""
_PLACES: npt.NDArray[np.float64] = np.arange(-HALF, HALF + 1, dtype=np.float64)


def _kernel(fraction: float) -> npt.NDArray[np.float64]:
    """A windowed sinc that delays by `fraction` samples; flat up to 7 kHz."""
    places = _PLACES - fraction
    kernel: npt.NDArray[np.float64] = np.sinc(places) * np.cos(np.pi * places / (2 * HALF + 4)) ** 2
    return kernel


def parts_per_million(slope: float) -> float:
    """A slope in samples a second as the difference of two clocks."""
    return slope / RATE * 1e6
