"""What can be seen of any sound edge from outside: the matter of the contract that all of them keep."""

from dataclasses import dataclass

import numpy as np

from coach.clock import BLOCK
from coach.sound.edge import Samples, SoundEdge

MANY = 60


@dataclass(frozen=True)
class Observation:
    """One edge, opened, read and closed twice."""

    asked: list[int]
    """What `play` was asked for, each time."""
    ats: list[int]
    lengths: list[tuple[int, int]]
    """Of the microphone's sound and of the played."""
    types: list[str]
    wrongly_played: list[int]
    """The `at` of each block whose `played` is not what `play` gave for these samples."""
    ends_with_none: bool
    """Whether a read after closing gives None, twice."""


class CountingProgram:
    """Plays its own sample counter, so that each sample says when it was given."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def play(self, n: int) -> Samples:
        """The next n numbers."""
        given = sum(self.asked)
        self.asked.append(n)
        return counted(given, n)


def counted(at: int, n: int) -> Samples:
    """What CountingProgram plays at audio time `at`; soft, for it may be heard."""
    return (np.arange(at, at + n) % 251 - 125).astype(np.int16)


def observe(edge: SoundEdge) -> Observation:
    """Open `edge`, read some blocks of it, close it."""
    program = CountingProgram()
    edge.open(program.play, lambda: None)
    blocks = [block for block in (edge.read() for _ in range(MANY)) if block is not None]
    edge.close()
    edge.close()
    return Observation(
        asked=program.asked,
        ats=[block.at for block in blocks],
        lengths=[(len(block.microphone), len(block.played)) for block in blocks],
        types=sorted({str(sound.dtype) for block in blocks for sound in (block.microphone, block.played)}),
        wrongly_played=[block.at for block in blocks if not np.array_equal(block.played, counted(block.at, BLOCK))],
        ends_with_none=edge.read() is None and edge.read() is None,
    )
