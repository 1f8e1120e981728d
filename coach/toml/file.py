"""TOML files that people write, read strictly: a fault is one sentence with file, line, column, field and reason.

A reason is what was found and what was expected. Nothing but the caller's own `FileError` leaves `read` and `decode`,
whatever the file holds.
"""

import copy
import difflib
import hashlib
import re
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from coach.errors import FileError
from coach.toml import hints
from coach.toml import lines as tomllines
from coach.toml import types as tomltypes
from coach.toml.lines import Double, Place, Position

LARGEST = 256 * 1024
"""Bytes that a file may hold."""

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_POSITION = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)
_WHERE = re.compile(r"(?P<what>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>[^`]*)`)?", re.DOTALL)
_PART = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>\d+|\.\.\.)\]")
_FIELD = re.compile(r"Object (?P<fault>missing required|contains unknown) field `(?P<name>.*)`", re.DOTALL)
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class TomlFile:
    """A TOML file that was read; its fields are not checked yet."""

    path: Path
    data: dict[str, Any]
    text: str
    digest: str
    """SHA-256 of the bytes, in hexadecimal."""

    def position_of(self, place: Place) -> Position:
        """Where what stands at `place` begins; where nothing does, the nearest table around it."""
        while place not in self._positions:
            place = place[:-1]
        return self._positions[place]

    def line_of(self, place: Place) -> int:
        """The line (from 1) of what stands at `place`; where nothing does, of the nearest table around it."""
        return self.position_of(place).line

    def fault(
        self, error: type[FileError], place: Place, *, found: str, expected: str, advice: str = "correct it there"
    ) -> FileError:
        """The error that says what is wrong at `place`, to be raised."""
        message = f"{self.where(place)}: found {found}, expected {expected}; {advice}."
        made, position = error(message, path=self.path), self.position_of(place)
        made.line, made.column = position.line, position.column
        made.field, made.found, made.expected = ", ".join(_spoken(place)), found, expected
        return made

    def where(self, place: Place) -> str:
        """File, line, column and field of `place`, for a message."""
        position = self.position_of(place)
        at = f"line {position.line}, column {position.column}"
        return ", ".join((shown_path(self.path), at, *_spoken(place)))

    @cached_property
    def _positions(self) -> dict[Place, Position]:
        return tomllines.positions(self.text)


def read(path: Path, error: type[FileError]) -> TomlFile:
    """Read a TOML file of at most 256 KiB, in UTF-8 with or without a byte order mark. Raises `error`."""
    name = shown_path(path)
    raw = _bytes(path, name, error)
    try:
        text = raw.removeprefix(_BOM).decode()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, fault.start) + 1 : fault.start].decode(errors="replace")) + 1
        why = "this is not UTF-8 text; save the file in the encoding UTF-8"
        raise _at(error, path, Position(line, column), why) from None
    return TomlFile(path, _parsed(text, path, error), text, hashlib.sha256(raw).hexdigest())


def decode(file: TomlFile, type_: type[T], error: type[FileError]) -> T:
    """The file's data as `type_`, a msgspec Struct. Raises `error` for the first field that does not fit."""
    try:
        return msgspec.convert(file.data, type_)
    except msgspec.ValidationError as fault:
        raise _explained(file, type_, str(fault), error) from None


def shown(value: object) -> str:
    """`value` as a message shows it: on one line, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _shown_text(value)
    if isinstance(value, list | dict):
        kind = "list" if isinstance(value, list) else "table"
        return f"a {kind} of {len(value)} items" if len(value) > 1 else f"a {kind}" if value else f"an empty {kind}"
    # A hexadecimal number may be too long for Python to write out in digits.
    return "a very large number" if isinstance(value, int) and value.bit_length() > 64 else str(value)


def shown_path(path: Path) -> str:
    """`path` as a message shows it: as it was given, control characters and undecodable bytes escaped."""
    return str(path) if str(path).isprintable() else ascii(str(path))


def close_to(word: str, known: tuple[str, ...]) -> str | None:
    """The one of `known` that `word` may have been meant to be, whatever its capitals."""
    plain = {name.casefold(): name for name in reversed(known)}
    found = difflib.get_close_matches(word[:_LONGEST_SHOWN].casefold(), plain, n=1)
    return plain[found[0]] if found else None


def _shown_text(text: str) -> str:
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
    return f'"{plain}"' if short is text else f'"{plain}" ({len(text)} characters)'


def _bytes(path: Path, name: str, error: type[FileError]) -> bytes:
    try:
        _refuse_other_than_files(path, name, error)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise error(f"{name} does not exist; check the spelling of the path.", path=path) from None
    except (OSError, ValueError) as fault:  # ValueError: a path with a NUL in it
        reason = (isinstance(fault, OSError) and fault.strerror) or "there can be no such path"
        raise error(f"{name} cannot be read ({reason}); give the path of a file that can.", path=path) from None
    if len(raw) > LARGEST:
        raise error(f"{name} holds more than {LARGEST // 1024} KiB; shorten it, or give another file.", path=path)
    return raw


def _refuse_other_than_files(path: Path, name: str, error: type[FileError]) -> None:
    """To open a named pipe would wait for ever, and a device may never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise error(f"{name} is a folder; give the path of a TOML file in it.", path=path)
    if not stat.S_ISREG(mode):
        raise error(f"{name} is a pipe or a device; give the path of a TOML file.", path=path)


def _parsed(text: str, path: Path, error: type[FileError]) -> dict[str, Any]:
    if (line := tomllines.long_chain(text)) is not None:
        raise _at(error, path, Position(line, 1), "a name of too many parts joined by dots; shorten it")
    try:
        return tomllib.loads(text)
    except RecursionError:
        why = "too many brackets inside each other; take the inner ones out"
        raise _at(error, path, Position(tomllines.deepest(text), 1), why) from None
    except ValueError as fault:
        raise _refused(text, path, fault, error) from None


