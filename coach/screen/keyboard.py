"""Keys from the terminal, one at a time; or whole lines, where standard input is no terminal."""

import contextlib
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator

OnKey = Callable[[str], None]

_NAMES = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\x1b": "escape",
    "\x1b[C": "right-arrow",
    "\x1bOC": "right-arrow",
    "\x1b[D": "left-arrow",
    "\x1bOD": "left-arrow",
    "\xe0M": "right-arrow",
    "\xe0K": "left-arrow",
}
"""What terminals send for keys that are no characters; the last two are Windows's."""

POLL = 0.2
"""Seconds between looks at whether the program ends."""


class Keyboard:
    """Calls `on_key` with each key, or each typed line, and `on_end` when there will be none any more."""

    def __init__(self, on_key: OnKey, on_end: Callable[[], None]) -> None:
        self._on_key = on_key
        self._on_end = on_end
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keyboard", daemon=True)

    @property
    def is_terminal(self) -> bool:
        """Whether single keys can be read."""
        return sys.stdin is not None and sys.stdin.isatty()

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """Stop reading and leave the terminal as it was."""
        self._stop.set()
        if self.is_terminal and self._thread.is_alive():
            self._thread.join(timeout=2 * POLL)

    def _run(self) -> None:
        if sys.stdin is None:
            self._on_end()
        elif not self.is_terminal:
            self._read_lines()
        elif sys.platform == "win32":
            self._read_windows_keys()
        else:
            self._read_keys()

    def _read_lines(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in sys.stdin:
                self._on_key(line.strip() or "enter")
        if not self._stop.is_set():
            self._on_end()

    def _read_keys(self) -> None:
        """Each key at once, without its echo, on Linux and macOS."""
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            while not self._stop.is_set():
                if not select.select([descriptor], [], [], POLL)[0]:
                    continue
                typed = os.read(descriptor, 64).decode(errors="ignore")
                if not typed:
                    self._on_end()
                    return
                for key in keys_of(typed):
                    self._on_key(key)
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _read_windows_keys(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            while not self._stop.is_set():
                key = msvcrt.getwch()
                key += msvcrt.getwch() if key in "\x00\xe0" else ""
                self._on_key(_NAMES.get(key, key))


def keys_of(typed: str) -> Iterator[str]:
    """The keys in what a terminal sent: an escape sequence whole, everything else character by character."""
    if typed in _NAMES or typed.startswith("\x1b"):
        yield _NAMES.get(typed, typed)
        return
    for character in typed:
        yield _NAMES.get(character, character)
