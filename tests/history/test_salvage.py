"""Asserts coach.history.salvage and opening: of a damaged history all that SQLite can read is kept."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from coach.errors import StorageError
from coach.history import reading
from coach.history.export import export
from coach.history.report import report
from coach.history.salvage import UNREADABLE
from coach.history.store import Store
from tests.history.remembering import DAY, START, WallClock, keep_session, open_store
from tests.session.driver import ROUTINE

NAME = "history.sqlite3"
PAGE = 4096
SESSIONS = 120


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of some 60 pages, in one file."""
    folder = tmp_path_factory.mktemp("whole")
    clock = WallClock()
    with open_store(folder, clock) as store:
        store.rows("PRAGMA synchronous = OFF")
        for number in range(SESSIONS):
            clock.now = START + number * DAY
            keep_session(store, {("left", "before"): number % 11}, [("press", "done", 30.0)] * 12)
    return folder / NAME


def pages_of(path: Path, table: str) -> list[int]:
    """The pages of a table's leaves and branches but its root, by trying which of them its rows need."""
    raw, found = path.read_bytes(), []
    for page in range(1, len(raw) // PAGE):
        broken = path.with_name("broken.sqlite3")
        broken.write_bytes(raw[: page * PAGE] + b"\xa5" * PAGE + raw[(page + 1) * PAGE :])
        connection = sqlite3.connect(broken)
        try:
            connection.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall()
            sound = True
        except sqlite3.DatabaseError:
            sound = False
        connection.close()
        if not sound:
            found.append(page)
    return found


def broken(whole: Path, folder: Path, *pages: int) -> Path:
    """A copy of which some pages are overwritten."""
    raw = bytearray(whole.read_bytes())
    for page in pages:
        raw[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    path = folder / NAME
    path.write_bytes(raw)
    return path


def reopened(folder: Path) -> tuple[Store, list[str]]:
    told: list[str] = []
    return open_store(folder, WallClock(START + SESSIONS * DAY), told), told


@pytest.mark.faults(own_history=True)
def test_a_damaged_page_costs_the_rows_on_it_and_no_others(whole: Path, tmp_path: Path) -> None:
    middle = pages_of(whole, "steps")[-5]
    broken(whole, tmp_path, middle)
    store, told = reopened(tmp_path)
    with store:
        kept = reading.sessions(store)
        assert [entry.id for entry in kept] == list(range(1, SESSIONS + 1))
        assert [entry.left_before for entry in kept] == [number % 11 for number in range(SESSIONS)]
        lost = SESSIONS * 12 - sum(entry.done for entry in kept)
        assert 0 < lost < 200
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        assert len(store.set_aside) == 1
    assert told == [
        f"The history was damaged: {SESSIONS} sessions of it were saved into a new one,"
        f" and the damaged file is now {store.set_aside[0]}."
    ]


def test_sessions_whose_own_page_is_lost_are_known_by_their_steps(whole: Path, tmp_path: Path) -> None:
    broken(whole, tmp_path, pages_of(whole, "sessions")[-1])
    store, _ = reopened(tmp_path)
    with store:
        kept = reading.sessions(store)
        assert [entry.id for entry in kept] == list(range(1, SESSIONS + 1))
        lost = [entry for entry in kept if entry.routine == UNREADABLE]
        assert 0 < len(lost) < SESSIONS
        for entry in lost:
            assert entry.started.timestamp() == START + (entry.id - 1) * DAY
            assert (entry.done, entry.seconds_held, entry.left_before) == (12, 360.0, (entry.id - 1) % 11)


def test_a_damaged_index_costs_nothing(whole: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(whole)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'steps_of_session'").fetchone()
    connection.close()
    broken(whole, tmp_path, root - 1)
    store, told = reopened(tmp_path)
    with store:
        assert [entry.done for entry in reading.sessions(store)] == [12] * SESSIONS
    assert len(told) == 1


@pytest.mark.faults(own_history=True)
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_of_a_truncated_history_what_is_left_is_kept(whole: Path, tmp_path: Path, part: float) -> None:
    raw = whole.read_bytes()
    (tmp_path / NAME).write_bytes(raw[: int(len(raw) * part)])
    store, told = reopened(tmp_path)
    with store:
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        if part > 0.8:
            assert len(reading.sessions(store)) == SESSIONS
    assert len(told) == 1


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_broken_the_new_history_is_whole_and_can_be_written(whole: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(whole.read_bytes())
    for _ in range(chance.choice((1, 3, 20))):
        start = chance.randrange(100, len(raw))
        length = chance.choice((1, 40, PAGE))
        raw[start : start + length] = chance.randbytes(len(raw[start : start + length]))
    (tmp_path / NAME).write_bytes(raw)
    store, _ = reopened(tmp_path)
    with store:
        keep_session(store)
        entries = reading.sessions(store)
        assert entries[-1].routine == ROUTINE.name
        for entry in entries:
            reading.whole(store, entry)
        assert export(store, tmp_path / "all.csv") == len(entries)
        assert "</html>" in report(store, entries[-1].started)


def test_what_was_saved_is_readable_by_its_owner_alone(whole: Path, tmp_path: Path) -> None:
    path = broken(whole, tmp_path, pages_of(whole, "steps")[-1])
    path.chmod(0o600)
    reopened(tmp_path)[0].close()
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.glob("history-damaged-*.sqlite3")}
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(modes.values()) == {0o600}


def test_damaged_files_of_the_same_second_are_all_kept(whole: Path, tmp_path: Path) -> None:
    for number in range(3):
        broken(whole, tmp_path, number + 2)
        reopened(tmp_path)[0].close()
    store, _ = reopened(tmp_path)
    with store:
        assert len(store.set_aside) == 3


def test_a_salvage_that_was_cut_off_is_finished_or_begun_again(whole: Path, tmp_path: Path) -> None:
    saved = tmp_path / "history-salvaged.sqlite3"
    shutil.copy(whole, saved)
    store, _ = reopened(tmp_path)
    with store:
        assert len(reading.sessions(store)) == SESSIONS
    saved.write_bytes(b"half of it")
    broken(whole, tmp_path, pages_of(whole, "steps")[-1])
    store, _ = reopened(tmp_path)
    with store:
        assert len(reading.sessions(store)) == SESSIONS
    assert not saved.exists()


def test_a_damaged_history_that_another_session_writes_to_is_left_alone(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / NAME
    shutil.copy(whole, path)
    with open_store(tmp_path) as running:
        running.begin(ROUTINE)
        with open_store(tmp_path) as other:
            other.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = bytearray(path.read_bytes())
        raw[5 * PAGE : 6 * PAGE] = b"\xa5" * PAGE
        path.write_bytes(raw)
        with pytest.raises(StorageError, match=r"is damaged, and another session is writing to it: .*\.$"):
            open_store(tmp_path)
        assert path.read_bytes()[5 * PAGE : 6 * PAGE] == b"\xa5" * PAGE
