"""Takes the one channel of a stereo microphone that hears; mixing two would cancel what comes to them out of phase."""

import numpy as np

from coach.sound.edge import Samples

LOUDER = 10.0**1
"""How many times the power the other channel must have for it to be taken: one is dead, or turned away."""
PACE = 0.05
"""How fast the power is followed, a block of 20 ms."""


class Downmix:
    """Frames of one or two channels in, mono out. Not thread-safe."""

    def __init__(self) -> None:
        self._power = np.zeros(2)
        self._taken = 0

    def mono(self, frames: Samples) -> Samples:
        """One channel of `frames`, shape (n, channels); shape (n,)."""
        if frames.shape[1] == 1:
            return frames[:, 0]
        power = np.mean(np.square(frames[:, :2], dtype=np.float64), axis=0)
        self._power += PACE * (power - self._power)
        other = 1 - self._taken
        if self._power[other] > LOUDER * self._power[self._taken] + 1:
            self._taken = other
        return frames[:, self._taken]
