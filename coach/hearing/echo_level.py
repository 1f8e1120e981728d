"""Whether the microphone hears the speaker at all: with headphones there is nothing to take out or to mask."""

from collections import deque

import numpy as np

from coach.clock import BLOCK, samples
from coach.sound.edge import Block, Samples

ENOUGH = samples(2.0) // BLOCK
"""Blocks of the coach's speech to judge by."""
REMEMBER = samples(8.0) // BLOCK
"""Blocks of speech, and of quiet, that count."""
SILENT = 20.0
"""RMS below which a played block counts as silence, in int16 scale."""
SETTLE = samples(0.16) // BLOCK
"""Blocks after the last sound played until the room counts as quiet."""
AUDIBLE = 1.6
"""The microphone's power while the coach speaks, against its power in quiet, from which on an echo is heard."""
EVERY = samples(0.5) // BLOCK
"""Blocks between two judgements."""


class EchoLevel:
    """Compares the microphone's usual power while the coach speaks with that in the gaps.

    Medians, so that a user who speaks in either hardly counts.
    """

    def __init__(self) -> None:
        self._speaking: deque[float] = deque(maxlen=REMEMBER)
        self._quiet: deque[float] = deque(maxlen=REMEMBER)
        self._since_sound = 0
        self._until_judged = EVERY
        self.audible = True
        """Whether the coach hears itself; True until the contrary is known."""

    def hear(self, block: Block) -> None:
        """Take one block in."""
        power = _power(block.microphone)
        if _power(block.played) > SILENT**2:
            self._since_sound = 0
            self._speaking.append(power)
        else:
            self._since_sound += 1
            if self._since_sound > SETTLE:
                self._quiet.append(power)
        self._until_judged -= 1
        if self._until_judged <= 0:
            self._judge()

    def _judge(self) -> None:
        self._until_judged = EVERY
        if len(self._speaking) >= ENOUGH and self._quiet:
            self.audible = bool(np.median(self._speaking) > AUDIBLE * np.median(self._quiet) + 1.0)


def _power(sound: Samples) -> float:
    return float(np.mean(np.square(sound, dtype=np.float64)))
