"""Teaches the journey's present step: what it needs to know, the instruction, the lead-in, and the clock.

Pure; times in samples.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from coach.clock import RATE, samples
from coach.language.intents import TOOLS, YES_NO
from coach.language.wording import Wording
from coach.routines.routine import Side, Step
from coach.session.asking import Asking
from coach.session.effects import Cue, Schedule
from coach.session.hold import CountStyle, HoldClock, cues
from coach.session.journey import Ending, FootProgress, Journey, Stage
from coach.session.questions import FROZEN, Question
from coach.session.settings import Settings
from coach.session.table import State
from coach.session.talk import Talk
from coach.units import AudioTime, Seconds

GET_SET = samples(0.7)
"""From the end of the lead-in to second 0 of a hold."""
MORE_TIME = samples(10)


@dataclass(frozen=True, slots=True)
class Released:
    """A clock that ran to its end: where it was, and when its second 0 and its end were."""

    step: Step
    foot: FootProgress | None
    """None in the preparation."""
    side: Side | None
    index: int
    """Of the step, counted from 0."""
    zero: AudioTime
    end: AudioTime

    def seconds_held(self, at: AudioTime) -> Seconds:
        """Seconds of it that had been held at `at`."""
        return round((min(max(at, self.zero), self.end) - self.zero) / RATE, 3)


class Teaching:
    """The present step, or the changeover. `proceed` is called when it is over and the journey has advanced."""

    def __init__(
        self,
        journey: Journey,
        wording: Wording,
        settings: Settings,
        talk: Talk,
        asking: Asking,
        proceed: Callable[[], None],
    ) -> None:
        self._journey = journey
        self._wording = wording
        self._settings = settings
        self._talk = talk
        self._asking = asking
        self._proceed = proceed
        self.state = State.TELLING
        """What it does while nothing is asked and nothing paused."""
        self.clock: HoldClock | None = None
        """The present step's, whether it runs or stands; None for an untimed step."""
        self.nothing_frozen = False
        """Whether nothing frozen may touch the feet: such tools and steps are left out, and not named."""
        self.tool = ""
        """The tool chosen, or ""."""
        self.knows_the_way = False
        """Whether the preparation is told in short, to who has been here before."""
        self.last_released: Released | None = None
        """The clock that last ran to its end."""
        self._patience = asking.patience
        self._instructed = False
        self._in_full = False
        """Whether the instruction is told in full, though the other foot has heard it."""
        self._gate_passed = False
        self._just_answered = ""
        """The question about the present step whose answer may still be taken back by going back, or ""."""
        self._gate_left: tuple[Side, int] | None = None
        """Where the last step is that was left out for the answer to its question."""
        self.gate_answer = ""
        """What was answered to the last question before a step."""
        self._half_duplex = False

    # --- from the beginning of a step to its end ------------------------------------------------------------------

    def take_up(self, tool: str) -> None:
        """Stand at the journey's place with the `tool` of an earlier session; nothing of it has been said yet."""
        self.tool = tool
        self.clock = self._journey.clock()
        self._instructed, self._gate_passed = False, False

    def enter(self) -> None:
        """Begin at the journey's place."""
        self.clock = self._journey.clock()
        self._instructed, self._gate_passed, self._in_full = False, False, False
        self._just_answered = ""
        self._begin()

    def repeat(self) -> None:
        """Say all of the present step once more, in full, and go on from there; what was held is kept."""
        self._in_full = True
        self._begin()

    def change_tool(self, tool: str) -> bool:
        """Take `tool` from now on; whether the present step is one in which it matters."""
        self.tool = tool
        step = self._journey.step
        return step is not None and tool in self._offered(step)

    def may_use(self, tool: str) -> bool:
        """Whether `tool` may be used on these feet."""
        return not (self.nothing_frozen and tool == FROZEN)

    def _begin(self) -> None:
        self.state = State.TELLING
        step, side = self._journey.step, self._journey.side
        if step and self.left_out(step):
            self._talk.say(self._wording.nothing_frozen)
            self.end_step(Ending.LEFT_OUT, self._talk.quiet_since)
        elif step:
            self._prepare(step)
        elif side:
            self._talk.say(*self._changeover(side), then=self._wait)

    def left_out(self, step: Step) -> bool:
        """Whether a step cannot be done without anything frozen, where that is ruled out."""
        needs_cold = self._wording.is_frozen(step) or bool(step.tools and not self._offered(step))
        return self.nothing_frozen and needs_cold

    def go_on(self, at: int) -> None:
        """Take up what was interrupted: the instruction from its start, a clock from where it stands."""
        if not self._instructed:
            self._begin()
        elif self.clock:
            self.lead_in(at)
        else:
            self.state = State.TELLING
            self._talk.say(self._wording.say_ready, then=self._wait)

    def lead_in(self, at: int, *before: str) -> None:
        """Say `before`, what is left of a clock that has run already, and the lead-in; then the clock runs."""
        step, clock = self._journey.step, self.clock
        if step is None or clock is None:
            return
        self.state, self._instructed = State.LEADING_IN, True
        left = (self._wording.seconds_left(clock.seconds_left(at)),) if clock.elapsed else ()
        self._talk.say(*before, *left, self._wording.lead_in, then=partial(self._start_clock, step, clock))

    def freeze(self, at: int) -> None:
        """The clock stands as it was at `at`."""
        if self.clock:
            self.clock.stop(at)
        if self.state is State.TIMING:
            self.state = State.LEADING_IN

    def end_step(self, ending: Ending, at: int) -> None:
        """The present step, or the changeover, is over."""
        self.freeze(at)
        self._asking.before = None
        if self._journey.step:
            self.note("step", ending=ending.value, seconds=self.seconds_held)
        self._journey.end_step(ending)
        self._journey.advance()
        self._proceed()

    @property
    def deadline(self) -> int | None:
        """When the clock that runs is at its end."""
        return self.clock.end if self.state is State.TIMING and self.clock else None

    def time_up(self, at: int) -> None:
        """The clock has run to its end, at `at`."""
        journey, clock = self._journey, self.clock
        if journey.step and clock and clock.zero is not None:
            on_foot = journey.stage is Stage.FOOT
            foot, side = (journey.foot, journey.side) if on_foot else (None, None)
            self.last_released = Released(journey.step, foot, side, foot.index if foot else 0, clock.zero, at)
        self.end_step(Ending.DONE, at)

    @property
    def released_at(self) -> int:
        """When a clock last ran to its end."""
        return self.last_released.end if self.last_released else 0

    def released_after(self, at: int) -> Released | None:
        """The clock that ran to its end after `at`: what was said then was said in its step."""
        return self.last_released if self.last_released and at < self.last_released.end else None

    # --- counts and time ------------------------------------------------------------------------------------------

    @property
    def seconds_held(self) -> float:
        """Seconds of the present step held so far, while its clock stands."""
        return round(self.clock.elapsed / RATE, 3) if self.clock else 0.0

    def half_duplex(self, is_so: bool, at: int) -> None:
        """Whether the coach cannot listen while it speaks: counts then leave gaps to be heard in."""
        self._half_duplex = is_so
        self.recount(at)

    def recount(self, at: int) -> None:
        """Count on from `at` in the style and to the end that now hold."""
        step, clock = self._journey.step, self.clock
        if self.state is State.TIMING and step and clock:
            self._talk.emit(Schedule(tuple(cue for cue in self._cues(step, clock) if cue.at >= at)))

    def more_time(self, at: int) -> bool:
        """Ten seconds more; False where the clock is as long as it may be."""
        longer = self.clock is not None and self.clock.lengthen(MORE_TIME)
        if longer:
            self.recount(at)
        return longer

    def _start_clock(self, step: Step, clock: HoldClock, at: int) -> None:
        zero = clock.start(at + GET_SET)
        self.state, self._just_answered, self._asking.before = State.TIMING, "", None
        self._talk.emit(Schedule(self._cues(step, clock)))
        self.note("clock", zero=zero, elapsed=clock.elapsed, target=clock.target)

    def _cues(self, step: Step, clock: HoldClock) -> tuple[Cue, ...]:
        style = self._settings.count_style
        if self._half_duplex and style is CountStyle.EVERY:
            style = CountStyle.FIVES
        if self.nothing_frozen:
            step = replace(step, cues=tuple(cue for cue in step.cues if not self._wording.names_frozen(cue.text)))
        return cues(step, clock, style, self._wording)

    # --- what is said ---------------------------------------------------------------------------------------------

    def sentences(self) -> tuple[str, ...]:
        """What the present step or the changeover tells to do; nothing before a tool is chosen."""
        step, side = self._journey.step, self._journey.side
        if step:
            return self._instruction(step)
        return self._changeover(side) if side and self._journey.stage is Stage.CHANGEOVER else ()

    def _changeover(self, side: Side) -> tuple[str, ...]:
        routine = self._journey.routine
        return (self._wording.other_side[side], *self.allowed(routine.changeover), self._wording.say_ready)

    def _instruct(self, step: Step) -> None:
        then: Callable[[int], None] = (lambda at: self.lead_in(at)) if step.timed else self._wait
        if self._runs_on(step):
            then = partial(self.end_step, Ending.DONE)
        self._talk.say(*self._opening(step), *self._told(step), then=then)

    def _opening(self, step: Step) -> tuple[str, ...]:
        """On coming back in the middle of a step, where that is."""
        side = self._journey.side
        if step.per_foot and side and self.clock and self.clock.elapsed:
            return (self._wording.side_returns(side, step),)
        return ()

    def _told(self, step: Step) -> tuple[str, ...]:
        """The instruction: in short on the second foot, where it was told in full on the first."""
        return self._briefly(step) if self._told_before(step) and not self._in_full else self._instruction(step)

    def _told_before(self, step: Step) -> bool:
        side = self._journey.side
        if self._journey.stage is Stage.PREPARATION:
            return self.knows_the_way and bool(step.again)
        if side is None or self._journey.stage is not Stage.FOOT:
            return False
        return self._journey.feet[side.other].endings.get(self._journey.foot.index) is Ending.DONE

    def _runs_on(self, step: Step) -> bool:
        """Whether it is told in one breath with the last of the preparation, and one "ready" will do for both."""
        journey = self._journey
        left = journey.routine.preparation[journey.preparation_index + 1 :]
        one_left = journey.stage is Stage.PREPARATION and len(left) == 1
        return one_left and not self._in_full and self._told_before(step) and self._told_before(left[0])

    def _briefly(self, step: Step) -> tuple[str, ...]:
        again = replace(step, again="") if self.nothing_frozen and self._wording.names_frozen(step.again) else step
        return (
            self._as_before(again),
            *self._spared(step),
            *self._how_long(step),
            *(() if step.timed or self._runs_on(step) else (self._wording.say_ready,)),
        )

    def _as_before(self, step: Step) -> str:
        if self._journey.stage is Stage.PREPARATION and step.again:
            return self._wording.prepared_as_before_step(step, first=self._journey.preparation_index == 0)
        return self._wording.as_before_step(step)

    def _instruction(self, step: Step) -> tuple[str, ...]:
        return (
            *self.allowed(step.tools.get(self._tool_of(step), ()) if step.tools else step.instruction),
            *self.allowed(step.caution),
            *self._spared(step),
            *self._how_long(step),
            *(() if step.timed else (self._wording.say_ready,)),
        )

    def allowed(self, sentences: tuple[str, ...]) -> tuple[str, ...]:
        """`sentences`, without those that name anything frozen where that is ruled out."""
        if not self.nothing_frozen:
            return sentences
        return tuple(text for text in sentences if not self._wording.names_frozen(text))

    def _spared(self, step: Step) -> tuple[str, ...]:
        spared = step.per_foot and not step.explores and self._journey.foot.spared
        return (self._wording.sharp_spot,) if spared else ()

    def _how_long(self, step: Step) -> tuple[str, ...]:
        """How long it takes; on coming back the lead-in says what is left."""
        begun = self.clock and self.clock.elapsed
        return (self._wording.how_long(step.seconds),) if step.timed and not begun else ()

    def _wait(self, at: int) -> None:
        self.state, self._instructed = State.WAITING, True
        self._patience.begin(at)

    # --- what a step needs to know --------------------------------------------------------------------------------

    def _prepare(self, step: Step) -> None:
        """Ask what a step needs to know, then give its instruction."""
        offered = self._offered(step)
        if step.gate and not self._gate_passed:
            self._asking.ask(Question("gate", (step.gate,), YES_NO), self._gate_answered)
        elif len(offered) > 1 and self.tool not in offered:
            question = Question("tool", (self._wording.ask_tool(offered),), TOOLS & frozenset(offered))
            self._asking.ask(question, self._tool_answered)
        else:
            self._instruct(step)

    def _offered(self, step: Step) -> tuple[str, ...]:
        return tuple(tool for tool in step.tools if self.may_use(tool))

    def _tool_of(self, step: Step) -> str:
        offered = self._offered(step)
        return offered[0] if len(offered) == 1 else self.tool

    def _gate_answered(self, answer: str, at: int) -> None:
        asked, self.gate_answer = self._asking.before, answer
        if answer == "yes":
            self._gate_left = self._journey.place
            self._talk.say(self._wording.left_out)
            self.end_step(Ending.LEFT_OUT, at)
            self._asking.before = self._asking.before or asked
        else:
            self._gate_passed, self._just_answered = True, "gate"
            self._begin()

    def _tool_answered(self, answer: str, at: int) -> None:
        self.tool, self._just_answered = answer, "tool"
        self._talk.say(self._wording.tool_read_back[answer])
        self._begin()

    def ask_again(self) -> bool:
        """Take back the answer to the question about the present step; False where none was given just now."""
        just, self._just_answered = self._just_answered, ""
        if just == "gate":
            self._gate_passed = False
        elif just == "tool":
            self.tool = ""
        if just:
            self._instructed = False  # so that going on asks once more, though the step was told before
        return bool(just)

    def return_to_gate(self) -> bool:
        """Go to the step that was left out for the last answer to a question before a step; False where none was."""
        place, self._gate_left = self._gate_left, None
        if place is None or self.gate_answer != "yes":
            return False
        self._journey.return_to(*place)
        return True

    def note_stopped(self) -> None:
        """Note that the present step was broken off for good."""
        self.note("step", ending=Ending.STOPPED.value, seconds=self.seconds_held)

    # --- notes ----------------------------------------------------------------------------------------------------

    def note(self, what: str, **details: str | int | float | bool) -> None:
        """A note that says where in the routine it happened."""
        place: dict[str, str | int | float | bool] = {}
        if self._journey.side and self._journey.stage is not Stage.PREPARATION:
            place["foot"] = self._journey.side.value
        if self._journey.step:
            place["step"] = self._journey.step.id
        self._talk.note(what, **(place | details))
