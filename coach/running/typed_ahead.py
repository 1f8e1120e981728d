"""Keys, and lines that were typed ahead of the questions that they answer. Pure; times in samples."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.clock import RATE
from coach.units import AudioTime

LINES_WAIT = 20 * RATE
"""Samples that lines typed ahead wait for a question at most."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, whose meaning depends on what may be said when its turn comes."""

    key: str
    at: AudioTime
    unknown: Callable[[str], None]
    patient: bool = False
    """A line that was typed ahead: an answer waits until its question begins to sound."""


class TypedAhead:
    """The lines that wait, in the order in which they were typed."""

    def __init__(self) -> None:
        self._lines: deque[Key] = deque()
        self._since: AudioTime = 0

    def waits(self, pressed: Key, about_to_ask: bool, now: AudioTime) -> bool:
        """Whether `pressed` is kept until its question sounds: one is on its way, or other lines come before it."""
        if not pressed.patient or not (self._lines or about_to_ask):
            return False
        self._since = self._since if self._lines else now
        self._lines.append(pressed)
        return True

    def due(self, about_to_ask: bool, now: AudioTime) -> Key | None:
        """The line whose question sounds; or has been on its way for so long that it may never: no voice, say."""
        if not self._lines or (about_to_ask and now - self._since <= LINES_WAIT):
            return None
        self._since = now
        return replace(self._lines.popleft(), at=now)
