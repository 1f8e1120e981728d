"""What the coach tells when it is asked: what can be said, why, what comes next, where it is, what is left. Pure."""

from collections.abc import Iterator

from coach.language.intents import Intent
from coach.language.sentence_by_sentence import sentence_by_sentence
from coach.session.course import Course
from coach.session.events import Heard
from coach.session.journey import Stage


class Replies:
    """Deeds that change nothing but what is left of a hold: they reply."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._wording = course.wording

    def nothing(self, heard: Heard) -> None:
        """It means nothing here."""

    def hint(self, heard: Heard) -> None:
        """Say what can be said now."""
        self._course.hint()

    def not_paused(self, heard: Heard) -> None:
        """There is nothing to be resumed."""
        why = (self._wording.nothing_paused,) if heard.match.intent is Intent.RESUME else ()
        self._course.hint(*why)

    def clock_stands(self, heard: Heard) -> None:
        """No step is timed."""
        self._course.hint(self._wording.clock_stands)

    def help(self, heard: Heard) -> None:
        """What can be said now, in a sentence; an open question is repeated."""
        self._course.put_in(heard.start, *self._wording.help_text(self._course.live))

    def explain(self, heard: Heard) -> None:
        """Answer a question about the massage, from what the step, the routine and the language tell of it."""
        teaching, journey, topic = self._course.teaching, self._course.journey, heard.match.topic
        if topic == "what next":
            step = next((step for step in journey.following() if not teaching.left_out(step)), None)
            told: tuple[str, ...] = (self._wording.comes_next(step),)
        else:
            told = next(filter(None, map(teaching.allowed, self._known(topic))), ())
        self._course.put_in(heard.start, *(told or (self._wording.do_not_know,)))

    def _known(self, topic: str) -> Iterator[tuple[str, ...]]:
        """What there is to tell of `topic`: of the step, then of the routine, then of any massage."""
        step, routine = self._course.journey.step, self._course.journey.routine
        for answers in (step.answers if step else {}, routine.answers):
            yield sentence_by_sentence(answers.get(topic, ""))
        if topic == "why":
            yield routine.purpose
        yield sentence_by_sentence(self._wording.answers.get(topic, ""))

    def tell_where(self, heard: Heard) -> None:
        """Foot, step, and what is left."""
        journey, clock = self._course.journey, self._course.teaching.clock
        if journey.stage is Stage.FOOT and journey.side and journey.step:
            left = (self._wording.clock_reply(clock.seconds_left(heard.at)),) if clock else ()
            self._course.reply(self._wording.is_here(journey.side, journey.step, *journey.part), *left)
        elif journey.stage is Stage.CHANGEOVER and journey.side:
            self._course.put_in(heard.start, self._wording.other_side[journey.side])
        elif journey.step:
            self._course.put_in(heard.start, self._wording.where_preparing)
        else:
            self._course.hint()

    def time_left(self, heard: Heard) -> None:
        """How much of the step is left, in the place of the counts that this covers."""
        clock = self._course.teaching.clock
        if clock is None or not self._course.live.timed:
            self._course.hint(self._wording.clock_stands)
        else:
            self._course.reply(self._wording.clock_reply(clock.seconds_left(heard.at)))

    def more_time(self, heard: Heard) -> None:
        """Ten seconds more."""
        teaching = self._course.teaching
        if teaching.clock is None or not self._course.live.timed or heard.start < teaching.released_at:
            self._course.hint(self._wording.clock_stands)
        elif teaching.more_time(heard.at):
            self._course.reply(self._wording.added_seconds)
        else:
            self._course.reply(self._wording.as_far_as_it_goes)
