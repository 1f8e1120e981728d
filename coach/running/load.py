"""Whether the machine keeps up with the sound. Pure: times are given to it."""

from dataclasses import dataclass

from coach.clock import RATE

LATE = RATE // 2
"""Samples that the newest sound may wait to be heard."""
LATE_FOR = RATE
"""Samples of sound, one block after the other, that must have waited so long: a single hiccup is made up for."""
FORGIVEN = 10 * RATE
"""Samples within which what has gathered must be heard."""
STOPPED = 0.5
"""Seconds between two blocks in which hardly anything was played: the program stood still."""
WINDOW = 5.0
"""Seconds over which audio time is held against the clock."""
BEHIND = 0.05
"""The part of a window that audio time may lack; a card differs from the clock by a ten-thousandth."""
WINDOWS = 2
"""So many in a row that lack more: a program that was stopped once lacks it in one."""


@dataclass(slots=True)
class Load:
    """Told of every block that is heard; `too_slow` from the moment at which the machine does not keep up."""

    too_slow: bool = False
    _late: int = 0
    """Samples in a row that came late."""
    _forgiven: int = FORGIVEN
    """Samples that may still be late because they gathered before the start, or in a program that stood still."""
    _last: tuple[int, float] | None = None
    _window: tuple[int, float] | None = None
    _lacking: int = 0
    """Windows in a row that lacked too much."""

    def take(self, at: int, position: int, n: int, now: float) -> None:
        """A block of `n` samples from `at` on is about to be heard while `position` is played, at `now` seconds."""
        stood, before = self._last or (position, now)
        self._last = position, now
        if now - before > STOPPED and (position - stood) / RATE < (now - before) / 2:
            self._forgiven = FORGIVEN
        late = position - at > LATE + n
        self._forgiven = max(0, self._forgiven - n) if late else 0
        self._late = self._late + n if late and not self._forgiven else 0
        self._hold_against_clock(position, now)
        self.too_slow |= self._late >= LATE_FOR or self._lacking >= WINDOWS

    def _hold_against_clock(self, position: int, now: float) -> None:
        began, since = self._window = self._window or (position, now)
        if now - since < WINDOW:
            return
        lacks = 1 - (position - began) / RATE / (now - since)
        self._lacking = self._lacking + 1 if lacks > BEHIND else 0
        self._window = position, now