def _at(error: type[FileError], path: Path, position: Position, why: str) -> FileError:
    """The error at a position of a text that could not be read."""
    made = error(f"{shown_path(path)}, line {position.line}, column {position.column}: {why}.", path=path)
    made.line, made.column = position.line, position.column
    return made


def _refused(text: str, path: Path, fault: ValueError, error: type[FileError]) -> FileError:
    """Where and why tomllib refused `text`."""
    found = _POSITION.fullmatch(str(fault))
    if not found:  # Python's own limit of digits, which has no position
        digits = re.search(r"\d[\d_]{4000,}", text)
        why = "found a number of too many digits; correct it there"
        return _at(error, path, _position(text, digits.start() if digits else 0), why)
    at = (
        Position(int(found["line"]), int(found["column"])) if found["line"] else _position(text, len(text.rstrip("\n")))
    )
    if _TWICE.match(found["what"]) and (twice := tomllines.double(text, at.line)):
        return _doubled(path, twice, error)
    what = _shown_text(found["what"])[1:-1]
    return _at(
        error, path, at, f"this is not TOML ({what[:1].lower()}{what[1:]}); {hints.for_line(text, at, found['what'])}"
    )


def _position(text: str, place: int) -> Position:
    return Position(text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place))


def _doubled(path: Path, twice: Double, error: type[FileError]) -> FileError:
    name = shown(str(twice.place[-1]))
    field = ", ".join(_spoken(twice.place))
    where = f"{shown_path(path)}, line {twice.again.line}, column {twice.again.column}, {field}"
    found = f"{name} a second time"
    expected = f"it only once, as in line {twice.first.line}"
    made = error(f"{where}: found {found}, expected {expected}; take one of the two out.", path=path)
    made.line, made.column = twice.again.line, twice.again.column
    made.field, made.found, made.expected = field, found, expected
    return made


_TWICE = re.compile(r"Cannot (?:overwrite|declare|mutate|redefine)|Duplicate", re.IGNORECASE)


def _spoken(place: Place) -> list[str]:
    """("steps", 3, "purpose", 1) as "step 4", "purpose", "item 2"."""
    spoken: list[str] = []
    for part in place:
        if isinstance(part, str):
            spoken.append(part if re.fullmatch(r"[\w -]{1,40}", part) else shown(part))
        elif spoken and spoken[-1].endswith("s") and not spoken[-1].endswith("ss"):
            spoken[-1] = f"{spoken[-1][:-1]} {part + 1}"
        else:
            spoken.append(f"item {part + 1}")
    return spoken


def _explained(file: TomlFile, type_: Any, message: str, error: type[FileError]) -> FileError:
    """What msgspec's `message` ("Expected `int` <= 600 - at `$.steps[3].seconds`") means for the reader."""
    found = _WHERE.fullmatch(message)
    assert found is not None  # every part of the pattern is optional
    is_key = bool(found["key"])
    place = _place(file.data, type_, (found["path"] or "") + ("[...]" if is_key else ""), message)
    if field := _FIELD.fullmatch(found["what"]):
        about = _missing if field["fault"] == "missing required" else _unknown
        return about(file, type_, (*place, field["name"]), error)
    value = place[-1] if is_key and place else _value(file.data, place)
    expected = None if is_key else tomltypes.expected(type_, place, value)
    close = close_to(value, tomltypes.choices(type_, place)) if isinstance(value, str) else None
    return file.fault(
        error,
        place,
        found=("the name " if is_key else "") + shown(value),
        expected=expected or f"what its format allows ({_shown_text(found['what'])[1:-1]})",
        advice=f"write {shown(close)}" if close else hints.for_value(value, expected),
    )


def _missing(file: TomlFile, type_: Any, place: Place, error: type[FileError]) -> FileError:
    expected = tomltypes.expected(type_, place, None) or "a value"
    return file.fault(error, place, found="nothing", expected=expected, advice=f"add {place[-1]} there")


def _unknown(file: TomlFile, type_: Any, place: Place, error: type[FileError]) -> FileError:
    name, known = str(place[-1]), tomltypes.fields(type_, place[:-1])
    move = hints.elsewhere(type_, place)
    close = hints.our_name(name, known) or (None if move else close_to(name, known))
    return file.fault(
        error,
        place,
        found=f"the unknown field {shown(name)}",
        expected=shown(close) if close else f"only {', '.join(known)}",
        advice=f"write {shown(close)}" if close else move or "take it out",
    )


def _place(data: Any, type_: Any, path: str, message: str) -> Place:
    """msgspec's path as a place; where it names no key ("[...]"), the key is found by trial."""
    place: Place = ()
    for part in _PART.finditer(path):
        if part["index"] != "...":
            place = (*place, part["key"] or int(part["index"]))
        elif (key := _culprit(data, type_, place, message)) is not None:
            place = (*place, key)
        else:
            return place
    return place


def _culprit(data: Any, type_: Any, place: Place, message: str) -> str | None:
    """The key of the table at `place` that alone gives the same message."""
    for key, value in _value(data, place).items():
        try:
            msgspec.convert(_replaced(data, place, {key: value}), type_)
        except msgspec.ValidationError as fault:
            if str(fault) == message:
                return str(key)
    return None


def _replaced(data: Any, place: Place, value: object) -> Any:
    if not place:
        return value
    changed = copy.copy(data)
    changed[place[0]] = _replaced(data[place[0]], place[1:], value)
    return changed


def _value(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data
