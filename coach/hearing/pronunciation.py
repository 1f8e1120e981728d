"""How English words sound, real ones and those that a recogniser makes up: espeak-ng's own letter-to-sound rules.

The library is the one that speaks, but loaded by itself: it plays nothing and opens no device. One thread at a time.
"""

import contextlib
import ctypes
import ctypes.util
import importlib.util
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from coach.errors import HearingError

_PHONEMES = dict(
    pair.split(":")
    for pair in (
        # Affricates and diphthongs, two signs each; then consonants, long vowels, short vowels.
        "tʃ:C dʒ:J eɪ:E oʊ:O aɪ:Y aʊ:W ɔɪ:o "  # noqa: RUF001
        "p:p b:b t:t ɾ:t d:d k:k ɡ:g f:f v:v θ:T ð:D s:s z:z ʃ:S ʒ:Z h:h m:m n:n ŋ:N l:l ɹ:r w:w j:y "  # noqa: RUF001
        "i:i u:u ɑ:A ɔ:A ɜ:R ɚ:R ɪ:I ᵻ:I ɛ:e æ:a ʌ:U ə:U ɐ:U ʊ:Q"  # noqa: RUF001
    ).split()
)
"""What espeak-ng writes for American English, and one letter for each sound that the comparison knows."""
_PHONEME = re.compile("|".join(sorted(_PHONEMES, key=len, reverse=True)))

_VOICE = b"en-us"
_NO_SOUND, _DO_NOT_EXIT = 2, 0x8000  # AUDIO_OUTPUT_SYNCHRONOUS, espeakINITIALIZE_DONT_EXIT
_UTF8, _IPA = 1, 0x02
_LONGEST_DATA_PATH = 120  # characters; espeak-ng cuts a longer path short
_NONE = "The built-in recogniser needs espeak-ng to compare sounds; run `pip install espeakng-loader`."
_TOO_DEEP = (
    "espeak-ng, which the built-in recogniser needs to compare sounds, lies too deep in the folders, and no short way"
    " to it can be made ({why}): free some space in {folder}, or install the coach in a folder with a shorter name."
)


@lru_cache(maxsize=4096)
def pronounce(text: str) -> str:
    """The sounds of `text`, one letter each, words run together. Raises HearingError where there is no espeak-ng."""
    return "".join(_PHONEMES[found] for found in _PHONEME.findall(_ipa(text)))


def _ipa(text: str) -> str:
    library, rest, written = _espeak(), ctypes.c_char_p(text.encode(errors="ignore")), ""
    while rest.value:
        written += (library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b"").decode(errors="ignore")
    return written


@cache
def _espeak() -> ctypes.CDLL:
    """The library, speaking American English."""
    path, data = _installed()
    if path is None:
        raise HearingError(_NONE)
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise HearingError(_NONE) from error
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    with _short(data) as found:
        if library.espeak_Initialize(_NO_SOUND, 0, found, _DO_NOT_EXIT) < 0 or library.espeak_SetVoiceByName(_VOICE):
            raise HearingError(_NONE)
    return library


def _installed() -> tuple[str | None, Path | None]:
    """Where the library is, and its data: the wheel's, else the system's."""
    found = importlib.util.find_spec("espeakng_loader")
    if found is None:
        return ctypes.util.find_library("espeak-ng"), None
    import espeakng_loader

    return str(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())


@contextlib.contextmanager
def _short(data: Path | None) -> Iterator[bytes | None]:
    """A path to `data` that espeak-ng can hold, until its voice has been read. Raises HearingError."""
    if data is None or len(str(data)) <= _LONGEST_DATA_PATH:
        yield os.fsencode(data) if data else None
        return
    with contextlib.ExitStack() as ending:
        try:
            # What cannot be taken away again, once the voice has been read, may stay.
            folder = ending.enter_context(
                tempfile.TemporaryDirectory(prefix="coach-espeak-", ignore_cleanup_errors=True)
            )
            link = Path(folder) / "espeak-ng-data"
            link.symlink_to(data, target_is_directory=True)
        except OSError as error:
            why, place = error.strerror or str(error), tempfile.tempdir or "the folder for temporary files"
            raise HearingError(_TOO_DEEP.format(why=why, folder=place)) from error
        yield os.fsencode(link)
