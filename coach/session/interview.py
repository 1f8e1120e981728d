"""The questions before and after the massage, and what their answers mean. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.language.intents import PAIN, SIDES, TOOLS, YES_NO
from coach.language.wording import Wording
from coach.routines.routine import Side
from coach.session.questions import (
    BOTH,
    ENDING,
    FROZEN,
    GROUPS,
    HEALTH,
    LAST_TIME,
    SEVERE,
    Question,
    answers_of,
    ends,
    level,
)

WORSE_BY = 2
"""This much more soreness after than before calls for advice."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no massage today."""

    reason: str
    """The id of the question whose answer decided it."""
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One answer, and what was known before it."""

    question: str
    answer: str
    known: dict[str, str]
    flags: frozenset[str]
    named: str


class Interview:
    """The answers so far, and what they leave to be asked. `remembered`: answers of an earlier session."""

    def __init__(self, remembered: Mapping[str, str], wording: Wording) -> None:
        self.answers: dict[str, str] = {}
        """Question id to answer, one of `intents.ANSWERS`; questions that ask for several things stand apart."""
        self._remembered = remembered
        self._wording = wording
        self._turns: list[_Turn] = []
        self._flags: frozenset[str] = frozenset()
        """Which questions that ask for several things were answered, and how: "today yes"."""
        self._named = ""
        """The sign that was named in place of a "yes": its question comes first."""
        self._old_news = False
        """Whether what was answered last has been read back before: another answer was taken back since."""
        self.begin_with = ""
        """The foot that was told to go first in the same breath as "both"."""
        self.but = ""
        """What is to be other than last time: a tool or feet, told with the "yes"."""

    # --- answers --------------------------------------------------------------------------------------------------

    def record(self, question: str, answer: str, named: str = "") -> None:
        """Take an answer in. `named`: the single question of the sign by whose name it was given."""
        self._turns.append(_Turn(question, answer, dict(self.answers), self._flags, self._named))
        self._named, self._old_news = named, False
        if question in GROUPS or question in {"same", "last"}:
            self._flags |= {f"{question} {answer}"}
            self._take_several(question, answer)
        else:
            self.answers[question] = answer
            if (question, answer) == BOTH and self.begin_with:
                self.answers["first"] = self.begin_with

    def _take_several(self, question: str, answer: str) -> None:
        if question in GROUPS and answer == "yes":
            asked_anew = set(GROUPS[question]) - ({"diabetes"} if self.frozen_barred() else set())
            self.answers = {id_: known for id_, known in self.answers.items() if id_ not in asked_anew}
        elif question in GROUPS:
            diabetes = self._known_diabetes()
            self.answers |= dict.fromkeys(GROUPS[question], "no")
            if question == "new":
                self.answers["diabetes"] = diabetes
        elif answer == "yes" and question in {"same", "last"}:
            taken = HEALTH if question == "same" else LAST_TIME
            self.answers |= {each: self._remembered[each] for each in taken if each in self._remembered}
            self._take_but()

    def _take_but(self) -> None:
        """What was told to be other than last time."""
        but, self.but = self.but, ""
        if but in TOOLS:
            self.answers["tool"] = but
        elif but == "both":
            foot = self.answers.get("foot", "left")
            self.answers |= {"foot": but, "first": self.answers.get("first", foot)}
        elif but:
            self.answers["foot"] = but

    def _known_diabetes(self) -> str:
        """What is known of it from before: asked about anew only where there was none."""
        return "yes" if "yes" in {self.answers.get("diabetes"), self._remembered.get("diabetes")} else "no"

    @property
    def last(self) -> tuple[str, str] | None:
        """The question answered last, and its answer."""
        return (self._turns[-1].question, self._turns[-1].answer) if self._turns else None

    def take_back(self) -> bool:
        """Forget the last answer, to ask for it afresh; False where there is none."""
        if not self._turns:
            return False
        turn = self._turns.pop()
        self.answers, self._flags, self._named = dict(turn.known), turn.flags, turn.named
        self._old_news = True
        return True

    def correct(self, answer: str) -> str:
        """Give the last question that `answer` may answer this one instead; the question's id, or "".

        A yes or no corrects the very last answer only: which question an older one was for, nobody can tell.
        """
        for back, turn in enumerate(reversed(self._turns)):
            if answer in answers_of(turn.question) and (back == 0 or answer not in YES_NO):
                later = self._turns[len(self._turns) - back :]
                self._turns = self._turns[: len(self._turns) - back]
                told_first = "first" in self.answers and (turn.question, turn.answer) == BOTH and answer in SIDES
                self.take_back()
                self.begin_with = answer if told_first else self.begin_with
                self.record(turn.question, "both" if told_first else answer)
                for again in later:
                    if again.question in self._asked_now():
                        self.record(again.question, again.answer)
                return turn.question
        return ""

    def forget_past(self) -> None:
        """From here on nothing before is taken back: the massage is over."""
        self._turns.clear()

    # --- what they mean -------------------------------------------------------------------------------------------

    def refusal(self) -> Refusal | None:
        """Why the answers so far rule a massage out, or None."""
        reason = self._refused()
        if reason is None:
            return None
        serious = () if reason == "feeling" else (self._wording.could_be_serious,)
        sentences = (self._wording.refusal[reason], *serious, self._wording.see_a_professional, self._wording.kind_end)
        return Refusal(reason, sentences)

    def confirm(self) -> None:
        """The last answer was meant so."""
        if self._turns:
            self._flags |= {f"confirmed {self._turns[-1].question}"}

    def to_confirm(self) -> tuple[str, str] | None:
        """The last question and answer, if they end the session and nobody has been asked whether that is right.

        Where a question for several things led to the single one, that one was the confirmation.
        """
        if not self._turns:
            return None
        question, answer = self._turns[-1].question, self._turns[-1].answer
        asked_twice = any(question in GROUPS[group] for group in GROUPS if f"{group} yes" in self._turns[-1].flags)
        settled = asked_twice or f"confirmed {question}" in self._flags
        return (question, answer) if ends(question, answer) and not settled else None

    def order_of_feet(self) -> tuple[Side, ...]:
        """Which feet are massaged, the first one first. Only once that was asked."""
        if self.answers["foot"] != "both":
            return (Side(self.answers["foot"]),)
        first = Side(self.answers["first"])
        return (first, first.other)

    def change_feet(self, order: Sequence[Side]) -> None:
        """The person wants `order` instead."""
        if len(order) == 1:
            self.answers["foot"] = order[0].value
        else:
            self.answers |= {"foot": "both", "first": order[0].value}

    def soreness(self, moment: str, side: Side) -> int | None:
        """The soreness told of `side` "before" or "after"; None where it was refused or never asked."""
        return level(self.answers.get(f"{moment} {side}"))

    def got_worse(self) -> bool:
        """Whether a foot is sorer after the massage than before by two or more."""
        return any(self._worse(side) for side in Side)

    def severe_after(self) -> bool:
        """Whether the soreness after the massage counts as severe."""
        return any((self.soreness("after", side) or 0) >= SEVERE for side in Side)

    def frozen_barred(self) -> bool:
        """Whether nothing frozen may touch the feet: with diabetes."""
        return self.answers.get("diabetes") == "yes"

    def _worse(self, side: Side) -> bool:
        before, after = self.soreness("before", side), self.soreness("after", side)
        return before is not None and after is not None and after - before >= WORSE_BY

    def _refused(self) -> str | None:
        if self.answers.get("professional") == "no":
            return "week"
        if any((self.soreness("before", side) or 0) >= SEVERE for side in Side):
            return "severe"
        return next((question for question in ENDING if self.answers.get(question) == "yes"), None)

    # --- what is to be asked --------------------------------------------------------------------------------------

    def next_before(self) -> Question | None:
        """What is to be asked before the massage; None when all is known."""
        return self._first_open(self._needed())

    def next_after(self, feet: Sequence[Side]) -> Question | None:
        """The soreness of each foot that was massaged, asked for after the massage."""
        return self._first_open([f"after {side}" for side in feet])

    def soreness_before(self, side: Side) -> Question | None:
        """The soreness of a foot that was not chosen at first; None where it is known."""
        question = f"before {side}"
        return None if self._known(question) else Question(question, (self._wording.ask[question],), PAIN)

    def since_then(self) -> Question | None:
        """What may have changed since a session that is taken up again."""
        return self._first_open(self._signs("new"))

    def _first_open(self, needed: Sequence[str]) -> Question | None:
        question = next((question for question in needed if not self._known(question)), None)
        return self.question(question) if question else None

    def _known(self, question: str) -> bool:
        return question in self.answers or bool({f"{question} yes", f"{question} no"} & self._flags)

    def _asked_now(self) -> list[str]:
        needed = self._needed()
        return [*needed, *(f"after {side}" for side in Side)]

    def _needed(self) -> list[str]:
        """The questions to be answered, in order, as far as the answers so far tell."""
        knows_me = self._remembers_health()
        if knows_me and self._remembered.get("week") == "no":
            needed = self._signs("new")
        else:
            needed = [*self._signs("today"), "signs", "week"]
            needed += ["professional"] if self.answers.get("week") == "yes" else []
            needed += self._health(knows_me)
        needed += self._feet(knows_me)
        if all(map(self._known, needed)):
            needed += [f"before {side}" for side in self.order_of_feet()]
        return needed

    def _signs(self, group: str) -> list[str]:
        """The question for several signs; the single ones where it was answered with yes."""
        if f"{group} yes" not in self._flags:
            return [group]
        single = GROUPS[group]
        return [group, *sorted(single, key=lambda question: question != self._named)]

    def _health(self, knows_me: bool) -> list[str]:
        if knows_me and "same no" not in self._flags:
            return ["same"]
        return [*(["same"] if knows_me else []), *HEALTH]

    def _feet(self, knows_me: bool) -> list[str]:
        if knows_me and self._remembers_feet() and "last no" not in self._flags:
            return ["last"]
        return ["foot", *(["first"] if self.answers.get("foot") == "both" else [])]

    def _remembers_feet(self) -> bool:
        return self._remembered.get("foot") in SIDES or {"foot", "first"} <= set(self._remembered)

    def _remembers_health(self) -> bool:
        return self._remembered.get("feeling") == "no" and self._remembered.get("diabetes") in YES_NO

    # --- how it is asked ------------------------------------------------------------------------------------------

    def question(self, question: str) -> Question:
        """A question of the interview, with what its last answer is read back by."""
        first = not self._turns and not question.startswith("after")
        lead = (self._wording.screening,) if question == "today" and first else self.read_back()
        return Question(question, (self._sentence(question),), answers_of(question), lead, GROUPS.get(question, ()))

    def confirmation(self, question: str, answer: str) -> Question:
        """Whether an answer that ends the session was meant so; a soreness may be told anew instead."""
        numbers = answers_of(question) if question.startswith("before") else frozenset()
        sentence = self._wording.confirm_answer(question, answer)
        return Question("confirm", (sentence,), YES_NO | numbers, (), (question,))

    def _sentence(self, question: str) -> str:
        wording = self._wording
        if question in {"same", "new"} and self._known_diabetes() == "yes":
            return wording.same_with_diabetes if question == "same" else wording.new_with_diabetes
        if question == "last":
            foot, first, tool = (self._remembered.get(each, "") for each in LAST_TIME)
            return wording.as_last_time(foot, first, "" if tool == FROZEN and self.frozen_barred() else tool)
        if question.startswith("before") and self._turns and self._turns[-1].question.startswith("before"):
            return wording.and_the[question.removeprefix("before ")]
        if question.startswith("after") and self._turns and self._turns[-1].question.startswith("after"):
            return wording.and_the_now[question.removeprefix("after ")]
        return wording.ask[question]

    def read_back(self) -> tuple[str, ...]:
        """What was answered last, where it carries news."""
        if not self._turns or self._old_news:
            return ()
        question, answer = self._turns[-1].question, self._turns[-1].answer
        if (question, answer) == BOTH and "first" in self.answers:
            question, answer = "first", self.answers["first"]
        said = self._wording.answer_read_back(question, answer)
        return (said,) if said else ()
