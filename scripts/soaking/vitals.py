"""Memory, threads and descriptors of a process, as Linux tells them."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.coach_process import children_of

LOOK = 10.0
"""Seconds between two looks at what children compute."""
BUSY = 0.1
"""Seconds of processor time between two looks from which on they are at work."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Of one process at one time."""

    seconds: float
    """Since the watch began."""
    megabytes: float
    """Resident."""
    threads: int
    descriptors: int


def vitals(pid: int, seconds: float) -> Vitals:
    """Those of `pid` now. Raises OSError where it has gone."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    kilobytes, threads = int(status["VmRSS"].split()[0]), int(status["Threads"])
    return Vitals(seconds, kilobytes / 1024, threads, sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()))


def wait_for_rest(pid: int, at_most: float) -> float:
    """Wait until the children of `pid` compute no more, at most so many seconds; gives how long that took."""
    began, before = time.monotonic(), -1.0
    while (used := sum(map(_computed, children_of(pid)))) - before > BUSY and time.monotonic() - began < at_most:
        before = used
        time.sleep(LOOK)
    return time.monotonic() - began


def _computed(pid: int) -> float:
    """Seconds of processor time that it has used; 0 where it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Takes the vitals of a process every few seconds until `end`."""

    def __init__(self, pid: int, every: float, clock: Callable[[], float] | None = None) -> None:
        """`clock` gives the seconds by which a start-up is told from what comes after it; the real ones if None."""
        began = time.monotonic()
        self._pid, self._every = pid, every
        self._clock = clock or (lambda: time.monotonic() - began)
        self.taken: list[Vitals] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def end(self) -> list[Vitals]:
        """All that were taken."""
        self._ended.set()
        self._thread.join(5)
        return self.taken

    def _take(self) -> None:
        while not self._ended.wait(self._every):
            try:
                self.taken.append(vitals(self._pid, self._clock()))
            except OSError:
                return


def grown(taken: list[Vitals], settled_after: float) -> dict[str, Any]:
    """By how much each has grown from when all had settled to the end; the largest of three at both, for jitter."""
    late = [each for each in taken if each.seconds >= settled_after]
    if len(late) < 6:
        raise ValueError("too short to tell: measure for longer")
    first, last = late[:3], late[-3:]
    return {
        "megabytes over time": [round(late[n * (len(late) - 1) // 8].megabytes, 1) for n in range(9)],
        "megabytes at first": round(max(each.megabytes for each in first), 1),
        "megabytes grown": round(max(each.megabytes for each in last) - max(each.megabytes for each in first), 1),
        "threads grown": max(each.threads for each in last) - max(each.threads for each in first),
        "descriptors grown": max(each.descriptors for each in last) - max(each.descriptors for each in first),
    }
