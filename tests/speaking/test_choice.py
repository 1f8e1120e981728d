"""Asserts coach.speaking.choice: who speaks which language, and what was chosen."""

from pathlib import Path

import pytest

from coach.errors import StorageError
from coach.speaking.cache import PromptCache
from coach.speaking.choice import named, prefer, preferred, usual


def tell(text: str) -> None:
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("code", "own", "first", "speaks"),
    [
        ("en", "", "", "hibari"),
        ("en-gb", "", "", "hibari"),
        ("en", "en-us", "", "gmw/en-us"),
        ("en", "", "en-us+f2", "gmw/en-us+f2"),
        ("de", "de", "", "gmw/de"),
        ("de", "de", "de+f2", "gmw/de+f2"),
        ("fr", "", "", "gmw/en"),
    ],
)
def test_english_is_spoken_naturally_and_what_is_asked_for_comes_first(
    tmp_path: Path, code: str, own: str, first: str, speaks: str
) -> None:
    voice = usual(code, own, PromptCache(tmp_path), tell, first)
    assert speaks in voice.name
    voice.close()


@pytest.mark.parametrize(
    ("name", "speaks"), [("heart", "heart"), ("Natural", "heart"), ("system", "gmw/en"), ("en-us", "gmw/en-us")]
)
def test_voices_have_names(name: str, speaks: str) -> None:
    voice = named(name, None)
    assert voice.name.endswith(f"voice {speaks}")
    voice.close()


def test_a_choice_is_remembered_for_its_language_until_it_is_taken_back(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "voices.json"
    assert preferred("en", kept, {}) == ""
    prefer("en", "en-us", kept)
    prefer("de", "de+f2", kept)
    assert [preferred(code, kept, {}) for code in ("en", "de", "fr")] == ["en-us", "de+f2", ""]
    prefer("en", "", kept)
    assert [preferred(code, kept, {}) for code in ("en", "de")] == ["", "de+f2"]


def test_the_environment_goes_before_what_was_chosen_for_english_only(tmp_path: Path) -> None:
    prefer("en", "en-us", tmp_path / "voices.json")
    environ = {"COACH_VOICE": "heart"}
    assert preferred("en", tmp_path / "voices.json", environ) == "heart"
    assert preferred("de", tmp_path / "voices.json", environ) == ""


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"en": 3}', "\x00"])
def test_a_broken_choice_counts_for_nothing_and_can_be_made_again(tmp_path: Path, broken: str) -> None:
    kept = tmp_path / "voices.json"
    kept.write_text(broken)
    assert preferred("en", kept, {}) == ""
    prefer("en", "heart", kept)
    assert preferred("en", kept, {}) == "heart"


def test_a_choice_that_cannot_be_kept_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    with pytest.raises(StorageError, match=r"cannot be saved in .*\.$"):
        prefer("en", "heart", tmp_path / "in-the-way" / "voices.json")
