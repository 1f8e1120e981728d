"""The canceller inside the `pyaec` wheel, for machines that have no Speex: it needs no system package on
any of them, nor any special Python."""

import ctypes
import functools
import importlib.metadata

import numpy as np

from coach.clock import RATE
from coach.errors import HearingError
from coach.hearing.echo.cancelled import Cancelled, EchoMeter
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples

FRAME = RATE // 100
"""Samples that it takes at once: 10 ms."""

_WHEEL = "pyaec"
_LIBRARIES = ("libaec.so", "libaec.dylib", "aec.dll")
_POINTER = ctypes.c_void_p


class PyaecCanceller:
    """An `EchoCanceller`; `clean` is 10 ms later than the rest. Not thread-safe.

    Its library is called directly: the package's Python part turns each block into a list and back.
    """

    name = "pyaec"

    def __init__(self, tuning: Tuning = USUAL) -> None:
        """Raises HearingError where pyaec is not installed."""
        self._taps = tuning.taking.pyaec_taps
        self._library = _load()
        self._alone, self._suppressing = self._made()
        self._meter = EchoMeter(tuning.metering)

    def cancel(self, microphone: Samples, played: Samples) -> Cancelled:
        """Take the echo of `played` out of as many samples of `microphone`, a multiple of FRAME."""
        if not self._alone:
            raise HearingError("The echo canceller was closed; start the coach again.")
        if len(microphone) != len(played) or len(microphone) % FRAME:
            raise ValueError(f"pyaec takes equally long multiples of {FRAME} samples.")
        heard, sent = np.ascontiguousarray(microphone), np.ascontiguousarray(played)
        residual, clean = self._run(self._alone, heard, sent), self._run(self._suppressing, heard, sent)
        return self._meter.weigh(heard, residual, clean, sent)

    def reset(self) -> None:
        """Forget the echo path."""
        if self._alone:
            self.close()
            self._alone, self._suppressing = self._made()
        self._meter.reset()

    def close(self) -> None:
        """Let the library's memory go. May be called twice."""
        for state in (self._alone, self._suppressing):
            if state:
                self._library.AecDestroy(state)
        self._alone = self._suppressing = 0

    def _made(self) -> tuple[int, int]:
        """Two cancellers that differ in the suppressor only: it cannot be asked for both signals."""
        alone, suppressing = (self._library.AecNew(FRAME, self._taps, RATE, suppress) for suppress in (False, True))
        if not alone or not suppressing:
            raise HearingError("pyaec could not start: install it again, or force another echo canceller.")
        return alone, suppressing

    def _run(self, state: int, heard: Samples, sent: Samples) -> Samples:
        out = np.empty_like(heard)
        for at in range(0, len(heard), FRAME):
            pointers = (sound[at:].ctypes.data for sound in (heard, sent, out))
            self._library.AecCancelEcho(state, *pointers, FRAME)
        return out


@functools.cache
def _load() -> ctypes.CDLL:
    try:
        files = importlib.metadata.files(_WHEEL) or []
        path = next(str(file.locate()) for file in files if file.name in _LIBRARIES)
        library = ctypes.CDLL(path)
        _sign(library)
    except (importlib.metadata.PackageNotFoundError, StopIteration, OSError, AttributeError):
        raise HearingError("The pyaec echo canceller is missing or broken: `pip install pyaec==1.0.1`.") from None
    return library


def _sign(library: ctypes.CDLL) -> None:
    library.AecNew.restype = _POINTER
    library.AecNew.argtypes = (ctypes.c_size_t, ctypes.c_int32, ctypes.c_int32, ctypes.c_bool)
    library.AecCancelEcho.restype = None
    library.AecCancelEcho.argtypes = (_POINTER, _POINTER, _POINTER, _POINTER, ctypes.c_size_t)
    library.AecDestroy.restype = None
    library.AecDestroy.argtypes = (_POINTER,)
