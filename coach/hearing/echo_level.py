"""Whether the microphone hears the speaker at all: with headphones it does not, and nothing need be masked."""

import numpy as np

from coach.clock import BLOCK, samples
from coach.sound.edge import Block, Samples

ENOUGH = samples(2.0) // BLOCK
"""Blocks of the coach's speech to judge by."""
SILENT = 20.0
"""RMS below which a played block counts as silence, in int16 scale."""
SETTLE = samples(0.16) // BLOCK
"""Blocks after the last sound played until the room counts as quiet."""
AUDIBLE = 2.0
"""The microphone's power while the coach speaks, against its power in quiet, from which on an echo is heard."""


class EchoLevel:
    """Compares the microphone's power while the coach speaks with its power in the gaps."""

    def __init__(self) -> None:
        self._speaking = [0.0, 0.0]
        self._quiet = [0.0, 0.0]
        self._since_sound = 0

    def hear(self, block: Block) -> None:
        """Take one block in."""
        power = _power(block.microphone)
        if _power(block.played) > SILENT**2:
            self._since_sound = 0
            _add(self._speaking, power)
        else:
            self._since_sound += 1
            if self._since_sound > SETTLE:
                _add(self._quiet, power)

    @property
    def audible(self) -> bool:
        """Whether the coach hears itself; True until the contrary is known."""
        if self._speaking[1] < ENOUGH or not self._quiet[1]:
            return True
        return self._speaking[0] / self._speaking[1] > AUDIBLE * self._quiet[0] / self._quiet[1]


def _add(mean: list[float], power: float) -> None:
    mean[0] += power
    mean[1] += 1.0


def _power(sound: Samples) -> float:
    return float(np.mean(np.square(sound, dtype=np.float64)))
