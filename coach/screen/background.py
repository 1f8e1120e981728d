"""A screen that draws in a thread of its own, so that nobody waits for a terminal that takes no more."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from coach.machine.lane import Lane
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.view import View
from coach.speaking.mixer import Mark

SCREEN_ENDS_WITHIN = 2.0
"""Seconds that what is still to be shown may take before another screen takes over, and at the end."""
_log = logging.getLogger(__name__)


class Screen(Protocol):
    """What a session is shown on: an observer of the runner that also takes lines."""

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Show what happened and what came of it."""

    def line(self, text: str) -> None:
        """Show a line of text."""

    def unknown(self, key: str) -> None:
        """Tell that `key` means nothing now."""


class BackgroundScreen:
    """A `Screen` around another one, on which a thread of its own draws."""

    def __init__(self, view: Callable[[], View], make: Callable[[Callable[[], View]], Screen]) -> None:
        """`view` gives the session as it is; it is called in the thread of the observer only.

        `make` gives the screen within, for what tells it the session as it was when that happened which it draws.
        """
        self._now = view
        self._shown = view()
        self._screen = make(lambda: self._shown)
        self._lane: Lane[Callable[[], object]] = Lane("screen", lambda draw: draw())

    @property
    def view(self) -> View:
        """The session as it was when that happened which is drawn now."""
        return self._shown

    @property
    def within(self) -> Screen:
        """The screen that is drawn on."""
        return self._screen

    def show_on(self, screen: Screen) -> None:
        """Draw on `screen` from now on, what was told before still where it was."""
        self.settle()
        self._screen = screen

    def settle(self) -> None:
        """Wait until what was told so far is shown, for at most SCREEN_ENDS_WITHIN."""
        drawn = threading.Event()
        self._lane.put(drawn.set)
        drawn.wait(SCREEN_ENDS_WITHIN)

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Have shown what happened and what came of it; waits for nothing."""
        self._lane.put(partial(self._draw, self._now(), at, event, effects))

    def line(self, text: str) -> None:
        """Have a line of text shown; from any thread."""
        _log.info("told: %s", text)
        self._lane.put(lambda: self._screen.line(text))

    def unknown(self, key: str) -> None:
        """Have told that `key` means nothing now; from any thread."""
        self._lane.put(lambda: self._screen.unknown(key))

    def log(self, fault: Exception) -> None:
        """Have a mistake of our own logged, which may lead to the terminal too; from any thread."""
        self._lane.put(partial(_log.error, "something was dropped", exc_info=fault))

    @property
    def stuck_for(self) -> float:
        """Seconds that the terminal takes over what is being drawn now."""
        return self._lane.stuck_for

    def close(self) -> bool:
        """Whether all was shown; if not, the terminal still hangs, and only `os._exit` ends the program."""
        return self._lane.close(SCREEN_ENDS_WITHIN)

    def _draw(self, view: View, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        self._shown = view
        self._screen(at, event, effects)
