"""How late the microphone hears what is played: generalised cross-correlation with phase transform (GCC-PHAT).

Pure: numpy only. Knapp and Carter, "The generalized correlation method for estimation of time delay", 1976.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from coach.clock import samples
from coach.hearing.tuning import USUAL, DelayFinding
from coach.sound.edge import Samples

Curve = npt.NDArray[np.float64]
"""Correlation at each delay in whole samples from 0 on, in units of its own noise."""

_HIDDEN = 8
"""How far from a peak, in samples, its top may lie."""


@dataclass(frozen=True, slots=True)
class Delay:
    """One measurement."""

    samples: float
    """From what was played to what was heard, to a fraction of a sample."""
    clarity: float
    """The peak of the correlation against its noise. Chance reaches 10, a clear echo 30 and more."""


def measure(microphone: Samples, played: Samples, tuning: DelayFinding = USUAL.delay) -> Curve:
    """The correlation at each delay from 0 to the longest that `played` allows; shape (longest + 1,).

    `microphone`, shape (window,), and `played`, shape (longest + window,), end at the same time.
    """
    longest = len(played) - len(microphone)
    size = 1 << (len(played) - 1).bit_length()
    heard = np.fft.rfft(microphone * _shape(len(microphone)), size)
    sent = np.fft.rfft(played, size)
    cross = heard * np.conj(sent)
    energy = np.abs(sent) ** 2
    in_range = energy > energy.max() * 10 ** (-tuning.range / 10)
    weight = np.where(in_range, (np.abs(cross) + 1e-9) ** -tuning.whitening, 0.0)
    circular = np.fft.irfft(cross * weight, size)
    # The longest delay puts the two at lag 0, a delay of 0 at lag -longest.
    curve: Curve = np.concatenate((circular[-longest:], circular[:1]))
    noise = float(np.median(np.abs(curve))) / 0.6745
    return curve / (noise or 1.0)


@lru_cache(maxsize=4)
def _shape(window: int) -> npt.NDArray[np.float64]:
    return np.hanning(window)


def first_peak(curve: Curve, tuning: DelayFinding = USUAL.delay) -> Delay:
    """The direct sound: the highest peak, or the first one shortly before it that rivals it."""
    highest = int(np.argmax(curve))
    start = max(0, highest - samples(tuning.early))
    rival = int(np.argmax(curve[start : highest + 1] >= tuning.rival * curve[highest])) + start
    return peak_near(curve, rival, reach=_HIDDEN)


def peak_near(curve: Curve, delay: float, reach: int) -> Delay:
    """The highest point within `reach` samples of `delay`, placed between samples by a parabola."""
    middle = round(delay)
    start = max(0, min(middle - reach, len(curve) - 1))
    top = start + int(np.argmax(curve[start : max(middle + reach + 1, start + 1)]))
    if not 0 < top < len(curve) - 1:
        return Delay(float(top), float(curve[top]))
    before, peak, after = curve[top - 1 : top + 2]
    bend = before - 2 * peak + after
    offset = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return Delay(top + float(np.clip(offset, -0.5, 0.5)), float(peak))
