"""Keeps the machine awake, screen included, while somebody needs it. Knows nothing of sessions.

Whoever asks waits for nothing: asking and giving back happen in a thread, for a desktop that hangs may not answer. When
the process dies, by whatever way, every system gives it back by itself.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any, Protocol

CANNOT = "The screen may go dark meanwhile, and the machine to sleep: nothing here lets the coach prevent it."
ONLY_SCREEN = "The screen may go dark meanwhile; the machine stays awake."
FAREWELL = 0.5
"""Seconds that giving it back may hold up the end; it takes a few milliseconds."""
_log = logging.getLogger(__name__)


class Wakefulness(Protocol):
    """A system's way to stay awake. Both methods are called in one thread, and may take their time."""

    def take(self) -> str:
        """Stay awake from now on; gives a sentence about what cannot be prevented, or ""."""

    def give_back(self) -> None:
        """Sleep may come again."""


class KeptAwake:
    """From `begin` to `end` the machine stays awake, as far as it can; neither waits for the system."""

    def __init__(self, tell: Callable[[str], None], make: Callable[[], Wakefulness] | None = None) -> None:
        """`tell` is given a sentence, in another thread, where something cannot be prevented."""
        self._tell, self._make = tell, make or SystemWakefulness
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="awake", daemon=True)

    def begin(self) -> None:
        """Ask the system, in the background."""
        self._thread.start()

    def end(self) -> None:
        """Give it back."""
        self._over.set()
        self._thread.join(FAREWELL)

    def _hold(self) -> None:
        try:
            system = self._make()
            trouble = system.take()
        except Exception:
            _log.exception("the machine cannot be kept awake")
            self._tell(CANNOT)
            return
        if trouble and not self._over.is_set():
            self._tell(trouble)
        self._over.wait()
        try:
            system.give_back()
        except Exception:
            _log.exception("the system did not take it back; it will when the program ends")


class SystemWakefulness:
    """What this system has for it, by wakepy: D-Bus on a desktop of Linux, `caffeinate` on macOS, a call on Windows."""

    def __init__(self) -> None:
        self._mode: Any = None

    def take(self) -> str:
        """Keep the screen on; where that cannot be, at least the machine."""
        from wakepy import keep

        for mode, trouble in ((keep.presenting(on_fail="pass"), ""), (keep.running(on_fail="pass"), ONLY_SCREEN)):
            mode.__enter__()
            if mode.active:
                self._mode = mode
                return trouble
            _log.info("%s", mode.result.get_failure_text())
            mode.__exit__(None, None, None)
        return CANNOT

    def give_back(self) -> None:
        """End it, if there is anything to end."""
        if self._mode is not None:
            self._mode.__exit__(None, None, None)
