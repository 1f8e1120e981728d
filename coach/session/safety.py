"""The safety lane: what is asked once all is quiet. Nothing is skipped or ended but after an answer. Pure."""

from coach.language.intents import AFTER_HURT, SHARP, YES_NO, Match
from coach.routines.routine import Step
from coach.session.course import Course
from coach.session.journey import Ending, FootProgress, Stage
from coach.session.questions import Question

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
        """Whether the step that hurt was over when that was understood: there is nothing of it to leave out."""

    # --- it hurts -------------------------------------------------------------------------------------------------

    def hurts(self, match: Match, start: int) -> None:
        """It hurts, said from `start` on: note it, have the person let go, and ask how.

        Told again before the answer, it is the same hurt.
        """
        told_before = self._course.unsettled
        if not told_before:
            self._note_hurt(match.phrase, start)
        self._course.unsettled = True
        if match.topic == SHARP:
            self._end_sharp()
        elif told_before and self._course.asking.before and self._course.asking.before.id == "hurt":
            self._ask_how()
        else:
            self.ask_about_hurt()

    def _note_hurt(self, phrase: str, start: int) -> None:
        """Note and count a hurt with the step in which it was said, which may have ended since."""
        released = self._teaching.released_after(start)
        self._step_over = released is not None
        if released:
            place = {"step": released.step.id} | ({"foot": released.side.value} if released.side else {})
            times = self._count_on(released.foot, released.index, released.step)
            self._talk.note("hurt", **place, said=phrase, times=times, seconds=released.seconds_held(start))
        else:
            times = self._count()
            self._teaching.note("hurt", said=phrase, times=times, seconds=self._teaching.seconds_held)

    def ask_about_hurt(self) -> None:
        """Ask whether it is sharp; what to do may be told at once."""
        self._course.paused = False
        answers = self._ways() | YES_NO
        question = Question("hurt", (self._wording.is_it_sharp,), answers, (self._wording.let_go,))
        self._asking.ask(question, self._hurt_answered)

    def sharp_after_all(self) -> None:
        """It is sharp, though that was answered with no."""
        self._talk.hush()
        self._end_sharp()

    def _ask_how(self) -> None:
        """It is not sharp: go on, leave the step out, or end."""
        wording = self._wording
        how = wording.how_to_go_on if self._skippable else wording.how_to_go_on_between
        lead = (wording.hurt_before,) if self._skippable and self._times() > 1 else ()
        self._asking.ask(Question("hurt", (how,), self._ways(), lead), self._hurt_answered)

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

    @staticmethod
    def _count_on(foot: FootProgress | None, index: int, step: Step) -> int:
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
            self._ask_how()
        elif answer == "yes":
            self._end_sharp()
        elif answer == "end":
            self._course.unsettled = False
            self._course.finish("hurt", self._wording.kind_end)
        else:
            self._course.unsettled = False
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

    def _end_sharp(self) -> None:
        self._course.unsettled = False
        self._course.finish("sharp", self._wording.let_go, *self._wording.sharp_end)

    # --- stop, and the end ----------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop: all stands; ask whether to end."""
        self._course.paused = True
        self._teaching.note("stopped", seconds=self._teaching.seconds_held)
        self._asking.ask(Question("stop", (self._wording.shall_we_end,), YES_NO), self._stop_answered)

    def end(self) -> None:
        """Ask whether to end for today."""
        self._asking.ask(Question("end", (self._wording.end_for_today,), YES_NO), self._end_answered)

    def _stop_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._course.finish("stopped", self._wording.kind_end)
        else:
            self._course.stay_paused()

    def _end_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._course.finish("ended", self._wording.kind_end)
        elif self._course.unsettled and not self._course.paused:
            self.ask_about_hurt()
        else:
            self._course.not_ended(at)
