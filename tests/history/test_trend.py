"""Asserts coach.history.trend: lasting and rising soreness calls for advice, and rest days never for blame."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.history.reading import Entry
from coach.history.trend import advice, does_it_help, tellings, week
from coach.routine import Side
from tests.english import wording

FIRST = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)
"""A Monday."""
ENTRY = Entry(1, FIRST, FIRST, "done", "", "Short", 600.0, 5, 0, 0, 0, 100.0, 0, None, None, None, None)

Days = Sequence[tuple[float, int | None]]


def left(*told: tuple[float, int | None]) -> list[Entry]:
    """Sessions at these days, with the soreness of the left foot before."""
    return [replace(ENTRY, started=FIRST + timedelta(days=day), left_before=level) for day, level in told]


def on(day: float) -> datetime:
    return FIRST + timedelta(days=day)


@pytest.mark.parametrize(
    ("told", "long"),
    [
        ([(0, 3), (7.5, 1)], True),
        ([(0, 3), (7, 3)], False),
        ([(0, 3), (4, 0), (8, 3)], False),
        ([(0, 3), (4, None), (8, 3)], True),
        ([(0, 0), (1, 3), (9, 3)], True),
        ([(0, 3), (8, 3), (9, 0)], False),
        ([(0, 3)], False),
        ([], False),
        ([(0, 5), (31, 5)], False),
        ([(0, 5), (29, 5)], True),
    ],
)
def test_soreness_over_more_than_a_week_without_a_zero_calls_for_a_professional(told: Days, long: bool) -> None:
    last = max((day for day, _ in told), default=0)
    assert advice(left(*told), on(last + 1), wording) == (wording.long_sore if long else ())


def test_soreness_of_long_ago_calls_for_nothing() -> None:
    assert advice(left((0, 3), (8, 3)), on(40), wording) == ()


def test_each_foot_is_looked_at_for_itself() -> None:
    sides = [replace(ENTRY, left_before=3), replace(ENTRY, started=on(9), right_before=3)]
    assert advice(sides, on(10), wording) == ()
    right = [replace(ENTRY, right_before=3), replace(ENTRY, started=on(9), right_before=3)]
    assert advice(right, on(10), wording) == wording.long_sore


@pytest.mark.parametrize(
    ("told", "rising"),
    [
        ([(0, 1), (1, 2), (2, 3)], True),
        ([(0, 0), (1, 0), (2, 2)], True),
        ([(0, 1), (1, 1), (2, 2)], False),
        ([(0, 3), (1, 2), (2, 5)], False),
        ([(0, 1), (1, 5)], False),
        ([(0, 1), (1, 2), (2, 3), (3, 3)], False),
    ],
)
def test_soreness_that_rises_by_two_over_three_sessions_calls_for_care(told: Days, rising: bool) -> None:
    assert advice(left(*told), on(4), wording) == (wording.rising if rising else ())


def test_where_soreness_before_is_not_told_the_one_after_counts() -> None:
    entries = [replace(ENTRY, left_before=None, left_after=4), replace(ENTRY, left_before=2, left_after=0)]
    assert [telling.level for telling in tellings(entries, Side.LEFT)] == [4, 2]


def test_a_clock_that_was_wrong_makes_no_soreness_lasting_and_hides_none() -> None:
    assert advice(left((-20_000, 3), (-1, 3), (0, 3)), on(1), wording) == ()
    assert advice(left((0, 3), (400, 3), (3, 3), (8, 3)), on(9), wording) == wording.long_sore
    assert advice(left((0, 3), (400, 0), (3, 1), (9, 1)), on(9), wording) == ()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([], []),
        ([(4, None)], []),
        ([(4, 2)], ["Left foot: 4 before the session and 2 after it."]),
        ([(4, 2), (3, 3)], ["Left foot: after a session soreness is 1.0 lower on average (lower in 1 of 2 sessions)."]),
        ([(4, 4), (3, 3)], ["Left foot: after a session soreness is the same on average (lower in 0 of 2 sessions)."]),
        (
            [(6, None), (6, None), (6, None), (2, None), (2, None), (2, None)],
            ["Left foot: at the start of a session it was 6.0 in the first 3, 2.0 in the last 3."],
        ),
    ],
)
def test_it_says_whether_it_helps_as_far_as_that_was_told(told: list[tuple[int, int | None]], says: list[str]) -> None:
    entries = [replace(ENTRY, left_before=before, left_after=after) for before, after in told]
    assert does_it_help(entries) == says


# --- the week -----------------------------------------------------------------------------------------------------


def test_a_week_with_rest_days_is_told_without_blame() -> None:
    counted, advised = week(left((0, 3), (0.4, 3), (3, 2)), on(6).date())
    assert counted == "3 massages on 2 days of the last seven."
    assert "rest days are fine" in advised


def test_a_week_without_any_is_told_without_blame() -> None:
    assert week(left((0, 3)), on(7).date())[0].startswith("No massage in the last seven days.")


def test_more_than_two_a_day_is_told_to_be_enough() -> None:
    assert week(left((1, 3), (1.1, 3), (1.2, 3)), on(1).date())[1].startswith("Tuesday had 3: once or twice a day")


def test_a_session_without_a_massage_is_not_counted() -> None:
    refused = [replace(ENTRY, done=0)]
    assert week(refused, FIRST.date())[0].startswith("No massage")
