"""Counts a hold the way most scripts do, for comparison: say the number, then sleep. Measured in real time."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

Rest = Callable[[float], float]
"""Seconds to sleep after a number that took so many seconds to say."""

WAYS: dict[str, Rest] = {
    "sleep(1)": lambda said: 1.0,
    "sleep(1 - said)": lambda said: max(0.0, 1.0 - said),
}
"""As scripts have it, and as the careful ones do."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How a hold was counted: where its last count began, against its second."""

    way: str
    counts: int
    error_ms: float
    """Of the last count."""
    worst_ms: float
    drift_ms: float
    """By which the counts go apart in each second, on average."""


class PlainCounting:
    """Counts in a thread of its own, while other work goes on."""

    def __init__(self, way: str, spoken: Sequence[float]) -> None:
        """`spoken`: how many seconds each number takes to say."""
        self._way, self._spoken = way, spoken
        self._begun: list[float] = []
        self._thread = threading.Thread(target=self._count, name="plain counting", daemon=True)

    def start(self) -> Self:
        """Begin to count."""
        self._thread.start()
        return self

    def result(self) -> Counted:
        """How it went; waits for the last count."""
        self._thread.join()
        return counted(self._way, self._begun)

    def _count(self) -> None:
        for said in self._spoken:
            self._begun.append(time.perf_counter())
            time.sleep(said)  # A synthesiser that is waited for, without the time that it takes to begin.
            time.sleep(WAYS[self._way](said))


def counted(way: str, begun: Sequence[float]) -> Counted:
    """The figures of counts that began at these times, in seconds; the first one is on its second."""
    errors = 1000 * (np.array(begun) - begun[0] - np.arange(len(begun)))
    drift = float(np.polyfit(np.arange(len(begun)), errors, 1)[0])
    worst = float(np.abs(errors).max())
    return Counted(way, len(begun), round(float(errors[-1]), 2), round(worst, 2), round(drift, 3))
