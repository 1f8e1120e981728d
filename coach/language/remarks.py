"""Answers given with a remark: "no, I've been fine since the summer", "nine, it's awful". Pure.

Nobody can write down every such remark; so its words may stand in any order, and only words that say nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coach.language.intents import NUMBERS, YES_NO

LONGEST = 10
"""Words of an answer with its remark; who says more is talking to somebody else."""
_BESIDE_EACH_OTHER = 3
"""How far apart two numbers may stand: "six or maybe seven"."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Remarks:
    """Which words are an answer, and which may stand beside it."""

    heads: Mapping[str, str]
    """"Yes" and "no", each word of it to the answer."""
    beside: Mapping[str, frozenset[str]]
    """The words that may stand beside "yes", "no", and a "number"."""
    values: Mapping[str, int]
    """The value of each word that is a number."""
    far_apart: int
    """Two numbers with more than this between them are no answer."""
    denials: frozenset[str]
    """"Not", "never" and the like."""
    denied: frozenset[str]
    """What may be denied: "I don't have a fever"."""
    before_denied: frozenset[str]
    """The words that may stand before that, beside a denial."""
    after_denied: frozenset[str]
    """The words that may stand after it: none that begins a statement of its own."""

    def answer(self, words: Sequence[str], starts: Collection[int], wanted: Collection[str]) -> tuple[str, str]:
        """The answer of `wanted` in `words`, or ""; a "yes" or "no" stands at one of `starts`, a number anywhere.

        Beside it the lower one of two numbers, or "".
        """
        if not 1 < len(words) <= LONGEST:
            return "", ""
        if "zero" in wanted:
            return self._number(words)
        return next((found for start in starts if (found := self._yes_or_no(words[start:], wanted))), ""), ""

    def denies(self, words: Sequence[str]) -> int:
        """How many of the things asked about `words` deny: "I haven't had an injury" one; 0 for anything else."""
        while len(words) > 1 and words[0] in self.heads and words[1] not in self.denied:
            words = words[1:]
        first = next((place for place, word in enumerate(words) if word in self.denied), 0)
        before, after = words[:first], words[first + 1 :]
        known = self.denials | self.denied
        fits = set(before) <= known | self.before_denied and set(after) <= known | self.after_denied
        denied = any(word in self.denials and word not in self.heads for word in before)
        if not fits or len(words) > LONGEST or not (denied or self._denies_at_once(before)):
            return 0
        return sum(word in self.denied for word in words)

    def _denies_at_once(self, before: Sequence[str]) -> bool:
        """Whether a word that may be an answer of its own is no such one: "no swelling", unlike "no, it's swollen"."""
        return bool(before) and before[-1] in self.denials

    def _yes_or_no(self, words: Sequence[str], wanted: Collection[str]) -> str:
        answer = self.heads.get(words[0], "")
        if answer not in YES_NO or answer not in wanted:
            return ""
        return answer if all(word in self.beside[answer] for word in words[1:]) else ""

    def _number(self, words: Sequence[str]) -> tuple[str, str]:
        beside = self.beside["number"]
        places = [place for place, word in enumerate(words) if word in self.values and word not in beside]
        if not all(word in beside or word in self.values for word in words):
            return "", ""
        said = self._meant([self.values[words[place]] for place in places])
        if not said or said[-1] >= len(NUMBERS) or said[-1] - said[0] > self.far_apart:
            return "", ""
        if len(said) > 1 and places[-1] - places[0] > _BESIDE_EACH_OTHER:
            return "", ""
        return NUMBERS[said[-1]], NUMBERS[said[0]] if len(said) > 1 else ""

    @staticmethod
    def _meant(values: list[int]) -> list[int]:
        """The soreness in the numbers of a remark, or the two it lies between; "one" beside another is a word."""
        others = [value for value in values if value != 1]
        said = sorted(set(others or values))
        return said if len(said) <= 2 else []
