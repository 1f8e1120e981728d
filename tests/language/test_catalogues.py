"""Asserts coach.language.catalogues: which catalogue a code stands for."""

from pathlib import Path

import pytest

from coach.clock import seconds
from coach.errors import LanguageError
from coach.language.catalogues import built_in, languages, load_language
from coach.speaking.pyttsx_voice import PyttsxVoice


def test_english_and_german_ship() -> None:
    assert set(built_in()) == {"en", "de"}
    assert load_language("de").wording.number(21) == "einundzwanzig"


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(LanguageError, match='there is no language "eo"; choose de or en, or add a catalogue'):
        load_language("eo")


def test_a_catalogue_of_the_users_own_goes_before_the_one_that_ships(tmp_path: Path) -> None:
    text = built_in()["en"].read_text(encoding="utf-8").replace("Here we go.", "Off we go.")
    (tmp_path / "en.toml").write_text(text, encoding="utf-8")
    assert load_language("en", [tmp_path]).wording.lead_in == "Off we go."
    assert load_language("en", [tmp_path / "none"]).wording.lead_in == "Here we go."


def test_a_language_of_the_users_own_needs_nothing_but_its_file(tmp_path: Path) -> None:
    text = built_in()["en"].read_text(encoding="utf-8").replace('code = "en"', 'code = "xx"')
    (tmp_path / "xx.toml").write_text(text, encoding="utf-8")
    assert set(languages([tmp_path])) == {"de", "en", "xx"}
    assert load_language("xx", [tmp_path]).code == "xx"


def test_a_file_named_after_another_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_bytes(built_in()["en"].read_bytes())
    with pytest.raises(LanguageError, match=r'is the catalogue of "en"; name the file en\.toml') as refused:
        load_language("fr", [tmp_path])
    error = refused.value
    assert (error.path, error.field, error.found, error.expected) == (tmp_path / "fr.toml", "code", '"en"', '"fr"')
    assert (tmp_path / "fr.toml").read_text(encoding="utf-8").splitlines()[(error.line or 0) - 1] == 'code = "en"'


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "languages").touch()
    with pytest.raises(LanguageError, match="cannot be read"):
        languages([tmp_path / "languages"])


@pytest.mark.parametrize("code", built_in())
def test_each_count_is_shorter_than_its_second_at_the_languages_own_rate(code: str) -> None:
    language = load_language(code)
    voice = PyttsxVoice(language.voice or None)
    counts = [language.wording.count(n) for n in range(1, 101)]
    lengths = {count: seconds(len(voice.clip(count, language.count_rate).sound)) for count in counts}
    voice.close()
    assert {count: length for count, length in lengths.items() if not 0.2 < length < 0.95} == {}
