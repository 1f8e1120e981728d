"""How late the microphone hears what is played: generalised cross-correlation with phase transform (GCC-PHAT).

Pure: numpy only. Knapp and Carter, "The generalized correlation method for estimation of time delay", 1976.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coach.clock import samples
from coach.sound.edge import Samples

WINDOW = 8192
"""Samples of the microphone that one measurement looks at: 0.5 s."""
LONGEST = samples(0.4)
"""The longest delay that is looked for, in samples: a slow wireless speaker in a large room."""

_SIZE = 1 << (WINDOW + LONGEST - 1).bit_length()
_SHAPE = np.hanning(WINDOW)
_WHITENING = 0.8  # 1 would be the whole phase transform; a little less trusts the bands with sound in them more
_RANGE_DB = 40.0
"""Bands that the coach's voice leaves this far below its loudest say nothing about the delay."""
_EARLY = samples(0.05)
_RIVAL = 0.5
"""An earlier peak of this share of the highest is the direct sound; a later one that high may be a reflection."""

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Delay:
    """One measurement."""

    samples: float
    """From what was played to what was heard, to a fraction of a sample."""
    clarity: float
    """The peak of the correlation against its noise. Chance reaches 10, a clear echo 30 and more."""


def measure(microphone: Samples, played: Samples) -> Curve:
    """The correlation at each delay from 0 to LONGEST samples, in units of its own noise; shape (LONGEST + 1,).

    `microphone`, shape (WINDOW,), and `played`, shape (LONGEST + WINDOW,), end at the same time.
    """
    heard = np.fft.rfft(microphone * _SHAPE, _SIZE)
    sent = np.fft.rfft(played, _SIZE)
    cross = heard * np.conj(sent)
    energy = np.abs(sent) ** 2
    weight = np.where(energy > energy.max() * 10 ** (-_RANGE_DB / 10), (np.abs(cross) + 1e-9) ** -_WHITENING, 0.0)
    circular = np.fft.irfft(cross * weight, _SIZE)
    # A delay of LONGEST puts the two at lag 0, a delay of 0 at lag -LONGEST.
    curve: Curve = np.concatenate((circular[-LONGEST:], circular[:1]))
    noise = float(np.median(np.abs(curve))) / 0.6745
    return curve / (noise or 1.0)


def first_peak(curve: Curve) -> Delay:
    """The direct sound: the highest peak, or the first one in the 50 ms before it that rivals it."""
    highest = int(np.argmax(curve))
    start = max(0, highest - _EARLY)
    rival = int(np.argmax(curve[start : highest + 1] >= _RIVAL * curve[highest])) + start
    return peak_near(curve, rival, reach=8)


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
