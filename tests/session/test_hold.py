"""Asserts coach.session.hold: the clock of a timed step, and the counts on it, to the sample."""

import pytest

from coach.clock import RATE, samples
from coach.routines.routine import Kind, SpokenCue, Step, Zone
from coach.session.effects import Cue, CueKind
from coach.session.hold import CountStyle, HoldClock, cues
from tests.english import wording

HOLD = Step("press", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=30)
MOTION = Step(
    "roll", "roll", Kind.MOTION, Zone.SOLE, (), seconds=20, cues=(SpokenCue(5, "Slowly."), SpokenCue(15, "On."))
)


def running(elapsed: float = 0, target: float = 30, at: int = 1000) -> HoldClock:
    clock = HoldClock(samples(target), samples(elapsed))
    clock.start(at)
    return clock


def numbers(style: CountStyle, clock: HoldClock | None = None) -> list[int]:
    return [cue.number for cue in cues(HOLD, clock or running(), style, wording) if cue.kind is CueKind.COUNT]


def test_time_passes_only_while_it_runs() -> None:
    clock = HoldClock(samples(30))
    assert clock.held(samples(99)) == 0
    clock.start(samples(5))
    assert clock.held(samples(12)) == samples(7)
    clock.stop(samples(12))
    assert clock.held(samples(99)) == samples(7)


def test_it_goes_on_from_what_was_held() -> None:
    clock = HoldClock(samples(30), samples(12))
    clock.start(samples(100))
    assert clock.end == samples(118)


def test_nothing_is_held_beyond_the_target() -> None:
    assert running().held(samples(999)) == samples(30)


def test_stopping_it_at_a_time_before_it_ran_loses_nothing() -> None:
    clock = running(elapsed=12, at=samples(50))
    clock.stop(samples(40))
    assert clock.elapsed == samples(12)


@pytest.mark.parametrize(
    ("held", "left"), [(0, 30), (12, 18), (12.001, 18), (12.999, 18), (13, 17), (29.999, 1), (30, 0)]
)
def test_seconds_left_are_rounded_up(held: float, left: int) -> None:
    assert HoldClock(samples(30), samples(held)).seconds_left(0) == left


def test_it_is_lengthened_up_to_fifteen_minutes() -> None:
    clock = HoldClock(samples(895))
    assert not clock.lengthen(samples(10))
    assert clock.lengthen(samples(5))
    assert clock.target == samples(900)


def test_a_stopped_clock_has_neither_end_nor_cues() -> None:
    with pytest.raises(ValueError, match="no end"):
        _ = HoldClock(1).end
    with pytest.raises(ValueError, match="no cues"):
        cues(HOLD, HoldClock(1), CountStyle.EVERY, wording)


def test_number_n_begins_at_second_n_minus_one() -> None:
    every = cues(HOLD, running(at=1000), CountStyle.EVERY, wording)
    assert [cue.at for cue in every] == [1000 + n * RATE for n in range(31)]


@pytest.mark.parametrize(
    ("style", "counted"),
    [
        (CountStyle.EVERY, list(range(1, 31))),
        (CountStyle.FIVES, [5, 10, 15, 20, 25, 30]),
        (CountStyle.LAST_FIVE, [26, 27, 28, 29, 30]),
        (CountStyle.TONES, list(range(1, 31))),
        (CountStyle.OFF, []),
    ],
)
def test_each_style_counts_its_numbers(style: CountStyle, counted: list[int]) -> None:
    assert numbers(style) == counted


def test_tones_have_no_words() -> None:
    assert {cue.text for cue in cues(HOLD, running(), CountStyle.TONES, wording)} == {"", "release"}


@pytest.mark.parametrize("style", CountStyle)
def test_every_style_ends_with_release_at_exactly_the_target(style: CountStyle) -> None:
    assert cues(HOLD, running(at=7), style, wording)[-1] == Cue(7 + samples(30), "release", CueKind.RELEASE)


def test_what_was_counted_before_a_pause_is_not_counted_once_more() -> None:
    assert numbers(CountStyle.EVERY, running(elapsed=12)) == list(range(13, 31))
    assert numbers(CountStyle.EVERY, running(elapsed=12.5)) == list(range(14, 31))


def test_counts_beyond_a_hundred_leave_the_hundreds_out() -> None:
    texts = [cue.text for cue in cues(HOLD, running(target=201), CountStyle.EVERY, wording)]
    assert (texts[99], texts[100], texts[199], texts[200]) == ("one hundred", "one", "two hundred", "one")


def test_a_motion_has_its_own_cues_and_ends_with_rest() -> None:
    heard = [(cue.text, cue.at) for cue in cues(MOTION, running(target=20, at=0), CountStyle.EVERY, wording)]
    assert heard == [
        ("Slowly.", samples(5)),
        (wording.halfway, samples(10)),
        (f"{wording.last_five} On.", samples(15)),
        ("and rest", samples(20)),
    ]


def test_fewer_and_more_go_through_all_styles_and_stay_at_the_ends() -> None:
    styles = list(CountStyle)
    assert [style.fewer for style in styles] == [*styles[1:], CountStyle.OFF]
    assert [style.more for style in styles] == [CountStyle.EVERY, *styles[:-1]]
