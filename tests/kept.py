"""A session of two months ago, which no fault may cost: put into a history before, and looked for afterwards."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from time import time

from coach.history.store import Row, Store
from tests.session.driver import ROUTINE

_TWO_MONTHS = 60 * 86_400
_TABLES = {
    "sessions": "SELECT reason, seconds FROM sessions WHERE digest = ? AND id = 1",
    "steps": "SELECT foot, step, ending, seconds FROM steps WHERE session = (SELECT id FROM sessions WHERE digest = ?)",
    "pain": "SELECT foot, moment, level FROM pain WHERE session = (SELECT id FROM sessions WHERE digest = ?)",
}


def _put(folder: Path) -> None:
    with Store(folder / "history.sqlite3", lambda text: None, lambda: time() - _TWO_MONTHS) as store:
        session = store.begin(ROUTINE)
        store.save_answers(session, {}, {("left", "before"): 3, ("left", "after"): 1})
        store.add_step(session, "left", "press", "steady pressure", "done", 30.0)
        store.end(session, "done", 600.0, for_good=True)


def _found(folder: Path) -> dict[str, list[Row]]:
    with Store(folder / "history.sqlite3", lambda text: None) as store:
        return {table: store.rows(query, [ROUTINE.digest]) for table, query in _TABLES.items()}


@contextlib.contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Fails where the session in the history of `folder` is not afterwards what it was before."""
    _put(folder)
    before = _found(folder)
    assert all(before.values())
    yield
    assert _found(folder) == before
