"""Answers given with a remark: "no, I've been fine since the summer", "nine, it's awful". Pure.

Nobody can write down every such remark; so its words may stand in any order, and only words that say nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coach.language.intents import NUMBERS, YES_NO

LONGEST = 9
"""Words of an answer with its remark; who says more is talking to somebody else."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Remarks:
    """Which words are an answer, and which may stand beside it."""

    heads: Mapping[str, str]
    """"Yes" and "no", each word of it to the answer."""
    beside: Mapping[str, frozenset[str]]
    """The words that may stand beside "yes", "no", and a "number"."""
    values: Mapping[str, int]
    """The value of each word that is a number."""

    def answer(self, words: Sequence[str], starts: Collection[int], wanted: Collection[str]) -> str:
        """The answer of `wanted` in `words`, or ""; a "yes" or "no" stands at one of `starts`, a number anywhere."""
        if not 1 < len(words) <= LONGEST:
            return ""
        if "zero" in wanted:
            return self._number(words)
        return next((found for start in starts if (found := self._yes_or_no(words[start:], wanted))), "")

    def _yes_or_no(self, words: Sequence[str], wanted: Collection[str]) -> str:
        answer = self.heads.get(words[0], "")
        if answer not in YES_NO or answer not in wanted:
            return ""
        return answer if all(word in self.beside[answer] for word in words[1:]) else ""

    def _number(self, words: Sequence[str]) -> str:
        said = [self.values[word] for word in words if word in self.values and word not in self.beside["number"]]
        rest = [word for word in words if word not in self.values]
        fits = len(said) == 1 and said[0] < len(NUMBERS) and all(word in self.beside["number"] for word in rest)
        return NUMBERS[said[0]] if fits else ""
