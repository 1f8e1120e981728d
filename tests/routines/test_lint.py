"""Asserts coach.routines.lint: what could be better is told with its line, and the built-in routines are fine."""

from pathlib import Path

import pytest

from coach import tomlfile
from coach.errors import RoutineError
from coach.languages.catalogues import load_language
from coach.routines.library import built_in
from coach.routines.lint import BREATH, remarks, spoken, unknown_words, words
from coach.routines.reader import read_routine
from coach.tomlfile import TomlFile
from tests.english import ENGLISH
from tests.messages import without_column
from tests.routines.test_reader import VALID


def read(folder: Path, old: str = "", new: str = "") -> TomlFile:
    assert old in VALID
    path = folder / "mine.toml"
    path.write_text(VALID.replace(old, new, 1) if old else VALID, encoding="utf-8")
    return tomlfile.read(path, RoutineError)


@pytest.mark.parametrize("path", built_in().values(), ids=built_in())
def test_there_is_nothing_to_remark_about_a_built_in_routine(path: Path) -> None:
    language = load_language(read_routine(path).language)
    assert list(remarks(tomlfile.read(path, RoutineError), language)) == []


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ('"Press."]', '"Then press again."]', 'line 19, step 2, instruction, item 2: "again" is a command'),
        ("Is it inflamed?", "Did it stop?", 'line 20, step 2, gate: "stop" is a command'),
        ('"Your seat"', '"First step"', 'line 7, step 1, title: "step" sounds like the command "stop"'),
        ('say = "Slowly."', 'say = "With more weight."', 'step 3, cue 1, say: "weight" sounds like the command "wait"'),
        ("Now the other one.", "The other foot.", 'changeover, item 1: "other foot" is a command'),
        ('"Both of them."', '"And back."', 'tools, hands only, item 2: "back" is a command'),
    ],
)
def test_a_command_in_a_sentence_is_told_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, remark: str
) -> None:
    (told,) = remarks(read(tmp_path, old, new), ENGLISH)
    assert told.startswith(f"{tmp_path / 'mine.toml'}, line ")
    assert remark in without_column(told)
    assert told.endswith(", and the coach might hear itself; say it in other words.")


def test_what_is_not_spoken_may_hold_any_word(tmp_path: Path) -> None:
    assert list(remarks(read(tmp_path, 'name = "Short"', 'name = "Stop and go on"'), ENGLISH)) == []
    assert list(remarks(read(tmp_path, 'tool = "chosen"', 'tool = "weight"'), ENGLISH)) == []


def test_a_sentence_longer_than_a_breath_is_told_and_one_that_pauses_is_not(tmp_path: Path) -> None:
    long = " ".join(["slowly"] * (BREATH + 1))
    (told,) = remarks(read(tmp_path, "Sit down.", long), ENGLISH)
    assert f"line 11, step 1, instruction: {BREATH + 1} words in one breath" in without_column(told)
    for stop in ". ", ": ", "; ":
        half = BREATH // 2 + 1
        pausing = stop.join([" ".join(["slowly"] * half)] * 2)
        assert list(remarks(read(tmp_path, "Sit down.", pausing), ENGLISH)) == []


def test_every_sentence_is_looked_at(tmp_path: Path) -> None:
    file = read(tmp_path)
    fields = {place[-1] if isinstance(place[-1], str) else place[-2] for place, _ in spoken(file.data)}
    assert fields == {"changeover", "title", "instruction", "gate", "caution", "say", "ball", "hands only"}
    assert {"inflamed", "thumb", "gently", "whole"} <= set(words(file))
    assert "chosen" not in words(file)


def test_words_that_the_model_lacks_are_told_in_one_line(tmp_path: Path) -> None:
    file = read(tmp_path)
    assert list(unknown_words(file, "Vosk (x)", [])) == []
    (told,) = unknown_words(file, "Vosk (x)", ["gently", "thumb"])
    assert 'the model Vosk (x) lacks "gently", "thumb"' in told
