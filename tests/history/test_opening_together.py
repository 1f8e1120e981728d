"""Asserts that coaches that start at the same moment on a new, an old or a damaged history all use it."""

import contextlib
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coach.history import reading
from coach.history.migrations import VERSION, migrate
from tests.history.remembering import open_store
from tests.history.test_store import at_version, version_of

COACHES = 6
_BEGIN = """
import sys
from pathlib import Path
from tests.history.remembering import keep_session, open_store
sys.stdin.readline()
with open_store(Path(sys.argv[1])) as store:
    keep_session(store)
"""


def start_together(folder: Path) -> list[str]:
    """What each coach writes to its standard error while it keeps a session."""
    code = [sys.executable, "-c", _BEGIN, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    children = [subprocess.Popen(code, **pipes) for _ in range(COACHES)]  # type: ignore[call-overload]
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    return [child.communicate(timeout=120)[1] for child in children]


@pytest.mark.faults(own_history=True)
@pytest.mark.parametrize("version", [None, 0, 1, VERSION])
def test_all_of_them_write_their_session_down(tmp_path: Path, version: int | None) -> None:
    path = tmp_path / "history.sqlite3"
    if version is not None:
        at_version(path, version)
    assert start_together(tmp_path) == [""] * COACHES
    assert version_of(path) == VERSION
    with open_store(tmp_path) as store:
        assert len(reading.sessions(store)) == COACHES + bool(version)


def test_a_damaged_history_is_set_aside_once(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_bytes(b"shopping list: oil, towels" * 50)
    assert start_together(tmp_path) == [""] * COACHES
    with open_store(tmp_path) as store:
        assert len(store.set_aside) == 1
        assert len(reading.sessions(store)) == COACHES


@pytest.mark.parametrize("version", [0, 1])
def test_migrations_that_begin_together_are_done_once(tmp_path: Path, version: int) -> None:
    """Without the lock of `claims`: a coach on another machine, on a shared folder, may not see it."""
    path = tmp_path / "history.sqlite3"
    at_version(path, version)
    ready = threading.Barrier(COACHES)

    def begin(_: int) -> None:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as connection:
            ready.wait()
            migrate(connection, path)

    with ThreadPoolExecutor(COACHES) as pool:
        list(pool.map(begin, range(COACHES)))
    assert version_of(path) == VERSION
