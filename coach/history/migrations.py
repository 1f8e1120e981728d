"""The tables, and how a file of an older coach comes by them; `PRAGMA user_version` counts the migrations done.

A migration that has been released is never changed; another one is added. Times are whole seconds since 1970, UTC.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from coach.errors import StorageError
from coach.machine import private

_FIRST = """
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of beginning, whatever the wall clock did
    started INTEGER NOT NULL,
    seen INTEGER NOT NULL,                 -- when it was last known to go on
    ended INTEGER,                         -- NULL while it goes on, or was cut off
    reason TEXT,                           -- why it ended: done, ended, refused, sharp, hurt, stopped, silence, ...
    refused TEXT,                          -- the question whose answer ruled a massage out
    routine TEXT NOT NULL,
    digest TEXT NOT NULL,                  -- SHA-256 of the routine's file as it was
    seconds REAL NOT NULL DEFAULT 0        -- of audio time
);
CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at INTEGER NOT NULL,
    foot TEXT,                             -- left, right, or NULL in the preparation
    step TEXT NOT NULL,
    title TEXT NOT NULL,
    ending TEXT NOT NULL,                  -- done, skipped, left out, stopped
    seconds REAL NOT NULL                  -- held
);
CREATE TABLE pain (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    foot TEXT NOT NULL,
    moment TEXT NOT NULL,                  -- before, after
    level INTEGER,                         -- 0 to 10; NULL where the person would not say
    PRIMARY KEY (session, foot, moment)
) WITHOUT ROWID;
CREATE TABLE answers (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    question TEXT NOT NULL,                -- of the screening
    answer TEXT NOT NULL,
    PRIMARY KEY (session, question)
) WITHOUT ROWID;
CREATE TABLE hurts (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at INTEGER NOT NULL,
    foot TEXT,
    step TEXT,                             -- NULL between the steps
    title TEXT,
    said TEXT NOT NULL,
    seconds REAL NOT NULL                  -- into the step
);
CREATE INDEX steps_of_session ON steps (session, ending);
CREATE INDEX hurts_of_session ON hurts (session);
"""

_PROGRESS = """
CREATE TABLE progress (
    session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
    place TEXT NOT NULL                    -- a coach.session.resume.Resume as JSON
);
CREATE INDEX sessions_by_start ON sessions (started);
"""

_ZONE = """
ALTER TABLE hurts ADD COLUMN zone TEXT;    -- of the foot, for drawings; NULL between the steps, and in older sessions
"""

MIGRATIONS = (_FIRST, _PROGRESS, _ZONE)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables of `path` up to VERSION, all of the way or not at all, with a copy beside it of what was there.

    Any number of processes may do so at once: the first does it, the others find it done. `connection` is in autocommit
    mode. Raises StorageError for a file of a newer coach, which is left as it is, and sqlite3.Error.
    """
    if _version(connection, path) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, path)  # Another process may just have done it.
        if version < VERSION and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            _back_up(path, backup_of(path, version))
        for statement in _statements("".join(MIGRATIONS[version:])):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # A full disk has rolled it back already.
            connection.execute("ROLLBACK")
        raise


def backup_of(path: Path, version: int) -> Path:
    """Where the copy lies that is made before `path` is brought up from `version`."""
    return path.with_name(f"{path.stem}-version-{version}{path.suffix}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        remedy = "update the coach, or set COACH_STATE_DIR to another folder"
        raise StorageError(f"The history {path} was written by a newer coach: {remedy}.", path=path)
    return version


def _statements(script: str) -> Iterator[str]:
    """One after the other: `executescript` would commit what is under way first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _back_up(path: Path, copy: Path) -> None:
    """Copy `path` by a connection of its own, because SQLite backs up none that is writing."""
    private.make_database(copy)
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
