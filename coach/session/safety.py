"""The safety lane: what is asked once all is quiet. Nothing is skipped or ended but after an answer. Pure."""

from coach.language.intents import AFTER_HURT, SHARP, YES_NO, Match
from coach.session.course import Course
from coach.session.journey import Ending, Stage
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

    # --- it hurts -------------------------------------------------------------------------------------------------

    def hurts(self, match: Match) -> None:
        """It hurts: note it, have the person let go, and ask how. Told again before the answer, it is the same hurt."""
        told_before = self._course.unsettled
        if not told_before:
            times = self._count()
            self._teaching.note("hurt", said=match.phrase, times=times, seconds=self._teaching.seconds_held)
        self._course.unsettled = True
        if match.topic == SHARP:
            self._end_sharp()
        elif told_before and self._course.asking.before and self._course.asking.before.id == "hurt":
            self._ask_how()
        else:
            self.ask_about_hurt()

    def ask_about_hurt(self) -> None:
        """Ask whether it is sharp; what to do may be told at once."""
        self._course.paused = False
        answers = self._ways() | YES_NO
        question = Question("hurt", (self._wording.is_it_sharp,), answers, (self._wording.let_go,))
        self._asking.ask(question, self._hurt_answered)

    def _ask_how(self) -> None:
        """It is not sharp: go on, leave the step out, or end."""
        wording, step = self._wording, self._journey.step
        how = wording.how_to_go_on if step else wording.how_to_go_on_between
        lead = (wording.hurt_before,) if step and self._times() > 1 else ()
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
        foot.hurts[foot.index] = foot.hurts.get(foot.index, 0) + 1
        foot.spared = foot.spared or step.explores
        return foot.hurts[foot.index]

    def _ways(self) -> frozenset[str]:
        return AFTER_HURT if self._journey.step else _BETWEEN

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
        step = self._journey.step
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
