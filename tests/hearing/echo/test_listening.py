"""The mode of listening follows the figures without flutter, and the coach lowers its voice only while that helps."""

import numpy as np
import pytest

from coach.clock import BLOCK, samples
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.listening import Ducking, Listening, ModeFinder
from coach.units import Decibels

SILENCE = np.zeros(BLOCK, np.int16)


def heard(suppression: float | None, settled: bool = True) -> Cancelled:
    usual = None if suppression is None else Decibels(suppression)
    return Cancelled(SILENCE, SILENCE, 0.0, usual_suppression_db=usual, settled=settled)


def seconds_of(blocks: int) -> float:
    return blocks * BLOCK / samples(1.0)


@pytest.mark.parametrize(
    ("suppression", "mode"),
    [(25.0, Listening.FULL), (10.0, Listening.DUCKED), (3.0, Listening.HALF_DUPLEX), (None, Listening.FULL)],
)
def test_the_better_the_echo_is_taken_out_the_more_may_be_said(suppression: float | None, mode: Listening) -> None:
    assert ModeFinder(Listening.DUCKED).hear(heard(suppression), echo_found=True) is mode


def test_where_no_echo_was_found_everything_is_heard() -> None:
    assert ModeFinder(Listening.HALF_DUPLEX).hear(heard(0.0), echo_found=False) is Listening.FULL


def test_until_something_is_known_the_mode_is_the_one_of_last_time() -> None:
    modes = ModeFinder(Listening.HALF_DUPLEX)
    assert modes.hear(heard(30.0, settled=False), echo_found=True) is Listening.HALF_DUPLEX


@pytest.mark.parametrize(
    ("mode", "border"),
    [(Listening.FULL, 10.5), (Listening.DUCKED, 10.5), (Listening.DUCKED, 6.0), (Listening.HALF_DUPLEX, 6.0)],
)
def test_near_a_border_every_mode_stays(mode: Listening, border: float) -> None:
    assert ModeFinder(mode).hear(heard(border), echo_found=True) is mode


def test_the_voice_is_lowered_with_the_first_block_of_another_voice_and_comes_back_after_it() -> None:
    ducking = Ducking()
    assert [ducking.hear(voice) for voice in (False, True, True, False)] == [False, True, True, False]


def test_talk_that_goes_on_is_spoken_over_after_two_seconds() -> None:
    ducking = Ducking()
    lowered = [ducking.hear(True) for _ in range(samples(4.0) // BLOCK)]
    assert seconds_of(sum(lowered)) == pytest.approx(2.0)
    assert not lowered[-1]


def test_after_three_times_for_nothing_it_is_left_for_a_quarter_of_a_minute() -> None:
    ducking = Ducking()
    talk, pause = [True] * 50, [False] * 20
    rounds = [[ducking.hear(voice) for voice in talk + pause] for _ in range(30)]
    assert [any(lowered) for lowered in rounds[:4]] == [True, True, True, False]
    rest = next(number for number, lowered in enumerate(rounds[3:]) if any(lowered))
    assert seconds_of(rest * 70) == pytest.approx(15.0, abs=1.5)


def test_a_command_that_is_understood_makes_it_worth_while_again() -> None:
    ducking = Ducking()
    for _ in range(3):
        assert all(ducking.hear(True) for _ in range(50))
        ducking.hear(False)
    assert not ducking.hear(True)
    ducking.understood()
    assert ducking.hear(True)


def test_short_sounds_do_not_make_it_give_up() -> None:
    ducking = Ducking()
    assert all(ducking.hear(True) and not ducking.hear(False) for _ in range(20))
