"""Asserts coach.toml.file, and with it coach.toml.lines and coach.toml.types: what is said of a bad file, and where."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from coach.errors import FileError, ScriptError
from coach.toml.file import LARGEST, TomlFile, decode, read, shown
from coach.toml.lines import Place, places
from tests.messages import without_column

STRUCTURE = '''\
# a comment with [brackets] = "and quotes
top = 1  # [[not]]
"quoted key" = 2
'lit.eral' = 3
dotted.name.here = 4

list = [
  "a, [b] = {c}", # ]
  [ 1,
    2.5 ],
  1979-05-27 07:32:00,
  { x = 1, y.z = [true,
     false] },
]
text = """
[[fake]]
key = 1 \\""" still
"""
after = \'\'\'
'' [x]
\'\'\'\'
inline = {a = {b = []}, c = {}}

[table]
key = 1

[table.sub."d.e"]
key = 2

[[many]]
[[many.inner]]
k = 1
[[many.inner]]
k = 2
[many.one]
k = 3

[[many]]
[[many.inner]]
"\\u006b" = 4
'''


def toml(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def opened(folder: Path, text: str | bytes) -> TomlFile:
    return read(toml(folder, text), ScriptError)


def refusal(path: Path) -> str:
    """The message of the refusal without the path, after checking that it is one printable line."""
    with pytest.raises(ScriptError) as caught:
        read(path, ScriptError)
    message = str(caught.value)
    assert message.isprintable()
    assert message.endswith(".")
    return message.removeprefix(str(path))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("top",), 2),
        (("quoted key",), 3),
        (("lit.eral",), 4),
        (("dotted",), 5),
        (("dotted", "name", "here"), 5),
        (("list",), 7),
        (("list", 0), 8),
        (("list", 1), 9),
        (("list", 1, 0), 9),
        (("list", 1, 1), 10),
        (("list", 2), 11),
        (("list", 3), 12),
        (("list", 3, "x"), 12),
        (("list", 3, "y", "z", 0), 12),
        (("list", 3, "y", "z", 1), 13),
        (("list", 4), 7),
        (("text",), 15),
        (("after",), 19),
        (("inline", "a", "b"), 22),
        (("inline", "c"), 22),
        (("table",), 24),
        (("table", "key"), 25),
        (("table", "absent"), 24),
        (("table", "sub"), 27),
        (("table", "sub", "d.e", "key"), 28),
        (("many",), 30),
        (("many", 0), 30),
        (("many", 0, "inner", 0, "k"), 32),
        (("many", 0, "inner", 1), 33),
        (("many", 0, "inner", 1, "k"), 34),
        (("many", 0, "one", "k"), 36),
        (("many", 1), 38),
        (("many", 1, "inner", 0), 39),
        (("many", 1, "inner", 0, "k"), 40),
        (("many", 1, "one"), 38),
        (("absent", 3, "x"), 1),
    ],
)
def test_each_place_is_found_on_its_line_or_that_of_what_encloses_it(tmp_path: Path, place: Place, line: int) -> None:
    for ending in ("\n", "\r\n"):
        assert opened(tmp_path, STRUCTURE.replace("\n", ending)).line_of(place) == line


def test_the_places_are_those_that_tomllib_finds(tmp_path: Path) -> None:
    def walk(data: object, place: Place) -> set[Place]:
        inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        return {place}.union(*(walk(value, (*place, key)) for key, value in inner))

    assert set(places(STRUCTURE)) == walk(opened(tmp_path, STRUCTURE).data, ())


def test_the_digest_is_of_the_bytes_as_they_are(tmp_path: Path) -> None:
    plain, marked = opened(tmp_path, "a = 1"), opened(tmp_path, b"\xef\xbb\xbfa = 1")
    assert plain.digest == "b5bc1ffd90912fb18bef6e7d80909192c7a6492896320156d67fbaf104c6544a"
    assert (plain.data, plain.text) == (marked.data, marked.text)
    assert plain.digest != marked.digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb =\n", ", line 2, column 4: this is not TOML ("),
        ("a = 1\nb = [1,\n", ", line 2, column 8: this is not TOML ("),
        ('a = "\n', ", line 1, column 6: this is not TOML ("),
        ("a = 1\na = 2\n", ', line 2, column 1, a: found "a" a second time, expected it only once, as in line 1; '),
        ("a = 1\nb\0 = 1\n", ", line 2, column 2: this is not TOML ("),
        ("a = 1\nb = " + "9" * 5000, ", line 2, column 5: found a number of too many digits; correct it there."),
        (b"a = 1\nb = '\xe4'\n", ", line 2, column 6: this is not UTF-8 text; save the file in the encoding UTF-8."),
        (
            "a = 'ä'\n".encode("utf-16"),
            ", line 1, column 1: this is not UTF-8 text; save the file in the encoding UTF-8.",
        ),
        ("a = 1\n".encode("utf-16-le"), ", line 1, column 2: this is not TOML ("),
        (b"\xff\xfb\x90\x64" * 99, ", line 1, column 1: this is not UTF-8 text"),
        (b"\0" * 4096, ", line 1, column 1: this is not TOML ("),
        (
            "a = 1\nb = " + "[" * 100_000,
            ", line 2, column 1: too many brackets inside each other; take the inner ones out.",
        ),
        (
            "a = " + "{a = " * 40_000,
            ", line 1, column 1: too many brackets inside each other; take the inner ones out.",
        ),
        ("a = " + "[\n" * 50_000 + "]" * 50_000, ", line 50000, column 1: too many brackets inside each other"),
        (
            "x = 1\n" + ".".join("a" * 30_000) + " = 1",
            ", line 2, column 1: a name of too many parts joined by dots; shorten it.",
        ),
        ('"\\' * 130_000, ", line 1, column 260001: this is not TOML ("),
        ('[ "a\\"" ' + ". 'b'" * 64 + "]", ", line 1, column 1: a name of too many parts joined by dots; shorten it."),
    ],
)
def test_a_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert refusal(toml(tmp_path, text)).startswith(message)


def test_a_file_of_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    message = " holds more than 256 KiB; shorten it, or give another file."
    assert refusal(toml(tmp_path, "a = 1\n" * 1_750_000)) == message
    assert refusal(toml(tmp_path, b"#" * (LARGEST + 1))) == message
    assert opened(tmp_path, b"#" * LARGEST).data == {}


def test_the_heaviest_text_within_the_limit_is_read(tmp_path: Path) -> None:
    text = "".join(f'"key {n}" = [{n}, {{a.b.c = "x"}}]\n' for n in range(7000))
    assert len(text) > LARGEST * 0.9
    assert opened(tmp_path, text).line_of(("key 6999", 1, "a", "b", "c")) == 7000


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    toml(tmp_path, "")
    assert refusal(tmp_path) == " is a folder; give the path of a TOML file in it."
    assert refusal(tmp_path / "none.toml") == " does not exist; check the spelling of the path."
    assert refusal(tmp_path / "file.toml" / "x") == " does not exist; check the spelling of the path."
    assert "; give the path of a file that can." in refusal(tmp_path / "loop")
    assert "; give the path of a file that can." in refusal(tmp_path / ("x" * 5000))


def test_a_pipe_nobody_writes_to_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert refusal(tmp_path / "pipe.toml") == " is a pipe or a device; give the path of a TOML file."


@pytest.mark.parametrize("name", ["two\nlines.toml", "nul\0.toml", "\x1b[31m.toml", os.fsdecode(b"\x80.toml")])
def test_a_path_with_strange_characters_is_shown_on_one_line(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Tone(Struct, forbid_unknown_fields=True, tag="tone"):
    hertz: Annotated[int, Meta(gt=20, lt=9000)]


class Word(Struct, forbid_unknown_fields=True, tag="word"):
    text: Annotated[str, Meta(min_length=1)]


class Document(Struct, forbid_unknown_fields=True):
    size: float | None = None
    level: Annotated[float, Meta(ge=-60, le=0)] = 0
    colour: Colour = Colour.RED
    answer: Literal["yes", "no"] = "no"
    name: Annotated[str, Meta(max_length=5)] = ""
    sounds: Annotated[list[Tone | Word], Meta(max_length=2)] = []
    gains: dict[str, Annotated[int, Meta(ge=0)]] = {}
    by_colour: dict[Colour, int] = {}
    press: list[bool] = []
    nested: dict[str, dict[str, list[int]]] = {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("size = 'x'", 'line 1, size: found "x", expected a number; correct it there.'),
        ("\nlevel = 1.5", "line 2, level: found 1.5, expected a number at least -60 and at most 0; correct it there."),
        ("colour = 'gren'", 'line 1, colour: found "gren", expected one of "red", "green"; write "green".'),
        ("answer = 2", 'line 1, answer: found 2, expected one of "no", "yes"; correct it there.'),
        (
            "name = 'too long'",
            'line 1, name: found "too long", expected a text of 0 to 5 characters; shorten it.',
        ),
        ("sounds = {}", "line 1, sounds: found an empty table, expected a list of 0 to 2 items; correct it there."),
        ("sounds = [1]", "line 1, sound 1: found 1, expected a table; correct it there."),
        ("press = [\ntrue,\n1]", "line 3, press, item 2: found 1, expected true or false; correct it there."),
        (
            "[[sounds]]\ntype='tone'\nhertz=20",
            "line 3, sound 1, hertz: found 20, expected a whole number more than 20 and less than 9000; ",
        ),
        (
            "[[sounds]]\ntype='word'\ntext=''",
            'line 3, sound 1, text: found "", expected a text of 1 or more characters; write one.',
        ),
        (
            "[[sounds]]\ntype='toon'",
            'line 2, sound 1, type: found "toon", expected one of "tone", "word"; write "tone".',
        ),
        (
            "[[sounds]]\nhertz=50",
            'line 1, sound 1, type: found nothing, expected one of "tone", "word"; add type there.',
        ),
        (
            "[[sounds]]\ntype='tone'\nherz=50",
            'line 3, sound 1, herz: found the unknown field "herz", expected "hertz"; write "hertz".',
        ),
        ("[gains]\na = 1\nb = -1", "line 3, gains, b: found -1, expected a whole number at least 0; correct it there."),
        ("[by_colour]\nred = 1\nblue = 1", 'line 3, by_colour, blue: found the name "blue", expected what its format '),
        ("[nested.a]\nb = [1]\nc = [1, 'x']", 'line 3, nested, a, c, item 2: found "x", expected a whole number; corr'),
        ("'a - at `$.b`' = 1", 'line 1, "a - at `$.b`": found the unknown field "a - at `$.b`", expected only size,'),
        ('"\\n\\u202e" = 1', 'line 1, "\\n\\u202e": found the unknown field'),
        ("x" * 99 + " = 1", f'line 1, "{"x" * 60}…" (99 characters): found the unknown field'),
    ],
)
def test_a_value_that_does_not_fit_is_reported_in_words(tmp_path: Path, text: str, message: str) -> None:
    file = opened(tmp_path, text)
    with pytest.raises(ScriptError) as caught:
        decode(file, Document, ScriptError)
    assert without_column(str(caught.value)).startswith(f"{file.path}, {message}")
    assert str(caught.value).isprintable()


def test_a_file_that_fits_is_decoded(tmp_path: Path) -> None:
    text = "level = -6\n[[sounds]]\ntype = 'tone'\nhertz = 440\n[by_colour]\ngreen = 2"
    document = decode(opened(tmp_path, text), Document, ScriptError)
    assert (document.level, document.sounds, document.by_colour) == (-6, [Tone(440)], {Colour.GREEN: 2})


def test_the_callers_error_is_the_one_that_is_raised(tmp_path: Path) -> None:
    class OwnError(FileError):
        pass

    with pytest.raises(OwnError):
        read(tmp_path, OwnError)
    with pytest.raises(OwnError):
        decode(opened(tmp_path, "zebra = 1"), Document, OwnError)


def test_a_rule_of_the_callers_is_reported_like_the_formats_own(tmp_path: Path) -> None:
    file = opened(tmp_path, "a = 1\n\n[[b]]\nc = 2\n")
    fault = file.fault(ScriptError, ("b", 0, "c"), found="2", expected="less than 2", advice="lower it")
    assert isinstance(fault, ScriptError)
    assert str(fault) == f"{file.path}, line 4, column 1, b, item 1, c: found 2, expected less than 2; lower it."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        (12, "12"),
        (2**70, "a very large number"),
        ("a\nb", '"a\\nb"'),
        ([], "an empty list"),
        ([1], "a list"),
        ({"a": 1, "b": 2}, "a table of 2 items"),
    ],
)
def test_a_value_is_shown_on_one_line(value: object, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize("name", ["missing.toml", ".", "large.toml"])
def test_a_file_that_cannot_be_read_is_an_attribute_of_its_refusal(tmp_path: Path, name: str) -> None:
    (tmp_path / "large.toml").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ScriptError) as refused:
        read(tmp_path / name, ScriptError)
    assert refused.value.path == tmp_path / name
    assert (refused.value.line, refused.value.column, refused.value.field) == (None, None, "")
