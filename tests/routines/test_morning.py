"""Asserts coach/routines/morning.toml: stretch and thumb work in bed, about two minutes a foot, with its facts."""

import pytest

from coach.app.duration import minutes_a_foot
from coach.language.intents import fold
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Kind
from coach.speaking.silent_voice import SilentVoice
from tests.english import ENGLISH

MORNING = read_routine(built_in()["morning"])
STEPS = {step.id: step for step in MORNING.steps}


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("sit-up", "in bed|opposite knee|clean|oily foot slips"),
        ("pressure", "easy to bear|deeper only|warmer"),
        ("stretch-down", "gentle stretch|point the toes down"),
        ("stretch-up", "toes toward your shin|one hand|tense"),
        ("thumb-walk", "thumbs along the sole|from the ball of the foot down to the heel bone|lightly|whole width"),
        ("thumb-walk", "gently|keep off|sharp|stab|radiate"),
        ("pressure", "one thumb or both|tight spot|steadily|release"),
    ],
)
def test_the_facts_of_a_step_are_told(step: str, facts: str) -> None:
    told = STEPS[step]
    text = fold(" ".join([*told.instruction, *told.caution, *(cue.text for cue in told.cues)]))
    assert [fact for fact in facts.split("|") if fact not in text] == []


def test_it_stretches_then_works_with_the_thumbs_and_needs_no_tool() -> None:
    assert list(STEPS) == ["sit-up", "stretch-down", "stretch-up", "thumb-walk", "pressure"]
    assert [step.id for step in MORNING.preparation] == ["sit-up"]
    assert {step.id for step in MORNING.steps if step.kind is Kind.HOLD} == {"stretch-down", "stretch-up", "pressure"}
    assert not any(step.tools for step in MORNING.steps)


def test_it_takes_about_two_minutes_a_foot() -> None:
    assert 1.7 < minutes_a_foot(MORNING, ENGLISH, SilentVoice(), 150) < 2.7


def test_it_is_for_the_time_before_standing_on_the_foot() -> None:
    assert "before you stand on it for the first time today" in fold(" ".join(MORNING.purpose))
    assert "little and often beats hard" in fold(" ".join(MORNING.closing))
