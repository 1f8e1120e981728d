"""Asserts coach.session.journey: the way through preparation and feet, forth, back and across."""

from dataclasses import replace

import pytest

from coach.clock import samples
from coach.routines.routine import Side
from coach.session.journey import Ending, Journey, Stage
from tests.session.driver import ROUTINE

STEPS = len(ROUTINE.foot_steps)


def journey(*order: Side) -> Journey:
    made = Journey(ROUTINE)
    made.choose_feet(order or (Side.LEFT, Side.RIGHT))
    return made


def on_foot(*order: Side) -> Journey:
    made = journey(*order)
    made.advance()
    made.advance()
    return made


def do(made: Journey, times: int, ending: Ending = Ending.DONE) -> Journey:
    for _ in range(times):
        made.end_step(ending)
        made.advance()
    return made


def place(made: Journey) -> tuple[Stage, Side | None, str]:
    return made.stage, made.side, made.step.id if made.step else ""


def test_the_preparation_is_done_once_before_the_first_foot() -> None:
    made = journey()
    assert place(made) == (Stage.PREPARATION, Side.LEFT, "chair")
    assert place(do(made, 2)) == (Stage.FOOT, Side.LEFT, "explore")


def test_after_the_first_foot_comes_the_changeover_then_the_second_then_the_end() -> None:
    made = do(on_foot(), STEPS)
    assert place(made) == (Stage.CHANGEOVER, Side.RIGHT, "")
    made.advance()
    assert place(made) == (Stage.FOOT, Side.RIGHT, "explore")
    assert do(made, STEPS).stage is Stage.AFTERWARDS


def test_one_foot_only_has_no_changeover() -> None:
    assert do(on_foot(Side.RIGHT), STEPS).stage is Stage.AFTERWARDS


def test_parts_are_counted_from_one() -> None:
    assert do(on_foot(), 2).part == (3, STEPS)


def test_each_foot_keeps_its_own_place() -> None:
    made = do(on_foot(), 3)
    made.switch()
    made.advance()
    do(made, 1)
    made.switch()
    made.advance()
    assert place(made) == (Stage.FOOT, Side.LEFT, "wipe")


def test_each_foot_keeps_the_clock_of_the_step_it_was_left_in() -> None:
    made = do(on_foot(), 1)
    clock = made.clock()
    assert clock is not None
    clock.elapsed = samples(12)
    made.switch()
    made.advance()
    made.switch()
    made.advance()
    assert made.clock() is clock


def test_a_step_that_ended_gets_a_new_clock() -> None:
    made = do(on_foot(), 1)
    first = made.clock()
    do(made, 1)
    made.back()
    assert made.clock() == first
    assert made.clock() is not first


def test_an_untimed_step_has_no_clock() -> None:
    assert journey().clock() is None


def test_back_opens_the_step_before_and_going_on_passes_no_step_by() -> None:
    made = do(on_foot(), 2)
    made.back()
    made.back()
    assert place(made)[2] == "explore"
    do(made, 1)
    assert place(made)[2] == "press"


def test_back_at_the_beginning_stays_there() -> None:
    made = journey()
    assert not made.can_go_back
    made.back()
    assert place(made) == (Stage.PREPARATION, Side.LEFT, "chair")


def test_back_from_the_changeover_after_a_whole_foot_opens_its_last_step() -> None:
    made = do(on_foot(), STEPS)
    made.back()
    assert place(made) == (Stage.FOOT, Side.LEFT, "roll")


def test_the_other_foot_first() -> None:
    made = journey()
    assert made.other_first() is Side.RIGHT
    assert made.order == (Side.RIGHT, Side.LEFT)


def test_the_other_foot_instead_of_the_only_one() -> None:
    made = journey(Side.LEFT)
    made.other_first()
    assert made.order == (Side.RIGHT,)


def test_only_feet_on_which_something_was_done_were_massaged() -> None:
    made = do(on_foot(), STEPS, Ending.SKIPPED)
    made.advance()
    assert made.massaged() == ()
    do(made, 1)
    assert made.massaged() == (Side.RIGHT,)


def test_before_a_foot_is_chosen_there_is_none() -> None:
    with pytest.raises(ValueError, match="no foot"):
        _ = Journey(ROUTINE).foot


# --- steps for one foot ---------------------------------------------------------------------------------------------

OF_LEFT, OF_RIGHT = {"explore", "wipe"}, {"press", "roll"}
SIDED = replace(
    ROUTINE,
    steps=tuple(
        replace(step, side=Side.LEFT if step.id in OF_LEFT else Side.RIGHT if step.id in OF_RIGHT else None)
        for step in ROUTINE.steps
    ),
)


def sided(*order: Side) -> Journey:
    made = Journey(SIDED)
    made.choose_feet(order)
    return do(made, 2)


def test_each_foot_has_the_steps_that_are_for_it() -> None:
    made = sided(Side.LEFT, Side.RIGHT)
    seen = []
    while made.stage is not Stage.AFTERWARDS:
        if made.stage is Stage.FOOT:
            seen.append((*place(made)[1:], made.part, [step.id for step in made.following()]))
        do(made, 1)
    assert seen == [
        (Side.LEFT, "explore", (1, 3), ["achilles", "wipe"]),
        (Side.LEFT, "achilles", (2, 3), ["wipe"]),
        (Side.LEFT, "wipe", (3, 3), []),
        (Side.RIGHT, "press", (1, 3), ["achilles", "roll"]),
        (Side.RIGHT, "achilles", (2, 3), ["roll"]),
        (Side.RIGHT, "roll", (3, 3), []),
    ]


def test_back_and_to_and_fro_keep_to_the_steps_of_the_foot() -> None:
    made = do(sided(Side.RIGHT, Side.LEFT), 1)
    made.back()
    assert place(made) == (Stage.FOOT, Side.RIGHT, "press")
    made.switch()
    made.advance()
    assert place(made) == (Stage.FOOT, Side.LEFT, "explore")
    do(made, 3)
    assert place(made) == (Stage.CHANGEOVER, Side.RIGHT, "")
    made.back()
    assert place(made) == (Stage.FOOT, Side.LEFT, "wipe")


def test_back_before_the_first_step_of_a_foot_is_the_preparation() -> None:
    made = sided(Side.RIGHT)
    assert place(made) == (Stage.FOOT, Side.RIGHT, "press")
    made.back()
    assert place(made) == (Stage.PREPARATION, Side.RIGHT, "oil")
    made.switch()
    made.back()
    assert place(made) == (Stage.FOOT, Side.RIGHT, "press")


def test_going_back_in_the_preparation_goes_one_step_back() -> None:
    chair = ROUTINE.steps[0]
    steps = (chair, replace(chair, id="second"), replace(chair, id="third"), *ROUTINE.foot_steps)
    made = Journey(replace(ROUTINE, steps=steps))
    made.choose_feet((Side.LEFT,))
    do(made, 2)
    made.back()
    assert place(made) == (Stage.PREPARATION, Side.LEFT, "second")
