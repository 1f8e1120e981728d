"""How much of what the microphone hears stands out of the room's own noise. Pure: numpy only."""

from collections import deque

import numpy as np
import numpy.typing as npt

from coach.clock import RATE
from coach.sound.edge import Samples

FRAME = RATE // 100
"""Samples in one frame of the energy detector: 10 ms."""

Powers = npt.NDArray[np.float64]
"""Mean squares in int16 units, one a band."""


class Spectrum:
    """Power in five bands against the noise floor of each.

    The floors are minimum statistics: the lowest smoothed power of the last 2 s, raised to the mean that such a
    minimum stands for. Speech has gaps, a running tap has none, so the floors follow the tap and not the talk.
    """

    EDGES = (200, 500, 1000, 2000, 4000, 7500)  # Hz
    LOWEST = 32768.0**2 * 10**-8.0  # -80 dBFS a band: no voice is that soft
    ASSUMED = 32768.0**2 * 10**-5.5  # -55 dBFS: until a slice is full, louder is taken for a voice
    SLICE, SLICES = 25, 8  # frames in a slice, slices in 2 s
    BIAS = 1.4

    def __init__(self) -> None:
        self._window = np.hanning(2 * FRAME)
        bins = np.round(np.array(self.EDGES) * 2 * FRAME / RATE).astype(int)
        self._first, self._past = bins[0], bins[-1]
        self._starts = bins[:-1] - bins[0]
        self._scale = 2 / (2 * FRAME * float(self._window @ self._window))
        bands = len(self._starts)
        self._previous = np.zeros(FRAME)
        self.powers = self._newest = np.zeros(bands)
        self._slow = np.zeros(bands)
        self._slice = np.full(bands, np.inf)
        self._minima: deque[Powers] = deque(maxlen=self.SLICES)
        self._frames = 0

    def hear(self, frame: Samples) -> None:
        """Take in one frame."""
        sound = frame.astype(np.float64)
        spectrum = np.fft.rfft(np.concatenate((self._previous, sound)) * self._window)[self._first : self._past]
        self._previous = sound
        powers = np.add.reduceat(np.abs(spectrum) ** 2, self._starts) * self._scale
        self.powers = (powers + self._newest) / 2
        self._newest = powers
        self._track(powers)

    def _track(self, powers: Powers) -> None:
        self._frames += 1
        if not self._minima and self._frames <= 2:
            # The first window is half empty; as a minimum it would stand for 2 s.
            self._slow = powers
            return
        self._slow = self._slow + np.where(powers < self._slow, 0.3, 0.1) * (powers - self._slow)
        self._slice = np.minimum(self._slice, self._slow)
        if self._frames == self.SLICE:
            self._minima.append(self._slice)
            self._slice, self._frames = self._slow, 0

    @property
    def floors(self) -> Powers:
        """Mean noise power of each band."""
        if not self._minima:
            return np.clip(3 * self._slow, self.LOWEST, self.ASSUMED)
        lowest: Powers = np.minimum.reduce([self._slice, *self._minima])
        # The fewer slices, the further a minimum may lie below.
        return np.maximum(self.LOWEST, self.BIAS * (1 + 1 / len(self._minima)) * lowest)

    @property
    def evidence(self) -> float:
        """Mean log likelihood ratio of voice against noise over the bands; below 0.3 in steady noise."""
        ratio = np.maximum(1.0, self.powers / self.floors)
        return float(np.mean(ratio - 1 - np.log(ratio)))
