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


def export(store: Store, path: Path, *, comma: bool = False) -> int:
    """Write every session to `path`, which ends in .csv or .json; gives how many. Raises StorageError.

    `comma`: the CSV is for a spreadsheet that writes 1,5: semicolons between the cells, and a byte order mark, by which
    it knows UTF-8.
    """
    entries = sessions(store)
    if path.suffix.lower() == ".json":
        write(path, (json.dumps([whole(store, entry) for entry in entries], indent=2) + "\n").encode())
    elif path.suffix.lower() == ".csv":
        write(path, _csv(entries, comma=comma).encode("utf-8-sig" if comma else "utf-8"))
    else:
        raise StorageError(f"{path} is neither .csv nor .json: give a name with one of these endings.", path=path)
    return len(entries)


def _csv(entries: list[Entry], *, comma: bool) -> str:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n", delimiter=";" if comma else ",")
    table.writerow(field.name for field in fields(Entry))
    for entry in entries:
        table.writerow(_cell(value, comma=comma) for value in asdict(entry).values())
    return out.getvalue()


def _cell(value: object, *, comma: bool) -> object:
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA):
        return f"'{value}"  # A spreadsheet would take it for a formula.
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if comma else value.isoformat()
    return str(value).replace(".", ",") if comma and isinstance(value, float) else value


_FORMULA = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}")
