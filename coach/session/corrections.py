"""Conversational repair: an answer given to the question before, corrected, changed or taken back. Pure."""

from coach.language.intents import FEET, SIDES, TOOLS, YES_NO, Intent
from coach.session.course import Course
from coach.session.events import Heard
from coach.session.journey import Stage
from coach.session.navigation import Navigation
from coach.session.questions import FROZEN, Question
from coach.session.safety import Safety
from coach.session.table import State

_MAY_CORRECT = frozenset(
    {State.ASKED, State.CONFIRM, State.CHOICE, State.TELLING, State.LEADING_IN, State.WAITING, State.HURT}
)
"""Where an answer to nothing that is asked may be for the question before; no question of "stop" is passed so."""


class Corrections:
    """Deeds that put right what was answered."""

    def __init__(self, course: Course, safety: Safety, navigation: Navigation) -> None:
        self._course = course
        self._wording = course.wording
        self._safety = safety
        self._navigation = navigation

    def answer_before(self, heard: Heard) -> None:
        """An answer to what was asked before: the same is nothing new, another one corrects it, "no" rejects it."""
        course, answer, before = self._course, heard.match.answer, self._course.asking.before
        last = course.interview.last
        if before is None or answer not in before.answers | {"no"} or course.state not in _MAY_CORRECT:
            return
        if course.state is State.HURT:
            if before.id == "hurt" and answer == "yes":
                self._safety.sharp_after_all()
            return
        if before.id in {"gate", "tool"}:
            self._answer_of_step_before(heard, before)
        elif last and before.id in {last[0], "confirm"} and answer != last[1]:
            course.talk.note("answer", question=last[0], answer=answer)
            course.take_back(answer)

    def _answer_of_step_before(self, heard: Heard, before: Question) -> None:
        teaching, answer = self._course.teaching, heard.match.answer
        if before.id == "tool":
            if answer in TOOLS - {teaching.tool}:
                self.change(heard)
            elif answer == "no" and teaching.ask_again():
                self._course.freeze(heard.start)
                self._course.go_on(heard.at)
        elif answer != teaching.gate_answer:
            self._gate_corrected(heard)

    def _gate_corrected(self, heard: Heard) -> None:
        """The question before a step is answered anew: asked once more, and for that gone back to."""
        course = self._course
        course.freeze(heard.start)
        course.talk.say(self._wording.sorry)
        if course.teaching.return_to_gate():
            course.proceed()
        elif course.teaching.ask_again():
            course.go_on(heard.at)

    def correct(self, heard: Heard) -> None:
        """The answer before was meant to be this one."""
        course, answer = self._course, heard.match.answer
        before = course.asking.before
        if course.state is State.FAREWELL:
            course.reopen(answer)
        elif course.state is State.HURT:
            self._hurt_corrected(answer)
        elif not answer:
            self.take_back(heard)
        elif before and before.id == "gate" and answer in YES_NO - {course.teaching.gate_answer}:
            self._gate_corrected(heard)
        else:
            self._interview_corrected(heard)

    def _interview_corrected(self, heard: Heard) -> None:
        course, answer = self._course, heard.match.answer
        if course.journey.stage is Stage.FOOT and answer in TOOLS | SIDES:
            self.change(heard)
        elif course.asking.question and course.asking.question.id == "confirm" and answer in YES_NO:
            course.freeze(heard.start)
            course.take_back(answer)
        elif not course.correct(answer, heard.start):
            course.hint()

    def _hurt_corrected(self, answer: str) -> None:
        """Whether it is sharp was answered wrongly."""
        self._course.talk.hush()
        if answer == "yes":
            self._safety.sharp_after_all()
        else:
            self._safety.ask_about_hurt()

    def change(self, heard: Heard) -> None:
        """Another tool or foot from now on."""
        course, answer = self._course, heard.match.answer
        asked = course.asking.question
        if answer not in TOOLS | FEET:
            course.hint()
        elif asked and asked.id == "last":
            self._nearly_as_last_time(heard, answer)
        elif answer in TOOLS:
            self._change_tool(heard, answer)
        elif course.interviewing or course.journey.side is None:
            if not course.correct(answer, heard.start):
                course.hint()
        elif answer in SIDES and answer != course.journey.side:
            self._navigation.switch_foot(heard)
        elif answer == "both":
            self._both_after_all(heard)
        else:
            course.reply(self._wording.as_far_as_it_goes)

    def _both_after_all(self, heard: Heard) -> None:
        journey = self._course.journey
        if journey.side and journey.side.other in journey.order:
            self._course.reply(self._wording.both_already)
        else:
            self._navigation.ask_for_other_foot(heard)

    def _change_tool(self, heard: Heard, tool: str) -> None:
        course = self._course
        if not self._may_use(tool):
            course.put_in(heard.start, self._wording.nothing_frozen)
            return
        course.interview.answers["tool"] = tool
        if course.teaching.change_tool(tool) and course.journey.step and course.journey.step.tools:
            course.freeze(heard.start)
            course.talk.say(self._wording.tool_read_back[tool])
            course.teaching.repeat()
        else:
            course.put_in(heard.start, self._wording.tool_read_back[tool])

    def _may_use(self, tool: str) -> bool:
        return self._course.teaching.may_use(tool) and not (tool == FROZEN and self._course.interview.frozen_barred())

    def _nearly_as_last_time(self, heard: Heard, answer: str) -> None:
        """All as last time, but for this."""
        course = self._course
        if answer in TOOLS and not self._may_use(answer):
            course.put_in(heard.start, self._wording.nothing_frozen)
            return
        course.talk.hush()
        if answer in TOOLS:
            course.talk.say(self._wording.tool_read_back[answer])
        course.interview.but = answer
        course.asking.answer("yes", heard.at)

    def take_back(self, heard: Heard) -> None:
        """The last answer, or what ended the session, was not meant so."""
        course = self._course
        answer = heard.match.answer if heard.match.intent is Intent.ANSWER else ""
        if course.state is State.FAREWELL:
            if answer != "yes":
                course.reopen(answer)
        elif course.interviewing or course.interview.to_confirm():
            course.take_back_last(heard.start)
        else:
            self._navigation.back(heard)
