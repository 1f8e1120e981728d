"""How loud a sound is to people: ITU-R BS.1770-4, for one channel. Pure.

The libraries that measure it need SciPy or a compiled library with few wheels, for two filters; the tests compare.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from coach.clock import RATE, samples
from coach.sound.edge import Samples

SILENT = -70.0
"""LUFS below which nothing counts as sound: the standard's absolute gate."""

_BLOCK, _STEP = samples(0.4), samples(0.1)
_RELATIVE_GATE = 10.0  # LU
_OFFSET = -0.691  # LUFS of a mean square of 1
_FULL_SCALE = 32_767


def loudness(sound: Samples) -> float:
    """LUFS of `sound`, its pauses left out; minus infinity for silence.

    One that is shorter than the standard's block of 0.4 s is a block by itself: a count is as loud as it is while it
    lasts, not as its share of a block.
    """
    power = _weighted(sound) ** 2
    if len(power) <= _BLOCK:
        blocks = np.array([power.mean() if len(power) else 0.0])
    else:
        sums = np.concatenate(([0.0], np.cumsum(power)))
        # As pyloudnorm does: the last block may reach up to half a step beyond the end.
        starts = np.arange(round((len(power) - _BLOCK) / _STEP) + 1) * _STEP
        blocks = (sums[np.minimum(starts + _BLOCK, len(power))] - sums[starts]) / _BLOCK
    heard = blocks[blocks > _mean_square(SILENT)]
    if not len(heard):
        return float("-inf")
    return _lufs(heard[heard > heard.mean() / 10 ** (_RELATIVE_GATE / 10)].mean())


def _lufs(mean_square: float) -> float:
    return float(_OFFSET + 10 * np.log10(mean_square))


def _mean_square(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


def _weighted(sound: Samples) -> npt.NDArray[np.float64]:
    """As the ear weighs it: without rumble, the treble raised; 1.0 being full scale."""
    # Long enough that what the filters leave behind at the end does not come round to the beginning.
    size = 1 << (len(sound) + samples(0.25)).bit_length()
    spectrum = np.fft.rfft(sound.astype(np.float64) / _FULL_SCALE, size)
    return np.fft.irfft(spectrum * _response(size), size)[: len(sound)]


@lru_cache(maxsize=8)
def _response(size: int) -> npt.NDArray[np.complex128]:
    """Of the standard's two filters at the frequencies of a transform of `size` samples."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return _biquad(z, *_shelf()) * _biquad(z, *_high_pass())


def _biquad(
    z: npt.NDArray[np.complex128], b: tuple[float, float, float], a: tuple[float, float, float]
) -> npt.NDArray[np.complex128]:
    return (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)


_Filter = tuple[tuple[float, float, float], tuple[float, float, float]]


def _shelf() -> _Filter:
    # The analogue filter behind the standard's coefficients, which are for 48 kHz only.
    k, q, gain = float(np.tan(np.pi * 1681.974450955533 / RATE)), 0.7071752369554196, 3.999843853973347
    high = 10 ** (gain / 20)
    band = high**0.4996667741545416
    b = (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def _high_pass() -> _Filter:
    k, q = float(np.tan(np.pi * 38.13547087602444 / RATE)), 0.5003270373238773
    gain = 1 + k / q + k * k  # the standard's numerator is 1, -2, 1, unscaled
    return (gain, -2 * gain, gain), (gain, 2 * (k * k - 1), 1 - k / q + k * k)
