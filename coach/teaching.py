"""Teaches the journey's present step: what it needs to know, the instruction, the lead-in, and the clock.

Pure; times in samples.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from coach.asking import Asking
from coach.clock import RATE, samples
from coach.effects import Cue, Schedule
from coach.hold import CountStyle, HoldClock, cues
from coach.intents import TOOLS, YES_NO
from coach.interview import Question
from coach.journey import Ending, FootProgress, Journey, Stage
from coach.routine import Side, Step
from coach.settings import Settings
from coach.talk import Talk
from coach.view import Mode
from coach.wording import Wording

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
    zero: int
    end: int

    def seconds_held(self, at: int) -> float:
        """Seconds of it that had been held at `at`."""
        return round(min(max(at, self.zero), self.end) / RATE - self.zero / RATE, 3)


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
        self.mode = Mode.INSTRUCTING
        """What it does while nothing is asked and nothing paused."""
        self.clock: HoldClock | None = None
        """The present step's, whether it runs or stands; None for an untimed step."""
        self.barred_tools: frozenset[str] = frozenset()
        self.last_released: Released | None = None
        """The clock that last ran to its end."""
        self._patience = asking.patience
        self._tool = ""
        self._instructed = False
        self._gate_passed = False
        self._half_duplex = False

    # --- from the beginning of a step to its end ------------------------------------------------------------------

    @property
    def tool(self) -> str:
        """The tool chosen, or ""."""
        return self._tool

    def take_up(self, tool: str) -> None:
        """Stand at the journey's place with the `tool` of an earlier session; nothing of it has been said yet."""
        self._tool = tool
        self.clock = self._journey.clock()
        self._instructed, self._gate_passed = False, False

    def enter(self) -> None:
        """Begin at the journey's place."""
        self.clock = self._journey.clock()
        self._instructed, self._gate_passed = False, False
        self.repeat()

    def repeat(self) -> None:
        """Say all of the present step once more, and go on from there; what was held is kept."""
        self.mode = Mode.INSTRUCTING
        step, side = self._journey.step, self._journey.side
        if step:
            self._prepare(step)
        elif side:
            self._talk.say(*self._changeover(side), then=self._wait)

    def go_on(self, at: int) -> None:
        """Take up what was interrupted: the instruction from its start, a clock from where it stands."""
        if not self._instructed:
            self.repeat()
        elif self.clock:
            self.lead_in(at)
        else:
            self.mode = Mode.INSTRUCTING
            self._talk.say(self._wording.say_ready, then=self._wait)

    def lead_in(self, at: int, *before: str) -> None:
        """Say `before`, what is left of a clock that has run already, and the lead-in; then the clock runs."""
        step, clock = self._journey.step, self.clock
        if step is None or clock is None:
            return
        self.mode, self._instructed = Mode.LEADING_IN, True
        left = (self._wording.seconds_left(clock.seconds_left(at)),) if clock.elapsed else ()
        self._talk.say(*before, *left, self._wording.lead_in, then=partial(self._start_clock, step, clock))

    def freeze(self, at: int) -> None:
        """The clock stands as it was at `at`."""
        if self.clock:
            self.clock.stop(at)
        if self.mode is Mode.TIMING:
            self.mode = Mode.LEADING_IN

    def end_step(self, ending: Ending, at: int) -> None:
        """The present step, or the changeover, is over."""
        self.freeze(at)
        if self._journey.step:
            self.note("step", ending=ending.value, seconds=self.seconds_held)
        self._journey.end_step(ending)
        self._journey.advance()
        self._proceed()

    @property
    def deadline(self) -> int | None:
        """When the clock that runs is at its end."""
        return self.clock.end if self.mode is Mode.TIMING and self.clock else None

    @property
    def released_at(self) -> int:
        """When a clock last ran to its end."""
        return self.last_released.end if self.last_released else 0

    def released_after(self, at: int) -> Released | None:
        """The clock that ran to its end after `at`: what was said then was said in its step."""
        return self.last_released if self.last_released and at < self.last_released.end else None

    def time_up(self, at: int) -> None:
        """The clock has run to its end, at `at`."""
        journey, clock = self._journey, self.clock
        if journey.step and clock and clock.zero is not None:
            on_foot = journey.stage is Stage.FOOT
            foot, side = (journey.foot, journey.side) if on_foot else (None, None)
            self.last_released = Released(journey.step, foot, side, foot.index if foot else 0, clock.zero, at)
        self.end_step(Ending.DONE, at)

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
        if self.mode is Mode.TIMING and step and clock:
            self._talk.emit(Schedule(tuple(cue for cue in self._cues(step, clock) if cue.at >= at)))

    def more_time(self, at: int) -> bool:
        """Ten seconds more; False where the clock is as long as it may be."""
        longer = self.clock is not None and self.clock.lengthen(MORE_TIME)
        if longer:
            self.recount(at)
        return longer

    def _start_clock(self, step: Step, clock: HoldClock, at: int) -> None:
        zero = clock.start(at + GET_SET)
        self.mode = Mode.TIMING
        self._talk.emit(Schedule(self._cues(step, clock)))
        self.note("clock", zero=zero, elapsed=clock.elapsed, target=clock.target)

    def _cues(self, step: Step, clock: HoldClock) -> tuple[Cue, ...]:
        style = self._settings.count_style
        if self._half_duplex and style is CountStyle.EVERY:
            style = CountStyle.FIVES
        return cues(step, clock, style, self._wording)

    # --- what is said ---------------------------------------------------------------------------------------------

    def sentences(self) -> tuple[str, ...]:
        """What the present step or the changeover tells to do; nothing before a tool is chosen."""
        step, side = self._journey.step, self._journey.side
        if step:
            return self._instruction(step)
        return self._changeover(side) if side and self._journey.stage is Stage.CHANGEOVER else ()

    def _changeover(self, side: Side) -> tuple[str, ...]:
        return (self._wording.other_side[side], *self._journey.routine.changeover, self._wording.say_ready)

    def _instruct(self, step: Step) -> None:
        then = (lambda at: self.lead_in(at)) if step.timed else self._wait
        self._talk.say(*self._opening(step), *self._instruction(step), then=then)

    def _opening(self, step: Step) -> tuple[str, ...]:
        side = self._journey.side
        if not step.per_foot or side is None:
            return ()
        if self.clock and self.clock.elapsed:
            return (self._wording.side_returns(side, step),)
        part, parts = self._journey.part
        begins = part == 1 and side is self._journey.order[0] and not self._instructed
        first = (self._wording.foot_begins[side],) if begins else ()
        return (*first, self._wording.title(step, part, parts))

    def _instruction(self, step: Step) -> tuple[str, ...]:
        spare = step.per_foot and not step.explores and self._journey.foot.spared
        return (
            *(step.tools.get(self._tool_of(step), ()) if step.tools else step.instruction),
            *step.caution,
            *((self._wording.sharp_spot,) if spare else ()),
            *(() if step.timed else (self._wording.say_ready,)),
        )

    def _wait(self, at: int) -> None:
        self.mode, self._instructed = Mode.WAITING, True
        self._patience.begin(at)

    # --- what a step needs to know --------------------------------------------------------------------------------

    def _prepare(self, step: Step) -> None:
        """Ask what a step needs to know, then give its instruction."""
        offered = self._offered(step)
        if step.gate and not self._gate_passed:
            self._asking.ask(Question("gate", (step.gate,), YES_NO), self._gate_answered)
        elif len(offered) > 1 and self._tool not in offered:
            question = Question("tool", (self._wording.ask_tool(offered),), TOOLS & frozenset(offered))
            self._asking.ask(question, self._tool_answered)
        else:
            self._instruct(step)

    def _offered(self, step: Step) -> tuple[str, ...]:
        return tuple(tool for tool in step.tools if tool not in self.barred_tools)

    def _tool_of(self, step: Step) -> str:
        offered = self._offered(step)
        return offered[0] if len(offered) == 1 else self._tool

    def _gate_answered(self, answer: str, at: int) -> None:
        if answer == "yes":
            self._talk.say(self._wording.left_out)
            self.end_step(Ending.LEFT_OUT, at)
        else:
            self._gate_passed = True
            self.repeat()

    def _tool_answered(self, answer: str, at: int) -> None:
        self._tool = answer
        self._talk.say(self._wording.tool_read_back[answer])
        self.repeat()

    # --- notes ----------------------------------------------------------------------------------------------------

    def note(self, what: str, **details: str | int | float | bool) -> None:
        """A note that says where in the routine it happened."""
        place: dict[str, str | int | float | bool] = {}
        if self._journey.side and self._journey.stage is not Stage.PREPARATION:
            place["foot"] = self._journey.side.value
        if self._journey.step:
            place["step"] = self._journey.step.id
        self._talk.note(what, **(place | details))
