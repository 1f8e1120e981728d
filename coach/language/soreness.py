"""The soreness that is meant by a number, by two of them, by a half, or by a word that sounds like one. Pure."""

from collections.abc import Mapping, Sequence, Set

from coach.language.intents import NUMBERS, Intent, Match
from coach.language.templates import Found

ZERO_TO_TEN = range(11)
FAR_APART = 3
"""Two numbers with more than this between them are no answer."""


def soreness(found: Found[str]) -> Match:
    """A number that was said, or the sorer of two that are near to each other."""
    values = sorted(_values(found))
    if values[-1] not in ZERO_TO_TEN:
        return Match(Intent.OUT_OF_RANGE, "")
    if values[-1] - values[0] > FAR_APART:
        return Match(Intent.UNSURE, "")
    names = [NUMBERS[value] for value in dict.fromkeys(values)]
    return Match(Intent.ANSWER, "", names[-1], also=names[0] if len(names) > 1 else "")


def homophone(words: Sequence[str], homophones: Mapping[str, str], around: Set[str]) -> Match | None:
    """The number that a word sounds like, if nothing but words of `around`, without meaning, stands beside it."""
    left = [word for word in words if word not in around]
    return Match(Intent.ANSWER, "", homophones[left[0]]) if len(left) == 1 and left[0] in homophones else None


def _values(found: Found[str]) -> list[int]:
    """The numbers that an answer of this form leaves open: one, or two."""
    numbers = list(found.numbers)
    if found.meaning == "half":
        return [numbers[0], numbers[0] + 1]
    if found.meaning == "point":
        whole, part = numbers
        return [whole, whole + 1] if part == 5 else [whole + (part > 5)]
    if found.meaning == "pair" and numbers[0] >= 20:
        return [sum(numbers)]
    return numbers
