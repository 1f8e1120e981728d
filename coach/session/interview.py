"""The questions before and after the massage, and what their answers mean. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.language.intents import FEET, NUMBERS, PAIN, SIDES, YES_NO
from coach.language.wording import Wording
from coach.routines.routine import Side

SEVERE = 8
"""A soreness of this or more counts as severe pain."""
WORSE_BY = 2
"""This much more soreness after than before calls for advice."""

_SCREENING = ("severe", "injury", "weight", "week", "signs")
_HEALTH = ("feeling", "diabetes")
_ENDING = ("severe", "injury", "weight", "signs", "feeling")
"""The questions whose "yes" means that there is no massage."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked, and what may be answered."""

    id: str
    sentences: tuple[str, ...]
    answers: frozenset[str]
    again: tuple[str, ...] = ()
    """What is said when it is asked once more, where that is not just the last of `sentences`."""

    @property
    def briefly(self) -> tuple[str, ...]:
        """The question without what leads up to it."""
        return self.again or self.sentences[-1:]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no massage today."""

    reason: str
    """The id of the question whose answer decided it."""
    sentences: tuple[str, ...]


class Interview:
    """The answers so far, and what they leave to be asked. `remembered`: answers of an earlier session."""

    def __init__(self, remembered: Mapping[str, str], wording: Wording) -> None:
        self.answers: dict[str, str] = {}
        """Question id to answer, one of `intents.ANSWERS`."""
        self._remembered = remembered
        self._wording = wording

    def record(self, question: str, answer: str) -> str:
        """Take an answer in; gives the sentence that reads it back."""
        self.answers[question] = answer
        if question == "same" and answer == "yes":
            self.answers |= {health: self._remembered[health] for health in _HEALTH}
        return self._wording.answer_read_back(question, answer)

    def refusal(self) -> Refusal | None:
        """Why the answers so far rule a massage out, or None."""
        reason = self._refused()
        if reason is None:
            return None
        serious = () if reason == "feeling" else (self._wording.could_be_serious,)
        sentences = (self._wording.refusal[reason], *serious, self._wording.see_a_professional, self._wording.kind_end)
        return Refusal(reason, sentences)

    def next_before(self) -> Question | None:
        """What is to be asked before the massage; None when all is known."""
        return self._first_open(self._needed())

    def next_after(self, feet: Sequence[Side]) -> Question | None:
        """The soreness of each foot that was massaged, asked for after the massage."""
        return self._first_open([f"after {side}" for side in feet])

    def soreness_before(self, side: Side) -> Question | None:
        """The soreness of a foot that was not chosen at first; None where it is known."""
        return self._first_open([f"before {side}"])

    def take_back_before(self) -> bool:
        """Forget the last answer given before the massage, to ask for it afresh; False where there is none."""
        return self._take_back(self._needed())

    def take_back_after(self, feet: Sequence[Side]) -> bool:
        """Forget the last answer given after the massage; False where there is none."""
        return self._take_back([f"after {side}" for side in feet])

    def order_of_feet(self) -> tuple[Side, ...]:
        """Which feet are massaged, the first one first. Only once that was asked."""
        if self.answers["foot"] != "both":
            return (Side(self.answers["foot"]),)
        first = Side(self.answers["first"])
        return (first, first.other)

    def change_feet(self, order: Sequence[Side]) -> None:
        """The person wants `order` instead."""
        question = "first" if self.answers.get("foot") == "both" else "foot"
        self.answers[question] = order[0].value

    def got_worse(self) -> bool:
        """Whether a foot is sorer after the massage than before by two or more."""
        return any(self._worse(side) for side in Side)

    def severe_after(self) -> bool:
        """Whether the soreness after the massage counts as severe."""
        return any(self._soreness(f"after {side}", SEVERE) for side in Side)

    def barred_tools(self) -> frozenset[str]:
        """Tools that the answers rule out: cold on feet with diabetes."""
        return frozenset({"bottle"}) if self.answers.get("diabetes") == "yes" else frozenset()

    def _worse(self, side: Side) -> bool:
        before, after = self.answers.get(f"before {side}"), self.answers.get(f"after {side}")
        if before not in NUMBERS or after not in NUMBERS:
            return False
        return NUMBERS.index(after) - NUMBERS.index(before) >= WORSE_BY

    def _soreness(self, question: str, least: int) -> bool:
        answer = self.answers.get(question)
        return answer in NUMBERS and NUMBERS.index(answer) >= least

    def _refused(self) -> str | None:
        if self.answers.get("professional") == "no":
            return "week"
        if any(self._soreness(f"before {side}", SEVERE) for side in Side):
            return "severe"
        return next((question for question in _ENDING if self.answers.get(question) == "yes"), None)

    def _first_open(self, needed: Sequence[str]) -> Question | None:
        question = next((question for question in needed if question not in self.answers), None)
        return self._question(question) if question else None

    def _take_back(self, needed: Sequence[str]) -> bool:
        given = [question for question in needed if question in self.answers]
        if not given:
            return False
        for question in (given[-1], *(_HEALTH if given[-1] == "same" else ())):
            self.answers.pop(question, None)
        return True

    def _needed(self) -> list[str]:
        """The questions to be answered, in order, as far as the answers so far tell."""
        answers = self.answers
        needed = [*_SCREENING]
        if answers.get("week") == "yes":
            needed.insert(needed.index("week") + 1, "professional")
        needed += [*self._health(), "foot"]
        if answers.get("foot") == "both":
            needed.append("first")
        if all(question in answers for question in needed):
            needed += [f"before {side}" for side in self.order_of_feet()]
        return needed

    def _health(self) -> list[str]:
        known = self._remembered.get("feeling") == "no" and self._remembered.get("diabetes") in YES_NO
        if known and self.answers.get("same") != "no":
            return ["same"]
        return (["same"] if known else []) + list(_HEALTH)

    def _question(self, question: str) -> Question:
        before = () if self.answers else (self._wording.screening,)
        with_diabetes = question == "same" and self._remembered["diabetes"] == "yes"
        sentence = self._wording.same_with_diabetes if with_diabetes else self._wording.ask[question]
        return Question(question, (*before, sentence), _answers_of(question))


def _answers_of(question: str) -> frozenset[str]:
    if question.startswith(("before", "after")):
        return PAIN
    return {"foot": FEET, "first": SIDES}.get(question, YES_NO)
