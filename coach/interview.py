"""The questions before and after the massage, and what their answers mean. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach import wording
from coach.intents import FEET, NUMBERS, PAIN, SIDES, YES_NO
from coach.routine import Side

SEVERE = 8
"""A soreness of this or more counts as severe pain."""
WORSE_BY = 2
"""This much more soreness after than before calls for advice."""

_SCREENING = ("severe", "injury", "weight", "week", "signs")
_REMEMBERED = ("feeling", "diabetes")


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked, and what may be answered."""

    id: str
    sentences: tuple[str, ...]
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no massage today."""

    reason: str
    """The id of the question whose answer decided it."""
    sentences: tuple[str, ...]


def next_before(answers: Mapping[str, str], remembered: Mapping[str, str]) -> Question | Refusal | None:
    """What comes after `answers` (question id to answer) before the massage; None when all is known.

    `remembered` are answers of an earlier session that rarely change; they are confirmed in one question.
    """
    refusal = _refusal(answers)
    if refusal:
        return _refuse(refusal)
    for question in _needed(answers, remembered):
        if question not in answers:
            return _question(question, first=not answers)
    return None


def next_after(answers: Mapping[str, str], feet: Sequence[Side]) -> Question | None:
    """The soreness of each foot that was massaged, asked for after the massage."""
    for side in feet:
        if f"after {side}" not in answers:
            return _question(f"after {side}", first=False)
    return None


def order_of_feet(answers: Mapping[str, str]) -> tuple[Side, ...]:
    """Which feet are massaged, the first one first."""
    if answers["foot"] != "both":
        return (Side(answers["foot"]),)
    first = Side(answers["first"])
    return (first, first.other)


def read_back(question: str, answer: str) -> str:
    """What the coach says to an answer."""
    if (question, answer) in wording.READ_BACK:
        return wording.READ_BACK[question, answer]
    return wording.pain_read_back(answer)


def got_worse(answers: Mapping[str, str]) -> bool:
    """Whether a foot is sorer after the massage than before by two or more."""
    return any(
        (before := _pain(answers, f"before {side}")) is not None
        and (after := _pain(answers, f"after {side}")) is not None
        and after - before >= WORSE_BY
        for side in Side
    )


def no_frozen_bottle(answers: Mapping[str, str]) -> bool:
    """Whether diabetes rules out the frozen bottle."""
    return answers.get("diabetes") == "yes"


def _pain(answers: Mapping[str, str], question: str) -> int | None:
    answer = answers.get(question)
    return NUMBERS.index(answer) if answer in NUMBERS else None


def _refusal(answers: Mapping[str, str]) -> str | None:
    if answers.get("professional") == "no":
        return "week"
    if any((pain := _pain(answers, f"before {side}")) is not None and pain >= SEVERE for side in Side):
        return "severe"
    ends = ("severe", "injury", "weight", "signs", "feeling")
    return next((question for question in ends if answers.get(question) == "yes"), None)


def _refuse(reason: str) -> Refusal:
    serious = () if reason == "feeling" else (wording.COULD_BE_SERIOUS,)
    return Refusal(reason, (wording.REFUSAL[reason], *serious, wording.SEE_A_PROFESSIONAL, wording.KIND_END))


def _needed(answers: Mapping[str, str], remembered: Mapping[str, str]) -> list[str]:
    """The questions to be answered, in order, as far as the answers so far tell."""
    needed = [*_SCREENING]
    if answers.get("week") == "yes":
        needed.insert(needed.index("week") + 1, "professional")
    needed += _health(answers, remembered)
    needed.append("foot")
    if answers.get("foot") == "both":
        needed.append("first")
    if all(question in answers for question in needed):
        needed += [f"before {side}" for side in order_of_feet(answers)]
    return needed


def _health(answers: Mapping[str, str], remembered: Mapping[str, str]) -> list[str]:
    unchanged = all(remembered.get(question) == "no" for question in _REMEMBERED)
    if unchanged and answers.get("same") != "no":
        return ["same"]
    return (["same"] if unchanged else []) + list(_REMEMBERED)


def _question(question: str, *, first: bool) -> Question:
    before = (wording.SCREENING,) if first else ()
    return Question(question, (*before, wording.ASK[question]), _answers_of(question))


def _answers_of(question: str) -> frozenset[str]:
    if question.startswith(("before", "after")):
        return PAIN
    return {"foot": FEET, "first": SIDES}.get(question, YES_NO)
