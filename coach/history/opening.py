"""Opens the history's file: brings it up to date, and saves what can be read of a damaged one. Raises sqlite3.Error.

Call it while no other coach opens the same file.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from coach.errors import StorageError
from coach.history.migrations import migrate
from coach.history.salvage import salvage
from coach.machine import private

DATABASE_WAIT = 5.0
"""Seconds to wait for another program that has the file locked."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PARTS = "", "-wal", "-shm"


def open_history(path: Path, tell: Callable[[str], None], now: float, in_use: Callable[[], bool]) -> sqlite3.Connection:
    """The file at `path`, made where there is none.

    What can be read of a damaged file is kept in a new one, the damaged one is set aside, and `tell` is given a
    sentence. `in_use` tells whether another coach has it open: then it is not touched, and StorageError is raised.
    """
    saved = _saved(path)
    if saved.exists() and not path.exists():  # A coach was cut off between its last two steps.
        saved.replace(path)
    try:
        return _connected(path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
            raise
    if in_use():
        remedy = "end that session, then start again to save what can be read"
        raise StorageError(f"The history {path} is damaged, and another session is writing to it: {remedy}.", path=path)
    kept = _save(path, saved)
    aside = _set_aside(path, now)
    saved.replace(path)
    tell(_told(kept, aside))
    return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    private.make_database(path)
    # Opened where the session is made, used where it runs: never by two threads at a time.
    connection = sqlite3.connect(path, timeout=DATABASE_WAIT, isolation_level=None, check_same_thread=False)
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":  # A quick check skips the indexes.
            error = sqlite3.DatabaseError("damaged")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # A commit outlives a power cut, not only a crash.
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # What is forgotten is not left on the disk.
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    # Bytes that are no UTF-8 cost that text, not the whole history.
    connection.text_factory = lambda text: text.decode(errors="replace")
    return connection


def _saved(path: Path) -> Path:
    return path.with_name(f"{path.stem}-salvaged{path.suffix}")


def _save(path: Path, saved: Path) -> int:
    """Write what can be read of `path` to `saved`, whole or not at all; gives the number of sessions."""
    _remove(saved)
    private.make_database(saved)
    target = sqlite3.connect(saved, isolation_level=None)
    try:
        migrate(target, saved)
        kept = salvage(path, target)
    except BaseException:
        target.close()
        _remove(saved)
        raise
    target.close()
    return kept


def _remove(path: Path) -> None:
    for ending in (*_PARTS, "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _set_aside(path: Path, now: float) -> Path:
    """Give `path` and what belongs to it another name, which nothing has yet; gives that."""
    name = f"{path.stem}-damaged-{_stamp(now)}"
    aside, times = path.with_name(f"{name}{path.suffix}"), 1
    while aside.exists():
        times += 1
        aside = path.with_name(f"{name}-{times}{path.suffix}")
    for ending in reversed(_PARTS):  # The file itself last: until then, it is all still in its place.
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _stamp(now: float) -> str:
    return datetime.fromtimestamp(now).strftime("%Y-%m-%d-%H%M%S")


def _told(kept: int, aside: Path) -> str:
    if not kept:
        return f"The history was damaged and is now {aside}: a new one begins today."
    sessions = "1 session of it was" if kept == 1 else f"{kept} sessions of it were"
    return f"The history was damaged: {sessions} saved into a new one, and the damaged file is now {aside}."
