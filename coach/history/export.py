"""The whole history as a file for other programs: CSV with one line a session, or JSON with everything."""

import csv
import io
import json
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from coach.errors import StorageError
from coach.history.plot import write
from coach.history.reading import Entry, sessions, whole
from coach.history.store import Store


def export(store: Store, path: Path) -> int:
    """Write every session to `path`, which ends in .csv or .json; gives how many. Raises StorageError."""
    entries = sessions(store)
    if path.suffix.lower() == ".json":
        write(path, (json.dumps([whole(store, entry) for entry in entries], indent=2) + "\n").encode())
    elif path.suffix.lower() == ".csv":
        write(path, _csv(entries).encode())
    else:
        raise StorageError(f"{path} is neither .csv nor .json: give a name that ends so.")
    return len(entries)


def _csv(entries: list[Entry]) -> str:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(field.name for field in fields(Entry))
    for entry in entries:
        table.writerow(_cell(value) for value in asdict(entry).values())
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        return f"'{value}"  # A spreadsheet would take it for a formula.
    return value.isoformat() if isinstance(value, datetime) else value
