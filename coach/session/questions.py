"""What is asked, and what an answer to it amounts to. Pure data."""

from dataclasses import dataclass

from coach.language.intents import FEET, NUMBERS, PAIN, SIDES, TOOLS, YES_NO

GROUPS = {
    "today": ("severe", "injury", "weight"),
    "new": ("severe", "injury", "weight", "signs", "feeling", "diabetes"),
}
"""Questions that ask for several things at a time, and the single questions that they stand for."""
HEALTH = ("feeling", "diabetes")
"""What rarely changes: remembered, and confirmed in half a sentence the next time."""
OF_HEALTH = frozenset((*GROUPS, *GROUPS["new"], "week", "professional", "same"))
"""The questions of the screening: who is not sure there had better not begin."""
ENDING = ("severe", "injury", "weight", "signs", "feeling")
"""The questions whose "yes" means that there is no massage."""
SEVERE = 8
"""A soreness of this or more counts as severe pain."""
FROZEN = "bottle"
"""The tool that is frozen."""
BOTH = ("foot", "both")
"""The answer after which it is asked which foot goes first, unless that was told with it."""
LAST_TIME = ("foot", "first", "tool")
"""What "as last time?" takes over."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked, and what may be answered."""

    id: str
    sentences: tuple[str, ...]
    """The question itself."""
    answers: frozenset[str]
    lead: tuple[str, ...] = ()
    """What is said before it, the first time only."""
    covers: tuple[str, ...] = ()
    """The single questions that it stands for, or that it confirms."""


def answers_of(question: str) -> frozenset[str]:
    """What may be answered to a question of the interview."""
    if question.startswith(("before", "after")):
        return PAIN
    return {"foot": FEET, "first": SIDES, "tool": TOOLS}.get(question, YES_NO)


def level(answer: str | None) -> int | None:
    """A soreness as a number; None for a refusal, or for no answer."""
    return NUMBERS.index(answer) if answer in NUMBERS else None


def ends(question: str, answer: str) -> bool:
    """Whether this answer alone means that there is no massage today."""
    if question.startswith("before"):
        return (level(answer) or 0) >= SEVERE
    return (question in ENDING and answer == "yes") or (question, answer) == ("professional", "no")
