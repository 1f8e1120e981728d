"""The history's file: opened, brought up to date, set aside where it is damaged; and everything written to it.

Each method is one transaction, on the disk when it returns. No exception of SQLite leaves this module.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from coach.errors import StorageError
from coach.history.migrations import migrate
from coach.routines.routine import Routine, Step
from coach.session.resume import Resume

RESUMABLE = 12 * 3600
"""Seconds after which an interrupted session is not offered to go on any more."""
INTERRUPTED = "interrupted"
"""The reason of a session that was cut off, given when the next one finds it."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_HEALTH = ("feeling", "diabetes")

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An interrupted session, and where it can be taken up again."""

    session: int
    resume: Resume


def history_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the history lies on this machine; COACH_STATE_DIR overrides the folder."""
    return Path(environ.get("COACH_STATE_DIR") or platformdirs.user_state_path("coach")) / "history.sqlite3"


class Store:
    """One open history; `close` it, or use it in a `with`. `now` gives seconds since 1970."""

    def __init__(self, path: Path, tell: Callable[[str], None], now: Callable[[], float] = time.time) -> None:
        """Open `path`, or make it. A damaged file is set aside and `tell` is given a sentence. Raises StorageError."""
        self.path = path
        self.now = now
        with self._storage():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _open(path)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                    raise
                aside = _set_aside(path, now())
                tell(f"The history was damaged and is now {aside}: a new one begins today.")
                self._connection = _open(path)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._storage():
            self._connection.close()

    def rows(self, query: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """What `query` finds. Raises StorageError."""
        with self._storage():
            return self._connection.execute(query, parameters).fetchall()

    # --- a session ------------------------------------------------------------------------------------------------

    def begin(self, routine: Routine) -> int:
        """A session begins; gives its id. Raises StorageError, as every method here does."""
        now = int(self.now())
        values = (now, now, routine.name, routine.digest)
        with self._writing() as sql:
            row = sql.execute("INSERT INTO sessions (started, seen, routine, digest) VALUES (?, ?, ?, ?)", values)
            return int(row.lastrowid or 0)

    def reopen(self, session: int, instead_of: int) -> None:
        """`session` goes on, and the one begun `instead_of` it never was."""
        with self._writing() as sql:
            sql.execute("DELETE FROM sessions WHERE id = ?", [instead_of])
            sql.execute(
                "UPDATE sessions SET ended = NULL, reason = NULL, seen = ? WHERE id = ?", [int(self.now()), session]
            )

    def end(self, session: int, reason: str, seconds: float, *, for_good: bool) -> None:
        """A session is over after `seconds`; `for_good`, it will not be offered to go on."""
        now = int(self.now())
        with self._writing() as sql:
            values = [now, now, reason, seconds, session]
            sql.execute("UPDATE sessions SET ended = ?, seen = ?, reason = ?, seconds = ? WHERE id = ?", values)
            if for_good:
                sql.execute("DELETE FROM progress WHERE session = ?", [session])

    def take_back_end(self, session: int) -> None:
        """A session that was over goes on: what ended it was taken back."""
        with self._writing() as sql:
            sql.execute("UPDATE sessions SET ended = NULL, reason = NULL, refused = NULL WHERE id = ?", [session])

    def withdraw(self, session: int) -> None:
        """Nobody wants `session` to go on."""
        with self._writing() as sql:
            sql.execute("DELETE FROM progress WHERE session = ?", [session])

    def close_forgotten(self) -> None:
        """End every session that was cut off, at the moment it was last known to go on."""
        with self._writing() as sql:
            sql.execute("UPDATE sessions SET ended = seen, reason = ? WHERE ended IS NULL", [INTERRUPTED])

    def refuse(self, session: int, question: str) -> None:
        """The answer to `question` ruled a massage out."""
        with self._writing() as sql:
            sql.execute("UPDATE sessions SET refused = ? WHERE id = ?", [question, session])

    def add_step(self, session: int, foot: str | None, step: str, title: str, ending: str, seconds: float) -> None:
        """A step has ended; `foot` is None in the preparation."""
        values = [session, int(self.now()), foot, step, title, ending, seconds]
        with self._writing() as sql:
            sql.execute(
                "INSERT INTO steps (session, at, foot, step, title, ending, seconds) VALUES (?,?,?,?,?,?,?)", values
            )

    def add_hurt(self, session: int, foot: str | None, step: Step | None, said: str, seconds: float) -> None:
        """It hurt, `seconds` into `step`; None between the steps."""
        where = (step.id, step.title, step.zone) if step else (None, None, None)
        values = [session, int(self.now()), foot, *where, said, seconds]
        with self._writing() as sql:
            columns = "session, at, foot, step, title, zone, said, seconds"
            sql.execute(f"INSERT INTO hurts ({columns}) VALUES (?,?,?,?,?,?,?,?)", values)  # noqa: S608 - fixed names

    def save_answers(
        self, session: int, answers: Mapping[str, str], pain: Mapping[tuple[str, str], int | None]
    ) -> None:
        """All that was answered so far, in place of what was saved of it; `pain` is by foot and moment."""
        with self._writing() as sql:
            sql.execute("DELETE FROM answers WHERE session = ?", [session])
            sql.execute("DELETE FROM pain WHERE session = ?", [session])
            sql.executemany("INSERT INTO answers VALUES (?, ?, ?)", [(session, *pair) for pair in answers.items()])
            levels = [(session, *key, level) for key, level in pain.items()]
            sql.executemany("INSERT INTO pain VALUES (?, ?, ?, ?)", levels)

    def save_place(self, session: int, place: Resume | None, seconds: float) -> None:
        """Where it stands now, and for how many seconds it has gone on."""
        with self._writing() as sql:
            sql.execute("UPDATE sessions SET seen = ?, seconds = ? WHERE id = ?", [int(self.now()), seconds, session])
            if place:
                text = msgspec.json.encode(place).decode()
                sql.execute("INSERT OR REPLACE INTO progress VALUES (?, ?)", [session, text])
            else:
                sql.execute("DELETE FROM progress WHERE session = ?", [session])

    # --- for the next session -------------------------------------------------------------------------------------

    def offer(self, routine: Routine) -> Offer | None:
        """The last session, if it was interrupted within RESUMABLE seconds, in the same `routine`."""
        rows = self.rows(
            "SELECT session, place, seen FROM progress JOIN sessions ON sessions.id = session"
            " WHERE routine = ? AND digest = ? ORDER BY session DESC LIMIT 1",
            [routine.name, routine.digest],
        )
        if not rows or abs(self.now() - rows[0][2]) > RESUMABLE:
            return None
        try:
            return Offer(rows[0][0], msgspec.json.decode(rows[0][1], type=Resume))
        except msgspec.MsgspecError:  # Written by hand, or by another coach: nothing to go on with.
            return None

    def remembered(self) -> dict[str, str]:
        """The answers of the last session that rarely change: whether feeling was lost, and diabetes."""
        rows = self.rows(
            "SELECT f.answer, d.answer FROM answers AS f JOIN answers AS d ON d.session = f.session"
            " WHERE f.question = 'feeling' AND d.question = 'diabetes' ORDER BY f.session DESC LIMIT 1"
        )
        return dict(zip(_HEALTH, rows[0], strict=True)) if rows else {}

    # --- forgetting -----------------------------------------------------------------------------------------------

    def forget(self, before: datetime | None = None) -> int:
        """Delete every session, or those begun `before`, from the disk too, and copies of older versions with them.

        Gives how many there were.
        """
        with self._writing() as sql:
            limit = before.timestamp() if before else float("inf")
            gone = sql.execute("DELETE FROM sessions WHERE started < ?", [limit]).rowcount
        with self._storage():
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for copy in self.path.parent.glob(f"{self.path.stem}-version-*{self.path.suffix}"):
                copy.unlink()
        return gone

    @property
    def set_aside(self) -> list[Path]:
        """Damaged files of earlier days that still lie there."""
        return sorted(self.path.parent.glob(f"{self.path.stem}-damaged-*"))

    # --- SQLite ---------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._storage(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection

    @contextlib.contextmanager
    def _storage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _storage_error(self.path, str(error)) from error
        except OSError as error:
            raise _storage_error(self.path, error.strerror or str(error)) from error


def _storage_error(path: Path, why: str) -> StorageError:
    remedy = "free some space, mend its permissions, or set COACH_STATE_DIR to another folder"
    return StorageError(f"The history {path} cannot be used ({why}): {remedy}.")


def _open(path: Path) -> sqlite3.Connection:
    # Opened where the session is made, used where it runs: never by two threads at a time.
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
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
    return connection


def _set_aside(path: Path, now: float) -> Path:
    """Give `path` and what belongs to it another name; gives that."""
    stamp = datetime.fromtimestamp(now).strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside
