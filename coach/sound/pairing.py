"""Pairs what was heard with what was played, block by block, by counting. Pure: no device, thread or clock.

Every played block leaves as exactly one Block, in order, so that audio time never jumps; what the microphone lost is
filled with zeros and told in `gap`.
"""

import logging
from collections import deque
from itertools import chain, repeat

import numpy as np

from coach.clock import BLOCK
from coach.sound.edge import Block, Samples

Window = tuple[int, int]
"""How many arrivals to watch, and how many blocks one side must have waited all along to be shifted."""

SETTLING: tuple[Window, ...] = ((20, 1 << 30), (20, 2))
"""The first 0.2 s are left alone: a card fills its buffers then. The next 0.2 s say how the two streams lie."""
STEADY: Window = (500, 3)
"""Within 5 s jitter comes and goes; 60 ms that stay are drift, or a loss that no flag told of."""
_log = logging.getLogger(__name__)


class Pairing:
    """First played with first heard, and so on. Not thread-safe: one thread feeds it and takes `ready`.

    It waits for the microphone until told that there is none.
    """

    def __init__(self) -> None:
        self.ready: deque[Block] = deque()
        self._played: deque[tuple[Samples, bool]] = deque()
        self._heard: deque[Samples] = deque()
        self._at = 0
        self._gap = 0
        self._microphone = True
        self._settle()

    def played(self, sound: Samples, speaker_alive: bool) -> None:
        """Take what `play` gave, shape (BLOCK,)."""
        self._played.append((sound, speaker_alive))
        self._arrived()

    def heard(self, sound: Samples) -> None:
        """Take what the microphone gave, shape (BLOCK,); after a loss it is found again by this."""
        if not self._microphone:
            self._microphone = True
            self._settle()
        if self._at == 0:
            self._begin()
        self._heard.append(sound)
        self._arrived()

    def slipped(self) -> None:
        """Samples were lost, nobody knows how many: the next block has a gap, and the two are aligned anew."""
        if self._at > 0 and self._microphone:
            self._gap = max(self._gap, BLOCK)
            self._settle()

    def lose_microphone(self) -> None:
        """Wait for the microphone no longer: zeros take its place until it is heard again."""
        if self._microphone:
            self._microphone = False
            self._gap += BLOCK * len(self._heard)
            self._heard.clear()
            self._match()

    def _begin(self) -> None:
        """What was heard before anything was played is of no use, what a card asked ahead has nothing beside it."""
        self._heard.clear()
        for _ in range(len(self._played) - 1):
            self._blank()
        self._gap = 0

    def _arrived(self) -> None:
        self._match()
        if self._microphone:
            self._weigh()

    def _match(self) -> None:
        while self._played and (self._heard or not self._microphone):
            if self._microphone:
                self._pair(self._heard.popleft(), self._gap)
                self._gap = 0
            else:
                self._blank()

    def _pair(self, microphone: Samples, gap: int) -> None:
        sound, speaker_alive = self._played.popleft()
        self.ready.append(Block(self._at, microphone, sound, self._microphone, speaker_alive, gap))
        self._at += BLOCK

    def _blank(self) -> None:
        self._pair(np.zeros(BLOCK, np.int16), 0)
        self._gap += BLOCK

    def _settle(self) -> None:
        self._windows = chain(SETTLING, repeat(STEADY))
        self._open_window()

    def _open_window(self) -> None:
        self._left, self._slack = next(self._windows)
        self._fewest_played = self._fewest_heard = 1 << 30

    def _weigh(self) -> None:
        """Shift one side by the blocks that it kept waiting through a whole window: that many are not jitter."""
        self._fewest_played = min(self._fewest_played, len(self._played))
        self._fewest_heard = min(self._fewest_heard, len(self._heard))
        self._left -= 1
        if self._left == 0:
            self._shift()
            self._open_window()

    def _shift(self) -> None:
        if self._fewest_played >= self._slack or self._fewest_heard >= self._slack:
            told = "blocks waited for the other side all along: %d played, %d heard; they are dropped"
            _log.debug(told, self._fewest_played, self._fewest_heard)
        if self._fewest_played >= self._slack:
            for _ in range(self._fewest_played):
                self._blank()
        if self._fewest_heard >= self._slack:
            for _ in range(self._fewest_heard):
                self._heard.popleft()
                self._gap += BLOCK
