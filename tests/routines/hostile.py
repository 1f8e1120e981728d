"""Files that no routine should be: mutated, cut off, huge, deep, wrongly encoded, of the wrong types. Seeded."""

import random
import re
from collections.abc import Callable, Iterator

from coach.routines.library import built_in
from coach.toml.file import LARGEST
from tests.routines.test_reader import VALID, garbled

HEEL = built_in()["heel"].read_text(encoding="utf-8")
_STEP = '[[steps]]\ntitle = "x"\nkind = "guide"\nzone = "heel"\ninstruction = "x"\n\n'
_HEAD = 'format = 1\nname = "x"\nchangeover = "x"\n'
_VALUES = (
    *(
        "0x" + "f" * 5000,
        "9" * 4000,
        "-1",
        "1e400",
        "nan",
        "true",
        "1979-05-27T07:32:00Z",
        '""',
        '"\\u0000"',
        '"\\u202e"',
    ),
    *("[]", "{}", "[[[[]]]]", '["x", 3]', '{ x = "y" }', "'''\n'''", '"' + "x" * 301 + '"', '"\N{ZERO WIDTH SPACE}"'),
)


def hostile(seed: int, whole: str = HEEL) -> Iterator[tuple[str, bytes]]:
    """Kind and content of one file after the other, without end; a few may happen to be fit to be taught.

    `whole` is the sound file that some of them are made from.
    """
    chance = random.Random(seed)
    while True:
        for kind, make in _KINDS.items():
            yield kind, make(chance, whole)


def _mutated(chance: random.Random, whole: str) -> bytes:
    return garbled(chance.choice((VALID, whole)), chance)


def _truncated(chance: random.Random, whole: str) -> bytes:
    raw = whole.encode()
    return raw[: chance.randrange(len(raw))]


def _huge(chance: random.Random, _: str) -> bytes:
    size = chance.choice((LARGEST - 2000, LARGEST, 10 * LARGEST))
    fill = chance.choice((_STEP, "x", "[", "\n", '"', "#", "=", "a.", "\\", "'''", "{a=", "0"))
    text = _HEAD + chance.choice(("", "purpose = ", 'purpose = "', "purpose = [", "# "))
    return (text + fill * (size // len(fill))).encode()


def _deep(chance: random.Random, _: str) -> bytes:
    depth = chance.choice((70, 500, 5000, 50_000))
    opened, closed = chance.choice((("[", "]"), ("{a = ", "}"), ("[[", "]]"), ("{a.b.c = [", "]}")))
    inside = chance.choice(("", "1", '"x"'))
    place = chance.choice(("purpose", "steps", "steps.cues", "a." * depth + "b"))
    return f"{_HEAD}{place} = {opened * depth}{inside}{closed * chance.choice((depth, depth - 1))}\n".encode()


def _wrongly_encoded(chance: random.Random, whole: str) -> bytes:
    text = whole.replace("Heel", "Ferse für Füße, かかと", 1)
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-7", "cp500", "shift-jis", "latin-1"))
    raw = text.encode(encoding, "replace")
    return raw if encoding != "utf-7" else raw.replace(b"+", b"\xff")


def _mistyped(chance: random.Random, whole: str) -> bytes:
    """One value in a whole file replaced by another."""
    place = chance.choice(list(re.finditer(r'(?<= = )(?:\d+|"[^"]*"|true|false)$', whole, re.MULTILINE)))
    return (whole[: place.start()] + chance.choice(_VALUES) + whole[place.end() :]).encode()


def _doubled(chance: random.Random, whole: str) -> bytes:
    """A line of the file stands twice."""
    lines = whole.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return "".join((*lines[:at], lines[at], *lines[at:])).encode()


def _noise(chance: random.Random, _: str) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 100, 100_000)))


_KINDS: dict[str, Callable[[random.Random, str], bytes]] = {
    "mutated": _mutated,
    "truncated": _truncated,
    "huge": _huge,
    "deep": _deep,
    "wrong encoding": _wrongly_encoded,
    "wrong type": _mistyped,
    "doubled line": _doubled,
    "noise": _noise,
}
