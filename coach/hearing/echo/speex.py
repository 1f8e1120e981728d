"""Speex's echo canceller and residual-echo suppressor, called in its C library without a binding.

The library is the system's, else the copy inside the `speexdsp-ns` wheel, whose Python part is never imported.
"""

import ctypes
import functools
import importlib.metadata
import sys
from collections.abc import Iterator

import numpy as np

from coach.clock import RATE
from coach.errors import HearingError
from coach.hearing.echo.cancelled import Cancelled, EchoMeter
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples

FRAME = RATE // 100
"""Samples that Speex takes at once: 10 ms."""

_SYSTEM = {
    "linux": ("libspeexdsp.so.1",),
    "darwin": ("libspeexdsp.1.dylib", "/opt/homebrew/lib/libspeexdsp.1.dylib", "/usr/local/lib/libspeexdsp.1.dylib"),
    "win32": ("libspeexdsp-1.dll",),
}
_WHEEL = "speexdsp-ns"

# From speex_echo.h and speex_preprocess.h.
_ECHO_SET_SAMPLING_RATE = 24
_PREPROCESS_SET_NOISE_SUPPRESS = 18
_PREPROCESS_SET_ECHO_STATE = 24

_POINTER = ctypes.c_void_p
_SIGNATURES: dict[str, tuple[type[_POINTER] | type[ctypes.c_int] | None, tuple[object, ...]]] = {
    "speex_echo_state_init": (_POINTER, (ctypes.c_int, ctypes.c_int)),
    "speex_echo_ctl": (ctypes.c_int, (_POINTER, ctypes.c_int, _POINTER)),
    "speex_echo_cancellation": (None, (_POINTER, _POINTER, _POINTER, _POINTER)),
    "speex_echo_state_reset": (None, (_POINTER,)),
    "speex_echo_state_destroy": (None, (_POINTER,)),
    "speex_preprocess_state_init": (_POINTER, (ctypes.c_int, ctypes.c_int)),
    "speex_preprocess_ctl": (ctypes.c_int, (_POINTER, ctypes.c_int, _POINTER)),
    "speex_preprocess_run": (ctypes.c_int, (_POINTER, _POINTER)),
    "speex_preprocess_state_destroy": (None, (_POINTER,)),
}


class SpeexCanceller:
    """An `EchoCanceller`; `clean` is 10 ms later than the rest. Not thread-safe."""

    def __init__(self, tuning: Tuning = USUAL) -> None:
        """Raises HearingError where there is no Speex library."""
        self._library, where = _load()
        self.name = f"Speex ({where})"
        self._echo = self._library.speex_echo_state_init(FRAME, tuning.taking.speex_taps)
        rate = ctypes.c_int(RATE)
        self._library.speex_echo_ctl(self._echo, _ECHO_SET_SAMPLING_RATE, ctypes.byref(rate))
        self._suppressor = self._library.speex_preprocess_state_init(FRAME, RATE)
        self._library.speex_preprocess_ctl(self._suppressor, _PREPROCESS_SET_ECHO_STATE, self._echo)
        # The room's noise stays as it is: the floor that a voice is told by must not jump whenever the coach speaks.
        whole = ctypes.c_int(0)
        self._library.speex_preprocess_ctl(self._suppressor, _PREPROCESS_SET_NOISE_SUPPRESS, ctypes.byref(whole))
        self._meter = EchoMeter(tuning.metering)

    def cancel(self, microphone: Samples, played: Samples) -> Cancelled:
        """Take the echo of `played` out of as many samples of `microphone`, a multiple of FRAME."""
        if not self._echo:
            raise HearingError("The echo canceller was closed; start the coach again.")
        if len(microphone) != len(played) or len(microphone) % FRAME:
            raise ValueError(f"Speex takes equally long multiples of {FRAME} samples.")
        heard, sent = np.ascontiguousarray(microphone), np.ascontiguousarray(played)
        residual = np.empty_like(heard)
        clean = np.empty_like(heard)
        for at in range(0, len(heard), FRAME):
            self._frame(heard[at:], sent[at:], residual[at : at + FRAME], clean[at : at + FRAME])
        return self._meter.weigh(heard, residual, clean, sent)

    def _frame(self, heard: Samples, sent: Samples, residual: Samples, clean: Samples) -> None:
        cancel = self._library.speex_echo_cancellation
        cancel(self._echo, heard.ctypes.data, sent.ctypes.data, residual.ctypes.data)
        clean[:] = residual
        # Works in place, and asks the echo state what it expects to be left.
        self._library.speex_preprocess_run(self._suppressor, clean.ctypes.data)

    def reset(self) -> None:
        """Forget the echo path."""
        if self._echo:
            self._library.speex_echo_state_reset(self._echo)
        self._meter.reset()

    def close(self) -> None:
        """Let the library's memory go. May be called twice."""
        if self._echo:
            self._library.speex_preprocess_state_destroy(self._suppressor)
            self._library.speex_echo_state_destroy(self._echo)
        self._echo = self._suppressor = None


@functools.cache
def _load() -> tuple[ctypes.CDLL, str]:
    for path, where in _places():
        try:
            library = ctypes.CDLL(path)
            _sign(library)
        except (OSError, AttributeError):
            continue
        return library, where
    raise HearingError("Speex's library is missing: install libspeexdsp1 (Debian), or `pip install speexdsp-ns`.")


def _places() -> Iterator[tuple[str, str]]:
    for name in _SYSTEM.get(sys.platform, ()):
        yield name, "system library"
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name.startswith("libspeexdsp"):
            yield str(file.locate()), "from its wheel"


def _sign(library: ctypes.CDLL) -> None:
    """Tell ctypes what each function takes: a pointer cut to 32 bits would crash the process."""
    for name, (gives, takes) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
