"""The session: events in, effects out; audio time is the only clock. Pure: no thread, clock, file or print.

Here is what each event does; `coach.commands` is the table of what each command does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coach.clock import samples
from coach.commands import Commands
from coach.course import Course
from coach.effects import Effect, Listen, Sound, Speak, Tone
from coach.events import (
    Begun,
    CannotListenWhileSpeaking,
    Event,
    Heard,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
    SentenceBegun,
    Spoken,
    TimeUp,
)
from coach.intents import SAFETY, Intent, Live
from coach.journey import Journey, Stage
from coach.language import Language
from coach.resume import Resume, place_of
from coach.routine import Routine
from coach.safety import Safety
from coach.settings import Settings
from coach.view import Mode, View

TELL_NEARLY = samples(60)
"""Near misses are answered at most once in this time, and only two within it count as "twice"."""


class Session:
    """One session. `handle` takes what happened and gives what to do; `deadline` is when a TimeUp is wanted."""

    def __init__(
        self,
        routine: Routine,
        language: Language,
        settings: Settings | None = None,
        remembered: Mapping[str, str] | None = None,
        resume: Resume | None = None,
        advice: Sequence[str] = (),
    ) -> None:
        """What earlier sessions left.

        `remembered`: answers that rarely change, confirmed in one question; `resume`: where one was interrupted, which
        is offered to go on there; `advice`: sentences that end the welcome.
        """
        self.language = language
        self.settings = settings or Settings()
        self._out: list[Effect] = []
        known = dict(remembered or {})
        self._course = Course(routine, language.wording, self.settings, known, self._out.append, resume, advice)
        self._commands = Commands(self._course, Safety(self._course))
        self._live = Live(commands=False)
        self._begun = False
        self._missed_at: int | None = None
        self._nearly_told: int | None = None

    @property
    def journey(self) -> Journey:
        """Where the massage is on each foot."""
        return self._course.journey

    @property
    def mode(self) -> Mode:
        """What the coach is doing."""
        return self._course.mode

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered in the interviews so far: question id to answer."""
        return self._course.interview.answers

    @property
    def deadline(self) -> int | None:
        """The audio time at which the session wants a TimeUp."""
        course = self._course
        if course.mode is Mode.TIMING:
            return course.teaching.deadline
        if course.talk.speaking or course.mode in {Mode.TALKING, Mode.OVER}:
            return None
        asking = course.asking.deadline
        return course.patience.deadline if asking is None else asking

    def place(self, at: int) -> Resume | None:
        """Where a later session could go on if this one broke off at `at`; None before the massage and after it."""
        course = self._course
        return place_of(course.journey, at, dict(self.answers), course.teaching.tool, course.unsettled)

    def view(self) -> View:
        """The session as the screen shows it; what it says stays as it is, whatever happens afterwards."""
        clock = self._course.teaching.clock
        course, journey, question = self._course, self._course.journey, self._course.asking.question
        return View(
            language=self.language,
            stage=journey.stage,
            mode=course.mode,
            side=journey.side,
            step=journey.step,
            part=journey.part if journey.stage is Stage.FOOT else None,
            question=question.id if question else "",
            asked=course.asking.times,
            speaking=course.talk.speaking,
            live=self._live,
            clock=replace(clock) if clock and journey.step else None,
            settings=replace(self.settings),
            answers=dict(course.interview.answers),
        )

    # --- events ---------------------------------------------------------------------------------------------------

    def handle(self, event: Event) -> list[Effect]:
        """Take `event` in; gives what is to be done, in order. Nothing after Finish."""
        if self._course.finished:
            return []
        self._end_a_hold_in_time(event)
        self._take(event)
        self._listen()
        out = self._out.copy()
        self._out.clear()
        return out

    def _listen(self) -> None:
        live = self._course.live
        if live != self._live and not self._course.finished:
            self._out.append(Listen(live))
        self._live = live

    def _take(self, event: Event) -> None:
        course = self._course
        match event:
            case Begun():
                self._begin()
            case Heard():
                self._heard(event)
            case NearlyHeard():
                self._nearly_heard(event)
            case SentenceBegun() | Spoken():
                self._sounded(event)
            case TimeUp():
                self._time_up(event.at)
            case MicrophoneLost() | MicrophoneFound():
                self._tell_of_microphone(isinstance(event, MicrophoneFound))
            case CannotListenWhileSpeaking():
                course.teaching.half_duplex(event.is_so, event.at)

    def _tell_of_microphone(self, found: bool) -> None:
        wording = self.language.wording
        self._course.reply(wording.microphone_found if found else wording.microphone_lost)

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        routine = self._course.journey.routine
        self._course.talk.note("begun", routine=routine.name, digest=routine.digest)
        self._out.append(Speak(self.settings.words_a_minute, self.settings.gain_db))
        self._course.welcome()

    def _sounded(self, event: SentenceBegun | Spoken) -> None:
        if isinstance(event, Spoken):
            self._course.talk.spoken(event.say_id, event.at)
        else:
            self._course.talk.sentence_begun(event.say_id, event.index)

    # --- what was heard -------------------------------------------------------------------------------------------

    def _heard(self, heard: Heard) -> None:
        self._missed_at = None
        if heard.match.intent is Intent.ANSWER:
            self._answered(heard)
            return
        if heard.match.intent in SAFETY:
            self._course.freeze(heard.start)
        self._accept(heard)
        self._commands.obey(heard)

    def _answered(self, heard: Heard) -> None:
        """An answer that nothing asks for is ignored."""
        course, answer = self._course, heard.match.answer
        if course.asking.question and course.asking.wants(answer):
            self._accept(heard)
            course.talk.hush()
            course.talk.note("answer", question=course.asking.question.id, answer=answer)
            course.asking.answer(answer, heard.at)

    def _accept(self, heard: Heard) -> None:
        self._course.patience.begin(heard.at)
        self._out.append(Sound(Tone.ACCEPTED))

    def _nearly_heard(self, event: NearlyHeard) -> None:
        if not self._live.commands or self._course.mode is Mode.OVER:
            return
        twice = self._missed_at is not None and event.at - self._missed_at < TELL_NEARLY
        recently = self._nearly_told is not None and event.at - self._nearly_told < TELL_NEARLY
        self._missed_at = event.at
        if twice and not recently:
            self._missed_at, self._nearly_told = None, event.at
            self._course.reply(self.language.wording.nearly(self._live))

    # --- time -----------------------------------------------------------------------------------------------------

    def _end_a_hold_in_time(self, event: Event) -> None:
        """A hold that ran to its end before `event` has ended first, whichever was told first."""
        end = self._course.teaching.deadline if self._course.mode is Mode.TIMING else None
        if end is not None and event.at >= end:
            self._course.teaching.time_up(end)

    def _time_up(self, at: int) -> None:
        course, due = self._course, self.deadline
        if due is None or at < due:
            return
        if course.asking.deadline is not None:
            course.asking.time_up()
        elif course.patience.reminded:
            course.close()
        else:
            course.remind()


__all__ = ["Mode", "Session", "Settings", "View"]
