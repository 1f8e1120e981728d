"""The safety lane: what is asked once all is quiet. Nothing is skipped or ended but after an answer. Pure."""

from coach.course import Course
from coach.intents import AFTER_HURT, YES_NO
from coach.interview import Question
from coach.journey import Ending, FootProgress, Stage
from coach.routine import Step
from coach.teaching import Released

_BETWEEN = AFTER_HURT - {"skip"}


class Safety:
    """What follows "that hurts", "stop" and "end session"; the clock stands already."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._wording = course.wording
        self._journey = course.journey
        self._teaching = course.teaching
        self._talk = course.talk
        self._asking = course.asking
        self._step_over = False
        """Whether the step that hurt was over when that was understood: there is nothing of it to skip."""

    @property
    def unsettled(self) -> bool:
        """Whether a hurt was told of that has not been settled by an answer."""
        return self._course.unsettled

    def hurts(self, phrase: str, start: int) -> None:
        """It hurts, said from `start` on: note it, and ask how. Told again before the answer, it is the same hurt."""
        if not self.unsettled:
            released = self._teaching.released_after(start)
            self._step_over = released is not None
            if released:
                self._hurt_in(released, phrase, start)
            else:
                times = self._count()
                self._teaching.note("hurt", said=phrase, times=times, seconds=self._teaching.seconds_held)
        self.ask_about_hurt()

    def _hurt_in(self, released: Released, phrase: str, start: int) -> None:
        """It hurt in a step that has ended since."""
        place = {"step": released.step.id} | ({"foot": released.side.value} if released.side else {})
        times = self._count_on(released.foot, released.index, released.step)
        self._talk.note("hurt", **place, said=phrase, times=times, seconds=released.seconds_held(start))

    def ask_about_hurt(self) -> None:
        """Ask whether it is sharp, and what to do."""
        self._course.unsettled = True
        before = (self._wording.hurt_before,) if self._skippable and self._times() > 1 else ()
        how = self._wording.if_not_sharp if self._skippable else self._wording.if_not_sharp_between
        choice = (self._wording.is_it_sharp, how)
        question = Question("hurt", (self._wording.paused, *before, *choice), self._ways() | YES_NO, again=choice)
        self._asking.ask(question, self._hurt_answered)

    def stop(self) -> None:
        """Stop: all stands; ask whether to end."""
        self._teaching.note("stopped", seconds=self._teaching.seconds_held)
        self._asking.ask(
            Question("stop", (self._wording.paused, self._wording.shall_i_end), YES_NO), self._stop_answered
        )

    def end(self) -> None:
        """Ask whether to end for today."""
        self._asking.ask(Question("end", (self._wording.end_for_today,), YES_NO), self._end_answered)

    def answer_for(self, answer: str, at: int) -> None:
        """Take a command for the answer it amounts to, while a hurt is asked about: "next" for "skip"."""
        if self._asking.wants(answer):
            self._talk.hush()
            self._asking.answer(answer, at)

    def _times(self) -> int:
        if self._journey.stage is not Stage.FOOT:
            return 1
        foot = self._journey.foot
        return foot.hurts.get(foot.index, 1)

    def _count(self) -> int:
        """Count a hurt on the present step; gives how many there are now."""
        step = self._journey.step
        if step is None or self._journey.stage is not Stage.FOOT:
            return 1
        foot = self._journey.foot
        return self._count_on(foot, foot.index, step)

    def _count_on(self, foot: FootProgress | None, index: int, step: Step) -> int:
        if foot is None:
            return 1
        foot.hurts[index] = foot.hurts.get(index, 0) + 1
        foot.spared = foot.spared or step.explores
        return foot.hurts[index]

    @property
    def _skippable(self) -> bool:
        """Whether the step that hurt is the one in hand."""
        return self._journey.step is not None and not self._step_over

    def _ways(self) -> frozenset[str]:
        return AFTER_HURT if self._skippable else _BETWEEN

    def _hurt_answered(self, answer: str, at: int) -> None:
        if answer == "no":
            how = self._wording.how_to_go_on if self._skippable else self._wording.how_to_go_on_between
            self._asking.ask(Question("hurt", (how,), self._ways()), self._hurt_answered)
            return
        self._course.unsettled = False
        if answer == "yes":
            self._end("sharp", *self._wording.sharp_end)
        elif answer == "end":
            self._end("hurt", self._wording.kind_end)
        else:
            self._leave_or_ease_off(answer, at)

    def _leave_or_ease_off(self, answer: str, at: int) -> None:
        released = self._teaching.last_released if self._step_over else None
        step = released.step if released else self._journey.step
        spared = (self._wording.spot_left_out,) if step and step.explores else ()
        if answer == "skip":
            self._talk.say(self._wording.left_out, *spared)
            self._teaching.end_step(Ending.STOPPED, at)
        else:
            self._talk.say(self._wording.ease_off, *spared)
            self._course.go_on(at)

    def _stop_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._end("stopped", self._wording.kind_end)
        else:
            self._course.stay_paused()

    def _end_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._end("ended", self._wording.kind_end)
        elif self.unsettled and not self._course.paused:
            self.ask_about_hurt()
        else:
            self._course.not_ended(at)

    def _end(self, reason: str, *sentences: str) -> None:
        if self._journey.step:
            self._teaching.note("step", ending=Ending.STOPPED.value, seconds=self._teaching.seconds_held)
        self._course.finish(reason, *sentences)
