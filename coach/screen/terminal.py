"""What kind of terminal there is, and how to give it back, without loading a screen for it."""

import contextlib
import os
import sys
from typing import Any

_PLAIN = "".join(
    (
        "\x1b[<u",  # the keys as they were: kitty's protocol
        "\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l",  # no mouse
        "\x1b[?1004l\x1b[?2004l\x1b[?2048l",  # no reports of focus, pasting or size
        "\x1b[?2026l\x1b[?1049l",  # no half-drawn frame, and the lines from before the full screen
        "\x1b[?7h\x1b[?25h\x1b[0m",  # long lines go on below, with a cursor, in no colour
    )
)
"""Undoes all that a full screen may have asked of a terminal; it passes over what it does not know."""


_drawn_on: list[tuple[int, int]] = []
"""Descriptors that a full screen draws on, each with one that leads nowhere."""


def descriptor_to_draw_on() -> int:
    """A new descriptor of standard output for a full screen, which `leave_screen` takes from it."""
    drawn = os.dup(1)
    _drawn_on.append((drawn, os.open(os.devnull, os.O_WRONLY)))
    return drawn


class Terminal:
    """The terminal as it is when this is made, to be given back so."""

    def __init__(self) -> None:
        self._modes = _modes()

    def restore_modes(self) -> None:
        """Put echo, lines and single keys back as they were. May be called twice, and from a signal handler."""
        if self._modes is not None and sys.platform != "win32":
            import termios

            with contextlib.suppress(termios.error, OSError, ValueError):
                if termios.tcgetattr(0) != self._modes:
                    termios.tcsetattr(0, termios.TCSANOW, self._modes)

    def leave_screen(self) -> None:
        """Likewise, and leave the full screen for good: for a program that is about to be ended at once."""
        self.restore_modes()
        with contextlib.suppress(OSError):
            for drawn, nowhere in _drawn_on:
                os.dup2(nowhere, drawn)  # A thread that still draws would ask for the full screen again.
        with contextlib.suppress(OSError, ValueError):
            if os.isatty(1):
                os.write(1, _PLAIN.encode())


def _modes() -> list[Any] | None:
    """Of the terminal that is standard input; None where it is none."""
    if sys.platform == "win32":
        return None
    import termios

    with contextlib.suppress(termios.error, OSError, ValueError):
        return termios.tcgetattr(0)
    return None


def can_show() -> bool:
    """Whether there is a terminal that can show a whole screen."""
    if os.environ.get("TERM") == "dumb" or sys.stdin is None or sys.stdout is None:
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_braille() -> bool:
    """Whether the terminal's font is likely to have Braille and quarters of a cell; a Linux console's has neither."""
    if sys.platform == "win32":
        return "WT_SESSION" in os.environ
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower().replace("-", "")
    return os.environ.get("TERM") != "linux" and encoding in {"utf8", ""}
