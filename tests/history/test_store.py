"""Asserts coach.history.store and migrations: nothing is lost, overwritten or left behind."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.errors import StorageError
from coach.history import opening, reading
from coach.history.export import export
from coach.history.migrations import MIGRATIONS, VERSION, backup_of
from coach.history.reading import sessions
from coach.history.report import report
from coach.history.store import Store, history_file
from coach.routines.routine import Routine
from tests.history.remembering import DAY, START, Remembered, WallClock, folder_in_memory, keep_session, open_store
from tests.session.driver import ROUTINE


def at_version(path: Path, version: int) -> None:
    """A history as an older coach left it, with one session in it where it had tables."""
    connection = sqlite3.connect(path)
    for script in MIGRATIONS[:version]:
        connection.executescript(script)
    connection.execute(f"PRAGMA user_version = {version}")
    if version:
        connection.execute(
            "INSERT INTO sessions (started, seen, ended, reason, routine, digest) VALUES (?, ?, ?, 'done', 'Old', '')",
            [START, START, START],
        )
    connection.commit()
    connection.close()


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return version


def names_of(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
    connection.close()
    return names


# --- migrations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(VERSION + 1))
def test_a_history_of_any_version_is_brought_up_to_date_and_keeps_its_sessions(tmp_path: Path, version: int) -> None:
    path = tmp_path / "history.sqlite3"
    at_version(path, version)
    with open_store(tmp_path) as store:
        assert [entry.routine for entry in sessions(store)] == (["Old"] if version else [])
        keep_session(store)
    assert version_of(path) == VERSION
    at_version(tmp_path / "new", VERSION)
    assert names_of(path) == names_of(tmp_path / "new")


def test_before_migrating_a_copy_of_what_was_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    at_version(path, 1)
    open_store(tmp_path).close()
    copy = backup_of(path, 1)
    assert version_of(copy) == 1
    assert sqlite3.connect(copy).execute("SELECT routine FROM sessions").fetchall() == [("Old",)]


def test_no_copy_is_made_of_an_empty_file_or_of_one_that_is_up_to_date(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    open_store(tmp_path).close()
    assert list(tmp_path.glob("*version*")) == []


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    at_version(path, 1)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE progress (somebody TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError):
        open_store(tmp_path)
    assert version_of(path) == 1


@pytest.mark.faults(own_history=True)
def test_the_history_of_a_newer_coach_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    at_version(path, VERSION)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(StorageError, match=r"^The history .* was written by a newer coach: update the coach.*\.$"):
        open_store(tmp_path)
    assert version_of(path) == VERSION + 1


# --- damage -----------------------------------------------------------------------------------------------------------


def damage(path: Path) -> bytes:
    """Overwrite the middle of every page but the first."""
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 200] = b"\xa5" * 200
    path.write_bytes(content)
    return bytes(content)


def test_a_file_that_is_no_database_is_set_aside_and_a_new_history_begins(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_bytes(b"shopping list: oil, towels" * 50)
    told: list[str] = []
    with open_store(tmp_path, told=told) as store:
        keep_session(store)
        assert [path.read_bytes()[:8] for path in store.set_aside] == [b"shopping"]
        assert told == [f"The history was damaged and is now {store.set_aside[0]}: a new one begins today."]


def test_a_history_of_which_nothing_can_be_read_is_set_aside_whole(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for _ in range(40):
            keep_session(store)
    content = damage(tmp_path / "history.sqlite3")
    told: list[str] = []
    with open_store(tmp_path, told=told) as store:
        assert sessions(store) == []
        assert [path.read_bytes() for path in store.set_aside] == [content]
    assert len(told) == 1


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"^The history .* cannot be used \(.+\): free some space.*\.$"):
        open_store(tmp_path / "file")


def test_a_folder_in_place_of_the_file_is_told_in_one_sentence_and_left(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    with pytest.raises(StorageError):
        open_store(tmp_path)
    assert (tmp_path / "history.sqlite3").is_dir()


def test_a_history_that_stays_locked_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "DATABASE_WAIT", 0.2)
    open_store(tmp_path).close()
    other = sqlite3.connect(tmp_path / "history.sqlite3", isolation_level=None)
    with open_store(tmp_path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            StorageError, match=r"cannot be used \(another program has locked it\): end that program, .*\.$"
        ):
            store.begin(ROUTINE)
        other.execute("ROLLBACK")
        assert store.begin(ROUTINE) == 1
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match=r"another program has locked it"):
        open_store(tmp_path)
    other.close()


def test_a_full_disk_is_told_in_one_sentence_and_what_was_written_stays(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.begin(ROUTINE)
        store._connection.execute("PRAGMA max_page_count = 1")  # The least that it has already.
        with pytest.raises(StorageError, match=r"cannot be used \(the disk is full\): free some space, .*\.$"):
            store.save_answers(1, {str(number): "x" * 1000 for number in range(50)}, {})
    with open_store(tmp_path) as store:
        assert sessions(store)[0].id == 1


@pytest.mark.faults(own_history=True)
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_history_that_may_only_be_read_is_told_in_one_sentence(what: str) -> None:
    with folder_in_memory() as folder:
        with open_store(folder) as store:
            keep_session(store)
        path = folder / "history.sqlite3"
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o555 if what == "folder" else 0o777)
        with nobody(), pytest.raises(StorageError, match=r"^The history .* cannot be used \(.+\): .*\.$"):
            open_store(folder)
        folder.chmod(0o700)
        assert path.read_bytes() == before


@contextmanager
def nobody() -> Iterator[None]:
    """Whoever may do everything is somebody else for this time."""
    mighty = os.geteuid() == 0
    if mighty:
        os.seteuid(65534)
    try:
        yield
    finally:
        if mighty:
            os.seteuid(0)


@pytest.mark.parametrize("raw", ["X'ff00fe'", "'odd'", "9e999", "NULL"])
def test_a_value_that_another_program_left_costs_nothing_but_itself(tmp_path: Path, raw: str) -> None:
    with open_store(tmp_path) as store:
        keep_session(store)
        for change in (
            f"UPDATE sessions SET routine = coalesce(CAST({raw} AS TEXT), ''), reason = CAST({raw} AS TEXT)",
            f"UPDATE steps SET ending = coalesce(CAST({raw} AS TEXT), 'odd'), foot = 'middle'",
            "UPDATE sessions SET started = 99999999999999, ended = -99999999999999",
            "INSERT INTO hurts (session, at, zone, said, seconds) VALUES (1, 1e30, 'elbow', 'ouch', 0)",
            "INSERT INTO steps (session, at, step, title, ending, seconds) VALUES (1, 'soon', 'a', 'b', 'stopped', 0)",
        ):
            store._connection.execute(change)
        (entry,) = sessions(store)
        reading.whole(store, entry)
        export(store, tmp_path / "all.json")
        assert "</html>" in report(store, datetime.now(UTC))


def test_a_closed_history_gives_an_error_of_the_coach(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    with pytest.raises(StorageError):
        sessions(store)


# --- for the next session ---------------------------------------------------------------------------------------------


def test_a_session_that_was_cut_off_is_closed_at_the_moment_it_was_last_seen(tmp_path: Path) -> None:
    clock = WallClock()
    with open_store(tmp_path, clock) as store:
        company = Remembered(store)
        clock.now += 90
        company.to_second(5)
        store._connection.close()
    clock.now += 3600
    with open_store(tmp_path, clock) as store:
        store.close_forgotten()
        (entry,) = sessions(store)
        assert entry.reason == "interrupted"
        assert entry.ended is not None
        assert entry.ended.timestamp() == START + 90


@pytest.mark.faults(own_history=True)
@pytest.mark.parametrize(("hours", "offered"), [(0, True), (11.9, True), (12.1, False), (-11.9, True), (-12.1, False)])
def test_an_interrupted_session_is_offered_for_twelve_hours_by_a_clock_that_may_jump(
    tmp_path: Path, hours: float, offered: bool
) -> None:
    clock = WallClock()
    with open_store(tmp_path, clock) as store:
        Remembered(store).to_second(5)
        clock.now += hours * 3600
        assert (store.offer(ROUTINE) is not None) is offered


def test_it_is_offered_only_to_the_very_same_routine(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        Remembered(store).to_second(5)
        assert store.offer(Routine(ROUTINE.name, ROUTINE.steps, (), digest="another")) is None
        assert store.offer(ROUTINE) is not None


def test_progress_that_makes_no_sense_is_not_offered(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        Remembered(store).to_second(5)
        store._connection.execute("UPDATE progress SET place = '{\"stage\": 4}'")
        assert store.offer(ROUTINE) is None


def test_health_is_remembered_from_the_last_session_in_which_both_were_asked(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert store.remembered() == {}
        for answers in ({"feeling": "no", "diabetes": "yes"}, {"feeling": "no"}, {"severe": "yes"}):
            store.save_answers(store.begin(ROUTINE), answers, {})
        assert store.remembered() == {"feeling": "no", "diabetes": "yes"}


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_what_is_forgotten_is_gone_from_every_table_and_from_the_disk(tmp_path: Path) -> None:
    at_version(tmp_path / "history.sqlite3", 1)
    secret = Routine("Unmistakable", ROUTINE.steps, ())
    with open_store(tmp_path) as store:
        company = Remembered(store, secret).to_second(5)
        company.say("that hurts")
        assert store.forget() == 2
        for table in ("sessions", "steps", "pain", "answers", "hurts", "progress"):
            assert store.rows(f"SELECT count(*) FROM {table}") == [(0,)]
        assert not any(b"Unmistakable" in path.read_bytes() for path in tmp_path.iterdir())
    assert list(tmp_path.glob("*version*")) == []


def test_what_is_younger_than_the_day_named_is_kept(tmp_path: Path) -> None:
    clock = WallClock()
    with open_store(tmp_path, clock) as store:
        for day in range(10):
            clock.now = START + day * DAY
            keep_session(store, {("left", "before"): day})
        assert store.forget(datetime.fromtimestamp(START + 7 * DAY, UTC)) == 7
        assert [entry.left_before for entry in sessions(store)] == [7, 8, 9]


# --- where it lies ----------------------------------------------------------------------------------------------------


def test_the_folder_may_be_chosen(tmp_path: Path) -> None:
    assert history_file({"COACH_STATE_DIR": str(tmp_path)}) == tmp_path / "history.sqlite3"
    assert history_file({}).parts[-2:] == ("coach", "history.sqlite3")


def test_what_is_written_outlives_a_power_cut(tmp_path: Path) -> None:
    with Store(tmp_path / "deep" / "history.sqlite3", print) as store:
        assert store.rows("PRAGMA journal_mode") == [("wal",)]
        assert store.rows("PRAGMA synchronous") == [(2,)]  # FULL
