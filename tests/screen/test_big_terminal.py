"""The big screen on a terminal of its own, in a process of its own."""

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

import fcntl
import pty
import struct
import termios

ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """What a child shows on 80 by 24 cells."""

    def __init__(self, **environment: str) -> None:
        self.shown = ""
        child, self._terminal = pty.fork()
        if child == 0:
            os.chdir(ROOT)
            kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
            told = kept | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | environment
            os.execve(sys.executable, [sys.executable, "-m", "tests.screen.big_child"], told)
        self.child = child
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def until(self, text: str, patience: float = 20.0) -> bool:
        """Whether `text` is sent to the terminal before patience ends."""
        end = time.monotonic() + patience
        while text not in self.shown and time.monotonic() < end:
            if select.select([self._terminal], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self._terminal, 65536).decode(errors="replace")
        return text in self.shown

    def end(self) -> int:
        """Its exit status; killed if it lives."""
        with contextlib.suppress(OSError):
            os.close(self._terminal)
        for _ in range(50):
            ended, status = os.waitpid(self.child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.1)
        os.kill(self.child, 9)
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    there = Terminal()
    yield there
    there.end()


def test_it_shows_itself_also_while_descriptor_2_leads_nowhere_takes_keys_and_leaves_the_terminal_as_it_was(
    terminal: Terminal,
) -> None:
    assert terminal.until("Steady pressure")
    assert terminal.until("16 of 30 s")
    terminal.type("n")
    terminal.type(" ")
    terminal.type("\x03")
    assert terminal.until("left n space")
    assert "\x1b[?1049l" in terminal.shown
    assert "Traceback" not in terminal.shown


def test_without_colours_no_colour_is_sent() -> None:
    there = Terminal(NO_COLOR="1")
    try:
        assert there.until("Steady pressure")
        assert there.until("HEEL")
    finally:
        there.type("\x03")
        there.until("left")
        there.end()
    codes = {code for found in re.findall(r"\x1b\[([\d;]*)m", there.shown) for code in found.split(";")}
    assert codes <= {"", "0", "1", "7", "39", "49"}, codes
