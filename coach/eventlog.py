"""Everything that happened and what was done about it, one JSON line each; the same for a rehearsal and for real.

Only audio time is in it: the same events give the same bytes.
"""

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TextIO

from coach import private
from coach.clock import seconds
from coach.effects import Effect
from coach.errors import StorageError
from coach.events import Event
from coach.speaking.mixer import Mark


class EventLog:
    """An observer of the runner: writes `{"at": seconds, "event": {...}, "effects": [...]}` lines as things happen."""

    def __init__(self, path: Path) -> None:
        """Raises StorageError where `path` cannot be written."""
        self._path = path
        try:
            private.make_folder(path.parent)
            self._file: TextIO = open(  # noqa: SIM115 - open as long as the session
                path, "w", encoding="utf-8", newline="\n", opener=private.opener
            )
        except OSError as error:
            raise _unwritable(path, error) from error

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Write one line, which is in the file when this returns. Raises StorageError."""
        line = {"at": round(seconds(at), 4), "event": _plain(event), "effects": [_plain(effect) for effect in effects]}
        try:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def close(self) -> None:
        """Close the file. May be called twice. Raises StorageError where the last lines did not fit."""
        try:
            self._file.close()
        except OSError as error:
            raise _unwritable(self._path, error) from error


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path} cannot be written ({error.strerror}): free some space or name another place.")


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
