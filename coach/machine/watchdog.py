"""Looks several times a second whether parts of the program do what they are for, and tells when that changes."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")
LOOK = 0.2
"""Seconds between two looks."""
STUCK = 0.7
"""Seconds that a part may take over one thing: with a look, what is stuck is told within a second."""
STOPPED = 0.5
"""Seconds between two looks from which on it was the whole program that stood still: parts are then given time."""


class Watchdog(Generic[T]):
    """Asks `ails` of each part in a thread of its own until `close`."""

    def __init__(self, ails: Mapping[T, Callable[[], bool]], tell: Callable[[T, bool], None]) -> None:
        """`tell` is given a part and whether it ails now, at each change, in that thread."""
        self._ails, self._tell = ails, tell
        self._ailing: set[T] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def close(self) -> None:
        """Look no more."""
        self._closed.set()

    def _watch(self) -> None:
        looked, spared = time.monotonic(), -STUCK
        while not self._closed.wait(LOOK):
            now = time.monotonic()
            if now - looked > STOPPED:
                spared = now
            looked = now
            if now - spared > STUCK:
                self._look()

    def _look(self) -> None:
        for part, ails in self._ails.items():
            if ails() is not (part in self._ailing):
                self._ailing ^= {part}
                self._tell(part, part in self._ailing)
