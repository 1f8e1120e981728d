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
from coach.history.claims import Claims
from coach.history.clocks import believable
from coach.history.opening import open_history
from coach.machine import private
from coach.routines.routine import Routine, Step
from coach.session.resume import Resume

RESUMABLE = 12 * 3600
"""Seconds after which an interrupted session is not offered to go on any more."""
INTERRUPTED = "interrupted"
"""The reason of a session that was cut off, given when the next one finds it."""
_HEALTH = ("feeling", "diabetes")
_REMEMBERED = frozenset({*_HEALTH, "foot", "first", "tool", "count", "rate", "gain"})
_A_WEEK = 7 * 86_400

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An interrupted session, and where it can be taken up again."""

    session: int
    """Its number in the history."""
    resume: Resume


def history_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the history lies on this machine; COACH_STATE_DIR overrides the folder."""
    return Path(environ.get("COACH_STATE_DIR") or platformdirs.user_state_path("coach")) / "history.sqlite3"


class Store:
    """One open history; `close` it, or use it in a `with`. `now` gives seconds since 1970."""

    def __init__(self, path: Path, tell: Callable[[str], None], now: Callable[[], float] = time.time) -> None:
        """Open `path`, or make it. Of a damaged file what can be read is kept, and `tell` is given a sentence.

        Raises StorageError.
        """
        self.path = path
        self.now = now
        with self._storage():
            private.make_folder(path.parent)
            self._claims = Claims(path)
            with self._claims.alone():
                self._connection = open_history(path, tell, now(), self._claims.any_elsewhere)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._storage():
            self._claims.drop_all()
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
            session = int(row.lastrowid or 0)
            self._claims.take(session)  # Before anybody can see it, or it would look cut off.
        return session

    def reopen(self, session: int, instead_of: int) -> None:
        """`session` goes on, and the one begun `instead_of` it never was."""
        with self._writing() as sql:
            sql.execute("DELETE FROM sessions WHERE id = ?", [instead_of])
            sql.execute(
                "UPDATE sessions SET ended = NULL, reason = NULL, seen = ? WHERE id = ?", [int(self.now()), session]
            )
        with self._storage():
            self._claims.take(session)
            self._claims.drop(instead_of)

    def end(self, session: int, reason: str, seconds: float, *, for_good: bool) -> None:
        """A session is over after `seconds`; `for_good`, it will not be offered to go on."""
        now = int(self.now())
        with self._writing() as sql:
            values = [now, now, reason, seconds, session]
            sql.execute("UPDATE sessions SET ended = ?, seen = ?, reason = ?, seconds = ? WHERE id = ?", values)
            if for_good:
                sql.execute("DELETE FROM progress WHERE session = ?", [session])
        self._claims.drop(session)

    def take_back_end(self, session: int) -> None:
        """A session that was over goes on: what ended it was taken back."""
        with self._writing() as sql:
            sql.execute("UPDATE sessions SET ended = NULL, reason = NULL, refused = NULL WHERE id = ?", [session])
        with self._storage():
            self._claims.take(session)

    def withdraw(self, session: int) -> None:
        """Nobody wants `session` to go on."""
        with self._writing() as sql:
            sql.execute("DELETE FROM progress WHERE session = ?", [session])
        self._claims.drop(session)

    def close_forgotten(self) -> None:
        """End every session that was cut off, at the moment it was last known to go on; not one that still goes on."""
        with self._storage(), self._claims.alone():
            begun = [row[0] for row in self.rows("SELECT id FROM sessions WHERE ended IS NULL")]
            forgotten = [(INTERRUPTED, session) for session in begun if not self._claims.elsewhere(session)]
            with self._writing() as sql:
                sql.executemany("UPDATE sessions SET ended = seen, reason = ? WHERE id = ?", forgotten)

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
        """The last session, if it was interrupted within RESUMABLE seconds, in the same `routine`.

        It is nobody else's until it is withdrawn, has ended, or this is closed. One that another coach holds just now,
        or offers to take up, is passed over.
        """
        with self._storage(), self._claims.alone():
            rows = self.rows(
                "SELECT session, place, seen FROM progress JOIN sessions ON sessions.id = session"
                " WHERE routine = ? AND digest = ? ORDER BY session DESC",
                [routine.name, routine.digest],
            )
            free = next((row for row in rows if not self._claims.elsewhere(row[0])), None)
            offer = _offer(free, self.now()) if free else None
            if offer:
                self._claims.take(offer.session)
            return offer

    def remembered(self) -> dict[str, str]:
        """What the next session is to know: feeling, diabetes, feet, tool, counts, rate and volume, each as told last.

        "week": "no" where that was told within the last seven days.
        """
        rows = self.rows("SELECT question, answer FROM answers ORDER BY session")
        known = {question: answer for question, answer in rows if question in _REMEMBERED}
        if not set(_HEALTH) <= set(known):
            return {}
        last = self.rows(
            "SELECT started FROM sessions JOIN answers ON session = id"
            " WHERE question = 'week' AND answer = 'no' ORDER BY id DESC LIMIT 1"
        )
        recent = bool(last) and 0 <= self.now() - last[0][0] < _A_WEEK
        return known | ({"week": "no"} if recent else {})

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
        except (sqlite3.Error, OSError) as error:
            raise _storage_error(self.path, error) from error


def _offer(row: Row, now: float) -> Offer | None:
    session, place, seen = row
    if believable(now) and believable(seen) and abs(now - seen) > RESUMABLE:
        return None
    try:
        return Offer(session, msgspec.json.decode(place, type=Resume))
    except (msgspec.MsgspecError, UnicodeError):  # Written by hand, or by another coach: nothing to go on with.
        return None


def _storage_error(path: Path, error: sqlite3.Error | OSError) -> StorageError:
    if isinstance(error, OSError):
        why, remedy = error.strerror or str(error), _REMEDY
    else:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        why, remedy = _WHY.get(code, (str(error), _REMEDY))
    return StorageError(f"The history {path} cannot be used ({why}): {remedy}.", path=path)


_REMEDY = "free some space, correct its permissions, or set COACH_STATE_DIR to another folder"
_BUSY = ("another program has locked it", "end that program, and the next session is written down")
_READ_ONLY = "the disk may only be read, or the file belongs to somebody else"
_WHY = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space, or set COACH_STATE_DIR to another folder"),
    sqlite3.SQLITE_READONLY: (_READ_ONLY, "correct its permissions, or set COACH_STATE_DIR to another folder"),
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened",
        "correct its permissions, or set COACH_STATE_DIR to another folder",
    ),
    sqlite3.SQLITE_IOERR: ("the disk reports an error", "check the disk, or set COACH_STATE_DIR to another folder"),
}
"""By SQLite's primary result code: what is the matter, and what to do."""
