"""Spots safety phrases anywhere in what was said, unless the words around them make them harmless. Pure."""

from collections.abc import Iterator, Sequence

from coach.language.groups import Groups
from coach.language.intents import SHARP, Intent

MOST_BEFORE = 6
"""How many words before a safety phrase are looked at for what makes it harmless: "it does not really hurt"."""


class SafetySpotter:
    """Finds the words of the safety lane, in any phase and in the middle of any talk."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups

    def spot(self, words: Sequence[str], known: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, Intent]]:
        """Where a safety phrase stands anywhere in `words`, unless that is harmless: its first word and its length.

        `known`: those of the phrase table, found already: first word, the word after the last, intent.
        """
        found = self._groups.anywhere(words, "anywhere")
        hits = {*known, *((one.start, one.end, one.meaning) for one in found)}
        for start, end, intent in hits:
            if not self._is_harmless(words, start, end):
                yield start, end - start, Intent(intent)

    def is_sharp(self, words: Sequence[str]) -> bool:
        """Whether words of pain say that it is sharp, stabbing, shooting or burning."""
        spots = self._groups.anywhere(words, SHARP)
        return any(not self._is_harmless(words, found.start, found.end) for found in spots)

    def _is_harmless(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether the words around a safety phrase take its meaning away: "it doesn't hurt", "non-stop"."""
        machine = self._groups.machines["harmless"]
        places = range(max(0, start - MOST_BEFORE), start + 1)
        return any(found.end >= end for place in places for found in machine.found(words, place))
