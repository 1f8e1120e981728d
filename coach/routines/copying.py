"""A routine of one's own to begin with: a copy of a built-in one, with a comment above each field it meets first."""

import re
from pathlib import Path

from coach.errors import RoutineError, StorageError
from coach.machine import private
from coach.routines import schema
from coach.routines.fields import MEANINGS, field_of
from coach.toml import file as tomlfile
from coach.toml import lines as tomllines
from coach.toml.file import shown
from coach.toml.lines import Place

SCHEMA_FILE = "routine.schema.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HEAD = """\
#:schema ./{schema}
# A routine of your own. Change what you like, then
#   coach check {name}        says what is wrong, and how long it takes
#   coach --routine {name}    starts it
# A line that begins with # is a comment. A hold or a motion that is done three times has a line: repeat = 3
# A step that is done on one foot alone has a line: foot = "left"
# Write sentences that are easy to follow by ear, and keep commands
# ("next", "back", "again") and words that sound like "stop", "wait" or "ouch" out of them.

"""


def new_routine(name: str, pattern: Path, folder: Path) -> Path:
    """Write a commented copy of `pattern`, called `name`, into `folder`, beside the schema; gives its path.

    Raises RoutineError for a name that cannot be or is taken, StorageError where nothing can be written.
    """
    if not _NAME.fullmatch(name):
        expected = "lower-case letters, digits and hyphens, 40 at most"
        raise RoutineError(f"a routine cannot be called {shown(name)}; give a name of {expected}.")
    path = folder / f"{name}.toml"
    content = commented(_renamed(tomlfile.read(pattern, RoutineError).text, name), name)
    try:
        private.make_folder(folder)
        with open(path, "x", encoding="utf-8", newline="\n", opener=private.opener) as file:
            file.write(content)
        private.write(folder / SCHEMA_FILE, schema.text().encode())
    except FileExistsError:
        raise RoutineError(f"{path} is there already; give another name, or change that file.", path=path) from None
    except OSError as fault:
        raise StorageError(
            f"{path} cannot be written ({fault.strerror}): free some space, or name another folder.", path=path
        ) from None
    return path


def commented(text: str, name: str) -> str:
    """`text` without its own head, each field's meaning above the line where it stands first."""
    above: dict[int, list[str]] = {}
    for field, line in _first_lines(text).items():
        above.setdefault(line, []).append(f"# {MEANINGS[field]}")
    body = [
        noted
        for number, line in enumerate(text.splitlines(), start=1)
        for noted in (*above.get(number, ()), line)
        if number >= min(above)
    ]
    return _HEAD.format(schema=SCHEMA_FILE, name=name) + "\n".join(body) + "\n"


def _first_lines(text: str) -> dict[Place, int]:
    """On which line each field of a routine stands first."""
    first: dict[Place, int] = {}
    for place, line in tomllines.places(text).items():
        field = field_of(place)
        if field in MEANINGS:
            first[field] = min(line, first.get(field, line))
    return first


def _renamed(text: str, name: str) -> str:
    title = name.replace("-", " ").capitalize()
    return re.sub(r"^name = .*$", f'name = "{title}"', text, count=1, flags=re.MULTILINE)
