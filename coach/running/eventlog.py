"""Everything that happened and what was done about it, one JSON line each; the same for a rehearsal and for real.

Only audio time is in it: the same events give the same bytes.
"""

import contextlib
import enum
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from coach.clock import seconds
from coach.errors import StorageError
from coach.machine import private
from coach.machine.lane import Lane
from coach.session.effects import Effect
from coach.session.events import Event
from coach.speaking.mixer import Mark

LOG_ENDS_WITHIN = 2.0
"""Seconds at the end for lines that could not be written yet."""
MOST_LINES = 20_000
"""Lines that are kept while they cannot be written: more than a session has."""


class EventLog:
    """An observer of the runner: writes `{"at": seconds, "event": {...}, "effects": [...]}` lines as things happen."""

    def __init__(self, path: Path) -> None:
        """Raises StorageError where `path` cannot be written."""
        self._path = path
        self._waiting: deque[bytes] = deque()
        self._size = 0
        """Of the whole lines in the file, in bytes."""
        try:
            private.make_folder(path.parent)
            self._file: FileIO = open(path, "wb", buffering=0, opener=private.opener)  # noqa: SIM115 - as long as the session
        except OSError as error:
            raise _unwritable(path, error) from error

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Write one line, which is in the file when this returns. Raises StorageError: it is kept for the next call."""
        self.add(at, event, effects)
        self.write()

    def add(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Keep one line for `write`; only the newest ones of very many."""
        line = {"at": round(seconds(at), 4), "event": _plain(event), "effects": [_plain(effect) for effect in effects]}
        self._waiting.append((json.dumps(line) + "\n").encode())
        if len(self._waiting) > MOST_LINES:
            self._waiting.popleft()

    def write(self) -> None:
        """Write all that is kept, in order. Raises StorageError, and what did not fit is kept, no line by half."""
        while self._waiting:
            try:
                self._write(self._waiting[0])
            except OSError as error:
                with contextlib.suppress(OSError):
                    self._file.seek(self._size)
                    self._file.truncate()
                raise _unwritable(self._path, error) from error
            self._size += len(self._waiting.popleft())

    def close(self) -> None:
        """Close the file. May be called twice. Raises StorageError where the last lines did not fit."""
        if not self._file.closed:
            try:
                self.write()
            finally:
                self._file.close()

    def _write(self, line: bytes) -> None:
        rest = memoryview(line)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]


class BackgroundLog:
    """An observer of the runner around `log`, which is written in a thread of its own: nobody waits for the disk."""

    def __init__(self, log: EventLog, on_problem: Callable[[str], None]) -> None:
        """`on_problem` is told, in one sentence each, that it cannot be written and that it can again."""
        self._log = log
        self._on_problem = on_problem
        self._trouble = False
        self._lane: Lane[tuple[int, Event | Mark, Sequence[Effect]]] = Lane(
            "log", lambda item: log.add(*item), self._write
        )

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Have one line written; waits for nothing. Raises StorageError where far too many wait already."""
        if not self._lane.put((at, event, tuple(effects))):
            raise StorageError("The disk does not take it: name another place for the next one.")

    @property
    def stuck_for(self) -> float:
        """Seconds that the disk takes over what is being written now."""
        return self._lane.stuck_for

    @property
    def waits(self) -> bool:
        """Whether something could not be written yet."""
        return not self._lane.settled

    def close(self) -> None:
        """Write what is left, waiting for at most LOG_ENDS_WITHIN."""
        if self._lane.close(LOG_ENDS_WITHIN):
            self._log.close()

    def _write(self) -> bool:
        try:
            self._log.write()
        except StorageError as error:
            if not self._trouble:
                self._on_problem(f"The log waits until it can be written: {error}")
            self._trouble = True
            return False
        if self._trouble:
            self._trouble = False
            self._on_problem("The log is being written again, with all that happened.")
        return True


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be written ({error.strerror}): free some space or name another place.", path=path
    )


def _plain(value: Any) -> Any:
    """`value` as JSON knows it; data classes with their kind, sets sorted, so that equal events give equal lines."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **inner}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
