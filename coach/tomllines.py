"""On which line and column each key, table and list item of a TOML text stands; tomllib does not tell.

Pure. The text must already have been accepted by tomllib: this scan reads structure, it does not judge.
"""

import contextlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Keys and list indices (from 0) that lead from the top of a file to a value: ("steps", 3, "seconds")."""

# An unclosed text runs to the end of its line or file: tried again from each quote within, it would take for ever.
_TOKEN = re.compile(
    r"""
      (?P<mark> [\n\[\]{}=,.] )
    | (?P<text> \"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\Z) | '{3}.*?(?:'{3,5}|\Z) | "(?:\\[^\n]|[^"\\\n])*+"? | '[^'\n]*+'? )
    | (?P<bare> [^\s\[\]{}=,.\#"']+ )
    | (?P<comment> \#[^\n]* )
    """,
    re.VERBOSE | re.DOTALL,
)
# A place below this depth is reported as its ancestor's: a hostile file must not make a million long tuples.
_DEEPEST_PLACE = 8
_LONGEST_CHAIN = 64
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a text; both count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Double:
    """A key or a table that is written a second time."""

    place: Place
    first: Position
    again: Position


def places(text: str) -> dict[Place, int]:
    """The line (from 1) of every place in a valid TOML text; () is line 1."""
    return {place: position.line for place, position in positions(text).items()}


def positions(text: str) -> dict[Place, Position]:
    """Where every place of a valid TOML text begins; () is its beginning."""
    return _scanned(text).places


def double(text: str, line: int) -> Double | None:
    """The first key or table that is written twice in the valid TOML up to that line of `text`; None without."""
    valid = "".join(text.splitlines(keepends=True)[:line])
    with contextlib.suppress(ValueError, LookupError):  # What follows a fault may look like anything.
        return _scanned(valid).double
    return None


def _scanned(text: str) -> "_Scan":
    scan = _Scan()
    for mark, word, position in _tokens(text):
        if mark:
            scan.mark(mark, position)
        else:
            scan.word(word, position)
    return scan


def long_chain(text: str) -> int | None:
    """The line of a name of more than 64 dotted parts, which tomllib takes quadratic time to read; None without.

    The text need not be valid.
    """
    if all(line.count(".") < _LONGEST_CHAIN for line in text.split("\n")):
        return None
    dots = 0
    for mark, _, position in _tokens(text):
        dots = dots + (mark == ".") if mark in (".", "") else 0
        if dots >= _LONGEST_CHAIN:
            return position.line
    return None


def deepest(text: str) -> int:
    """The line on which brackets first nest deepest; the text need not be valid."""
    depth = most = 0
    at = 1
    for mark, _, position in _tokens(text):
        depth = max(depth + _DEEPER.get(mark, 0), 0)
        if depth > most:
            most, at = depth, position.line
    return at


def _tokens(text: str) -> Iterator[tuple[str, str, Position]]:
    """(mark, "", position) or ("", word as written, position) in the order of the text; comments are left out."""
    line, counted, begun = 1, 0, 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        passed = text.count("\n", counted, start)
        if passed:
            line, begun = line + passed, text.rindex("\n", counted, start) + 1
        counted = start
        if token.lastgroup != "comment":
            mark = token["mark"] or ""
            yield mark, "" if mark else token[0], Position(line, start - begun + 1)


def _below(place: Place, part: str | int) -> Place:
    return (*place, part) if len(place) <= _DEEPEST_PLACE else place


def _unquoted(word: str) -> str:
    if word[0] not in "\"'":
        return word
    return str(tomllib.loads(f"key = {word}")["key"])


class _Scan:
    """The state of one pass: either gathering the keys of an entry, or inside the value that stands at `_value`."""

    def __init__(self) -> None:
        self.places: dict[Place, Position] = {(): Position(1, 1)}
        self.double: Double | None = None
        self._given: set[Place] = set()  # keys with a value, and tables with a header
        self._table: Place = ()
        self._open: list[tuple[Place, int | None]] = []  # brackets of the present value: a list's index, or None
        self._keys: list[str] = []
        self._began = Position(1, 1)  # where the first of them stands
        self._value: Place | None = None
        self._header = 0  # square brackets that opened the present header
        self._last: dict[Place, int] = {}  # index of the last table of each [[list]]

    def word(self, word: str, position: Position) -> None:
        if self._value is not None:
            self._note(self._value, position)
        else:
            self._began = self._began if self._keys else position
            self._keys.append(_unquoted(word))

    def mark(self, mark: str, position: Position) -> None:
        if mark == "=":
            self._entry()
        elif mark in "[{":
            self._opened(mark, position)
        elif mark in "]}":
            self._closed()
        elif mark == "\n":
            self._line_ended()
        elif mark == ",":
            self._next_item()

    def _note(self, place: Place, position: Position) -> None:
        if len(place) <= _DEEPEST_PLACE:
            self.places.setdefault(place, position)

    def _entry(self) -> None:
        place = self._open[-1][0] if self._open else self._table
        self._given_once(place + tuple(self._keys), self._began)
        for key in self._keys:
            place = _below(place, key)
            self._note(place, self._began)
        self._keys, self._value = [], place

    def _given_once(self, place: Place, position: Position) -> None:
        if place in self._given and self.double is None:
            self.double = Double(place, self.places[place], position)
        if len(place) <= _DEEPEST_PLACE:
            self._given.add(place)

    def _opened(self, mark: str, position: Position) -> None:
        if self._value is None:
            self._header += 1
            return
        self._note(self._value, position)
        is_list = mark == "["
        self._open.append((self._value, 0 if is_list else None))
        self._value = _below(self._value, 0) if is_list else None

    def _closed(self) -> None:
        if self._open:
            self._open.pop()
            self._keys, self._value = [], None
        elif self._keys:
            self._headed(self._began)

    def _headed(self, position: Position) -> None:
        place: Place = ()
        for left, key in zip(reversed(range(len(self._keys))), self._keys, strict=True):
            place = (*place, key)
            self._note(place, position)
            if left == 0 and self._header > 1:
                self._last[place] = self._last.get(place, -1) + 1
            if place in self._last:
                place = (*place, self._last[place])
        self._given_once(place, position)
        self._note(place, position)
        self._table, self._keys = place, []

    def _line_ended(self) -> None:
        if not self._open:
            self._keys, self._value, self._header = [], None, 0

    def _next_item(self) -> None:
        place, index = self._open[-1]
        if index is None:
            self._keys, self._value = [], None
        else:
            self._open[-1] = (place, index + 1)
            self._value = _below(place, index + 1)
