"""Asserts coach.routines.copying: a copy teaches the same, explains every field once, and overwrites nothing."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import RoutineError, StorageError
from coach.routines.copying import SCHEMA_FILE, new_routine
from coach.routines.fields import MEANINGS
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.schema import schema

HEEL = built_in()["heel"]


@pytest.mark.parametrize("path", built_in().values(), ids=built_in())
def test_the_copy_teaches_the_same_under_its_own_name(path: Path, tmp_path: Path) -> None:
    made = new_routine("long-evening", path, tmp_path / "routines")
    assert made == tmp_path / "routines" / "long-evening.toml"
    copy = read_routine(made)
    assert copy.name == "Long evening"
    original = read_routine(path)
    assert copy == replace(original, name=copy.name, digest=copy.digest)


def test_every_field_is_explained_once_above_the_line_where_it_stands_first(tmp_path: Path) -> None:
    lines = new_routine("mine", HEEL, tmp_path).read_text(encoding="utf-8").splitlines()
    head = "".join(lines[:10])
    assert "repeat = 3" in head
    assert 'foot = "left"' in head
    for field, meaning in MEANINGS.items():
        if field in {("steps", "repeat"), ("steps", "foot")}:  # Of which the head of the copy tells.
            continue
        if field[-2:-1] == ("answers",):  # One of many questions, of which a routine answers those it likes.
            assert lines.count(f"# {meaning}") <= 2
            continue
        assert lines.count(f"# {meaning}") == 1
        stands = lines[lines.index(f"# {meaning}") + 1]
        assert re.match(rf'(\[+[a-z.]*{field[-1]}\]+$|"?{field[-1]}"? = )', stands), stands
        assert not any(line.startswith(f"{field[-1]} = ") for line in lines[: lines.index(f"# {meaning}")])


def test_the_copy_tells_how_to_check_and_start_it_and_lies_beside_its_schema(tmp_path: Path) -> None:
    text = new_routine("mine", HEEL, tmp_path).read_text(encoding="utf-8")
    assert text.startswith(f"#:schema ./{SCHEMA_FILE}\n")
    assert "coach check mine" in text
    assert "coach --routine mine" in text
    assert "built-in" not in text
    assert json.loads((tmp_path / SCHEMA_FILE).read_text(encoding="utf-8")) == schema()


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("precious")
    with pytest.raises(RoutineError, match=r"mine\.toml is there already; give another name"):
        new_routine("mine", HEEL, tmp_path)
    assert (tmp_path / "mine.toml").read_text() == "precious"


@pytest.mark.parametrize("name", ["", "a b", "../up", "Mine", "mine.toml", "-x", "a" * 41, "é", "two\nlines", "a\0"])
def test_a_name_that_cannot_be_a_file_everywhere_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(RoutineError, match="give a name of lower-case letters") as caught:
        new_routine(name, HEEL, tmp_path)
    assert str(caught.value).isprintable()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        new_routine("mine", HEEL, tmp_path / "in-the-way" / "routines")
