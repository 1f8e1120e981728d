"""TOML files that people write, read strictly: every fault is one sentence with file, line, field, found and expected.

Nothing but the caller's own `CoachError` leaves `read` and `decode`, whatever the file holds.
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

from coach.errors import CoachError
from coach.toml import lines as tomllines
from coach.toml import types as tomltypes
from coach.toml.lines import Place

LARGEST = 256 * 1024
"""Bytes that a file may hold."""

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_POSITION = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)
_AT = re.compile(r"(?P<what>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>[^`]*)`)?", re.DOTALL)
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

    def line_of(self, place: Place) -> int:
        """The line (from 1) of what stands at `place`; where nothing does, of the nearest table around it."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def fault(
        self, error: type[CoachError], place: Place, *, found: str, expected: str, advice: str = "correct it there"
    ) -> CoachError:
        """The error that says what is wrong at `place`, to be raised."""
        return error(f"{self.where(place)}: found {found}, expected {expected}; {advice}.")

    def where(self, place: Place) -> str:
        """File, line and field of `place`, for a message."""
        return ", ".join((shown_path(self.path), f"line {self.line_of(place)}", *_spoken(place)))

    @cached_property
    def _lines(self) -> dict[Place, int]:
        return tomllines.places(self.text)


def read(path: Path, error: type[CoachError]) -> TomlFile:
    """Read a TOML file of at most 256 KiB, in UTF-8 with or without a byte order mark. Raises `error`."""
    name = shown_path(path)
    raw = _bytes(path, name, error)
    try:
        text = raw.removeprefix(_BOM).decode()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise error(f"{name}, line {line}: this is not UTF-8 text; save the file in the encoding UTF-8.") from None
    return TomlFile(path, _parsed(text, name, error), text, hashlib.sha256(raw).hexdigest())


def decode(file: TomlFile, type_: type[T], error: type[CoachError]) -> T:
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
    """The one of `known` that `word` may have been meant to be."""
    return next(iter(difflib.get_close_matches(word[:_LONGEST_SHOWN], known, n=1)), None)


def _shown_text(text: str) -> str:
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
    return f'"{plain}"' if short is text else f'"{plain}" ({len(text)} characters)'


def _bytes(path: Path, name: str, error: type[CoachError]) -> bytes:
    try:
        _refuse_other_than_files(path, name, error)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise error(f"{name} does not exist; check the spelling of the path.") from None
    except (OSError, ValueError) as fault:  # ValueError: a path with a NUL in it
        reason = (isinstance(fault, OSError) and fault.strerror) or "no such path can be"
        raise error(f"{name} cannot be read ({reason}); give the path of a file that can.") from None
    if len(raw) > LARGEST:
        raise error(f"{name} holds more than {LARGEST // 1024} KiB; shorten it, or give another file.")
    return raw


def _refuse_other_than_files(path: Path, name: str, error: type[CoachError]) -> None:
    """To open a named pipe would wait for ever, and a device may never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise error(f"{name} is a folder; give the path of a TOML file in it.")
    if not stat.S_ISREG(mode):
        raise error(f"{name} is a pipe or a device; give the path of a TOML file.")


def _parsed(text: str, name: str, error: type[CoachError]) -> dict[str, Any]:
    if (line := tomllines.long_chain(text)) is not None:
        raise error(f"{name}, line {line}: a name of too many parts joined by dots; shorten it.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        line = tomllines.deepest(text)
        raise error(f"{name}, line {line}: too many brackets inside each other; take the inner ones out.") from None
    except ValueError as fault:
        raise error(f"{name}, {_reason(text, fault)}; correct it there.") from None


def _reason(text: str, fault: ValueError) -> str:
    """Where and why tomllib refused `text`."""
    found = _POSITION.fullmatch(str(fault))
    if not found:  # Python's own limit of digits, which has no position
        digits = re.search(r"\d[\d_]{4000,}", text)
        return f"line {text.count(chr(10), 0, digits.start() if digits else 0) + 1}: found a number of too many digits"
    what = _shown_text(found["what"])[1:-1]
    line = found["line"] or text.rstrip("\n").count("\n") + 1
    column = f", column {found['column']}" if found["column"] else ""
    return f"line {line}{column}: this is not TOML ({what[:1].lower()}{what[1:]})"


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


def _explained(file: TomlFile, type_: Any, message: str, error: type[CoachError]) -> CoachError:
    """What msgspec's `message` ("Expected `int` <= 600 - at `$.steps[3].seconds`") means for the reader."""
    found = _AT.fullmatch(message)
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
        advice=f"write {shown(close)}" if close else "correct it there",
    )


def _missing(file: TomlFile, type_: Any, place: Place, error: type[CoachError]) -> CoachError:
    expected = tomltypes.expected(type_, place, None) or "a value"
    return file.fault(error, place, found="nothing", expected=expected, advice=f"add {place[-1]} there")


def _unknown(file: TomlFile, type_: Any, place: Place, error: type[CoachError]) -> CoachError:
    name, known = str(place[-1]), tomltypes.fields(type_, place[:-1])
    close = close_to(name, known)
    return file.fault(
        error,
        place,
        found=f"the unknown field {shown(name)}",
        expected=shown(close) if close else f"only {', '.join(known)}",
        advice=f"write {shown(close)}" if close else "take it out",
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
