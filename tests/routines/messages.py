"""What is said about each of the odd files, as a page to read."""

from pathlib import Path

from coach.errors import RoutineError
from coach.languages.catalogues import built_in
from coach.routines.reader import read_routine
from tests.routines.odd import odd

_HEAD = """\
# What is said about a routine file

Made by `scripts/routine-messages` from the odd files of `tests/routines/odd.py`: each is a sound file with one thing
wrong. The coach names the file, the line, the column and the field, what it found and what it expected.

"""


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
        said = str(error).removeprefix(f"{folder}/") if error else "(nothing: it can be taught)"
        rows.append(f"- **{name}**\n\n      {said}\n")
    return _HEAD + "\n".join(rows)
