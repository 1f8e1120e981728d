"""A sound edge around another one, for who can wait a tenth of a second: it wakes the machine a tenth as often."""

import threading
from collections import deque

from coach.clock import BLOCK, RATE
from coach.sound.edge import Block, Play, Settled, SoundEdge

TOGETHER = 5
"""Blocks that are read in one go: 100 ms. Caches are cold after every sleep, and that costs more than the work."""


class UnhurriedEdge:
    """Gives the blocks of `inner`, a card or another edge of real time, several at a time."""

    def __init__(self, inner: SoundEdge) -> None:
        self.inner = inner
        self._ready: deque[Block] = deque()
        self._closed = threading.Event()

    @property
    def stalled(self) -> bool:
        """Whether a device of the inner one hangs."""
        return self.inner.stalled

    def open(self, play: Play, settled: Settled) -> None:
        """Open the inner one."""
        self.inner.open(play, settled)

    def read(self) -> Block | None:
        """The next block; None once closed."""
        if not self._ready:
            self._closed.wait((TOGETHER - 1) * BLOCK / RATE)
            for _ in range(TOGETHER):
                block = None if self._closed.is_set() else self.inner.read()
                if block is None:
                    break
                self._ready.append(block)
        return self._ready.popleft() if self._ready and not self._closed.is_set() else None

    def close(self) -> None:
        """Close the inner one, and stop a read that waits."""
        self._closed.set()
        self.inner.close()
