"""How long an ear thinks about a block, and whether one that takes so long hangs or is only slow.

The hearing thread tells when it begins and ends; the thread that watches it asks.
"""

import contextlib
import sys
import threading
import time

from coach.units import Seconds

HANGS = 1.0
"""Seconds that an ear which computes nothing may take for one block."""
TOO_SLOW = 5.0
"""Seconds likewise for one that computes, as for the first block of all; twice as long once it came back by itself."""
STOPPED = 0.5
"""Seconds between two looks from which on it was the whole program that stood still."""
_IDLE = 0.05
"""The part of that time that a thread which is not waiting computes at least, on however busy a machine."""


class BlockWatch:
    """One for all the threads that read after each other."""

    def __init__(self) -> None:
        self.learns = True
        """Whether the ear has something new to listen for, which may take it a while the first time."""
        self._busy_since: float | None = None
        self._too_slow = TOO_SLOW
        self._clock: int | None = None
        """That of the time which the hearing thread computes."""
        self._computed = 0.0
        """Seconds that the thread had computed when it began with this block."""
        self._looked: float | None = None

    def reads_here(self) -> None:
        """From now on it is this thread that hears."""
        if sys.platform == "linux":
            self._clock = time.pthread_getcpuclockid(threading.get_ident())

    def begin(self) -> None:
        """The ear is given a block."""
        self._computed, self._busy_since = self._computed_now(), time.monotonic()

    def end(self) -> None:
        """It is done with it, or given up."""
        self._busy_since = None

    @property
    def busy(self) -> bool:
        """Whether it thinks about a block."""
        return self._busy_since is not None

    def be_patient(self) -> None:
        """An ear that was given up was only slow: the next one is given more time."""
        self._too_slow *= 2

    def hangs(self) -> bool:
        """Whether the ear will not be done with its block; asked many times a second."""
        now = time.monotonic()
        if self._looked is not None and now - self._looked > STOPPED and self._busy_since is not None:
            self._busy_since = now
        self._looked, since = now, self._busy_since
        return since is not None and self._takes_too_long(now - since)

    def _takes_too_long(self, taken: Seconds) -> bool:
        works = self.learns or self._computed_now() - self._computed > _IDLE * taken
        return taken > (self._too_slow if works else HANGS)

    def _computed_now(self) -> Seconds:
        """Seconds that the hearing thread has computed; the time that has passed, where the system does not tell."""
        with contextlib.suppress(OSError):  # It is at its end.
            if self._clock is not None:
                return time.clock_gettime(self._clock)
        return time.monotonic()
