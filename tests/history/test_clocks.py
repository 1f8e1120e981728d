"""Asserts coach.history.clocks: which moments can be believed, by what came before and after them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.history.clocks import DAY, EARLIEST, believable, trusted

NOW = EARLIEST + 500 * DAY


@pytest.mark.parametrize(
    ("days", "right"),
    [
        ([], ""),
        ([0], "+"),
        ([-1, 0], "++"),
        ([-9, -5, -5, 0], "++++"),
        ([-9, -499 - 20_000, -5], "+-+"),  # 1970
        ([-9, 30, -5], "+-+"),  # next month
        ([30, -1, -20_500], "-+-"),
        ([-9, -2, -5, -4, -3], "+-+++"),  # ahead for one session, and now that time has passed
        ([-9, -8, -300, -7, -6], "++-++"),  # behind for one session
        ([-3, -9], "-+"),  # of two that contradict each other the later one
        ([0.5, 0.49, 0.48], "+++"),  # put back by minutes
        ([0.9], "+"),  # another time zone
        ([1.1], "-"),
    ],
)
def test_a_moment_is_believed_where_the_others_allow_it(days: list[float], right: str) -> None:
    found = trusted([NOW + day * DAY for day in days], NOW)
    assert "".join("+" if sure else "-" for sure in found) == right


@pytest.mark.faults(own_history=True)
def test_before_a_clock_that_is_wrong_itself_nothing_lies_in_the_future() -> None:
    assert trusted([NOW, NOW + DAY], 0) == [True, True]
    assert not believable(0)


@given(st.lists(st.floats(0, 4e9), max_size=40), st.floats(0, 4e9))
def test_what_is_believed_goes_on_but_for_a_day(moments: list[float], now: float) -> None:
    found = trusted(moments, now)
    kept = [moment for moment, sure in zip(moments, found, strict=True) if sure]
    assert all(later >= earlier - 2 * DAY for earlier, later in itertools.pairwise(kept))
    assert all(moment >= EARLIEST for moment in kept)


@given(st.lists(st.floats(EARLIEST, NOW), max_size=40))
def test_sessions_in_order_are_all_believed(moments: list[float]) -> None:
    assert all(trusted(sorted(moments), NOW))
