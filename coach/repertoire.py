"""All that a routine makes the coach say, beside `wording.sentences()`: to render ahead, and to check. Pure."""

from collections.abc import Iterator

from coach.clock import RATE
from coach.hold import LONGEST
from coach.intents import AFTER_HURT, YES_NO
from coach.routine import Kind, Routine, Side, Step
from coach.wording import Wording


def sentences_of(routine: Routine, wording: Wording) -> Iterator[str]:
    """Every sentence at the rate of speech that `routine` may bring about, about in the order of a session."""
    yield from routine.purpose
    for step in routine.preparation:
        yield from _instruction(step, wording)
    for part, step in enumerate(routine.foot_steps, start=1):
        yield wording.title(step, part, len(routine.foot_steps))
        yield from _instruction(step, wording)
    yield from (*routine.changeover, *routine.closing)
    for step in routine.foot_steps:
        yield from (wording.side_returns(side, step) for side in Side)
    yield from _times(routine, wording)


def safety_sentences(wording: Wording) -> Iterator[str]:
    """Every sentence of the safety lane, so that it never waits to be rendered: what is asked, and what follows."""
    yield from (wording.paused, wording.shall_i_end, wording.is_it_sharp, wording.if_not_sharp)
    yield from (wording.if_not_sharp_between, wording.how_to_go_on, wording.how_to_go_on_between, wording.hurt_before)
    yield from (wording.ease_off, wording.left_out, wording.spot_left_out, *wording.sharp_end, wording.kind_end)
    yield from (wording.stays_paused, wording.end_for_today, wording.goes_on, wording.need_an_answer, wording.remind)
    ways = (AFTER_HURT, AFTER_HURT - {"skip"})
    for answers in (YES_NO, *ways, *(way | YES_NO for way in ways)):
        yield wording.ask_for_key(answers)


def cues_of(routine: Routine, wording: Wording) -> Iterator[str]:
    """Every text that may be heard while a clock of `routine` runs, at the rate of counts."""
    for n in range(1, _longest(routine, Kind.HOLD) + 1):
        yield wording.count(n)
    yield from (cue.text for step in routine.steps for cue in step.cues)
    yield from (wording.release, wording.rest)


def _instruction(step: Step, wording: Wording) -> Iterator[str]:
    if step.gate:
        yield step.gate
    if step.tools:
        for barred in ((), ("bottle",)):
            yield wording.ask_tool(tuple(tool for tool in step.tools if tool not in barred))
        for tool, sentences in step.tools.items():
            yield from (wording.tool_read_back[tool], *sentences)
    else:
        yield from step.instruction
    yield from step.caution


def _times(routine: Routine, wording: Wording) -> Iterator[str]:
    """What may be left of a clock, the longest one ten seconds longer than it is written."""
    for n in range(1, _longest(routine) + 1):
        yield from (wording.seconds_left(n), wording.clock_reply(n))


def _longest(routine: Routine, kind: Kind | None = None) -> int:
    seconds = [step.seconds for step in routine.steps if step.timed and kind in {None, step.kind}]
    return min(max(seconds, default=-10) + 10, LONGEST // RATE)
