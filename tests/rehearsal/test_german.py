"""A whole short session in German, with the real decoder and a test model made from German voices.

The embedded recogniser hears English only; people's German needs the official model, which no test downloads.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.catalogues import load_language
from coach.language.intents import phrases_in
from coach.language.language import Language
from coach.rehearsal.rehearse import Cast, rehearse
from coach.rehearsal.script import read_script
from coach.rehearsal.sounds import VoiceMaker
from coach.speaking.cache import PromptCache
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.rehearsal.conftest import SCRIPTS, routine_of

GERMAN = load_language("de")


class Played:
    """The rehearsal, and what it wrote."""

    def __init__(self, summary: dict[str, Any], out: Path) -> None:
        self.summary = summary
        self.lines = [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]

    def said(self) -> list[str]:
        """Every sentence of the coach, in order."""
        effects = (effect for line in self.lines for effect in line["effects"] if effect["kind"] == "Say")
        return [sentence for effect in effects for sentence in effect["sentences"]]


@pytest.fixture(scope="module")
def played(german_test_model: Path, prompts: PromptCache, tmp_path_factory: pytest.TempPathFactory) -> Played:
    out = tmp_path_factory.mktemp("german")
    made: list[VoskRecogniser] = []

    def recogniser(language: Language) -> VoskRecogniser:
        made.append(VoskRecogniser(german_test_model, language.phrasebook.decoys))
        return made[-1]

    voice: VoiceMaker = lambda name, pitch: PyttsxVoice(name, cache=prompts, pitch=pitch)  # noqa: E731
    try:
        cast = Cast(recogniser, voice, routine_of, load_language)
        return Played(rehearse(read_script(SCRIPTS / "german.toml"), SCRIPTS, cast, out), out)
    finally:
        for one in made:
            one.close()


def test_the_session_is_led_to_its_end_in_the_languages_own_voice(played: Played) -> None:
    assert played.summary["finished"] == "done"
    assert played.summary["not_reached"] == []
    assert played.summary["voice"].endswith("voice gmw/de")
    assert played.summary["steps_done"] == 4


def test_every_german_word_of_the_user_is_acted_on_and_nothing_is_invented(played: Played) -> None:
    summary = played.summary
    assert (summary["missed_commands"], summary["false_commands"]) == ([], [])
    done = [row["answer"] or row["intent"] for row in summary["commands"]]
    before = [*["no"] * 3, "yes", "left", "five"]
    holding = ["ready", "stop", "no", "resume", "pause", "resume", "time left"]
    assert done == [*before, *holding, "no", "it hurts", "go on", "ready", "two"]


def test_the_coach_acts_within_a_second_of_the_end_of_a_phrase(played: Played) -> None:
    assert played.summary["latency"]["worst"] <= 1.0


def test_german_counts_are_on_their_second_and_the_release_at_its_target(played: Played) -> None:
    counts = played.summary["counts"]
    assert counts["max_error_ms"] <= 1.0
    assert counts["spoken"] + counts["covered"] == 22
    assert counts["covered"] <= 2
    assert counts["releases"] == [22.0, 6.0]


def test_all_that_is_said_is_german(played: Played) -> None:
    said = played.said()
    assert said[: len(GERMAN.wording.welcome_back)] == list(GERMAN.wording.welcome_back)
    assert GERMAN.wording.say_ready in said
    assert "Fünf." in said
    assert [text for text in said if phrases_in(text, {"the", "you", "is", "left", "right"})] == []
