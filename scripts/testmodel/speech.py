"""espeak-ng through ctypes: the sound of a text with the times of its words and phonemes.

espeak-ng keeps one global state: use one Speaker in a process, and not beside pyttsx3.
"""

import ctypes
import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

SYNCHRONOUS, PHONEME_EVENTS, UTF8, BY_CHARACTER = 2, 1, 1, 1
END_OF_LIST, WORD, PHONEME = 0, 1, 7
STRESS = "',%="
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Phoneme:
    """A sound of the speech, by espeak-ng's name without stress marks."""

    name: str
    start: float
    """Milliseconds from the start of the sound."""
    word: int
    """Which of the words it belongs to, from 0; -1 before the first."""


@dataclass(slots=True)
class Spoken:
    """A text as espeak-ng said it."""

    sound: NDArray[np.int16]
    rate: int
    """Samples a second, 22050."""
    words: list[str]
    """Lower case, without punctuation."""
    phonemes: list[Phoneme] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """How long the sound is, with espeak-ng's own trailing silence."""
        return len(self.sound) * 1000 / self.rate


def load_library() -> tuple[ctypes.CDLL, str | None]:
    """libespeak-ng and the path of its data (None: its own default); the wheel's first, then the system's.

    Raises OSError if there is neither.
    """
    try:
        import espeakng_loader
    except ImportError:
        return ctypes.CDLL("libespeak-ng.so.1"), None
    return ctypes.CDLL(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path())


class Speaker:
    """espeak-ng as a function from text to sound. Raises OSError if the library or a voice is missing."""

    def __init__(self) -> None:
        self._library, data = load_library()
        self._rate = self._library.espeak_Initialize(
            SYNCHRONOUS, 0, os.fsencode(data) if data else None, PHONEME_EVENTS
        )
        if self._rate <= 0:
            raise OSError("espeak-ng found no voice data; install the package espeak-ng or the wheel espeakng-loader")
        self._callback = _CALLBACK(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)
        self._text, self._word = "", -1
        self._blocks: list[NDArray[np.int16]] = []
        self._spoken = Spoken(np.zeros(0, np.int16), self._rate, [])

    def say(self, text: str, voice: str, *, rate: int = 175, pitch: int = 50, spread: int = 50) -> Spoken:
        """`text` in `voice` at `rate` words a minute; pitch and its spread from 0 to 100, 50 being the voice's own."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise OSError(f"espeak-ng has no voice {voice!r}; update espeak-ng")
        for parameter, value in ((RATE, rate), (VOLUME, 100), (PITCH, pitch), (RANGE, spread)):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        self._text, self._word, self._blocks = text, -1, []
        words = [word.strip(",.?!").lower() for word in text.split()]
        self._spoken = Spoken(np.zeros(0, np.int16), self._rate, words)
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, BY_CHARACTER, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        if self._blocks:
            self._spoken.sound = np.concatenate(self._blocks)
        return self._spoken

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if count > 0 and wave:
            self._blocks.append(np.ctypeslib.as_array(wave, shape=(count,)).copy())
        place = 0
        while events[place].type != END_OF_LIST:
            self._note(events[place])
            place += 1
        return 0

    def _note(self, event: Any) -> None:
        # The order of events tells which word a phoneme belongs to; the times of word events are some phonemes early.
        if event.type == PHONEME:
            name = event.id.string.decode("utf-8", "replace").lstrip(STRESS)
            self._spoken.phonemes.append(Phoneme(name, event.audio_position, self._word))
        elif event.type == WORD:
            # Counted by spaces, because "let's" is reported as two words.
            self._word = len(self._text[: event.text_position].split()) - 1
