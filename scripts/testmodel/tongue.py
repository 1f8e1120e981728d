"""The languages that a test model can be made for."""

from dataclasses import dataclass

from coach.language.catalogues import load_language
from scripts.testmodel import GERMAN_VOICES, VOICES, english, german
from scripts.testmodel.phones import PhoneSet


@dataclass(frozen=True, eq=False)
class Tongue:
    """What a model of one language is made from."""

    voices: tuple[str, ...]
    """espeak-ng voices: the model understands these and nobody else."""
    phones: PhoneSet
    phrases: frozenset[str]
    vocabulary: frozenset[str]
    """Words that must be heard."""
    decoys: frozenset[str]
    """Words near in sound to those of the phrase table."""
    common: frozenset[str]
    """Words of everyday speech, and those that a massage coach says."""


def tongue(code: str) -> Tongue:
    """The one of this code; KeyError for another than "en" and "de"."""
    book = load_language(code).phrasebook
    voices, parts = {"en": (VOICES, english), "de": (GERMAN_VOICES, german)}[code]
    return Tongue(voices, parts.PHONES, book.all_phrases, book.vocabulary, parts.DECOYS, parts.COMMON)
