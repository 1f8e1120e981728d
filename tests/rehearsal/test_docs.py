"""The document of the script format says what the reader reads."""

import re
import tomllib

import msgspec
import pytest

from coach.rehearsal import questions
from coach.rehearsal.checks import EXPECTED, check
from coach.rehearsal.script import Action, CoachSettings, RoomSettings, Script, UserSettings, When
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.session.hold import CountStyle
from coach.session.journey import Stage
from tests.english import ENGLISH
from tests.rehearsal.conftest import SCRIPTS, Written

TEXT = (SCRIPTS.parent.parent / "docs" / "rehearsals.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", TEXT))
EXAMPLES = [
    "\n".join(line[4:] for line in block.splitlines())
    for block in re.findall(r"(?:^ {4}.*\n|^\n)+", TEXT, re.MULTILINE)
    if "[" in block
]


@pytest.mark.parametrize("table", [Script, CoachSettings, RoomSettings, UserSettings, Action, When])
def test_every_field_is_documented(table: type[msgspec.Struct]) -> None:
    assert {field for field in table.__struct_fields__ if field not in CODE} <= {"coach", "room", "user"}


@pytest.mark.parametrize("names", [questions.NAMES, tuple(CountStyle), tuple(Stage)])
def test_every_question_count_style_and_stage_is_documented(names: tuple[str, ...]) -> None:
    assert [name for name in names if str(name) not in CODE] == []


def test_everything_that_can_be_expected_is_documented() -> None:
    numbers = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
    assert set(EXPECTED) - CODE == numbers


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_can_be_read_and_played(written: Written, example: str) -> None:
    tomllib.loads(example)
    check(written(example.replace("format = 1\n", "")), read_routine(built_in()["heel"]), ENGLISH)


@pytest.mark.parametrize("script", ["one-foot.toml", "whole-session.toml"])
def test_every_script_that_comes_with_the_tests_can_be_read(script: str, written: Written) -> None:
    text = (SCRIPTS / script).read_text(encoding="utf-8").replace("format = 1\n", "")
    name = tomllib.loads(text)["routine"]
    path = SCRIPTS / name if name.endswith(".toml") else built_in()[name]
    check(written(text), read_routine(path), ENGLISH)
