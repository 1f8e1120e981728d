"""The templates of a language by what they are for, as `coach.language.sayings_reading` reads them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.language.gist import Gist
from coach.language.remarks import Remarks
from coach.language.templates import Node

Spots = Sequence[tuple[Node, str]]
"""Templates, each with what it stands for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """The templates of a language, read; `SayingTable` tells what each part is."""

    leads: Mapping[str, Sequence[Node]]
    """What may stand before a "command" and an "answer", over and over; and the beginning of a "correction"."""
    tails: Mapping[str, Sequence[Node]]
    """What may stand after a "command" and an "answer"."""
    groups: Mapping[str, Spots]
    """By the name of a group of meanings that belong to one situation."""
    values: Mapping[str, int]
    """The value of each word that is a number."""
    homophones: Mapping[str, str]
    """Words that stand for a number where one is asked for: each to the answer's name."""
    around_homophones: frozenset[str]
    """The only words that may stand before or after one: "to" is two, "i want to" is none."""
    not_alone: frozenset[str]
    """Utterances that are no command when no other word is said; those of several words, neither yes nor no."""
    point: str
    """The word for the sign in 7.5."""
    remarks: Remarks
    """Answers given with a remark."""
    gist: Gist
    """What is left when words that add nothing are left out."""


def answer_of(meaning: str) -> str:
    """The answer that a meaning such as "answer:yes" names, or ""."""
    return meaning.partition(":")[2]
