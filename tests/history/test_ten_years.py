"""Asserts that the history stays quick over ten years: what is asked of it is found by an index."""

from collections.abc import Iterator

import pytest

from coach.history import reading
from coach.history.reading import HURTS, SESSIONS, STEPS
from coach.history.store import Store
from coach.history.trend import tellings
from coach.routines.routine import Side
from tests.history.remembering import DAY, START, open_store

SESSIONS_KEPT = 7300
STEPS_EACH = 20


@pytest.fixture(scope="module")
def ten_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two sessions a day for ten years."""
    with open_store(tmp_path_factory.mktemp("decade")) as store:
        fill(store)
        yield store


def fill(store: Store) -> None:
    ids = range(1, SESSIONS_KEPT + 1)
    times = {session: START + session * DAY // 2 for session in ids}
    steps = (
        (session, times[session], "left", f"step-{n}", "heel pad", "skipped" if n % 7 == 6 else "done", 30.0)
        for session in ids
        for n in range(STEPS_EACH)
    )
    levels = ((session, foot, "before", session % 6) for session in ids for foot in ("left", "right"))
    with store._writing() as sql:
        sql.executemany(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, 'done', NULL, 'Heel massage', 'digest', 600)",
            ((session, at, at + 600, at + 600) for session, at in times.items()),
        )
        sql.executemany("INSERT INTO steps (session,at,foot,step,title,ending,seconds) VALUES (?,?,?,?,?,?,?)", steps)
        sql.executemany("INSERT INTO pain VALUES (?, ?, ?, ?)", levels)
        sql.executemany(
            "INSERT INTO answers VALUES (?, ?, 'no')",
            ((session, question) for session in ids for question in ("feeling", "diabetes", "severe")),
        )


def plan(store: Store, query: str, parameters: object) -> list[str]:
    """How SQLite goes about `query`, without the words that group its parts."""
    rows = store.rows(f"EXPLAIN QUERY PLAN {query}", parameters)  # type: ignore[arg-type]
    return [row[3] for row in rows if not row[3].startswith("CORRELATED")]


def test_every_part_of_the_list_is_found_by_an_index(ten_years: Store) -> None:
    steps = plan(ten_years, SESSIONS, {"most": -1})
    assert steps.pop(0) == "SCAN sessions"  # In the order of its own key, as far as the limit.
    assert len(steps) == 10
    assert all(step.startswith("SEARCH") and "USING" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize("query", [STEPS, HURTS])
def test_the_parts_of_one_session_are_found_by_an_index(ten_years: Store, query: str) -> None:
    (first, *_) = plan(ten_years, query, [5])
    assert first.startswith("SEARCH")
    assert "INDEX" in first


def test_ten_years_are_listed_whole(ten_years: Store) -> None:
    entries = reading.sessions(ten_years)
    assert len(entries) == SESSIONS_KEPT
    assert sum(entry.done + entry.skipped for entry in entries) == SESSIONS_KEPT * STEPS_EACH
    assert entries[0].started < entries[-1].started
    assert len(tellings(entries, Side.LEFT)) == SESSIONS_KEPT
    assert [entry.id for entry in reading.sessions(ten_years, 3)] == [7298, 7299, 7300]


def test_health_is_remembered_over_ten_years(ten_years: Store) -> None:
    assert ten_years.remembered() == {"feeling": "no", "diabetes": "no"}
