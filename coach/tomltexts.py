"""What every text of a file must be that is spoken or shown. Pure but for the error."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from coach.errors import FileError
from coach.tomlfile import TomlFile, shown
from coach.tomllines import Place


def check_texts(file: TomlFile, error: type[FileError], *, lines: bool = False) -> None:
    """A synthesiser fails on a text with nothing to say, and the screen on characters that cannot be seen.

    `lines`: a text may go over several lines, because its reader makes one line of it.
    """
    allowed = "\n\r\t" if lines else ""
    for place, text in texts(file.data):
        unseen = next((c for c in text if c not in allowed and _unseen(c)), None)
        if unseen:
            found = f"the character U+{ord(unseen):04X}"
            raise file.fault(error, place, found=found, expected="printable characters only", advice="take it out")
        if not any(c.isalnum() for c in text):
            raise file.fault(error, place, found=shown(text), expected="at least one letter or digit")


def texts(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a file's data, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict | list):
        for part, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts(inner, (*place, part))


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"
