"""The course of a session, from the welcome to the closing sentence: what comes when something is over. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from coach.clock import RATE
from coach.language.intents import YES_NO, Live
from coach.language.wording import Wording
from coach.routines.routine import Routine
from coach.session.asking import Asking
from coach.session.effects import Effect, Finish
from coach.session.interview import Interview, Question, Refusal
from coach.session.journey import Journey, Stage
from coach.session.patience import CLOSE, Patience
from coach.session.resume import Resume, fits, how_far, take_up
from coach.session.settings import Settings
from coach.session.talk import Talk
from coach.session.teaching import Teaching
from coach.session.view import Mode

_INTERVIEWS = {Stage.INTERVIEW, Stage.AFTERWARDS}
_ON_THE_WAY = {Stage.PREPARATION, Stage.FOOT, Stage.CHANGEOVER}


class Course:
    """Where the session is, and how it goes on."""

    def __init__(
        self,
        routine: Routine,
        wording: Wording,
        settings: Settings,
        remembered: Mapping[str, str],
        emit: Callable[[Effect], None],
        resume: Resume | None = None,
        advice: Sequence[str] = (),
    ) -> None:
        self.settings = settings
        self.wording = wording
        self.journey = Journey(routine)
        self.interview = Interview(remembered, wording)
        self.patience = Patience()
        self.talk = Talk(emit)
        self.asking = Asking(self.talk, self.patience, wording)
        self.teaching = Teaching(self.journey, wording, settings, self.talk, self.asking, self.proceed)
        self.paused = False
        """Whether it stands until the person wants to go on; a question may be open all the same."""
        self.unsettled = False
        """Whether a hurt was told of that has not been settled by an answer."""
        self.finished = False
        """Whether the last sentence has been said."""
        self._offer = resume if resume and fits(routine, resume) else None
        self._advice = tuple(advice)
        self._closing: tuple[str, tuple[str, ...]] | None = None

    # --- where it is ----------------------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """What the coach is doing."""
        if self._closing:
            return Mode.OVER
        if self.asking.question:
            return Mode.ASKING
        if self.paused:
            return Mode.PAUSED
        return self.teaching.mode if self.journey.stage in _ON_THE_WAY else Mode.TALKING

    @property
    def live(self) -> Live:
        """What may be said now."""
        mode, stage, step, question = self.mode, self.journey.stage, self.journey.step, self.asking.question
        if self.finished or (stage is Stage.WELCOME and mode is Mode.TALKING):
            return Live(commands=False)
        return Live(
            answers=question.answers if question else frozenset(),
            paused=mode is Mode.PAUSED,
            waiting=mode in {Mode.WAITING, Mode.INSTRUCTING},
            timed=step is not None and step.timed,
        )

    @property
    def interviewing(self) -> bool:
        """Whether it is the interview before or after the massage."""
        return self.journey.stage in _INTERVIEWS

    # --- from start to end ----------------------------------------------------------------------------------------

    def welcome(self) -> None:
        """Say the welcome; the interview follows."""
        sentences = (*self.wording.welcome, *self.journey.routine.purpose, *self._advice)
        self.talk.say(*sentences, then=lambda at: self.begin_interview())

    def begin_interview(self) -> None:
        """The welcome is over."""
        self.journey.stage = Stage.INTERVIEW
        self.proceed()

    def proceed(self) -> None:
        """What comes at the journey's place, from its beginning."""
        self._come_to(self.teaching.enter)

    def go_on(self, at: int) -> None:
        """Take up again what was interrupted."""
        self._come_to(partial(self.teaching.go_on, at))

    def finish(self, reason: str, *sentences: str) -> None:
        """Say the closing `sentences`; then it is over."""
        self.talk.note("over", reason=reason)
        self.asking.drop()
        self.paused, self._closing = False, (reason, sentences)
        self.journey.stage = Stage.CLOSING
        self.say_closing(*sentences)

    def say_closing(self, *sentences: str) -> None:
        """Say `sentences`, or else the closing ones once more, as the last of all."""
        if self._closing:
            self.talk.say(*(sentences or self._closing[1]), then=lambda at: self.leave())

    def leave(self) -> None:
        """It is over now, said to its end or not."""
        if self._closing and not self.finished:
            self.finished = True
            self.talk.emit(Finish(self._closing[0]))

    def close(self) -> None:
        """Nobody has said anything for long."""
        self.talk.note("closed", after_seconds=CLOSE // RATE)
        self.finish("silence", self.wording.closed)

    def remind(self) -> None:
        """Say that the coach still waits, and for what."""
        self.patience.reminded = True
        question = self.asking.question
        self.talk.say(self.wording.remind, *(question.briefly if question else ()))

    # --- standing still -------------------------------------------------------------------------------------------

    def freeze(self, at: int) -> None:
        """Silence, and the clock as it was at `at`, when the person began to speak."""
        self.talk.hush()
        self.teaching.freeze(at)
        self.asking.drop()

    def pause(self, *sentences: str) -> None:
        """Stand still, with `sentences`."""
        self.paused = True
        self.talk.say(*sentences, then=self.patience.begin)

    def stay_paused(self) -> None:
        """The person does not want to end, and has not said to go on."""
        self.pause(self.wording.stays_paused)

    def not_ended(self, at: int) -> None:
        """The person does not want to end: be as before that question."""
        if self.paused:
            self.stay_paused()
        else:
            self.talk.say(self.wording.goes_on)
            self.go_on(at)

    # --- replies --------------------------------------------------------------------------------------------------

    def reply(self, *sentences: str) -> None:
        """Say something in between: over the counts while a clock runs, else before what is being said goes on."""
        if self.mode is Mode.TIMING:
            self.talk.say_over_counts(*sentences)
        else:
            self.talk.put_in(*sentences)

    def not_now(self, *why: str) -> None:
        """Answer a command that makes no sense now."""
        self.reply(*why, self.wording.not_now(self.live))

    # --- the interview --------------------------------------------------------------------------------------------

    def _come_to(self, teach: Callable[[], None]) -> None:
        self.paused = False
        refusal, question = self.interview.refusal(), self._due()
        if self.journey.stage is Stage.WELCOME:
            self.welcome()
        elif refusal:
            self._refuse(refusal)
        elif question:
            self.asking.ask(question, partial(self._answered, question.id))
        else:
            self._after_interview(teach)

    def _due(self) -> Question | None:
        """The question of the interview that is due: also for the soreness of a foot that was not chosen at first."""
        stage, side = self.journey.stage, self.journey.side
        if stage is Stage.INTERVIEW:
            return self._question_of_offer(self._offer) if self._offer else self.interview.next_before()
        if stage is Stage.AFTERWARDS:
            return self.interview.next_after(self.journey.massaged())
        return self.interview.soreness_before(side) if side else None

    def _answered(self, question: str, answer: str, at: int) -> None:
        offer, self._offer = self._offer, None
        if not offer:
            self.talk.say(self.interview.record(question, answer))
            self.proceed()
        elif answer == "yes":
            self._take_up(offer)
        else:
            self.talk.note("begun anew")
            self.talk.say(self.wording.afresh)
            self.proceed()

    def _refuse(self, refusal: Refusal) -> None:
        self.talk.note("refused", reason=refusal.reason)
        self.finish("refused", *refusal.sentences)

    def _after_interview(self, teach: Callable[[], None]) -> None:
        if self.journey.stage is Stage.INTERVIEW:
            self._prepare()
        elif self.journey.stage is Stage.AFTERWARDS:
            self._close_well()
        else:
            teach()

    def _prepare(self) -> None:
        self.teaching.barred_tools = self.interview.barred_tools()
        self.journey.choose_feet(self.interview.order_of_feet())
        self.talk.say(self.wording.prepare)
        self.teaching.enter()

    def _close_well(self) -> None:
        worse = self.wording.worse_after if self.interview.got_worse() else ()
        severe = (self.wording.severe_after,) if self.interview.severe_after() and not worse else ()
        self.finish("done", *worse, *severe, *(self.journey.routine.closing or (self.wording.kind_end,)))

    # --- an interrupted session -----------------------------------------------------------------------------------

    def _question_of_offer(self, offer: Resume) -> Question:
        return Question("resume", how_far(self.journey.routine, offer, self.wording), YES_NO)

    def _take_up(self, offer: Resume) -> None:
        """Go on where an earlier session was interrupted; on a foot only once the person is ready."""
        self.talk.note("taken up")
        self.interview.answers.update(offer.answers)
        self.unsettled = offer.unsettled
        take_up(self.journey, offer)
        self.teaching.barred_tools = self.interview.barred_tools()
        self.teaching.take_up(offer.tool)
        if self.journey.stage is Stage.FOOT or self.unsettled:
            self.pause(self.wording.as_before[offer.side], self.wording.say_ready)
        else:
            self.proceed()
