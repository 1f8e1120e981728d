"""Asserts coach.routines.schema: the reader's format, published, and it refuses nothing that can be taught."""

import json
import random
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from coach.errors import RoutineError
from coach.routines.fields import MEANINGS
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Zone
from coach.routines.schema import schema, text
from coach.routines.tables import RoutineFile
from tests.routines.test_reader import VALID, garbled

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = Draft202012Validator(schema())


def accepts(toml: str) -> bool:
    return bool(SCHEMA.is_valid(tomllib.loads(toml)))


def fields_in(made: Any, table: str, place: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every field of a table of the schema and of the tables in it."""
    below = {"steps": "StepTable", "cues": "CueTable", "tools": "ToolsTable", "answers": "AnswersTable"}
    found: set[tuple[str, ...]] = set()
    for name in made["$defs"][table]["properties"]:
        found |= {(*place, name)} | (fields_in(made, below[name], (*place, name)) if name in below else set())
    return found


def test_it_is_valid_and_that_of_the_structs_which_decode_the_file() -> None:
    made = schema()
    Draft202012Validator.check_schema(made)
    assert made["$defs"]["RoutineFile"]["required"] == ["format", "name", "changeover", "steps"]
    assert made["$defs"]["StepTable"]["additionalProperties"] is False
    assert made["$defs"]["StepTable"]["properties"]["seconds"]["maximum"] == 600
    assert set(made["$defs"]["Zone"]["enum"]) == {zone.value for zone in Zone}
    assert set(made["$defs"]["RoutineFile"]["properties"]) == {
        field.encode_name for field in msgspec.structs.fields(RoutineFile)
    }


def test_the_published_one_is_current() -> None:
    assert (DOCS / "routine.schema.json").read_text(encoding="utf-8") == text()
    assert json.loads(text()) == schema()


def test_every_field_has_a_meaning_and_every_meaning_a_field() -> None:
    made = schema()
    assert fields_in(made, "RoutineFile") == set(MEANINGS)
    properties = made["$defs"]["StepTable"]["properties"]
    assert all(properties[field]["description"].startswith(MEANINGS["steps", field]) for field in properties)


@pytest.mark.parametrize("path", built_in().values(), ids=built_in())
def test_every_built_in_routine_is_accepted_and_names_the_schema_in_its_first_line(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert accepts(content)
    directive, _, rest = content.partition("\n")[0].partition(" ")
    assert directive == "#:schema"
    assert (path.parent / rest).resolve() == DOCS / "routine.schema.json"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "guide"', 'kind = "guide"\nseconds = 9'),
        ("seconds = 30\n", ""),
        ('kind = "motion"', 'kind = "hold"'),
        ('instruction = "Sit down."', ""),
        ('zone = "sole"', 'zone = "elbow"'),
        ('title = "Press"', 'titel = "Press"'),
        ("seconds = 30", "seconds = 601"),
        ('id = "seat"', 'id = "The seat"'),
        ('"hands only" = ["Use your hands.", "Both of them."]', ""),
        ("format = 1", "format = 2"),
    ],
)
def test_an_editor_is_told_of_what_the_reader_would_refuse(old: str, new: str) -> None:
    assert accepts(VALID)
    assert old in VALID
    assert not accepts(VALID.replace(old, new, 1))


def test_what_the_schema_refuses_the_reader_refuses_too(tmp_path: Path) -> None:
    chance = random.Random(6)
    refused = 0
    path = tmp_path / "garbled.toml"
    for _ in range(400):
        path.write_bytes(garbled(VALID, chance))
        try:
            wrong = not accepts(path.read_bytes().decode())
        except (ValueError, RecursionError):
            continue
        if wrong:
            refused += 1
            with pytest.raises(RoutineError):
                read_routine(path)
    assert refused > 20
