"""What is said about each of the odd files, as a page to read."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from coach.errors import RoutineError
from coach.language.catalogues import built_in
from coach.routines.reader import read_routine
from tests.routines.hostile import hostile
from tests.routines.odd import SOUND, odd

_HEAD = """\
# What is said about a routine file

Made by `scripts/routine-messages`. The coach names the file, the line, the column and the field, what it found and
what it expected.

## Odd files

Those of `tests/routines/odd.py`: each is a sound file with one thing wrong.

"""
_HOSTILE = """
## Hostile files

Some of those that `tests/routines/hostile.py` makes: cut off, far too large, nested
thousands deep, in another encoding, or noise.

"""
_HOSTILE_FILES = 66


def refusal_of(content: bytes, folder: Path) -> RoutineError | None:
    """The error that a file of this content brings; None where it can be taught."""
    path = folder / "evening.toml"
    path.write_bytes(content)
    try:
        read_routine(path, built_in())
    except RoutineError as error:
        return error
    return None


def listing(folder: Path) -> str:
    """The page; files are written into `folder` on the way."""
    rows = []
    for name, content in odd():
        error = refusal_of(content, folder)
        said = _said(error, folder) if error else "(nothing: it can be taught)"
        rows.append(f"- **{name}**\n\n      {said}\n")
    return _HEAD + "\n".join(rows) + _HOSTILE + "\n".join(islice(_hostile_rows(folder), _HOSTILE_FILES))


def _hostile_rows(folder: Path) -> Iterator[str]:
    for kind, content in hostile(16, SOUND):
        if error := refusal_of(content, folder):
            yield f"- **{kind}**\n\n      {_said(error, folder)}\n"


def _said(error: RoutineError, folder: Path) -> str:
    return str(error).removeprefix(f"{folder}/")
