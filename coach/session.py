"""The session: events in, effects out. A table says what each intent does; audio time is the only clock.

Pure: no thread, clock, file, print or third-party import.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coach import interview, wording
from coach.clock import RATE, samples
from coach.effects import Effect, Finish, Listen, Note, Schedule, Sound, Speak, Tone
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
from coach.hold import CountStyle, HoldClock, cues
from coach.intents import AFTER_HURT, ANSWERS, SAFETY, TOOLS, YES_NO, Intent, Live
from coach.interview import Question, Refusal
from coach.journey import Ending, Journey, Stage
from coach.routine import Routine, Side, Step
from coach.talk import Talk

GET_SET = samples(0.7)
"""From the end of the lead-in to second 0 of a hold."""
ASK_AGAIN = samples(10)
"""A question without an answer is asked again after this long, once."""
REMIND = samples(180)
CLOSE = samples(900)
MORE_TIME = samples(10)
NEARLY_AT_MOST_EVERY = samples(60)
RATES = (110, 120, 130, 140, 150, 160, 170, 180, 190, 200)
GAIN_STEP_DB = 3.0
GAIN_LIMIT_DB = 12.0


class Mode(StrEnum):
    """What the coach is doing."""

    TALKING = "talking"
    ASKING = "asking"
    INSTRUCTING = "instructing"
    WAITING = "waiting"
    LEADING_IN = "leading in"
    TIMING = "timing"
    PAUSED = "paused"
    OVER = "over"


@dataclass(slots=True)
class Settings:
    """What a person may choose, at the start and by voice."""

    count_style: CountStyle = CountStyle.EVERY
    words_a_minute: int = 150
    gain_db: float = 0.0


@dataclass(slots=True)
class _Asked:
    """The question now open."""

    question: Question
    times: int = 1
    since: int | None = None
    """When it had been said last; None while it is being said."""


@dataclass(frozen=True, slots=True)
class View:
    """What the screen may show, as it is at one moment."""

    stage: Stage
    mode: Mode
    side: Side | None
    step: Step | None
    part: tuple[int, int] | None
    question: str
    """The id of the question that is open, or ""."""
    asked: int
    """How often it has been asked."""
    speaking: bool
    live: Live
    clock: HoldClock | None
    settings: Settings


class Session:
    """One session, from the welcome to the closing sentence.

    `handle` takes what happened and gives what to do. `deadline` is when a TimeUp is wanted, or None.
    """

    def __init__(
        self, routine: Routine, settings: Settings | None = None, remembered: Mapping[str, str] | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.journey = Journey(routine)
        self.mode = Mode.TALKING
        self.answers: dict[str, str] = {}
        self._remembered = dict(remembered or {})
        self._out: list[Effect] = []
        self._talk = Talk(self._out.append)
        self._clock: HoldClock | None = None
        self._asked: _Asked | None = None
        self._instructed = False
        self._tool = ""
        self._gate_passed = False
        self._live = Live(commands=False)
        self._quiet_since = 0
        self._reminded = False
        self._missed_once = False
        self._nearly_told: int | None = None
        self._half_duplex = False
        self._commands = self._command_table()

    # --- events ---------------------------------------------------------------------------------------------------

    def handle(self, event: Event) -> list[Effect]:
        """Take `event` in; gives what is to be done, in order."""
        if self.mode is Mode.OVER and not isinstance(event, Spoken):
            return []
        match event:
            case Begun():
                self._begin()
            case Heard():
                self._heard(event)
            case NearlyHeard():
                self._nearly_heard(event)
            case SentenceBegun():
                self._talk.sentence_begun(event.say_id, event.index)
            case Spoken():
                self._talk.spoken(event.say_id, event.at)
            case TimeUp():
                self._time_up(event.at)
            case MicrophoneLost():
                self._reply(wording.MICROPHONE_LOST)
            case MicrophoneFound():
                self._reply(wording.MICROPHONE_FOUND)
            case CannotListenWhileSpeaking():
                self._half_duplex = event.is_so
                self._reschedule(event.at)
        return self._done()

    def _done(self) -> list[Effect]:
        live = self._what_is_live()
        if live != self._live:
            self._live = live
            self._out.append(Listen(live))
        out = self._out.copy()
        self._out.clear()
        return out

    def view(self) -> View:
        """The session as the screen shows it."""
        journey = self.journey
        return View(
            stage=journey.stage,
            mode=self.mode,
            side=journey.side,
            step=journey.step,
            part=journey.part if journey.stage is Stage.FOOT else None,
            question=self._asked.question.id if self._asked else "",
            asked=self._asked.times if self._asked else 0,
            speaking=self._talk.speaking,
            live=self._live,
            clock=self._clock,
            settings=self.settings,
        )

    @property
    def deadline(self) -> int | None:
        """The audio time at which the session wants a TimeUp."""
        if self.mode is Mode.TIMING and self._clock:
            return self._clock.end
        if self._talk.speaking or self.mode in {Mode.TALKING, Mode.OVER}:
            return None
        if self._asked and self._asked.since is not None and self._asked.times < 3:
            return self._asked.since + ASK_AGAIN
        return self._quiet_since + (CLOSE if self._reminded else REMIND)

    def _time_up(self, at: int) -> None:
        if self.deadline is None or at < self.deadline:
            return
        if self.mode is Mode.TIMING:
            self._end_step(Ending.DONE, at)
        elif self._asked and self._asked.since is not None and self._asked.times < 3:
            self._ask_again(self._asked)
        elif self._reminded:
            self._note("closed", after_seconds=CLOSE // RATE)
            self._finish("silence", wording.CLOSED)
        else:
            self._reminded = True
            self._talk.say(wording.REMIND)

    def _what_is_live(self) -> Live:
        if self.mode is Mode.OVER or self.journey.stage is Stage.WELCOME:
            return Live(commands=False)
        step = self.journey.step
        guide = self.journey.stage in {Stage.PREPARATION, Stage.FOOT, Stage.CHANGEOVER}
        return Live(
            answers=self._asked.question.answers if self._asked else frozenset(),
            paused=self.mode is Mode.PAUSED,
            waiting=guide and self.mode in {Mode.WAITING, Mode.INSTRUCTING},
            timed=step is not None and step.timed,
        )

    def _heard(self, heard: Heard) -> None:
        self._missed_once = False
        if heard.match.intent is Intent.ANSWER:
            if self._asked and heard.match.answer in self._asked.question.answers:
                self._accept(heard)
                self._answered(self._asked.question, heard)
            return
        self._accept(heard)
        self._commands[heard.match.intent](heard)

    def _accept(self, heard: Heard) -> None:
        self._quiet_since, self._reminded = heard.at, False
        self._out.append(Sound(Tone.ACCEPTED))

    def _nearly_heard(self, event: NearlyHeard) -> None:
        recently = self._nearly_told is not None and event.at - self._nearly_told < NEARLY_AT_MOST_EVERY
        if self._missed_once and not recently:
            self._missed_once, self._nearly_told = False, event.at
            self._reply(wording.nearly(self._live))
        else:
            self._missed_once = True

    # --- from start to end ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._note("begun", routine=self.journey.routine.name, digest=self.journey.routine.digest)
        self._talk.say(*wording.WELCOME, *self.journey.routine.purpose, then=lambda at: self._interview(at))

    def _interview(self, at: int) -> None:
        """Ask what is still to be asked before or after the massage, else go on."""
        if self.journey.stage is Stage.AFTERWARDS:
            self._ask_afterwards()
            return
        self.journey.stage = Stage.INTERVIEW
        step = interview.next_before(self.answers, self._remembered)
        match step:
            case Question():
                self._ask(step)
            case Refusal():
                self._note("refused", reason=step.reason)
                self._finish("refused", *step.sentences)
            case None:
                self.journey.choose_feet(interview.order_of_feet(self.answers))
                self._talk.say(wording.PREPARE)
                self._enter_step()

    def _ask_afterwards(self) -> None:
        question = interview.next_after(self.answers, self.journey.massaged())
        if question:
            self._ask(question)
            return
        self.journey.stage = Stage.CLOSING
        worse = wording.WORSE_AFTER if interview.got_worse(self.answers) else ()
        self._finish("done", *worse, *(self.journey.routine.closing or (wording.KIND_END,)))

    def _finish(self, reason: str, *sentences: str) -> None:
        self._note("over", reason=reason)
        self.mode, self._asked = Mode.OVER, None
        self._talk.say(*sentences, then=lambda at: self._out.append(Finish(reason)))

    # --- questions ------------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        self.mode = Mode.ASKING
        self._asked = _Asked(question)
        self._say_question(question.sentences)

    def _say_question(self, sentences: tuple[str, ...]) -> None:
        self._talk.say(*sentences, then=self._question_spoken)

    def _question_spoken(self, at: int) -> None:
        self._quiet_since = at
        if self._asked:
            self._asked.since = at

    def _ask_again(self, asked: _Asked) -> None:
        asked.times, asked.since = asked.times + 1, None
        if asked.times == 2:
            self._say_question(asked.question.sentences[-1:])
        else:
            keys = wording.key_names(asked.question.answers)
            self._say_question((wording.ASK_AGAIN_BY_KEY.format(keys=keys),))

    def _answered(self, question: Question, heard: Heard) -> None:
        answer = heard.match.answer
        self._talk.hush()
        self._asked = None
        self._note("answer", question=question.id, answer=answer)
        special: dict[str, Callable[[str, int], None]] = {
            "stop": self._stop_answered,
            "end": self._end_answered,
            "hurt": self._hurt_answered,
            "gate": self._gate_answered,
            "tool": self._tool_answered,
        }
        if question.id in special:
            special[question.id](answer, heard.at)
            return
        self.answers[question.id] = answer
        if question.id == "same" and answer == "yes":
            self.answers |= {"feeling": "no", "diabetes": "no"}
        self._talk.say(interview.read_back(question.id, answer))
        self._interview(heard.at)

    # --- steps ----------------------------------------------------------------------------------------------------

    def _enter_step(self) -> None:
        """Begin at the journey's place."""
        self._instructed, self._gate_passed, self._clock, self._asked = False, False, None, None
        self.mode = Mode.INSTRUCTING
        stage = self.journey.stage
        if stage is Stage.CHANGEOVER:
            self._change_over()
        elif stage is Stage.AFTERWARDS:
            self._interview(0)
        else:
            self._prepare_step()

    def _change_over(self) -> None:
        side = self.journey.side
        assert side is not None
        sentences = (wording.other_side(side), *self.journey.routine.changeover, wording.SAY_READY)
        self._talk.say(*sentences, then=self._wait)

    def _prepare_step(self) -> None:
        """Ask what a step needs to know, then give its instruction."""
        step = self._step()
        if step.gate and not self._gate_passed:
            self._ask(Question("gate", (step.gate,), YES_NO))
        elif step.tools and self._tool not in step.tools:
            barred = {"bottle"} if interview.no_frozen_bottle(self.answers) else set()
            offered = tuple(tool for tool in step.tools if tool not in barred)
            self._ask(Question("tool", (wording.ask_tool(offered),), TOOLS & frozenset(offered)))
        else:
            self._instruct(step)

    def _instruct(self, step: Step) -> None:
        self.mode = Mode.INSTRUCTING
        then = self._lead_in if step.timed else self._wait
        self._talk.say(*self._opening(step), *self._instruction(step), then=then)

    def _opening(self, step: Step) -> tuple[str, ...]:
        if not step.per_foot:
            return ()
        side, (part, parts) = self.journey.side, self.journey.part
        begins = part == 1 and side is not None and side is self.journey.order[0]
        first = (wording.foot_begins(side),) if begins and side else ()
        return (*first, wording.title(step, part, parts))

    def _instruction(self, step: Step) -> tuple[str, ...]:
        spare = step.per_foot and not step.explores and self.journey.foot.spared
        return (
            *(step.tools[self._tool] if step.tools else step.instruction),
            *step.caution,
            *((wording.SHARP_SPOT,) if spare else ()),
            *(() if step.timed else (wording.SAY_READY,)),
        )

    def _wait(self, at: int) -> None:
        self.mode, self._instructed, self._quiet_since = Mode.WAITING, True, at

    def _lead_in(self, at: int) -> None:
        step = self._step()
        foot = self.journey.foot if step.per_foot else None
        elapsed = foot.elapsed.get(foot.index, 0) if foot else 0
        self._clock = self._clock or HoldClock(samples(step.seconds), elapsed)
        self.mode, self._instructed = Mode.LEADING_IN, True
        left = (wording.seconds_left(self._clock.seconds_left(at)),) if self._clock.elapsed else ()
        self._talk.say(*left, wording.LEAD_IN, then=self._start_clock)

    def _start_clock(self, at: int) -> None:
        clock = self._running_clock()
        clock.start(at + GET_SET)
        self.mode = Mode.TIMING
        self._out.append(Schedule(self._cues(clock)))
        self._note_step("clock", zero=clock.zero or 0, elapsed=clock.elapsed, target=clock.target)

    def _cues(self, clock: HoldClock, after: int = 0) -> tuple:  # type: ignore[type-arg]
        style = self.settings.count_style
        if self._half_duplex and style is CountStyle.EVERY:
            style = CountStyle.FIVES
        return tuple(cue for cue in cues(self._step(), clock, style) if cue.at >= after)

    def _reschedule(self, at: int) -> None:
        """Count on from `at` in the style and to the end that now hold."""
        if self.mode is Mode.TIMING and self._clock:
            self._out.append(Schedule(self._cues(self._clock, at)))

    def _end_step(self, ending: Ending, at: int) -> None:
        """The present step is over: note it and begin what follows."""
        self._stop_clock(at)
        if self.journey.step:
            self._note_step("step", ending=ending.value, seconds=self._seconds_held())
        self.journey.end_step(ending)
        self.journey.advance()
        self._enter_step()

    def _seconds_held(self) -> float:
        return round(self._clock.elapsed / RATE, 3) if self._clock else 0.0

    def _stop_clock(self, at: int) -> None:
        """Freeze the clock as it was at `at`, and keep it as the foot's."""
        if self._clock:
            self._clock.stop(at)
            if self.journey.stage is Stage.FOOT and self._clock.elapsed < self._clock.target:
                self.journey.foot.elapsed[self.journey.foot.index] = self._clock.elapsed

    def _go_on(self, at: int) -> None:
        """Take up again what was interrupted."""
        stage = self.journey.stage
        if stage in {Stage.INTERVIEW, Stage.AFTERWARDS}:
            self._interview(at)
        elif stage is Stage.WELCOME:
            self._begin()
        elif not self._instructed:
            self._enter_step() if stage is Stage.CHANGEOVER else self._prepare_step()
        elif self._clock:
            self._lead_in(at)
        else:
            self.mode = Mode.INSTRUCTING
            self._talk.say(wording.SAY_READY, then=self._wait)

    def _interrupt(self, at: int) -> None:
        """Silence, and the clock frozen as it was when the person began to speak."""
        self._talk.hush()
        self._stop_clock(at)
        self._asked = None

    def _step(self) -> Step:
        step = self.journey.step
        assert step is not None
        return step

    def _running_clock(self) -> HoldClock:
        assert self._clock is not None
        return self._clock

    # --- replies --------------------------------------------------------------------------------------------------

    def _reply(self, *sentences: str) -> None:
        """Say something in between: over the counts while a clock runs, else before what is being said goes on."""
        if self.mode is Mode.TIMING:
            self._talk.say_over_counts(*sentences)
        elif self.mode is not Mode.OVER:
            self._talk.put_in(*sentences)

    def _not_now(self, *why: str) -> None:
        self._reply(*why, wording.not_now(self._live))

    # --- commands -------------------------------------------------------------------------------------------------

    def _command_table(self) -> dict[Intent, Callable[[Heard], None]]:
        return {
            Intent.NEXT: self._on_next,
            Intent.BACK: self._on_back,
            Intent.REPEAT: self._on_repeat,
            Intent.PAUSE: self._on_pause,
            Intent.RESUME: self._on_resume,
            Intent.READY: self._on_ready,
            Intent.SWITCH_FOOT: self._on_switch_foot,
            Intent.TIME_LEFT: self._on_time_left,
            Intent.MORE_TIME: self._on_more_time,
            Intent.HURTS: self._on_hurts,
            Intent.STOP: self._on_stop,
            Intent.END: self._on_end,
            Intent.HELP: self._on_help,
            Intent.SLOWER: lambda heard: self._on_rate(-1, wording.SLOWER),
            Intent.FASTER: lambda heard: self._on_rate(+1, wording.FASTER),
            Intent.LOUDER: lambda heard: self._on_gain(+GAIN_STEP_DB, wording.LOUDER),
            Intent.QUIETER: lambda heard: self._on_gain(-GAIN_STEP_DB, wording.QUIETER),
            Intent.FEWER_COUNTS: lambda heard: self._on_counts(self.settings.count_style.fewer, heard.at),
            Intent.MORE_COUNTS: lambda heard: self._on_counts(self.settings.count_style.more, heard.at),
        }

    def _in_interview(self) -> bool:
        return self.journey.stage in {Stage.INTERVIEW, Stage.AFTERWARDS}

    def _on_next(self, heard: Heard) -> None:
        if self._in_interview():
            self._reply(wording.NEED_AN_ANSWER)
            return
        step = self.journey.step
        timed = step is not None and (step.timed or not self._instructed)
        self._interrupt(heard.start)
        self._end_step(Ending.SKIPPED if timed else Ending.DONE, heard.start)

    def _on_back(self, heard: Heard) -> None:
        if self._in_interview():
            self._back_in_interview(heard)
            return
        if self.journey.stage is Stage.CHANGEOVER or not self._can_go_back():
            self._reply(wording.FIRST_STEP)
            return
        self._interrupt(heard.start)
        self.journey.back()
        self._enter_step()

    def _can_go_back(self) -> bool:
        journey = self.journey
        place = journey.preparation_index if journey.stage is Stage.PREPARATION else journey.foot.index
        return place > 0

    def _back_in_interview(self, heard: Heard) -> None:
        """Take the last answer of this part of the interview back, and ask for it again."""
        part = "after" if self.journey.stage is Stage.AFTERWARDS else ""
        given = [question for question in self.answers if question.startswith(part)]
        if not given:
            self._reply(wording.NO_FURTHER_BACK)
            return
        self._interrupt(heard.start)
        last = given[-1]
        if self.answers.get("same") == "yes" and last in {"feeling", "diabetes"}:
            for question in ("feeling", "diabetes"):
                self.answers.pop(question)
            last = "same"
        self.answers.pop(last)
        self._interview(heard.at)

    def _on_repeat(self, heard: Heard) -> None:
        if self._asked and self.mode is Mode.ASKING:
            asked = self._asked
            self._interrupt(heard.start)
            self._ask(asked.question)
        elif self.mode is Mode.PAUSED and self.journey.step:
            self._talk.say(*self._instruction(self.journey.step))
        elif self.journey.stage is Stage.CHANGEOVER or not self.journey.step:
            self._interrupt(heard.start)
            self._enter_step()
        else:
            self._interrupt(heard.start)
            self._prepare_step()

    def _on_pause(self, heard: Heard) -> None:
        self._interrupt(heard.start)
        self.mode = Mode.PAUSED
        self._note_step("paused", seconds=self._seconds_held())
        self._talk.say(wording.PAUSED, then=self._still)

    def _still(self, at: int) -> None:
        self._quiet_since = at

    def _on_resume(self, heard: Heard) -> None:
        asking_about_ending = self._asked is not None and self._asked.question.id in {"stop", "end"}
        if self.mode is not Mode.PAUSED and not asking_about_ending:
            self._not_now(wording.NOTHING_PAUSED)
            return
        self._interrupt(heard.start)
        self._note_step("resumed", seconds=self._seconds_held())
        self._go_on(heard.at)

    def _on_ready(self, heard: Heard) -> None:
        if self.mode is Mode.PAUSED:
            self._on_resume(heard)
        elif self.mode is Mode.INSTRUCTING and self.journey.step and self.journey.step.timed:
            self._interrupt(heard.start)
            self._lead_in(heard.at)
        elif self.mode in {Mode.WAITING, Mode.INSTRUCTING}:
            self._interrupt(heard.start)
            self._end_step(Ending.DONE, heard.start)
        else:
            self._not_now()

    def _on_switch_foot(self, heard: Heard) -> None:
        journey = self.journey
        if self._in_interview() or journey.stage is Stage.WELCOME:
            self._reply(wording.NEED_AN_ANSWER)
        elif journey.stage is Stage.PREPARATION:
            self._reply(wording.side_first(journey.other_first()))
        elif journey.side and journey.finished(journey.side.other):
            self._reply(wording.side_finished(journey.side.other))
        else:
            self._interrupt(heard.start)
            self._note_step("switched", seconds=self._seconds_held())
            journey.switch()
            self._enter_step()

    def _on_time_left(self, heard: Heard) -> None:
        step = self.journey.step
        if not step or not step.timed or self.mode is Mode.ASKING:
            self._not_now(wording.NO_CLOCK)
            return
        clock = self._clock or HoldClock(samples(step.seconds))
        self._reply(wording.clock_reply(clock.seconds_left(heard.at)))

    def _on_more_time(self, heard: Heard) -> None:
        if not self._clock or self.mode is Mode.ASKING:
            self._not_now(wording.NO_CLOCK)
            return
        self._clock.target += MORE_TIME
        self._reschedule(heard.at)
        self._reply(wording.ADD_SECONDS)

    def _on_help(self, heard: Heard) -> None:
        live = self._live
        if self.mode is Mode.TIMING:
            self._interrupt(heard.start)
            self._lead_in_after(wording.help_text(live))
        else:
            self._talk.put_in(*wording.help_text(live))

    def _lead_in_after(self, sentences: tuple[str, ...]) -> None:
        """Say `sentences` while the clock stands, then take the step up again."""
        self.mode = Mode.LEADING_IN
        self._talk.say(*sentences, then=self._lead_in)

    def _on_rate(self, steps: int, reply: str) -> None:
        place = min(range(len(RATES)), key=lambda i: abs(RATES[i] - self.settings.words_a_minute)) + steps
        self.settings.words_a_minute = RATES[min(max(place, 0), len(RATES) - 1)]
        self._voice_changed(reply)

    def _on_gain(self, step_db: float, reply: str) -> None:
        gain = self.settings.gain_db + step_db
        self.settings.gain_db = min(max(gain, -GAIN_LIMIT_DB), GAIN_LIMIT_DB)
        self._voice_changed(reply)

    def _voice_changed(self, reply: str) -> None:
        self._out.append(Speak(self.settings.words_a_minute, self.settings.gain_db))
        self._reply(reply)

    def _on_counts(self, style: CountStyle, at: int) -> None:
        self.settings.count_style = style
        self._reschedule(at)
        self._reply(wording.COUNTS[style.value])

    # --- safety, and ending ---------------------------------------------------------------------------------------

    def _on_hurts(self, heard: Heard) -> None:
        self._interrupt(heard.start)
        times = 1
        if self.journey.stage is Stage.FOOT:
            foot = self.journey.foot
            times = foot.hurts[foot.index] = foot.hurts.get(foot.index, 0) + 1
        self._note_step("hurt", said=heard.match.phrase, times=times, seconds=self._seconds_held())
        second = (wording.SECOND_HURT,) if times > 1 else ()
        sentences = (wording.PAUSED, wording.IS_IT_SHARP, *second, wording.AFTER_HURT)
        self._ask(Question("hurt", sentences, AFTER_HURT | YES_NO))

    def _hurt_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._end_hurt("sharp", *wording.SHARP_END)
        elif answer == "end":
            self._end_hurt("hurt", wording.KIND_END)
        elif answer == "no":
            self._ask(Question("hurt", (wording.AFTER_HURT,), AFTER_HURT | YES_NO))
        elif answer == "skip" and self.journey.step:
            self._end_step(Ending.STOPPED, at)
        else:
            self._ease_off(at)

    def _end_hurt(self, reason: str, *sentences: str) -> None:
        if self.journey.step:
            self._note_step("step", ending=Ending.STOPPED.value, seconds=self._seconds_held())
        self._finish(reason, *sentences)

    def _ease_off(self, at: int) -> None:
        step = self.journey.step
        explored = step is not None and step.explores
        if explored:
            self.journey.foot.spared = True
        self._talk.say(wording.EASE_OFF, *((wording.SPOT_LEFT_OUT,) if explored else ()))
        self._go_on(at)

    def _on_stop(self, heard: Heard) -> None:
        self._interrupt(heard.start)
        self._note_step("stopped", seconds=self._seconds_held())
        self._ask(Question("stop", (wording.PAUSED, wording.SHALL_I_END), YES_NO))

    def _stop_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._finish("stopped", wording.KIND_END)
            return
        self.mode = Mode.PAUSED
        self._talk.say(wording.STAYS_PAUSED, then=self._still)

    def _on_end(self, heard: Heard) -> None:
        self._interrupt(heard.start)
        self._ask(Question("end", (wording.END_FOR_TODAY,), YES_NO))

    def _end_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._finish("ended", wording.KIND_END)
            return
        self._talk.say(wording.GOES_ON)
        self._go_on(at)

    def _gate_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._talk.say(wording.LEFT_OUT)
            self._end_step(Ending.LEFT_OUT, at)
            return
        self._gate_passed = True
        self._prepare_step()

    def _tool_answered(self, answer: str, at: int) -> None:
        self._tool = answer
        self._talk.say(wording.tool_read_back(answer))
        self._prepare_step()

    # --- notes ----------------------------------------------------------------------------------------------------

    def _note(self, what: str, **details: str | int | float | bool) -> None:
        self._out.append(Note(what, details))

    def _note_step(self, what: str, **details: str | int | float | bool) -> None:
        """A note that says where in the routine it happened."""
        place: dict[str, str | int | float | bool] = {}
        if self.journey.side:
            place["foot"] = self.journey.side.value
        if self.journey.step:
            place["step"] = self.journey.step.id
        self._out.append(Note(what, place | details))


__all__ = ["ANSWERS", "SAFETY", "Mode", "Session", "Settings", "View"]
