"""Keys from the terminal, one at a time; or whole lines, where standard input is no terminal."""

import contextlib
import os
import re
import select
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

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

_KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])|.", re.DOTALL)

POLL = 0.2
"""Seconds between looks at whether the program ends."""
_LONGEST_LINE = 1000


class Keyboard:
    """Calls `on_key` with each key, or each typed line, and `on_end` when there will be none any more."""

    def __init__(self, on_key: OnKey, on_end: Callable[[], None]) -> None:
        self._on_key = on_key
        self._on_end = on_end
        self._stop = threading.Event()
        self._before: list[Any] | None = None
        self._thread = threading.Thread(target=self._run, name="keyboard", daemon=True)

    @property
    def is_terminal(self) -> bool:
        """Whether single keys can be read."""
        return _is_terminal()

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """Stop reading and leave the terminal as it was. May be called twice."""
        self._stop.set()
        if self.is_terminal and self._thread.is_alive():
            self._thread.join(timeout=2 * POLL)
        self.restore()

    def restore(self) -> None:
        """Leave the terminal as it was, at once: for a program that is about to be ended."""
        before, self._before = self._before, None
        if before is not None and sys.platform != "win32":
            import termios

            with contextlib.suppress(termios.error, OSError, ValueError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)

    def _run(self) -> None:
        if sys.stdin is not None:
            with contextlib.suppress(OSError, ValueError):  # A terminal that has gone is an end like another.
                self._read()
        if not self._stop.is_set():
            self._on_end()

    def _read(self) -> None:
        if not self.is_terminal:
            self._read_lines()
        elif sys.platform == "win32":
            self._read_windows_keys()
        else:
            self._read_keys()

    def _read_lines(self) -> None:
        """Lines of a pipe or a file.

        From the descriptor: a thread that waits in `sys.stdin` makes the interpreter abort at its end.
        """
        pending = b""
        for piece in self._pieces(sys.stdin.fileno()):
            *lines, pending = (pending + piece).split(b"\n")
            pending = pending[-_LONGEST_LINE:]
            for line in lines:
                self._type(line)
        if pending:
            self._type(pending)

    def _type(self, line: bytes) -> None:
        self._on_key(line.decode(errors="replace").strip() or "enter")

    def _read_keys(self) -> None:
        """Each key at once, without its echo, on Linux and macOS."""
        descriptor = sys.stdin.fileno()
        try:
            self._before = _without_echo(descriptor)
            for piece in self._pieces(descriptor):
                for key in keys_of(piece.decode(errors="ignore")):
                    self._on_key(key)
        finally:
            self.restore()

    def _pieces(self, descriptor: int) -> Iterator[bytes]:
        """What comes, as it comes, until the end or `close`."""
        while not self._stop.is_set():
            if sys.platform == "win32" or select.select([descriptor], [], [], POLL)[0]:
                piece = os.read(descriptor, 4096)
                if not piece:
                    return
                yield piece

    def _read_windows_keys(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            while not self._stop.is_set():
                key = msvcrt.getwch()
                key += msvcrt.getwch() if key in "\x00\xe0" else ""
                self._on_key(_NAMES.get(key, key))


def _is_terminal() -> bool:
    with contextlib.suppress(OSError, ValueError):
        return sys.stdin is not None and sys.stdin.isatty()
    return False


def _without_echo(descriptor: int) -> list[Any]:
    """Have the terminal give single keys, also Ctrl-S, which would hold up the screen; gives what it was before."""
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    now = termios.tcgetattr(descriptor)
    now[0] &= ~termios.IXON
    termios.tcsetattr(descriptor, termios.TCSANOW, now)
    return before


def keys_of(typed: str) -> Iterator[str]:
    """The keys in what a terminal sent: each escape sequence whole, everything else character by character."""
    for key in _KEY.findall(typed):
        yield _NAMES.get(key, key)
