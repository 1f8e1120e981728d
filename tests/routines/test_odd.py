"""Asserts that every odd routine file is refused in one sentence: where, what, and what else may stand there."""

from pathlib import Path

import pytest

from coach.routines.library import built_in
from coach.routines.reader import read_routine
from tests.routines.messages import listing, refusal_of
from tests.routines.odd import SOUND, odd

ROOT = Path(__file__).resolve().parents[2]
ODD = dict(odd())


def read(folder: Path, text: str) -> list[str]:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return [step.id for step in read_routine(path).steps]


def test_every_odd_file_is_refused_at_its_line_and_column(tmp_path: Path) -> None:
    assert len(ODD) >= 90
    for name, content in ODD.items():
        error = refusal_of(content, tmp_path)
        assert error is not None, name
        message = str(error)
        assert message.startswith(f"{tmp_path / 'evening.toml'}, line {error.line}, column {error.column}"), message
        assert message.isprintable(), name
        assert message.endswith("."), message
        assert error.line, name
        assert error.column, name
        assert error.path == tmp_path / "evening.toml"
        assert error.line <= content.count(b"\n") + 1


@pytest.mark.parametrize(
    ("name", "line", "column", "field", "says"),
    [
        (
            "a key twice",
            19,
            1,
            "step 2, seconds",
            "a second time, expected it only once, as in line 18;",
        ),
        ("a key twice, in quotes", 19, 1, "step 2, seconds", 'found "seconds" a second time'),
        ("a name twice, at the top", 3, 1, "format", "as in line 1;"),
        ("a key twice in an inline table", 28, 24, "step 3, tools, ball", 'found "ball" a second time'),
        ("a table twice", 30, 2, "step 3, tools", "as in line 28;"),
        ("a language in capitals", 2, 1, "language", 'found "DE", expected a language that the coach speaks, "de" or '),
        ("a language in capitals", 2, 1, "language", 'write "de".'),
        ("a kind in capitals", 16, 1, "step 2, kind", 'write "hold".'),
        ("a field in capitals", 7, 1, "step 1, Title", 'write "title".'),
        ("a number among sentences", 19, 38, "step 2, instruction, item 2", "found 7,"),
        ("a text without quotes", 16, 8, "", "put a text in quotes."),
        ("typographic quotes", 2, 8, "", 'use straight quotes (").'),
        ("a colon in place of =", 18, 8, "", "write = in place of the colon."),
        ("a comment of another language", 5, 1, "", "begin a comment with #."),
        ("an empty value", 18, 10, "", "write a value behind the =."),
        ("a list without commas", 19, 37, "", "put a comma between the items of the list"),
        ("a text over two lines", 11, 19, "", "several lines in"),
        ("a header with single brackets", 13, 8, "", "such as [[steps]]."),
        ("a backslash", 11, 22, "", "single quotes."),
        ("a unit", 18, 14, "", "write the number alone."),
        ("a key in two words", 10, 5, "", "join the words of a name with _."),
        ("a field at the top that belongs to a step", 2, 1, "seconds", "move it below [[steps]]."),
        (
            "a field of the routine below the steps",
            31,
            1,
            "step 3, cue 1, closing",
            "move it above the first [[steps]].",
        ),
        ("seconds in quotes", 18, 1, "step 2, seconds", "write it without quotes."),
        ("an id with a space", 14, 1, "step 2, id", 'write "thumb-press".'),
        ("a language with a region", 2, 1, "language", 'write "en".'),
        ("true in capitals", 10, 12, "", "write true or false."),
        ("a side by another name", 19, 1, "step 2, side", 'found the unknown field "side", expected "foot"; write'),
        (
            "sets, as others call them",
            19,
            1,
            "step 2, sets",
            'found the unknown field "sets", expected "repeat"; write',
        ),
        (
            "a foot in capitals",
            19,
            1,
            "step 2, foot",
            'found "Left", expected one of "both", "left", "right"; write "left".',
        ),
        ("a foot by its letter", 19, 1, "step 2, foot", 'found "L", expected one of "both", "left", "right"; correct'),
        (
            "two feet in a list",
            19,
            1,
            "step 2, foot",
            'found a list of 2 items, expected one of "both", "left", "right"',
        ),
        ("a foot for what is done once", 11, 1, "step 1, foot", "is done once, before the first foot; take one of"),
        ("steps for one foot alone", 27, 1, "step 3, foot", 'only steps with foot = "left", expected a step for the'),
    ],
)
def test_what_is_wrong_is_named_with_what_may_stand_there(
    tmp_path: Path, name: str, line: int, column: int, field: str, says: str
) -> None:
    error = refusal_of(ODD[name], tmp_path)
    assert error is not None
    assert (error.line, error.column, error.field) == (line, column, field)
    assert says in str(error)


def test_the_page_of_messages_is_as_the_script_makes_it(tmp_path: Path) -> None:
    assert (ROOT / "docs" / "routine-messages.md").read_text(encoding="utf-8") == listing(tmp_path)


def test_a_step_that_is_repeated_comes_so_often_under_ids_of_its_own(tmp_path: Path) -> None:
    text = SOUND.replace("seconds = 30", "seconds = 30\nrepeat = 3\ncaution = 'Gently.'\ngate = 'Is it inflamed?'")
    assert read(tmp_path, text) == ["seat", "press", "press-2", "press-3", "roll"]
    first, *again = read_routine(tmp_path / "mine.toml").foot_steps[:3]
    assert first.caution == ("Gently.",)
    assert [(step.caution, step.gate, step.seconds) for step in again] == [((), "Is it inflamed?", 30)] * 2


def test_the_id_of_a_repeated_step_gives_way_to_one_that_was_given(tmp_path: Path) -> None:
    text = SOUND.replace("seconds = 30", "seconds = 30\nrepeat = 2").replace('title = "roll"', 'title = "press 2"')
    assert read(tmp_path, text) == ["seat", "press", "press-2-2", "press-2"]


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_sentence_may_go_over_several_lines(tmp_path: Path, quotes: str) -> None:
    read(tmp_path, SOUND.replace('"Sit down."', f"{quotes}\n  Sit\n\tdown.\r\n{quotes}"))
    assert read_routine(tmp_path / "mine.toml").steps[0].instruction == ("Sit down.",)


def test_the_built_in_routines_have_no_step_that_is_repeated() -> None:
    for path in built_in().values():
        assert "repeat" not in path.read_text(encoding="utf-8")
