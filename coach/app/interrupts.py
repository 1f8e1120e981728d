"""Ctrl-C and a request to terminate, turned into the end of a session in good order."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable

SIGNALS = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
"""What ends a session from outside, and the reason it then gives."""


class Interrupts:
    """Ctrl-C and a request to terminate end the session in good order; a second one ends the program at once."""

    def __init__(self, interrupt: Callable[[str], None], restore_terminal: Callable[[], None]) -> None:
        """`interrupt` is told the reason; `restore_terminal` is called before the program ends at once."""
        self._interrupt, self._restore_terminal = interrupt, restore_terminal
        # The handler may run while the main thread holds the lock of the runner's queue, so it must not touch that.
        self._reasons: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._came = False

    def __enter__(self) -> None:
        threading.Thread(target=self._wait, name="signals", daemon=True).start()
        self._before = {number: signal.signal(number, self._on_signal) for number in SIGNALS}

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _wait(self) -> None:
        self._interrupt(self._reasons.get())

    def _on_signal(self, number: int, frame: object) -> None:
        if self._came:
            self._restore_terminal()
            if sys.stdout.isatty():
                os.write(1, b"\x1b[?1049l\x1b[?25h")  # Leave the full screen, and show the cursor.
            os._exit(128 + number)
        self._came = True
        self._reasons.put(SIGNALS[signal.Signals(number)])
