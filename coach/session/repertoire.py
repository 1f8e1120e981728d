"""All that a routine makes the coach say, beside `wording.sentences()`: to render ahead, and to check. Pure."""

from collections.abc import Iterator
from itertools import chain

from coach.clock import RATE
from coach.language.intents import AFTER_HURT, YES_NO
from coach.language.sentence_by_sentence import sentence_by_sentence
from coach.language.wording import Wording
from coach.routines.routine import Kind, Routine, Side, Step
from coach.session.hold import LONGEST, motion_texts


def sentences_of(routine: Routine, wording: Wording) -> Iterator[str]:
    """Every sentence at the rate of speech that `routine` may bring about, about in the order of a session."""
    for step in (*routine.preparation, *routine.foot_steps):
        yield from _instruction(step, wording)
        yield from (wording.as_before_step(step), wording.comes_next(step))
    for step in routine.preparation:
        yield from (wording.prepared_as_before_step(step, first=first) for first in (True, False) if step.again)
    yield from (*routine.changeover, *routine.closing, *routine.purpose)
    yield from chain.from_iterable(map(sentence_by_sentence, routine.answers.values()))
    for side in Side:
        steps = routine.steps_of(side)
        for part, step in enumerate(steps, start=1):
            yield from (wording.is_here(side, step, part, len(steps)), wording.side_returns(side, step))
    yield from _times(routine, wording)


def safety_sentences(wording: Wording) -> Iterator[str]:
    """Every sentence of the safety lane, so that it never waits to be rendered: what is asked, and what follows."""
    yield from wording.safety_lane()
    yield from (wording.ease_off, wording.left_out, wording.spot_left_out, wording.kind_end)
    yield from (wording.hint_yes_no, wording.goes_on, wording.remind)
    ways = (AFTER_HURT, AFTER_HURT - {"skip"})
    for answers in (YES_NO, *ways, *(way | YES_NO for way in ways)):
        yield wording.ask_for_key(answers)


def cues_of(routine: Routine, wording: Wording) -> Iterator[str]:
    """Every text that may be heard while a clock of `routine` runs, at the rate of counts."""
    for n in range(1, _longest(routine, Kind.HOLD) + 1):
        yield wording.count(n)
    for step in routine.steps:
        if step.kind is Kind.MOTION:
            yield from (*motion_texts(step, wording), *(cue.text for cue in step.cues))
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
    yield from (*step.caution, *chain.from_iterable(map(sentence_by_sentence, step.answers.values())))
    if step.timed:
        yield wording.how_long(step.seconds)


def _times(routine: Routine, wording: Wording) -> Iterator[str]:
    """What may be left of a clock, the longest one ten seconds longer than it is written."""
    for n in range(1, _longest(routine) + 1):
        yield from (wording.seconds_left(n), wording.clock_reply(n))


def _longest(routine: Routine, kind: Kind | None = None) -> int:
    seconds = [step.seconds for step in routine.steps if step.timed and kind in {None, step.kind}]
    return min(max(seconds, default=-10) + 10, LONGEST // RATE)
