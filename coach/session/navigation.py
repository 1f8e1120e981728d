"""From step to step and from foot to foot, as the person says. Pure."""

from collections.abc import Callable

from coach.language.intents import SKIP, YES_NO
from coach.session.course import Course
from coach.session.events import Heard
from coach.session.journey import Ending, Stage
from coach.session.questions import Question
from coach.session.table import State


class Navigation:
    """Deeds that leave the present step, or go back to one."""

    def __init__(self, course: Course, resume: Callable[[Heard], None]) -> None:
        """`resume` goes on where it stood, where there is no step to leave."""
        self._course = course
        self._wording = course.wording
        self._resume = resume

    def skip(self, heard: Heard) -> None:
        """To the next step."""
        teaching, journey = self._course.teaching, self._course.journey
        if self._asks_for_other_foot:
            self._course.hint()
            return
        if heard.start < teaching.released_at:
            return  # It was meant for the step that ended meanwhile.
        if journey.step is None and journey.stage is not Stage.CHANGEOVER:
            self._resume(heard)
            return
        timed = journey.step is not None and journey.step.timed
        skipped = timed or heard.match.topic == SKIP or self._course.asking.question
        self._course.freeze(heard.start)
        self._course.paused = False
        teaching.end_step(Ending.SKIPPED if skipped else Ending.DONE, heard.start)

    def done(self, heard: Heard) -> None:
        """What had no clock is done."""
        self._course.freeze(heard.start)
        self._course.teaching.end_step(Ending.DONE, heard.start)

    def ready(self, heard: Heard) -> None:
        """The instruction is known."""
        step = self._course.journey.step
        self._course.freeze(heard.start)
        if step and step.timed:
            self._course.teaching.lead_in(heard.at)
        else:
            self._course.teaching.end_step(Ending.DONE, heard.start)

    def back(self, heard: Heard) -> None:
        """To the step before; just after an answer, to its question."""
        course = self._course
        if self._asks_for_other_foot:
            course.talk.hush()
            course.asking.answer("no", heard.at)
        elif course.interviewing:
            course.take_back_last(heard.start)
        elif course.teaching.state is State.TELLING and not course.asking.question and course.teaching.ask_again():
            course.freeze(heard.start)
            course.go_on(heard.at)
        elif course.journey.can_go_back:
            course.freeze(heard.start)
            course.journey.back()
            course.proceed()
        elif course.journey.stage is Stage.PREPARATION and course.interview.last:
            course.freeze(heard.start)
            course.take_back()
        else:
            course.hint(self._wording.first_step)

    @property
    def _asks_for_other_foot(self) -> bool:
        asked = self._course.asking.question
        return asked is not None and asked.id == "other foot"

    def switch_foot(self, heard: Heard) -> None:
        """To the other foot, at its own place; one that was left out is asked for."""
        journey = self._course.journey
        if journey.side is None or self._course.interviewing:
            self._course.hint()
        elif journey.side.other not in journey.order:
            self.ask_for_other_foot(heard)
        elif journey.stage is Stage.PREPARATION:
            self._other_first(heard)
        elif journey.finished(journey.side.other):
            self._course.reply(self._wording.side_finished[journey.side.other])
        else:
            self._switch(heard.start)

    def _switch(self, at: int) -> None:
        self._course.freeze(at)
        self._course.teaching.note("switched", seconds=self._course.teaching.seconds_held)
        self._course.journey.switch()
        self._course.proceed()

    def ask_for_other_foot(self, heard: Heard) -> None:
        """Ask whether the foot that was left out is wanted after all."""
        side = self._course.journey.side
        if side:
            self._course.freeze(heard.start)
            question = Question("other foot", (self._wording.foot_left_out[side.other],), YES_NO)
            self._course.asking.ask(question, self._other_foot_answered)

    def _other_foot_answered(self, answer: str, at: int) -> None:
        journey = self._course.journey
        if answer == "yes" and journey.side and journey.stage is Stage.PREPARATION:
            journey.add_foot(first=True)
            self._course.interview.change_feet(journey.order)
            self._course.proceed()
        elif answer == "yes" and journey.side:
            journey.add_foot()
            self._course.interview.change_feet(journey.order)
            self._switch(at)
        else:
            self._course.go_on(at)

    def _other_first(self, heard: Heard) -> None:
        """Before the first foot: the other one goes first."""
        journey, interview = self._course.journey, self._course.interview
        side = journey.other_first()
        interview.change_feet(journey.order)
        said = self._wording.first_foot[side]
        if interview.soreness_before(side):
            self._course.freeze(heard.start)
            self._course.talk.say(said)
            self._course.proceed()
        else:
            self._course.reply(said)
