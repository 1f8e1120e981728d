"""What makes a routine that can be read hard to follow, or hard for the coach to listen beside: one line each.

Nothing here keeps a routine from being taught; what does is in `reader`.
"""

import re
from collections.abc import Iterator
from typing import Any

from coach.hearing.meaning.selfheard import SelfHeard
from coach.language.intents import fold
from coach.language.language import Language
from coach.toml.file import TomlFile, shown
from coach.toml.lines import Place

BREATH = 28
"""Words that can be said, and followed, in one breath."""
_NOT_SPOKEN = frozenset({"format", "language", "name", "id", "kind", "zone", "tool"})
_STOPS = re.compile(r"[.:;!?](?:\s+|$)")


def remarks(file: TomlFile, language: Language) -> Iterator[str]:
    """One line for each thing that would be better another way; the file's fields must be valid."""
    heard = SelfHeard(language)
    for place, text in spoken(file.data):
        longest = max((len(part.split()) for part in _STOPS.split(text)), default=0)
        if longest > BREATH:
            yield f"{file.where(place)}: {longest} words in one breath; {BREATH} are easy to follow, so make two of it."
        for slip in heard.slips(text):
            yield f"{file.where(place)}: {slip}, and the coach might hear itself; say it in other words."


def words(file: TomlFile) -> list[str]:
    """Every word that is spoken, sorted."""
    return sorted({word for _, text in spoken(file.data) for word in fold(text).split()})


def unknown_words(file: TomlFile, model: str, missing: list[str]) -> Iterator[str]:
    """A line about the words of the file that the recogniser's model lacks, if there are any."""
    if missing:
        named = ", ".join(map(shown, missing))
        yield f"{file.where(())}: the model {model} lacks {named}, and might take them for others where it hears them."


def guessed_words(file: TomlFile, guessed: list[str]) -> Iterator[str]:
    """A line about the words of the file that the voice's dictionary lacks, if there are any."""
    if guessed:
        named = ", ".join(map(shown, guessed))
        yield f"{file.where(())}: the voice guesses how to say {named}; hear it by `coach say`, or use other words."


def spoken(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text that the coach will say, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict | list):
        for part, inner in data.items() if isinstance(data, dict) else enumerate(data):
            if part not in _NOT_SPOKEN:
                yield from spoken(inner, (*place, part))
