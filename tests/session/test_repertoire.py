"""Asserts coach.session.repertoire: all that a routine may bring about is there to be rendered ahead."""

from dataclasses import replace

import pytest

from coach.session.repertoire import cues_of, sentences_of
from tests.english import wording
from tests.session.driver import ROUTINE


def test_what_is_left_of_a_clock_is_known_for_every_second_of_the_longest_step_and_ten_more() -> None:
    known = set(sentences_of(ROUTINE, wording))
    assert {wording.seconds_left(n) for n in range(1, 41)} <= known
    assert wording.clock_reply(40) in known
    assert wording.seconds_left(41) not in known


def test_every_count_of_the_longest_hold_and_ten_more_is_a_cue_and_so_is_the_release() -> None:
    cues = set(cues_of(ROUTINE, wording))
    assert {wording.count(n) for n in range(1, 41)} <= cues
    assert wording.count(41) not in cues
    assert {wording.release, wording.rest, "Small and gentle."} <= cues


@pytest.mark.parametrize("timed", [True, False])
def test_a_routine_without_a_hold_has_no_counts(timed: bool) -> None:
    steps = tuple(step for step in ROUTINE.steps if step.id != "press" and (timed or not step.timed))
    cues = set(cues_of(replace(ROUTINE, steps=steps), wording))
    assert wording.count(1) not in cues
