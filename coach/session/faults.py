"""What is said and done when a part of the coach fails, and when it works again. Pure."""

from coach.language.intents import Intent
from coach.session.course import Course
from coach.session.events import HearsBadly, Part, PartFails, PartWorks, Trouble
from coach.session.journey import Stage
from coach.session.table import Deed, Happening, State, move

_LEAVES = frozenset(
    {Intent.HELP, Intent.ASK, Intent.WHERE, Intent.TIME_LEFT, Intent.REPEAT}
    | {Intent.SLOWER, Intent.FASTER, Intent.LOUDER, Intent.QUIETER, Intent.FEWER_COUNTS, Intent.MORE_COUNTS}
)
"""What a person may say without deciding anything about going on."""


class Faults:
    """Tells of parts; while nobody can hear the coach, the session stands where the speaker was lost."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._stands = False
        """Whether it stands for want of a speaker alone, and nothing else was decided meanwhile."""
        self._told: set[Trouble] = set()

    def said(self, intent: Intent) -> None:
        """The person has said what is to be done: it goes on, or does not, as they said."""
        self._stands = self._stands and intent in _LEAVES

    def hears_badly(self, event: HearsBadly) -> None:
        """Say why, and what helps, once a session; that no sound comes at all is a microphone lost, told as such."""
        course, trouble = self._course, event.trouble
        told = course.wording.trouble.get(trouble, "")
        if move(course.state, Happening.HEARS_BADLY).deed is Deed.TELL_TROUBLE and told and trouble not in self._told:
            self._told.add(trouble)
            course.talk.note("hears badly", trouble=trouble.value)
            self._reply(told)

    def take(self, event: PartFails | PartWorks) -> None:
        """A part fails, or works again."""
        fails, course = isinstance(event, PartFails), self._course
        match move(course.state, _happening(event.part, fails=fails)).deed:
            case Deed.UNHEARD:
                self._lose_speaker(event.at)
            case Deed.HEARD_AGAIN:
                self._find_speaker(event.at)
            case Deed.TELL_PART:
                self._note(event.part, fails=fails)
                if told := (course.wording.part_fails if fails else course.wording.part_works)[event.part]:
                    self._reply(told)

    def _reply(self, told: str) -> None:
        """Say it in between, and what was still to be said of any part no more."""
        course, wording = self._course, self._course.wording
        if course.state is State.TIMING:
            course.talk.say_over_counts(told)
        else:
            course.talk.put_in(told, without={*wording.part_fails.values(), *wording.part_works.values()})

    def _note(self, part: Part, *, fails: bool) -> None:
        course = self._course
        course.talk.note("fails" if fails else "works", part=part.value)

    def _lose_speaker(self, at: int) -> None:
        """What nobody hears is neither counted nor taught; a question that is open stays so."""
        course, told = self._course, self._course.wording.part_fails[Part.SPEAKER]
        course.teaching.note("fails", part=Part.SPEAKER.value)
        if course.asking.question or course.paused:
            self._reply(told)
            return
        course.freeze(at)
        course.teaching.note("paused", seconds=course.teaching.seconds_held)
        self._stands = True
        course.pause(told)

    def _find_speaker(self, at: int) -> None:
        course, told = self._course, self._course.wording.part_works[Part.SPEAKER]
        course.teaching.note("works", part=Part.SPEAKER.value)
        stands, self._stands = self._stands and course.state is State.PAUSED, False
        if not stands:
            course.put_in(at, told)
            return
        course.freeze(at)
        course.teaching.note("resumed", seconds=course.teaching.seconds_held)
        course.paused = False
        course.talk.say(told)
        if course.journey.stage is Stage.WELCOME:
            course.welcome()
        else:
            course.go_on(at)


def _happening(part: Part, *, fails: bool) -> Happening:
    if part is Part.SPEAKER:
        return Happening.SPEAKER_LOST if fails else Happening.SPEAKER_FOUND
    return Happening.FAILS if fails else Happening.WORKS
