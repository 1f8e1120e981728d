"""Copies out of a damaged history whatever SQLite can still read of it, row by row, into an empty one."""

import contextlib
import math
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]

_TABLES = {
    "sessions": "id",
    "steps": "id",
    "hurts": "id",
    "pain": "session",
    "answers": "session",
    "progress": "session",
}
"""Each table and the whole number by which its rows are found, sessions first."""
_FARTHEST = 50_000
"""So many numbers behind the last row that could be read are tried, one by one, for the next that can."""
_LAST_MOMENT = 253_402_300_799
"""The last second of the year 9999."""
UNREADABLE = "(not readable)"
"""The routine of a session of which only the steps, the soreness or the hurts were left."""

_WITHOUT_ITS_ROW = """
INSERT INTO sessions (id, started, seen, ended, reason, routine, digest, seconds)
SELECT session, coalesce(began, near), coalesce(went_on, near), coalesce(went_on, near), 'interrupted', ?, '', held
FROM (
    SELECT session, min(at) AS began, max(at) AS went_on, total(held) AS held, coalesce(
        (SELECT seen FROM sessions WHERE id < session ORDER BY id DESC LIMIT 1),
        (SELECT started FROM sessions WHERE id > session ORDER BY id LIMIT 1), 0) AS near
    FROM (
        SELECT session, at, seconds AS held FROM steps
        UNION ALL SELECT session, at, 0 FROM hurts
        UNION ALL SELECT session, NULL, 0 FROM pain
        UNION ALL SELECT session, NULL, 0 FROM answers
    ) GROUP BY session
) WHERE session NOT IN (SELECT id FROM sessions)
"""
"""A session is told by what was said and done in it; its time, where nothing tells it, by the one before it."""


def salvage(damaged: Path, target: sqlite3.Connection) -> int:
    """Copy what can be read of `damaged`, which is only read, into the empty tables of `target`.

    Gives how many sessions that are. A table, a page or a row that cannot be read, or makes no sense, is left out.
    """
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("BEGIN")
    with contextlib.suppress(sqlite3.DatabaseError), _copied(damaged) as source:
        for table in _TABLES:
            _copy(table, source, target)
    target.execute(_WITHOUT_ITS_ROW, [UNREADABLE])
    target.execute("DELETE FROM progress WHERE session NOT IN (SELECT id FROM sessions)")
    target.execute("COMMIT")
    return int(target.execute("SELECT count(*) FROM sessions").fetchone()[0])


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file at `path` and its log, open: SQLite would leave its traces at the file itself."""
    with tempfile.TemporaryDirectory(prefix="salvage-", dir=path.parent) as folder:
        copy = Path(folder) / path.name
        for ending in ("", "-wal"):
            part = path.with_name(path.name + ending)
            if part.exists():
                shutil.copyfile(part, copy.with_name(copy.name + ending))
        with contextlib.closing(sqlite3.connect(copy)) as source:
            source.execute("PRAGMA writable_schema = ON")  # Else it opens no file that ends before its last page.
            source.text_factory = lambda text: text.decode(errors="replace")
            yield source


def _copy(table: str, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """All rows of `table`; an older coach's table may have fewer columns."""
    with contextlib.suppress(sqlite3.DatabaseError):
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        columns = [row[1:4] for row in target.execute(f"PRAGMA table_info({table})") if row[1] in there]
        names = [name for name, _, _ in columns]
        if _TABLES[table] not in names:
            return
        marks = ", ".join("?" * len(names))
        insert = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own
        for row in _rows(source, table, names):
            if all(_fits(value, *column) for value, column in zip(row, columns, strict=True)):
                target.execute(insert, row)


def _rows(source: sqlite3.Connection, table: str, names: list[str]) -> Iterator[Row]:
    """Every row that can be read: in one go, and behind a page that cannot from the next number that can.

    Where a page ends badly, some rows come twice.
    """
    key = _TABLES[table]
    place = names.index(key)
    select = f"SELECT {', '.join(names)} FROM {table} WHERE {key}"  # noqa: S608 - names of our own
    start = -(2**63)
    while True:
        last = start
        with contextlib.suppress(sqlite3.DatabaseError):
            for row in source.execute(f"{select} >= ? ORDER BY {key}", [start]):
                if not isinstance(row[place], int) or row[place] < last:
                    break  # Pages in the wrong order.
                last = row[place]
                yield row
            else:
                return
        found = _next(source, f"{select} >= ? ORDER BY {key} LIMIT 1", max(last, 0))
        if found is None or found[place] < start:
            return
        yield from _all(source, f"{select} = ?", found[place]) or [found]
        start = found[place] + 1


def _next(source: sqlite3.Connection, query: str, first: int) -> Row | None:
    """What `query` finds at the first number from `first` on at which it can be asked; None where that is nothing."""
    for number in range(first, first + _FARTHEST):
        with contextlib.suppress(sqlite3.DatabaseError):
            row: Row | None = source.execute(query, [number]).fetchone()
            return row
    return None


def _all(source: sqlite3.Connection, query: str, number: int) -> list[Row]:
    with contextlib.suppress(sqlite3.DatabaseError):
        return source.execute(query, [number]).fetchall()
    return []


def _fits(value: object, name: str, kind: str, required: int) -> bool:
    """Whether a column may hold `value`: a damaged page can be read and still tell nonsense."""
    if value is None:
        return not required
    if kind == "TEXT":
        return isinstance(value, str) and "\N{REPLACEMENT CHARACTER}" not in value and _known(name, value)
    if kind == "INTEGER":
        return isinstance(value, int) and 0 <= value <= _MOST.get(name, _LAST_MOMENT)
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= _LAST_MOMENT


_MOST: Mapping[str, int] = {"level": 10}
_WORDS: Mapping[str, frozenset[str]] = {
    "foot": frozenset({"left", "right"}),
    "moment": frozenset({"before", "after"}),
    "ending": frozenset({"done", "skipped", "left out", "stopped"}),
}


def _known(name: str, value: str) -> bool:
    return name not in _WORDS or value in _WORDS[name]
