"""The C library of the moonshine-voice wheel, as much of it as decodes one utterance at a time.

It never goes online: the library and the model are read from the installed wheel, whose Python code is not imported.
"""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coach.clock import RATE
from coach.errors import HearingError

Waveform = npt.NDArray[np.float32]
"""Mono sound at 16 kHz, shape (n,), full scale ±1."""

_INSTEAD = "run `coach fetch-model` to use Vosk instead."


def wheel_folder() -> Path:
    """The installed wheel's folder. Raises HearingError where there is no wheel for this platform."""
    found = importlib.util.find_spec("moonshine_voice")
    if found is None or not found.submodule_search_locations:
        raise HearingError(f"The built-in recogniser has no build for this platform; {_INSTEAD}")
    return Path(found.submodule_search_locations[0])


class _Line(ctypes.Structure):
    """One line of a transcript, as the library of release 0.1.0 lays it out."""

    _fields_ = (
        ("text", ctypes.c_char_p),
        ("audio", ctypes.c_void_p),
        ("audio_count", ctypes.c_size_t),
        ("start", ctypes.c_float),
        ("duration", ctypes.c_float),
        ("id", ctypes.c_uint64),
        ("flags", ctypes.c_int8 * 5),
        ("speaker_spans", ctypes.c_void_p),
        ("speaker_span_count", ctypes.c_uint64),
        ("latency", ctypes.c_uint32),
        ("words", ctypes.c_void_p),
        ("word_count", ctypes.c_uint64),
    )


class _Transcript(ctypes.Structure):
    _fields_ = (("lines", ctypes.POINTER(_Line)), ("count", ctypes.c_uint64))


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class MoonshineEngine:
    """The wheel's C library with its tiny English model, loaded from the folder `wheel`. Raises HearingError."""

    INTERFACE = 30_000  # the version of the C interface that release 0.1.0 speaks
    TINY = 0
    OPTIONS = (
        (b"vad_threshold", b"0"),  # the whole sound is speech: the segmenter has seen to that
        (b"identify_speakers", b"false"),
        (b"return_audio_data", b"false"),
        (b"word_timestamps", b"false"),
    )

    def __init__(self, wheel: Path) -> None:
        model = wheel / "assets" / "tiny-en"
        if not (model / "encoder_model.ort").is_file():
            raise HearingError(
                f"The installed moonshine-voice carries no model; install moonshine-voice 0.1.0, or {_INSTEAD}"
            )
        self._library = _library(wheel)
        options = (_Option * len(self.OPTIONS))(*(_Option(*option) for option in self.OPTIONS))
        self._handle = self._library.moonshine_load_transcriber_from_files(
            str(model).encode(), self.TINY, options, len(options), self.INTERFACE
        )
        if self._handle < 0:
            raise HearingError(f"The built-in recogniser does not load ({self._reason(self._handle)}); {_INSTEAD}")

    def transcribe(self, waveform: Waveform) -> str:
        """The words of a 16 kHz sound, shape (n,), full scale ±1, as the model writes them."""
        waveform = np.ascontiguousarray(waveform, np.float32)
        transcript = ctypes.POINTER(_Transcript)()
        failed = self._library.moonshine_transcribe_without_streaming(
            self._handle, waveform.ctypes.data, len(waveform), RATE, 0, ctypes.byref(transcript)
        )
        if failed:
            raise HearingError(
                f"The built-in recogniser stopped working ({self._reason(failed)}); start the coach again."
            )
        lines = transcript.contents
        return " ".join((lines.lines[n].text or b"").decode(errors="ignore") for n in range(lines.count))

    def close(self) -> None:
        """Free the model; the engine must not be used again."""
        self._library.moonshine_free_transcriber(self._handle)

    def _reason(self, code: int) -> str:
        return bytes(self._library.moonshine_error_to_string(code) or b"unknown").decode(errors="replace")


def _library(wheel: Path) -> ctypes.CDLL:
    # The engine's threads spin while they wait: one takes half the processor time, and on two cores no longer.
    os.environ.setdefault("MOONSHINE_ORT_SINGLE_THREAD", "1")
    name = {"win32": "moonshine.dll", "darwin": "libmoonshine.dylib"}.get(sys.platform, "libmoonshine.so")
    try:
        library = ctypes.CDLL(str(wheel / name))
    except OSError as error:
        raise HearingError(f"The built-in recogniser does not run on this machine ({error}); {_INSTEAD}") from error
    library.moonshine_load_transcriber_from_files.argtypes = [
        ctypes.c_char_p, ctypes.c_uint32, ctypes.POINTER(_Option), ctypes.c_uint64, ctypes.c_int32,
    ]  # fmt: skip
    library.moonshine_transcribe_without_streaming.argtypes = [
        ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int32, ctypes.c_uint32,
        ctypes.POINTER(ctypes.POINTER(_Transcript)),
    ]  # fmt: skip
    library.moonshine_error_to_string.argtypes = [ctypes.c_int32]
    library.moonshine_error_to_string.restype = ctypes.c_char_p
    library.moonshine_free_transcriber.argtypes = [ctypes.c_int32]
    library.moonshine_free_transcriber.restype = None
    return library
