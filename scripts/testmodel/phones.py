"""The model's phones, and espeak-ng's phoneme names translated into them."""

from dataclasses import dataclass

import numpy as np

from scripts.testmodel.speech import Spoken

SPEECH = tuple(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
PHONES = ("SIL", *SPEECH, "SPN")
"""SIL is silence; SPN is any speech at all, the sound of [unk]. A phone's place here is its class in the network."""
CLASS = {phone: place for place, phone in enumerate(PHONES)}

_NAMES = """
 h HH|tS CH|dZ JH|S SH|Z ZH|T TH|D DH|N NG|j Y|r- R|t# T|t2 T|w# W|t[ TH|? T|n- AH N|@L AH L|z# Z|z/2 Z|l/ L|
 0 AA|O2 AO|O AO|O: AO|A: AA|A# AA|aa AE|a AE|a# AH|V AH|@ AH|@2 AH|@5 AH|@- AH|E EH|E# EH|E2 EH|e EH|I IH|I2 IH|I# IH|
 i IY|i: IY|U UH|u: UW|u UW|3: ER|3 ER|VR ER|IR ER|eI EY|aI AY|aI2 AY|aU AW|oU OW|OI OY|e@ EH R|i@ IY AH|i@3 IH R|
 I@ IH R|O@ AO R|o@ AO R|A@ AA R|U@ UH R|aI@ AY AH|aI3 AY ER|aU@ AW AH|_ SIL|_: SIL|_! SIL|_| SIL|__ SIL
"""


def _read(names: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.split() for entry in names.replace("_|", "_BAR").split("|") if entry.strip())
    return {name.replace("_BAR", "_|"): tuple(phones) for name, *phones in pairs}


_AMERICAN = {"": ("SIL",)} | {letter: (letter.upper(),) for letter in "bdfgklmnprstvwz"} | _read(_NAMES)
_BRITISH = _AMERICAN | _read("aa AA|3 AH|e@ EH AH|i@3 IH AH|I@ IH AH|O@ AO|o@ AO|A@ AA|U@ UH AH|aI3 AY AH")
PALATAL = ";"
"""espeak-ng reports a palatal glide apart from the consonant that it belongs to."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One phone of an utterance, its span in milliseconds, and the word it belongs to ("" for silence)."""

    phone: str
    start: float
    end: float
    word: str


def phones_of(name: str, voice: str) -> tuple[str, ...]:
    """The phones of an espeak-ng phoneme; KeyError for a name that no voice of ours uses."""
    return (_AMERICAN if voice.startswith("gmw/en-US") else _BRITISH)[name]


def segments(spoken: Spoken, voice: str) -> list[Segment]:
    """The phones of an utterance in time. A phoneme that stands for two phones is halved."""
    phonemes = [phoneme for phoneme in spoken.phonemes if phoneme.name != PALATAL]
    ends = [phoneme.start for phoneme in phonemes[1:]] + [spoken.milliseconds]
    found = []
    for phoneme, end in zip(phonemes, ends, strict=True):
        phones = phones_of(phoneme.name, voice)
        edges = np.linspace(phoneme.start, end, len(phones) + 1).tolist()
        word = spoken.words[phoneme.word] if phoneme.word >= 0 else ""
        for place, phone in enumerate(phones):
            found.append(Segment(phone, edges[place], edges[place + 1], "" if phone == "SIL" else word))
    return found


def pronunciations(spoken: Spoken, voice: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of an utterance with the phones it was said with; none if espeak-ng ran two words together."""
    found: list[list[str]] = [[] for _ in spoken.words]
    for phoneme in spoken.phonemes:
        if phoneme.name != PALATAL and phoneme.word >= 0:
            found[phoneme.word] += [phone for phone in phones_of(phoneme.name, voice) if phone != "SIL"]
    return [(word, tuple(phones)) for word, phones in zip(spoken.words, found, strict=True)] if all(found) else []
