"""Ctrl-C, a request to terminate and a lost terminal, turned into the end of a session in good order."""

import os
import queue
import signal
import threading
from collections.abc import Callable

from coach.screen.terminal import Terminal

SIGNALS = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
"""What ends a session from outside, and the reason it then gives."""
HUNG_UP = "hung up"
if hasattr(signal, "SIGHUP"):
    SIGNALS[signal.SIGHUP] = HUNG_UP


class Interrupts:
    """A signal ends the session in good order; a second one ends the program at once, and leaves a sane terminal.

    A terminal that is closed ends no session that is led by voice.
    """

    def __init__(
        self,
        interrupt: Callable[[str], None],
        restore_terminal: Callable[[], None],
        outlives_terminal: Callable[[], bool] = lambda: False,
    ) -> None:
        """`interrupt` is told the reason; `restore_terminal` is called before the program ends at once.

        `outlives_terminal` is asked, in a thread, whether the session goes on though its terminal was closed.
        """
        self._interrupt, self._restore_terminal = interrupt, restore_terminal
        self._outlives_terminal = outlives_terminal
        # The handler may run while the main thread holds the lock of the runner's queue, so it must not touch that.
        self._reasons: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._came = False
        self._terminal = Terminal()
        self.reason = ""
        """Of the signal that came."""

    def __enter__(self) -> "Interrupts":
        threading.Thread(target=self._wait, name="signals", daemon=True).start()
        # Who started us with nohup wants us to outlive the terminal.
        wanted = [each for each in SIGNALS if each == signal.SIGINT or signal.getsignal(each) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._on_signal) for number in wanted}
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._terminal.restore_modes()
        self._reasons.put("")  # The thread need wait no longer.

    def _wait(self) -> None:
        while reason := self._reasons.get():
            if reason == HUNG_UP and self._outlives_terminal():
                continue
            self._came, self.reason = True, self.reason or reason
            self._interrupt(reason)

    def _on_signal(self, number: int, frame: object) -> None:
        reason = SIGNALS[signal.Signals(number)]
        if self._came:
            self._restore_terminal()
            self._terminal.leave_screen()
            os._exit(128 + number)
        if reason != HUNG_UP:
            self._came = True
            self.reason = reason
        self._reasons.put(reason)
