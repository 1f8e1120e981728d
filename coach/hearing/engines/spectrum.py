"""How much of what the microphone hears stands out of the room's own noise. Pure: numpy only."""

from collections import deque

import numpy as np
import numpy.typing as npt

from coach.clock import RATE
from coach.hearing.tuning import USUAL, NoiseFloor
from coach.sound.edge import Samples
from coach.units import power_ratio

FRAME = RATE // 100
"""Samples in one frame of the energy detector: 10 ms."""

_FULL_SCALE = 32768.0**2

Powers = npt.NDArray[np.float64]
"""Mean squares in int16 units, one a band."""


class Spectrum:
    """Power in five bands against the noise floor of each.

    The floors are minimum statistics: the lowest smoothed power of the last 2 s, raised to the mean that such a
    minimum stands for. Speech has gaps, a running tap has none, so the floors follow the tap and not the talk.
    """

    powers: Powers
    """Mean squares (int16 units) of the newest frame, a band each."""

    EDGES = (200, 500, 1000, 2000, 4000, 7500)  # Hz

    def __init__(self, tuning: NoiseFloor = USUAL.noise) -> None:
        self._tuning = tuning
        self._lowest, self._assumed = (_FULL_SCALE * power_ratio(level) for level in (tuning.lowest, tuning.assumed))
        self._frames_a_slice = round(tuning.slice * RATE / FRAME)
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
        self._minima: deque[Powers] = deque(maxlen=tuning.slices)
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
        pace = np.where(powers < self._slow, self._tuning.falling, self._tuning.rising)
        self._slow = self._slow + pace * (powers - self._slow)
        self._slice = np.minimum(self._slice, self._slow)
        if self._frames == self._frames_a_slice:
            self._minima.append(self._slice)
            self._slice, self._frames = self._slow, 0

    @property
    def floors(self) -> Powers:
        """Mean noise power of each band."""
        if not self._minima:
            return np.clip(self._tuning.at_first * self._slow, self._lowest, self._assumed)
        lowest: Powers = np.minimum.reduce([self._slice, *self._minima])
        # The fewer slices, the further a minimum may lie below.
        return np.maximum(self._lowest, self._tuning.bias * (1 + 1 / len(self._minima)) * lowest)

    @property
    def evidence(self) -> float:
        """Mean log likelihood ratio of voice against noise over the bands; below 0.3 in steady noise."""
        ratio = np.maximum(1.0, self.powers / self.floors)
        return float(np.mean(ratio - 1 - np.log(ratio)))
