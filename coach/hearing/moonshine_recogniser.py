"""The recogniser that comes with the coach: moonshine's English model, decoded one utterance at a time.

It never goes online: the library and the model are read from the installed wheel, whose Python code is not imported.
"""

import ctypes
import importlib.util
import os
import re
import sys
import time
from collections.abc import Collection
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coach.clock import RATE, samples
from coach.errors import HearingError
from coach.hearing.pronunciation import pronounce
from coach.hearing.recogniser import Hypothesis
from coach.hearing.segmenter import Kind, Segment, Segmenter
from coach.hearing.soundalike import closest
from coach.sound.edge import Samples

_LONGEST = samples(2.75)
"""Pre-roll and the longest phrase: decoding more would cost time and could give no command."""

Waveform = npt.NDArray[np.float32]
"""Mono sound at 16 kHz, shape (n,), full scale ±1."""

UNSURE = "[unk]"

_INSTEAD = "run `coach fetch-model` to use Vosk instead."


class MoonshineRecogniser:
    """Hears any English word: a partial whenever the voice falls and twice a second in long speech, a final at the end.

    A partial whose `end` lies before the newest sample was made in a pause, so the word may be over; in the middle of
    speech the two are equal. Of an utterance longer than any phrase only the last seconds are decoded, after the word
    `[unk]`. Silence costs next to nothing: the engine runs only on utterances. Raises HearingError.
    """

    open_vocabulary = True

    def __init__(self, segmenter: Segmenter | None = None, wheel: Path | None = None) -> None:
        """Load the model, in about half a second (`load_seconds`). `wheel`: where moonshine-voice is unpacked."""
        began = time.perf_counter()
        pronounce("")  # where sounds cannot be compared, better now than in the middle of a session
        self._engine: _Engine | None = _Engine(wheel or wheel_folder())
        self._segmenter = segmenter or Segmenter()
        self.listen_for(())
        self._text, self._start = "", 0
        self._before = "", -1
        self._decoded_to = -1
        self.load_seconds = time.perf_counter() - began
        self.name = "moonshine tiny-en"

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now."""
        return self._segmenter.speaking

    def listen_for(self, phrases: Collection[str]) -> None:
        """Any word is heard at any time; what is none of `phrases` nor sounds like one is listened to a second time."""
        self._phrases = frozenset(phrases)
        self._most_words = max((len(phrase.split()) for phrase in phrases), default=-1)

    def feed(self, sound: Samples, expected_echo: float = 0.0) -> list[Hypothesis]:
        """Hear a block; `expected_echo` as in `Segmenter.feed`."""
        if self._engine is None:
            raise HearingError("The recogniser has been closed; start the coach again.")
        heard = [self._decode(self._engine, segment) for segment in self._segmenter.feed(sound, expected_echo)]
        return [hypothesis for hypothesis in heard if hypothesis.text]

    def reset(self) -> None:
        """Forget the utterance now being heard."""
        self._segmenter.reset()

    def close(self) -> None:
        """Free the model."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _decode(self, engine: "_Engine", segment: Segment) -> Hypothesis:
        if not self._is_told(segment):
            self._text, self._start = self._believed(self._transcribe(engine, segment), segment), segment.start
            if segment.louder > segment.start and segment.kind is not Kind.GROWING and not self._nearness(self._text):
                self._hear_the_nearer(engine, segment)
            self._decoded_to = segment.end
        return Hypothesis(self._text, self._start, segment.end, segment.kind is Kind.ENDED)

    def _is_told(self, segment: Segment) -> bool:
        """Whether the pause before this endpoint told all: a phrase that is listened for, or talk."""
        if segment.kind is not Kind.ENDED or segment.end != self._decoded_to:
            return False
        return (self._is_talk(self._text) and UNSURE not in self._text) or self._nearness(self._text) > 0

    def _is_talk(self, text: str) -> bool:
        return len(text.split()) > self._most_words

    def _believed(self, text: str, segment: Segment) -> str:
        """`text`, or of growing talk what the decoding before made of it too: words are invented in long sentences."""
        before, self._before = self._before, (text, segment.start)
        if segment.kind is Kind.ENDED or not self._is_talk(text) or not self._phrases:
            return text
        return agreed(text, before[0] if before[1] == segment.start else "")

    def _hear_the_nearer(self, engine: "_Engine", segment: Segment) -> None:
        """Where the whole is no phrase, but what was said by someone louder is one, take that."""
        nearer = segment.from_louder()
        text = self._transcribe(engine, nearer)
        if self._nearness(text):
            self._text, self._start = text, nearer.start

    def _transcribe(self, engine: "_Engine", segment: Segment) -> str:
        """The words; of several opinions the first that is a phrase now listened for, or sounds like one."""
        waveform = _waveform(segment)
        first = plain_words(engine.transcribe(_framed(waveform)))
        if len(segment.sound) > _LONGEST:
            return _cut_short(first)
        if segment.kind is Kind.GROWING or self._is_clear(first):
            return first
        clean = _denoised(waveform)
        for framed in (_framed(clean), _framed(clean, before=0.5, after=0.5, level=-16)):
            text = plain_words(engine.transcribe(framed))
            if self._nearness(text):
                return text
        return first

    def _is_clear(self, text: str) -> bool:
        """Whether another opinion could not help: a phrase is in it, or it is talk."""
        if self._is_talk(text):
            return True
        return any(f" {phrase} " in f" {text} " for phrase in self._phrases)

    def _nearness(self, text: str) -> float:
        match = closest(text, self._phrases)
        return match.score if match else 0.0


