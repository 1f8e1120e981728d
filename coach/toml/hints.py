"""What to write in place of what people write who know other formats, or who forgot a mark. Pure."""

import math
import re
from typing import Any

from coach.toml import types as tomltypes
from coach.toml.lines import Place, Position

CORRECT = "correct it there"
_QUOTES = re.compile(r"[\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}]")
_KEY = r"^\s*[\w.-]+\s*"
_BY_LINE = (
    (_QUOTES, 'use straight quotes (")'),
    (re.compile(r"=\s*(?:True|False|yes|no)\b"), "write true or false"),
    (re.compile(r"^\s*(?://|;|/\*)"), "begin a comment with #"),
    (re.compile(r"^\s*[{<]"), 'write lines such as name = "value", as in a routine made by `coach new`'),
    (re.compile(_KEY + ":"), "write = in place of the colon"),
    (re.compile(_KEY + r"=\s*(?:#|$)"), "write a value behind the ="),
    (re.compile(_KEY + r"=\s*[\w\"'.]+\s*[,;]\s*$"), "take out the mark at the end of the line"),
    (re.compile(_KEY + r"=\s*\d+,\d+\s*$"), "write a number without a comma"),
    (re.compile(_KEY + r"=\s*0\d+\s*$"), "write the number without the 0 before it"),
    (re.compile(_KEY + r"=\s*\d+\s*[A-Za-z]+\s*$"), "write the number alone"),
    (re.compile(_KEY + r"=\s*[A-Za-z_]"), "put a text in quotes"),
    (re.compile(r"^\s*[\w-]+(?:\s+[\w-]+)+\s*="), "join the words of a name with _"),
)
_BY_REASON = (
    ("unescaped '\\'", "write \\\\ for a backslash, or put the text in single quotes"),
    (
        "illegal character '\\n'",
        'close the quotes on the same line, or put a text of several lines in """three quotes"""',
    ),
    ("unclosed array", "put a comma between the items of the list, and ] behind the last"),
    ("unclosed inline table", "close the { with a } on the same line"),
    ("expected ']", "close the brackets of the heading"),
    ("expected '=' after a key", "write name = value on that line"),
    ("invalid statement", "write name = value on that line"),
    ("cannot overwrite a value", "write a list of tables with double brackets, such as [[steps]]"),
    ("cannot mutate immutable", "give this list in one way: in brackets behind =, or as tables in [[double brackets]]"),
)
_ALSO_CALLED = {
    "foot": ("side", "sides", "feet"),
    "repeat": ("sets", "reps", "rounds", "times", "count"),
    "seconds": ("duration", "length", "time", "hold"),
    "instruction": ("text", "description"),
    "caution": ("warning", "note", "careful"),
    "title": ("heading", "name"),
    "name": ("title",),
}
"""Fields by the names that other formats have for them."""


def for_line(text: str, at: Position, reason: str) -> str:
    """What to do about a line that is not TOML, for `reason` as tomllib gives it."""
    lines = text.split("\n")
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    by_line = (hint for pattern, hint in _BY_LINE if pattern.search(line))
    plain = reason.casefold()
    by_reason = (hint for part, hint in _BY_REASON if part in plain)
    return next(by_line, None) or next(by_reason, CORRECT)


def our_name(name: str, known: tuple[str, ...]) -> str | None:
    """The one of the fields `known` that other formats call `name`."""
    return next((ours for ours in known if name.casefold() in _ALSO_CALLED.get(ours, ())), None)


def elsewhere(type_: Any, place: Place) -> str | None:
    """Where the unknown field at `place` belongs, if it is one of another table: where to move it."""
    name, top = str(place[-1]), tomltypes.fields(type_, ())
    if len(place) > 1 and name in top:
        return f"move it above the first [[{place[0]}]]"
    lists = (table for table in top if not tomltypes.fields(type_, (table,)))
    below = next((table for table in lists if name in tomltypes.fields(type_, (table, 0))), None)
    return f"move it below [[{below}]]" if below and len(place) == 1 else None


def for_value(value: object, expected: str | None) -> str:
    """What to do about a value that is none of those that may stand there."""
    wanted = expected or ""
    if isinstance(value, str):
        return _for_text(value, wanted)
    if isinstance(value, int | float) and not isinstance(value, bool) and wanted.startswith(("a text", "a sentence")):
        return "put it in quotes"
    if isinstance(value, float) and wanted.startswith("a whole number") and math.isfinite(value):
        return "write it without a fraction"
    return CORRECT


def _for_text(value: str, wanted: str) -> str:
    if re.fullmatch(r"\d+", value) and wanted.startswith(("a whole number", value)):
        return "write it without quotes"
    if value in {"true", "false"} and "true" in wanted:
        return "write it without quotes"
    if wanted.startswith(("a text", "a sentence")):
        return "shorten it" if len(value) > 1 else "write one"
    return CORRECT
