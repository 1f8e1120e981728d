"""A stream of sound at one rate, taken out at another in blocks of any length."""

import numpy as np
import soxr

from coach.sound.edge import Samples

QUALITY = "LQ"
"""soxr's 16-bit quality: 6 ms of delay, where the next better one gives its sound in bursts of 90 ms."""


class Resampler:
    """Sound in by `push`, sound out by `pull`; equal rates pass unchanged. Not thread-safe."""

    def __init__(self, rate_in: int, rate_out: int) -> None:
        self._convert = None
        if rate_in != rate_out:
            self._convert = soxr.ResampleStream(rate_in, rate_out, 1, dtype="int16", quality=QUALITY).resample_chunk
        self._waiting: Samples = np.zeros(0, np.int16)

    def push(self, sound: Samples) -> None:
        """Take sound of any length, shape (n,), at the rate that comes in."""
        if self._convert is not None:
            sound = self._convert(sound)
        self._waiting = np.concatenate((self._waiting, sound))

    def pull(self, n: int) -> Samples | None:
        """The next n samples at the rate that goes out, shape (n,); None while there are fewer."""
        if len(self._waiting) < n:
            return None
        sound, self._waiting = self._waiting[:n], self._waiting[n:]
        return sound