def wheel_folder() -> Path:
    """The installed wheel's folder. Raises HearingError where there is no wheel for this platform."""
    found = importlib.util.find_spec("moonshine_voice")
    if found is None or not found.submodule_search_locations:
        raise HearingError(f"The built-in recogniser has no build for this platform; {_INSTEAD}")
    return Path(found.submodule_search_locations[0])


def plain_words(text: str) -> str:
    """`text` as a Hypothesis has it: lower case, digits as words, no punctuation but apostrophes inside words."""
    text = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"\d+", lambda digits: f" {_spoken(digits[0])} ", text)
    return " ".join(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text))


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def _spoken(digits: str) -> str:
    """Zero to 99 as numbers, anything longer digit by digit."""
    number = int(digits)
    if len(digits) > 2:
        return " ".join(_UNITS[int(digit)] for digit in digits)
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens - 2] + (f" {_UNITS[unit]}" if unit else "")


def agreed(text: str, before: str) -> str:
    """The words of `text` that stand in the same order in `before`; `[unk]` for each run of others."""
    words = text.split()
    matcher = SequenceMatcher(None, before.split(), words, autojunk=False)
    kept: list[str] = []
    for kind, _, _, start, end in matcher.get_opcodes():
        kept += words[start:end] if kind == "equal" else [UNSURE] * (end > start)
    return " ".join(kept)


def _cut_short(text: str) -> str:
    """What is left of a text whose first word was cut off in its middle: of "how much" that may be "too much"."""
    later = text.partition(" ")[2]
    return f"{UNSURE} {later}" if text else ""


def _waveform(segment: Segment) -> Waveform:
    waveform: Waveform = segment.sound[-_LONGEST:].astype(np.float32) * np.float32(1 / 32768)
    return waveform


def _framed(waveform: Waveform, before: float = 0.2, after: float = 0.3, level: float = -20) -> Waveform:
    """The waveform at a steady loudness (dBFS) with seconds of silence around it.

    The model mishears a word that ends where the sound ends; silence put there spares waiting for it.
    """
    loudest = np.partition(np.square(waveform), -(len(waveform) // 3))[-(len(waveform) // 3) :]
    gain = 10 ** (level / 20) / max(1e-5, float(np.sqrt(loudest.mean())))
    framed: Waveform = np.pad(waveform * np.float32(gain), (samples(before), samples(after)))
    return framed


def _denoised(waveform: Waveform) -> Waveform:
    """Spectral subtraction by at most 12 dB of what the quietest fifth of the frames holds."""
    size, hop = 512, 128
    window = np.hanning(size)
    padded = np.pad(waveform, (size, 2 * size))
    starts = np.arange(0, len(padded) - size, hop)
    spectra = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, size)[starts] * window)
    powers = np.abs(spectra) ** 2
    inside = powers[size // hop : -2 * size // hop]
    quietest = np.argsort(inside.sum(axis=1))[: max(1, len(inside) // 5)]
    smooth = 0.5 * powers + 0.25 * (np.roll(powers, 1, axis=0) + np.roll(powers, -1, axis=0))
    gains = np.maximum(0.25, 1 - 1.5 * inside[quietest].mean(axis=0) / (smooth + 1e-12))
    frames = np.fft.irfft(spectra * gains, size)
    sound = np.zeros(len(padded))
    for start, frame in zip(starts, frames, strict=True):
        sound[start : start + size] += frame
    # Hann windows a quarter of their length apart add up to two.
    return (sound[size : size + len(waveform)] / 2).astype(np.float32)


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


class _Engine:
    """The wheel's C library with its tiny English model."""

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
