"""However a session ends on the full screen, the terminal is as it was: modes, lines of before, cursor."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.coach_process import environment
from tests.sound import virtual_card

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

CTRL_C = "\x03"


class FullScreen:
    """The program on the full screen of a pseudo-terminal that it controls."""

    def __init__(self, env: dict[str, str]) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (24, 80))
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            (sys.executable, "-m", "coach", "--no-microphone", "--no-speaker"),
            env=env | {"TERM": "xterm-256color"},
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            # Or a Ctrl-C that comes before keys are read one by one would be a signal to nobody.
            preexec_fn=partial(fcntl.ioctl, self.slave, termios.TIOCSCTTY, 0),
        )
        self.shown = ""

    def read(self, seconds: float) -> bool:
        """Take what is shown, at most what the terminal gives at once; whether there was something."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.shown += os.read(self.master, 65536).decode(errors="replace")
        return True

    def wait_for(self, text: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < until, f"{text!r} not in {self.shown[-500:]!r}"
            self.read(0.1)

    def end(self, seconds: float = 20) -> int:
        """Its exit status as a shell tells it, once all that it showed is read."""
        until = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < until
            self.read(0.05)
        while self.read(0.1):  # A terminal gives some kilobytes at a time.
            pass
        status = self.process.returncode
        return 128 - status if status < 0 else status  # A second signal may come when Python has ended.

    def is_given_back(self) -> bool:
        """Whether modes, screen, cursor and reports are as a shell needs them."""
        modes = termios.tcgetattr(self.slave) == self.before
        undone = [self._last(f"\x1b[?{mode}l") > self._last(f"\x1b[?{mode}h") for mode in (1049, 1004, 2004)]
        return modes and all(undone) and self._last("\x1b[?25h") > self._last("\x1b[?25l")

    def _last(self, sequence: str) -> int:
        return self.shown.rfind(sequence)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[FullScreen]:
    started = FullScreen(environment(tmp_path, virtual_card.environment(tmp_path)))
    yield started
    if started.process.poll() is None:
        started.process.kill()
    started.process.wait()
    os.close(started.master)
    os.close(started.slave)


def coaching(screen: FullScreen) -> FullScreen:
    screen.wait_for("\x1b[?1049h")
    screen.wait_for("massage")
    assert not screen.is_given_back()
    return screen


@pytest.mark.parametrize("times", [1, 2])
def test_after_ctrl_c(screen: FullScreen, times: int) -> None:
    coaching(screen)
    os.write(screen.master, (CTRL_C * times).encode())
    assert screen.end() == 130
    assert screen.is_given_back()
    assert "Traceback" not in screen.shown


@pytest.mark.faults
@pytest.mark.parametrize(
    ("numbers", "pause"),
    [
        (("SIGTERM",), 0.0),
        (("SIGHUP",), 0.0),
        (("SIGINT", "SIGINT"), 0.0),
        (("SIGINT", "SIGINT"), 0.05),
        (("SIGTERM", "SIGTERM"), 0.0),
        (("SIGHUP", "SIGTERM"), 0.05),
    ],
)
def test_after_signals(screen: FullScreen, numbers: tuple[str, ...], pause: float) -> None:
    coaching(screen)
    for name in numbers:
        screen.process.send_signal(signal.Signals[name])
        time.sleep(pause)
    assert screen.end() in {128 + signal.Signals[name] for name in numbers}
    assert screen.is_given_back()
    assert not re.search("Traceback|Error", screen.shown)
