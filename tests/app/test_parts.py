"""Which parts are chosen, and why."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from coach.app import parts
from coach.app.parts import Places
from coach.errors import HearingError, ModelError, RoutineError, StorageError, VoiceError
from coach.language.catalogues import built_in as catalogues
from coach.language.catalogues import load_language
from coach.speaking.silent_voice import SilentVoice
from scripts.testmodel import MARKER
from tests.coach_process import ROUTINE
from tests.english import ENGLISH

GERMAN = load_language("de")


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return Places(cache=tmp_path / "cache", data=tmp_path / "data", checkout_models=None)


def test_the_environment_names_the_folders(tmp_path: Path) -> None:
    where = parts.places({"COACH_CACHE_DIR": str(tmp_path / "c"), "COACH_DATA_DIR": str(tmp_path / "d")})
    assert (where.cache, where.data) == (tmp_path / "c", tmp_path / "d")
    assert where.routines == tmp_path / "d" / "routines"


def test_an_empty_variable_is_none_at_all() -> None:
    assert parts.places({"COACH_CACHE_DIR": ""}).cache == parts.places({}).cache


def test_a_fetched_model_goes_into_the_checkout_or_else_with_the_users_data(tmp_path: Path, where: Places) -> None:
    assert where.models == where.data / "models"
    assert Places(where.cache, where.data, tmp_path / "models").models == tmp_path / "models"


def test_a_model_asked_for_is_listened_with(where: Places, test_model: Path) -> None:
    chosen = parts.choose_recogniser(where, ENGLISH, test_model, {})
    assert "Vosk" in chosen.line
    assert "--model" in chosen.line
    chosen.recogniser.close()


def test_the_variable_names_a_model_too(where: Places, test_model: Path) -> None:
    chosen = parts.choose_recogniser(where, ENGLISH, None, {"COACH_VOSK_MODEL": str(test_model)})
    assert "COACH_VOSK_MODEL" in chosen.line
    chosen.recogniser.close()


def test_without_a_model_the_built_in_recogniser_listens_and_says_how_to_get_one(where: Places) -> None:
    chosen = parts.choose_recogniser(where, ENGLISH, None, {})
    assert "moonshine" in chosen.line
    assert "coach fetch-model" in chosen.line
    chosen.recogniser.close()


def test_a_model_made_for_tests_is_never_picked_by_itself(where: Places, test_model: Path) -> None:
    where.models.mkdir(parents=True)
    (where.models / "tiny").symlink_to(test_model)
    chosen = parts.choose_recogniser(where, ENGLISH, None, {})
    assert "moonshine" in chosen.line
    assert "see doctor" in chosen.line
    chosen.recogniser.close()


def test_a_model_asked_for_that_is_none_is_refused(where: Places, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="--model"):
        parts.choose_recogniser(where, ENGLISH, tmp_path, {})


def test_for_another_language_a_model_is_needed_and_one_sentence_says_which(where: Places) -> None:
    with pytest.raises(HearingError) as caught:
        parts.choose_recogniser(where, GERMAN, None, {})
    assert str(caught.value) == (
        "There is no recogniser for German: put a Vosk model for it (vosk-model-small-de-0.15 is usual) into "
        f"{where.models}, or name one by --model."
    )


def test_a_model_of_another_language_is_refused_and_not_picked(where: Places, test_model: Path) -> None:
    with pytest.raises(ModelError, match="does not know the words of German: name one for it by --model"):
        parts.choose_recogniser(where, GERMAN, test_model, {})
    for name in ("vosk-model-small-en-us-0.15", "vosk-model-en-us-0.22"):
        shutil.copytree(test_model, where.models / name, ignore=shutil.ignore_patterns(MARKER))
    with pytest.raises(HearingError, match="There is no recogniser for German"):
        parts.choose_recogniser(where, GERMAN, None, {})
    chosen = parts.choose_recogniser(where, ENGLISH, None, {})
    assert "Vosk" in chosen.line
    chosen.recogniser.close()


def test_a_language_has_a_voice_of_its_own(where: Places) -> None:
    voice, trouble = parts.choose_voice_or_silence(where, "", GERMAN)
    assert "gmw/de" in voice.name
    assert trouble == ""
    voice.close()
    asked, _ = parts.choose_voice_or_silence(where, "gmw/en", GERMAN)
    assert "gmw/en" in asked.name
    asked.close()


def test_where_the_voice_of_a_language_is_missing_there_are_captions(where: Places) -> None:
    voice, trouble = parts.choose_voice_or_silence(where, "", replace(GERMAN, voice="volapuk-x"))
    assert isinstance(voice, SilentVoice)
    assert trouble.startswith("No speech, only captions: No voice is called 'volapuk-x'")


def test_of_two_routines_the_one_in_the_language_is_taken(where: Places) -> None:
    assert parts.load_routine("heel", None, where, "de").name == "Fersenmassage"
    assert parts.load_routine("heel.de", None, where).language == "de"
    assert parts.load_routine("heel", None, where, "en").language == "en"
    where.routines.mkdir(parents=True)
    (where.routines / "mine.toml").write_text(ROUTINE)
    assert parts.load_routine("mine", None, where, "de").name == "Short"


def test_the_users_own_catalogue_is_found(where: Places) -> None:
    where.languages.mkdir(parents=True)
    text = catalogues()["en"].read_text(encoding="utf-8").replace('name = "English"', 'name = "My English"')
    (where.languages / "en.toml").write_text(text, encoding="utf-8")
    assert parts.choose_language(where, "en").name == "My English"


def test_a_voice_asked_for_that_there_is_not_is_refused(where: Places) -> None:
    with pytest.raises(VoiceError, match="volapuk-x"):
        parts.choose_voice_or_silence(where, "volapuk-x", ENGLISH)


def test_a_cache_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    with pytest.raises(StorageError, match="COACH_CACHE_DIR"):
        parts.choose_voice(Places(tmp_path / "in-the-way", tmp_path, None))


def test_prompts_are_kept_for_the_next_start(where: Places) -> None:
    voice = parts.choose_voice(where)
    voice.clip("Hello there.", 178)
    voice.close()
    assert list((where.cache / "prompts").glob("*.wav"))


def test_a_routine_is_found_in_the_folder_among_the_users_own_and_in_the_package(tmp_path: Path, where: Places) -> None:
    where.routines.mkdir(parents=True)
    (where.routines / "mine.toml").write_text(ROUTINE)
    (tmp_path / "here.toml").write_text(ROUTINE.replace("Short", "Here"))
    assert parts.load_routine("heel", tmp_path, where).name == "Heel massage"
    assert parts.load_routine("mine", tmp_path, where).name == "Short"
    assert parts.load_routine("here.toml", tmp_path, where).name == "Here"
    with pytest.raises(RoutineError, match="mine"):
        parts.load_routine("nothing", tmp_path, where)
