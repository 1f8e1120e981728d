"""A model's phones, and espeak-ng's phoneme names translated into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scripts.testmodel.speech import Spoken

Names = Mapping[str, tuple[str, ...]]
"""espeak-ng's name of a phoneme, and the phones that it is."""

PALATAL = ";"
"""espeak-ng reports a palatal glide apart from the consonant that it belongs to."""
_SILENT = "_ SIL|_: SIL|_! SIL|_| SIL|__ SIL"


@dataclass(frozen=True)
class PhoneSet:
    """The phones of a language's voices."""

    speech: tuple[str, ...]
    names: Mapping[str, Names]
    """By how a voice's name begins, the more special first."""

    @property
    def all(self) -> tuple[str, ...]:
        """SIL is silence; SPN is any speech at all, the sound of [unk]. A phone's place is its class in the network."""
        return ("SIL", *self.speech, "SPN")

    @cached_property
    def class_of(self) -> dict[str, int]:
        """The network's class of each phone."""
        return {phone: place for place, phone in enumerate(self.all)}

    def of(self, name: str, voice: str) -> tuple[str, ...]:
        """The phones of an espeak-ng phoneme; KeyError for a name that no voice of ours uses."""
        return next(names for begin, names in self.names.items() if voice.startswith(begin))[name]


@dataclass(frozen=True, slots=True)
class Segment:
    """One phone of an utterance, its span in milliseconds, and the word it belongs to ("" for silence)."""

    phone: str
    start: float
    end: float
    word: str


def read_names(names: str, *, same: str = "") -> dict[str, tuple[str, ...]]:
    """ "tS CH|dZ JH" as a table, with silence; `same` are names that are their own phones."""
    pairs = (entry.split() for entry in f"{names}|{_SILENT}".replace("_|", "_BAR").split("|") if entry.strip())
    table = {name.replace("_BAR", "_|"): tuple(phones) for name, *phones in pairs}
    return {"": ("SIL",), **{letter: (letter.upper(),) for letter in same}, **table}


def segments(spoken: Spoken, voice: str, phones: PhoneSet) -> list[Segment]:
    """The phones of an utterance in time. A phoneme that stands for two phones is halved."""
    phonemes = [phoneme for phoneme in spoken.phonemes if phoneme.name != PALATAL]
    ends = [phoneme.start for phoneme in phonemes[1:]] + [spoken.milliseconds]
    found = []
    for phoneme, end in zip(phonemes, ends, strict=True):
        parts = phones.of(phoneme.name, voice)
        edges = np.linspace(phoneme.start, end, len(parts) + 1).tolist()
        word = spoken.words[phoneme.word] if phoneme.word >= 0 else ""
        for place, phone in enumerate(parts):
            found.append(Segment(phone, edges[place], edges[place + 1], "" if phone == "SIL" else word))
    return found


def pronunciations(spoken: Spoken, voice: str, phones: PhoneSet) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of an utterance with the phones it was said with; none if espeak-ng ran two words together."""
    found: list[list[str]] = [[] for _ in spoken.words]
    for phoneme in spoken.phonemes:
        if phoneme.name != PALATAL and phoneme.word >= 0:
            found[phoneme.word] += [phone for phone in phones.of(phoneme.name, voice) if phone != "SIL"]
    return [(word, tuple(said)) for word, said in zip(spoken.words, found, strict=True)] if all(found) else []
