"""The safety lane: what is asked once all is quiet. Nothing is skipped or ended but after an answer. Pure."""

from coach import wording
from coach.course import Course
from coach.intents import AFTER_HURT, YES_NO
from coach.interview import Question
from coach.journey import Ending, Stage

_BETWEEN = AFTER_HURT - {"skip"}


class Safety:
    """What follows "that hurts", "stop" and "end session"; the clock stands already."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._journey = course.journey
        self._teaching = course.teaching
        self._talk = course.talk
        self._asking = course.asking

    @property
    def unsettled(self) -> bool:
        """Whether a hurt was told of that has not been settled by an answer."""
        return self._course.unsettled

    def hurts(self, phrase: str) -> None:
        """It hurts: note it, and ask how. Told again before the answer, it is the same hurt."""
        if not self.unsettled:
            times = self._count()
            self._teaching.note("hurt", said=phrase, times=times, seconds=self._teaching.seconds_held)
        self.ask_about_hurt()

    def ask_about_hurt(self) -> None:
        """Ask whether it is sharp, and what to do."""
        self._course.unsettled = True
        before = (wording.HURT_BEFORE,) if self._times() > 1 else ()
        how = wording.IF_NOT_SHARP if self._journey.step else wording.IF_NOT_SHARP_BETWEEN
        choice = (wording.IS_IT_SHARP, how)
        question = Question("hurt", (wording.PAUSED, *before, *choice), self._ways() | YES_NO, again=choice)
        self._asking.ask(question, self._hurt_answered)

    def stop(self) -> None:
        """Stop: all stands; ask whether to end."""
        self._teaching.note("stopped", seconds=self._teaching.seconds_held)
        self._asking.ask(Question("stop", (wording.PAUSED, wording.SHALL_I_END), YES_NO), self._stop_answered)

    def end(self) -> None:
        """Ask whether to end for today."""
        self._asking.ask(Question("end", (wording.END_FOR_TODAY,), YES_NO), self._end_answered)

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
        foot.hurts[foot.index] = foot.hurts.get(foot.index, 0) + 1
        foot.spared = foot.spared or step.explores
        return foot.hurts[foot.index]

    def _ways(self) -> frozenset[str]:
        return AFTER_HURT if self._journey.step else _BETWEEN

    def _hurt_answered(self, answer: str, at: int) -> None:
        if answer == "no":
            how = wording.HOW_TO_GO_ON if self._journey.step else wording.HOW_TO_GO_ON_BETWEEN
            self._asking.ask(Question("hurt", (how,), self._ways()), self._hurt_answered)
            return
        self._course.unsettled = False
        if answer == "yes":
            self._end("sharp", *wording.SHARP_END)
        elif answer == "end":
            self._end("hurt", wording.KIND_END)
        else:
            self._leave_or_ease_off(answer, at)

    def _leave_or_ease_off(self, answer: str, at: int) -> None:
        step = self._journey.step
        spared = (wording.SPOT_LEFT_OUT,) if step and step.explores else ()
        if answer == "skip":
            self._talk.say(wording.LEFT_OUT, *spared)
            self._teaching.end_step(Ending.STOPPED, at)
        else:
            self._talk.say(wording.EASE_OFF, *spared)
            self._course.go_on(at)

    def _stop_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._end("stopped", wording.KIND_END)
        else:
            self._course.stay_paused()

    def _end_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._end("ended", wording.KIND_END)
        elif self.unsettled and not self._course.paused:
            self.ask_about_hurt()
        else:
            self._course.not_ended(at)

    def _end(self, reason: str, *sentences: str) -> None:
        if self._journey.step:
            self._teaching.note("step", ending=Ending.STOPPED.value, seconds=self._teaching.seconds_held)
        self._course.finish(reason, *sentences)
