"""The course of a session, from the welcome to the closing sentence: what comes when something is over. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from coach.clock import RATE
from coach.language.intents import Intent, Live
from coach.language.wording import Wording
from coach.routines.routine import Routine
from coach.session.asking import Asking
from coach.session.effects import Effect
from coach.session.farewell import UNFINISHED, Farewell, last_words
from coach.session.interview import Interview, Refusal
from coach.session.journey import Journey, Stage
from coach.session.patience import CLOSE, Patience
from coach.session.questions import LAST_TIME, Question, answers_of
from coach.session.resume import Resume, fits, offer_of, take_up
from coach.session.sayable import Sayable
from coach.session.settings import Settings
from coach.session.table import ANSWERING, State
from coach.session.talk import Talk
from coach.session.teaching import Teaching

_INTERVIEWS = frozenset({Stage.INTERVIEW, Stage.AFTERWARDS})
_ON_THE_WAY = frozenset({Stage.PREPARATION, Stage.FOOT, Stage.CHANGEOVER})
_STATE_OF = {
    "hurt": State.HURT,
    "stop": State.STOP,
    "end": State.END,
    "confirm": State.CONFIRM,
    "gate": State.CHOICE,
    "tool": State.CHOICE,
    "other foot": State.CHOICE,
}
"""The state while the question of this id is open; every other one is the interview's."""


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
        self._tool_before = remembered.get("tool", "")
        rolls = any(step.tools for step in routine.steps)
        known = {each: answer for each, answer in remembered.items() if rolls or each != "tool"}
        self.interview = Interview(known, wording)
        self.patience = Patience()
        self.talk = Talk(emit)
        self.asking = Asking(self.talk, self.patience, wording)
        self.teaching = Teaching(self.journey, wording, settings, self.talk, self.asking, self.proceed)
        self.farewell = Farewell(self.journey, self.teaching, self.asking, self.talk)
        self._sayable = Sayable(self.journey, self.interview, self.asking, self.teaching, self.talk, wording)
        self.paused = False
        """Whether it stands until the person wants to go on; a question may be open all the same."""
        self.unsettled = False
        """Whether a hurt was told of that has not been settled by an answer."""
        self._known = bool(remembered)
        self._offer = resume if resume and fits(routine, resume) else None
        self._since_then = False
        """Whether it is still to be asked what changed since the session that was taken up again."""
        self._advice = tuple(advice)
        self._taken_up = False
        self._afterwards = False
        """Whether the questions after the massage have begun."""
        self.this_week = 0
        """How many massages there were this week before this one."""
        self.today = 0
        """How many of them today."""

    # --- where it is ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The row of the table that holds now."""
        if self.farewell.reason:
            return State.OVER if self.farewell.over else State.FAREWELL
        if self.asking.question:
            return _STATE_OF.get(self.asking.question.id, State.ASKED)
        if self.paused:
            return State.HELD if self.unsettled else State.PAUSED
        if self.journey.stage is Stage.WELCOME:
            return State.WELCOME
        return self.teaching.state if self.journey.stage in _ON_THE_WAY else State.TELLING

    def state_for(self, intent: Intent, start: int) -> State:
        """The row that holds for what was begun to be said at `start`: an answer may be too early for its question."""
        early = intent in ANSWERING and self.asking.question and not self.asking.sounded_by(start)
        return State.ABOUT_TO_ASK if early else self.state

    @property
    def live(self) -> Live:
        """What may be said now."""
        return self._sayable.live(self.state)

    @property
    def interviewing(self) -> bool:
        """Whether it is the interview before or after the massage."""
        return self.journey.stage in _INTERVIEWS

    # --- from start to end ----------------------------------------------------------------------------------------

    def welcome(self) -> None:
        """Say the welcome; the interview follows."""
        sentences = self.wording.welcome_back if self._known else self.wording.welcome
        often = self.wording.often(self.today)
        self.talk.say(*sentences, *self._advice, *often, then=lambda at: self.begin_interview())

    def begin_interview(self) -> None:
        """The welcome is over."""
        self.journey.stage = Stage.INTERVIEW
        self.proceed()

    def proceed(self) -> None:
        """What comes at the journey's place, from its beginning."""
        self._come_to(self.teaching.enter)

    def go_on(self, at: int, *, afresh: bool = False) -> None:
        """Take up again what was interrupted; `afresh`: long ago, so that its instruction is said once more."""
        if self.journey.stage is Stage.WELCOME:
            self.begin_interview()
        else:
            self._come_to(self.teaching.repeat if afresh else partial(self.teaching.go_on, at))

    def finish(self, reason: str, *sentences: str) -> None:
        """Say the closing `sentences`; then it is over. Until then it can be taken back."""
        self.paused = False
        self.farewell.begin(reason, *sentences)

    def reopen(self, answer: str) -> None:
        """Take back what ended the session: `answer` is what was meant instead, or "" to be asked once more."""
        reason = self.farewell.reason
        if not reason:
            return
        if reason not in UNFINISHED and self.interview.last is None:
            self.talk.put_in(self.wording.as_far_as_it_goes)
            return
        self.farewell.take_back()
        if reason in {"sharp", "hurt"}:
            self.unsettled = True
        if reason in UNFINISHED:
            self.pause(self.wording.stays_paused)
        else:
            self.take_back(answer)

    def close(self) -> None:
        """Nobody has said anything for long."""
        self.talk.note("closed", after_seconds=CLOSE // RATE)
        self.finish("silence", self.wording.closed)

    def remind(self) -> None:
        """Say that the coach still waits, and for what; before it closes, that it will."""
        last = self.patience.remind()
        question = self.asking.question
        sentence = self.wording.closing_soon if last else self.wording.remind
        self.talk.say(sentence, *(question.sentences if question else ()))

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
        if self.state is State.TIMING:
            self.talk.say_over_counts(*sentences)
        else:
            self.talk.put_in(*sentences)

    def put_in(self, at: int, *sentences: str) -> None:
        """Say something longer in between: a clock stands meanwhile, an open question is asked once more after it."""
        if self.state is State.TIMING:
            self.freeze(at)
            self.teaching.lead_in(at, *sentences)
        elif self.asking.question and not self.talk.speaking:
            self.talk.say(*sentences, *self.asking.question.sentences, then=self.patience.begin)
        else:
            self.talk.put_in(*sentences)

    def hint(self, *why: str) -> None:
        """Say what can be said now."""
        if self.asking.question:
            self.asking.hint()
        elif self.state is State.FAREWELL:
            self.talk.put_in(self.wording.as_far_as_it_goes)
        else:
            self.reply(*why, self.wording.not_now(self.live))

    # --- the interview --------------------------------------------------------------------------------------------

    def _come_to(self, teach: Callable[[], None]) -> None:
        self.paused = False
        self.teaching.nothing_frozen = self.interview.frozen_barred()
        if self.journey.stage is Stage.AFTERWARDS and not self._afterwards:
            self._afterwards = True
            self.interview.forget_past()
        question, refusal = self._due(), self.interview.refusal()
        if question and (question.id == "confirm" or not refusal):
            self.asking.ask(question, partial(self._answered, question))
        elif refusal:
            self._refuse(refusal)
        else:
            self._after_interview(teach)

    def _due(self) -> Question | None:
        """The question that is due: also for the soreness of a foot that was not chosen at first."""
        to_confirm = self.interview.to_confirm()
        if to_confirm:
            return self.interview.confirmation(*to_confirm)
        stage, side = self.journey.stage, self.journey.side
        if stage is Stage.INTERVIEW:
            return (
                offer_of(self.journey.routine, self._offer, self.wording)
                if self._offer
                else self.interview.next_before()
            )
        if stage is Stage.AFTERWARDS:
            return self.interview.next_after(self.journey.massaged())
        if self._since_then and (changed := self.interview.since_then()):
            return changed
        return self.interview.soreness_before(side) if side else None

    def _answered(self, question: Question, answer: str, at: int) -> None:
        if question.id == "resume":
            self._offer_answered(answer)
        elif question.id == "confirm":
            self._confirmed(question.covers[0], answer)
        else:
            self.interview.record(question.id, answer)
            self.proceed()

    def _confirmed(self, question: str, answer: str) -> None:
        """An answer that ends the session was meant so, or was not."""
        if answer in {"yes", self.interview.answers.get(question)} and answer != "no":
            self.interview.confirm()
            self.proceed()
        else:
            self.take_back(answer)

    def name_sign(self, question: str) -> None:
        """A sign was named in place of a "yes"."""
        asked = self.asking.question
        if asked:
            self.asking.drop()
            self.asking.before = asked
            self.interview.record(asked.id, "yes", named=question)
            self.proceed()

    def take_back(self, answer: str = "") -> bool:
        """Give the last question of the interview another answer, or ask it once more; False where there is none."""
        last = self.interview.last
        if last is None:
            return False
        self.talk.hush()
        self.asking.drop()
        self.talk.say(self.wording.sorry)
        if not (answer in answers_of(last[0]) - {last[1]} and self.interview.correct(answer)):
            self.interview.take_back()
        self._ask_anew()
        return True

    def take_back_last(self, at: int) -> None:
        """Likewise, said from `at` on; where there is none, say so and go on."""
        self.freeze(at)
        if not self.take_back():
            self.reply(self.wording.as_far_as_it_goes)
            self.proceed()

    def _ask_anew(self) -> None:
        """Go on with what an answer that was taken back or changed leaves to be asked."""
        if self.journey.stage is Stage.PREPARATION and self._taken_up:
            self._since_then = True
        elif self.journey.stage is Stage.PREPARATION:
            self.journey.stage = Stage.INTERVIEW
        self.proceed()

    def correct(self, answer: str, at: int) -> bool:
        """Give the last question that `answer` may answer this one; False where there is none."""
        question = self.interview.correct(answer)
        if not question:
            return False
        due = self.interview.to_confirm() or self.interview.refusal() or self.asking.question
        if due or self.interviewing or self.journey.stage is Stage.PREPARATION:
            self.freeze(at)
            self.talk.say(self.wording.sorry)
            self._ask_anew()
        else:
            self.reply(self.wording.sorry, self.wording.answer_read_back(question, answer))
        return True

    def _refuse(self, refusal: Refusal) -> None:
        self.talk.note("refused", reason=refusal.reason)
        self.finish("refused", *refusal.sentences)

    def _after_interview(self, teach: Callable[[], None]) -> None:
        if self.journey.stage is Stage.INTERVIEW:
            self._prepare()
        elif self.journey.stage is Stage.AFTERWARDS:
            self._close_well()
        elif self._since_then:
            self._since_then = False
            self.pause(self.wording.as_before[self.journey.side or self.journey.order[0]], self.wording.say_ready)
        else:
            teach()

    def _prepare(self) -> None:
        self.teaching.tool = self.interview.answers.get("tool", "")
        self.teaching.knows_the_way = self._known
        self.journey.choose_feet(self.interview.order_of_feet())
        self.talk.say(*self.interview.read_back())
        self.teaching.enter()

    def _close_well(self) -> None:
        massages = self.this_week + 1
        self.finish("done", *last_words(self.journey, self.interview, self.teaching, self.wording, massages))

    # --- an interrupted session -----------------------------------------------------------------------------------

    def _offer_answered(self, answer: str) -> None:
        offer, self._offer = self._offer, None
        if answer == "yes" and offer:
            self._take_up(offer)
        else:
            self.talk.note("begun anew")
            self.talk.say(self.wording.afresh)
            self.proceed()

    def _take_up(self, offer: Resume) -> None:
        """Go on where an earlier session was interrupted, once it is known what has changed since."""
        self.talk.note("taken up")
        self._taken_up = True
        kept = {id_: answer for id_, answer in offer.answers.items() if not id_.startswith(("before", "after"))}
        self.interview.answers.update(kept)
        self.unsettled = offer.unsettled
        take_up(self.journey, offer)
        self.teaching.take_up(offer.tool)
        self._since_then = True
        self.proceed()

    @property
    def remembers(self) -> Mapping[str, str]:
        """What the next session is to know of this one: feet, tool, counts, speed and volume."""
        settings, answers = self.settings, self.interview.answers
        feet = {each: answers[each] for each in LAST_TIME if each in answers}
        last = self.teaching.tool or self._tool_before
        tool = {"tool": last} if last else {}
        voice = {"count": settings.count_style.value, "rate": str(settings.words_a_minute)}
        return {**feet, **tool, **voice, "gain": f"{settings.gain_db:g}"}
