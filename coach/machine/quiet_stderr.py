"""Keeps the terminal clean of what ALSA, JACK and PortAudio print to descriptor 2, while Python keeps its stderr."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

_lock = threading.Lock()
_holders = 0
_terminal: int | None = None
_python: TextIO | None = None


@contextmanager
def quiet() -> Iterator[None]:
    """Point file descriptor 2 at nothing, and `sys.stderr` at where it led. Nested and concurrent uses share it."""
    global _holders
    with _lock:
        _holders += 1
        if _holders == 1:
            with suppress(OSError):  # No stderr at all is quiet too.
                _divert()
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                _restore()


def restore() -> None:
    """End it at once, for a device that hangs while it is opened and holds it for ever."""
    with _lock:
        _restore()


def _divert() -> None:
    global _terminal, _python
    _terminal = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    if sys.stderr is not None and sys.stderr is sys.__stderr__:  # Else somebody has already led it elsewhere.
        _python, sys.stderr = sys.stderr, os.fdopen(_terminal, "w", buffering=1, closefd=False)


def _restore() -> None:
    global _terminal, _python
    if _python is not None:
        sys.stderr, _python = _python, None
    if _terminal is not None:
        os.dup2(_terminal, 2)
        os.close(_terminal)
        _terminal = None
