"""The session: events in, effects out; audio time is the only clock. Pure: no thread, clock, file or print.

`coach.session.table` says what is done in which state; here it is looked up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coach.clock import samples
from coach.language.intents import SAFETY, Intent, Live, Match
from coach.language.language import Language
from coach.routines.routine import Routine
from coach.session.course import Course
from coach.session.deeds import Deeds
from coach.session.effects import Effect, Listen, Sound, Speak, Tone
from coach.session.events import (
    Begun,
    CannotListenWhileSpeaking,
    Event,
    Heard,
    HearsBadly,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
    PartFails,
    PartWorks,
    SentenceBegun,
    Spoken,
    TimeUp,
)
from coach.session.faults import Faults
from coach.session.journey import Journey, Stage
from coach.session.questions import Question
from coach.session.resume import Resume, place_of
from coach.session.settings import Settings
from coach.session.table import QUESTIONS, Deed, Happening, State, move
from coach.session.view import Mode, View, mode_of
from coach.units import AudioTime

_TALKING = frozenset({State.WELCOME, State.FAREWELL, State.OVER})
_HAPPENING = {
    NearlyHeard: Happening.NEARLY,
    TimeUp: Happening.TIME_UP,
    MicrophoneLost: Happening.LOST,
    MicrophoneFound: Happening.FOUND,
}
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
        *,
        this_week: int = 0,
        today: int = 0,
    ) -> None:
        """What earlier sessions left.

        `remembered`: answers that rarely change, confirmed in one question; `resume`: where one was interrupted, which
        is offered to go on there; `advice`: sentences that end the welcome; `this_week`, `today`: how many massages
        there were before this one.
        """
        self.language = language
        self.settings = settings or Settings()
        self._out: list[Effect] = []
        known = dict(remembered or {})
        self._course = Course(routine, language.wording, self.settings, known, self._out.append, resume, advice)
        self._course.this_week, self._course.today = this_week, today
        self._deeds = Deeds(self._course)
        self._faults = Faults(self._course)
        self._live = Live(commands=False)
        self._begun = False
        self._missed_at: int | None = None
        self._nearly_told: int | None = None
        self._hinted: Question | None = None
        """The question that was last told how it can be answered, for something that was nearly heard."""

    @property
    def journey(self) -> Journey:
        """Where the massage is on each foot."""
        return self._course.journey

    @property
    def state(self) -> State:
        """The row of the table that holds now."""
        return self._course.state

    def state_for(self, intent: Intent, start: AudioTime) -> State:
        """The row of the table that holds for what was begun to be said at `start`."""
        return self._course.state if intent in SAFETY else self._course.state_for(intent, start)

    @property
    def about_to_ask(self) -> bool:
        """Whether a question is on its way, so that an answer given now would not be one to it."""
        asking = self._course.asking
        return self._course.state is State.WELCOME or (asking.question is not None and asking.begun_at is None)

    @property
    def mode(self) -> Mode:
        """What the coach is doing."""
        return mode_of(self._course.state)

    @property
    def remembers(self) -> Mapping[str, str]:
        """What the next session is to know of this one."""
        return self._course.remembers

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered in the interviews so far: question id to answer."""
        return self._course.interview.answers

    @property
    def deadline(self) -> AudioTime | None:
        """The audio time at which the session wants a TimeUp."""
        course = self._course
        if course.state is State.TIMING:
            return course.teaching.deadline
        if course.talk.speaking or course.state in _TALKING:
            return None
        asking = course.asking.deadline
        return course.patience.deadline if asking is None else asking

    def place(self, at: AudioTime) -> Resume | None:
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
            mode=mode_of(course.state),
            side=journey.side,
            step=journey.step,
            part=journey.part if journey.stage is Stage.FOOT else None,
            question=question.id if question else "",
            covers=question.covers if question else (),
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
        if self._course.farewell.over:
            return []
        self._end_a_hold_in_time(event)
        self._take(event)
        self._listen()
        out = self._out.copy()
        self._out.clear()
        return out

    def _listen(self) -> None:
        live = self._course.live
        if live != self._live and not self._course.farewell.over:
            self._out.append(Listen(live))
        self._live = live

    def _take(self, event: Event) -> None:
        course = self._course
        match event:
            case Begun():
                self._begin()
            case Heard():
                self._heard(event)
            case SentenceBegun():
                course.talk.sentence_begun(event.say_id, event.index, event.at)
            case Spoken():
                course.talk.spoken(event.say_id, event.at)
            case PartFails() | PartWorks():
                self._faults.take(event)
            case HearsBadly():
                self._faults.hears_badly(event)
            case CannotListenWhileSpeaking():
                course.teaching.half_duplex(event.is_so, event.at)
            case _:
                self._happens(_HAPPENING[type(event)], event.at)

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        routine = self._course.journey.routine
        self._course.talk.note("begun", routine=routine.name, digest=routine.digest)
        self._out.append(Speak(self.settings.words_a_minute, self.settings.gain_db))
        self._course.welcome()

    # --- what was heard -------------------------------------------------------------------------------------------

    def _heard(self, heard: Heard) -> None:
        """Safety words silence everything first; the rest is judged by the state in which it was begun."""
        self._missed_at = None
        heard = self._as_command(heard)
        course, intent = self._course, heard.match.intent
        state = self.state_for(intent, heard.start)
        if intent in SAFETY and state is not State.OVER:
            course.freeze(heard.start)
        self._faults.said(intent)
        what = move(state, intent)
        quiet = len(self._out)
        if what.deed not in {Deed.NOTHING, Deed.ANSWER_BEFORE}:
            self._accept(heard)
        self._deeds.do(what.deed, heard)
        if what.deed is Deed.ANSWER_BEFORE and len(self._out) > quiet:
            self._accept(heard)

    def _as_command(self, heard: Heard) -> Heard:
        """What is meant by "continue" where it is asked whether to end: more than the "no" that it amounts to."""
        question, match = self._course.asking.question, heard.match
        asked = question is not None and question.id == "stop" and match.answer == "no"
        if asked and match.phrase in self.language.phrasebook.commands[Intent.RESUME]:
            return replace(heard, match=Match(Intent.RESUME, match.phrase))
        return heard

    def _accept(self, heard: Heard) -> None:
        self._course.patience.begin(heard.at)
        self._out.append(Sound(Tone.STOPPED if heard.match.intent in SAFETY else Tone.ACCEPTED))

    def _nearly_heard(self, at: int) -> None:
        """Something close to a phrase: an open question is told how to be answered; else only at the second time."""
        twice = self._missed_at is not None and at - self._missed_at < TELL_NEARLY
        recently = self._nearly_told is not None and at - self._nearly_told < TELL_NEARLY
        self._missed_at = at
        question, quiet = self._course.asking.question, not self._course.talk.speaking
        if self._course.state in QUESTIONS and quiet and self._hinted is not question:
            self._hinted = question
            self._course.hint()
        elif twice and not recently:
            self._missed_at, self._nearly_told = None, at
            if self._course.asking.question:
                self._course.hint()
            else:
                self._course.reply(self.language.wording.nearly(self._live))

    # --- time -----------------------------------------------------------------------------------------------------

    def _end_a_hold_in_time(self, event: Event) -> None:
        """A hold that ran to its end before `event` has ended first, whichever was told first."""
        end = self._course.teaching.deadline if self._course.state is State.TIMING else None
        if end is not None and event.at >= end:
            self._course.teaching.time_up(end)

    def _happens(self, what: Happening, at: int) -> None:
        """What comes without a word of the person's."""
        if what is Happening.TIME_UP and (self.deadline is None or at < self.deadline):
            return
        course = self._course
        match move(course.state, what).deed:
            case Deed.RELEASE:
                course.teaching.time_up(at)
            case Deed.ASK_AGAIN if course.asking.deadline is not None:
                course.asking.time_up()
            case Deed.ASK_AGAIN | Deed.WAIT:
                course.close() if course.patience.over else course.remind()
            case Deed.NEARLY:
                self._nearly_heard(at)
            case Deed.MICROPHONE:
                wording = self.language.wording
                course.reply(wording.microphone_found if what is Happening.FOUND else wording.microphone_lost)


__all__ = ["Mode", "Session", "Settings", "View"]
