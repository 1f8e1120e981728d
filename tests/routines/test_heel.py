"""Asserts coach/routines/heel.toml: every fact it has to teach, by key words, and how long it takes."""

import pytest

from coach.language.intents import TOOLS, fold
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Kind, Step

HEEL = read_routine(built_in()["heel"])
STEPS = {step.id: step for step in HEEL.steps}


def told(step: Step, tool: str = "") -> str:
    """All that is said of a step, what is told to a question about it included, as plain words."""
    sentences = step.tools[tool] if tool else step.instruction
    told = [step.title, step.gate, *sentences, *step.caution, *(cue.text for cue in step.cues), *step.answers.values()]
    return fold(" ".join(told))


def test_the_steps_are_in_the_order_of_the_massage() -> None:
    order = "chair oil explore stretch-down stretch-up thumb-walk heel-pad pressure achilles wipe roll"
    assert list(STEPS) == order.split()
    assert [step.id for step in HEEL.preparation] == ["chair", "oil"]


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("chair", "comfortable chair|cross one leg over the other|opposite knee|easy reach|clean|dirt|germs|skin"),
        ("oil", "a little lotion or oil|hands|sole|lessens the friction|smoothly|deeper"),
        ("oil", "towel and your tool within reach|frozen water bottle|small firm ball|tennis or lacrosse|roller"),
        ("pressure", "easy to bear|deeper only little by little|warmer and softer"),
        ("explore", "light fingers|heel and the arch|sore or tense"),
        ("explore", "tender spots|gently|keep off|sharp|stab|radiate"),
        ("stretch-down", "gentle stretch|point the toes down"),
        ("stretch-up", "one hand|toes toward your shin|tension along the sole"),
        ("thumb-walk", "thumbs into the sole|from the ball of the foot down to the heel bone"),
        ("thumb-walk", "light to medium pressure|smooth strokes without a break|along the arch|whole width"),
        ("heel-pad", "knuckles|heel of the opposite hand|circles|knead|around the base of the heel"),
        ("heel-pad", "presses and loosens|cushion under the heel bone|plantar fascia"),
        ("pressure", "tight spot|one thumb or both|steadily|release"),
        ("achilles", "with care|behind the heel|just above the bone|thumb and forefinger"),
        ("achilles", "gently|small|side to side|across the tendon"),
        ("achilles", "inflamed|acutely sore|leave it alone"),
        ("wipe", "wipe the oil off|towel|oily foot slips|floor"),
    ],
)
def test_the_facts_of_a_step_are_told(step: str, facts: str) -> None:
    missing = [fact for fact in facts.split("|") if fact not in told(STEPS[step])]
    assert missing == []


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_every_tool_rolls_the_whole_sole_slowly_from_a_seat_and_the_body_sets_the_pressure(tool: str) -> None:
    text = told(STEPS["roll"], tool)
    facts = (
        "seated",
        "whole sole",
        "slowly",
        "between the heel and the toes",
        "lean your body",
        "pressure",
    )
    assert [fact for fact in facts if fact not in text] == []


def test_rolling_may_be_felt_deep_inside_but_never_sharp_or_burning() -> None:
    text = told(STEPS["roll"], "ball")
    assert "deep inside" in text
    assert "never be sharp" in text
    assert "never burn" in text


def test_cold_calms_inflammation_and_the_nubs_of_a_roller_fit_the_arch() -> None:
    assert "cold calms inflammation" in told(STEPS["roll"], "bottle")
    assert "nubs" in told(STEPS["roll"], "roller")
    assert "fits your arch" in told(STEPS["roll"], "roller")


def test_only_the_hands_stay_off_the_floor() -> None:
    for tool in TOOLS:
        words = fold(" ".join(STEPS["roll"].tools[tool]))
        assert ("on the floor" in words) is (tool != "hands only")


def test_the_purpose_names_what_is_massaged_and_what_it_does() -> None:
    text = fold(" ".join(HEEL.purpose))
    facts = "tension|minor soreness|sole and heel|plantar fascia|thick band|bottom|hours of standing|blood|for a while"
    assert [fact for fact in facts.split("|") if fact not in text] == []


def test_the_closing_tells_how_often_and_when() -> None:
    text = fold(" ".join(HEEL.closing))
    facts = "little and often beats hard|five to ten minutes a foot|once or twice a day|before you get up"
    facts += "|after a long time on your feet|lasts more than a week"
    assert [fact for fact in facts.split("|") if fact not in text] == []


def test_the_changeover_crosses_the_other_leg_and_asks_for_a_clean_oiled_foot() -> None:
    text = fold(" ".join(HEEL.changeover))
    assert [fact for fact in ("other leg over", "opposite knee", "clean", "oil") if fact not in text] == []


def test_the_seconds_are_those_that_were_meant() -> None:
    seconds = {step.id: step.seconds for step in HEEL.steps if step.timed}
    assert seconds == {
        "explore": 30,
        "stretch-down": 30,
        "stretch-up": 30,
        "thumb-walk": 60,
        "heel-pad": 45,
        "pressure": 30,
        "achilles": 30,
        "roll": 60,
    }


def test_what_is_still_is_held_and_what_moves_is_not_counted() -> None:
    assert {step.id for step in HEEL.steps if step.kind is Kind.HOLD} == {"stretch-down", "stretch-up", "pressure"}


def test_sharp_spots_are_looked_for_once() -> None:
    assert [step.id for step in HEEL.steps if step.explores] == ["explore"]
