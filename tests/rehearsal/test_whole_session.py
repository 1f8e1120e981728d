"""The whole built-in routine on both feet, by voice alone, with each of the two recognisers."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.catalogues import load_language
from coach.rehearsal import questions
from coach.rehearsal.rehearse import Cast, rehearse
from coach.rehearsal.script import read_script
from coach.rehearsal.sounds import VoiceMaker
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from tests.english import ENGLISH
from tests.rehearsal.conftest import SCRIPTS, routine_of

embedded = pytest.mark.skipif(
    importlib.util.find_spec("moonshine_voice") is None, reason="the embedded recogniser has no build for this platform"
)


@pytest.fixture(
    scope="module", params=[pytest.param("Vosk", marks=pytest.mark.long), pytest.param("moonshine", marks=embedded)]
)
def played(
    request: pytest.FixtureRequest, test_model: Path, voice_of: VoiceMaker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], Path]:
    makers: dict[str, Callable[[], Recogniser]] = {
        "Vosk": lambda: VoskRecogniser(test_model, ENGLISH.phrasebook.decoys),
        "moonshine": MoonshineRecogniser,
    }
    out = tmp_path_factory.mktemp("whole-session")
    recogniser = makers[request.param]()
    cast = Cast(lambda language: recogniser, voice_of, routine_of, load_language)
    try:
        return rehearse(read_script(SCRIPTS / "whole-session.toml"), SCRIPTS, cast, out), out
    finally:
        recogniser.close()


def test_a_whole_session_is_led_to_its_end(played: tuple[dict[str, Any], Path]) -> None:
    summary, _ = played
    assert summary["finished"] == "done"
    assert summary["not_reached"] == []
    routine = read_routine(built_in()["heel"])
    assert summary["steps_done"] == len(routine.preparation) + 2 * len(routine.foot_steps)


def test_every_word_of_the_user_is_acted_on_and_nothing_is_invented(played: tuple[dict[str, Any], Path]) -> None:
    summary, _ = played
    assert (summary["missed_commands"], summary["false_commands"]) == ([], [])
    assert len(summary["commands"]) == 37


def test_the_coach_acts_within_a_second_of_the_end_of_a_phrase(played: tuple[dict[str, Any], Path]) -> None:
    summary, _ = played
    assert summary["latency"]["worst"] <= 1.0


def test_all_counts_are_on_their_second_and_every_release_at_its_target(played: tuple[dict[str, Any], Path]) -> None:
    counts = played[0]["counts"]
    assert counts["max_error_ms"] <= 1.0
    assert 185 <= counts["spoken"] <= 200
    # Each of the four words said over a hold may cut one count short, and the reply to the fifth covers two at most.
    assert counts["covered"] <= 4 + 2
    assert counts["max_release_error_ms"] == 0.0
    left = [30.0, 60.0, 45.0, 40.0, 30.0, 60.0]
    right = [30.0, 30.0, 30.0, 60.0, 45.0, 30.0, 30.0, 60.0]
    assert counts["releases"] == [30.0, 30.0, *left, *right]


def test_a_script_may_wait_for_every_question_that_was_asked(played: tuple[dict[str, Any], Path]) -> None:
    lines = [json.loads(line) for line in (played[1] / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    notes = [effect for line in lines for effect in line["effects"] if effect["kind"] == "Note"]
    asked = {note["details"]["question"] for note in notes if note["what"] == "answer"}
    assert len(asked) >= 15
    assert asked <= set(questions.NAMES)
