"""The benchmark of talking over the coach is right where the truth is known: a real run of the command."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from coach.hearing.files import PHASES
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speech_models.models import MADE_FOR_TESTS
from scripts.benchmarks.alone import SHORT, AloneTask, FalseCommand, by_voice, measure_alone, script
from scripts.benchmarks.baseline import last_phrase_in
from scripts.benchmarks.corpus import recordings
from scripts.benchmarks.duplex import WAYS, measure_over
from scripts.benchmarks.duplex_command import duplex
from scripts.benchmarks.duplex_plan import FULL, work
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.material import Store
from scripts.benchmarks.rooms import ROOMS
from scripts.benchmarks.variants import SAFETY_CORPUS, safety_words
from scripts.testmodel import VOICES

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled recordings in a voice that the test model understands, one of them with a false label."""
    folder = tmp_path_factory.mktemp("people")
    voice = PyttsxVoice(VOICES[0])
    for name, text in (("stop.anna", "stop"), ("more-time.anna", "more time"), ("repeat.liar", "how long")):
        wav.write(folder / f"{name}.wav", voice.clip(text, 165).sound)
    voice.close()
    return folder


@pytest.fixture(scope="module")
def unmarked_model(test_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test model, which is not known as one: people are to speak to it."""
    folder = tmp_path_factory.mktemp("models") / "model"
    folder.mkdir()
    for part in test_model.iterdir():
        if part.name != MADE_FOR_TESTS:
            (folder / part.name).symlink_to(part)
    return folder


@pytest.fixture(scope="module")
def document(people: Path, unmarked_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command writes about Vosk and a plain loop in one room at one ratio; the table is in "shown"."""
    files = tmp_path_factory.mktemp("figures")
    asked = [str(people), "--quick", "--engines", "vosk,baseline", "--ratios", "6", "--rooms", "1"]
    written = ["--json", str(files / "figures.json"), "--markdown", str(files / "table.md")]
    done = _bench(*asked, "--model", str(unmarked_model), *written)
    assert done.returncode == 0, done.stderr
    read = dict(json.loads((files / "figures.json").read_text()))
    return read | {"shown": done.stdout, "markdown": (files / "table.md").read_text()}


def _bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "scripts.benchmarks", "duplex", *arguments]
    environ = {name: value for name, value in os.environ.items() if name != "COACH_RECORDINGS"}
    return subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, env=environ, check=False)


def _row(document: dict[str, Any], engine: str, **place: Any) -> dict[str, Any]:
    rows = document["engines"][engine]["over_the_coach"]
    (row,) = (row for row in rows if all(row[name] == value for name, value in place.items()))
    return dict(row)


# --- a real run ---


def test_a_false_label_is_the_only_loss_over_the_coach(document: dict[str, Any]) -> None:
    for way in ("instructions", "counting"):
        row = _row(document, "vosk", ratio=6.0, way=way, room=ROOMS[0].name)
        assert (row["right"]["count"], row["right"]["of"]) == (2, 3)
        assert (row["wrong"]["count"], row["wrong"]["of"]) == (1, 3)
        assert row["invented"]["count"] == 0
    assert list(document["engines"]["vosk"]["missed"]) == ["repeat"]


def test_the_coach_falls_silent_after_a_command_and_knows_when_it_began(document: dict[str, Any]) -> None:
    row = _row(document, "vosk", ratio=6.0, way="all", room="all")
    assert row["silent"]["n"] == row["latency"]["n"] == 4
    assert -0.3 < row["latency"]["p50"] < row["latency"]["p95"] < 1.0
    assert -0.3 < row["silent"]["p50"] < 1.0
    assert abs(row["backdated"]["p50"]) < 0.2


def test_safety_words_are_said_in_many_ways(document: dict[str, Any]) -> None:
    spoken = document["engines"]["vosk"]["safety"]
    assert len(spoken) == 8
    assert {one["outcome"]["utterance"]["phrase"] for one in spoken} == {"stop"}
    assert {one["ratio"] for one in spoken} == {0.0}


def test_the_plain_loop_stands_beside_the_coach(document: dict[str, Any]) -> None:
    row = _row(document, "baseline", ratio=6.0, way="all", room="all")
    assert row["right"]["of"] == 6
    assert row["right"]["count"] < _row(document, "vosk", ratio=6.0, way="all", room="all")["right"]["count"]
    assert row["ducked"]["count"] == 0


def test_the_coach_hears_no_command_in_itself_and_its_counts_are_exact(document: dict[str, Any]) -> None:
    (alone,) = document["engines"]["vosk"]["alone"]
    assert (alone["finished"], alone["false"], alone["counts"]) == ("done", [], 20)
    assert alone["count_error_ms"] <= 1.0
    assert alone["minutes"] > 2


def test_a_loop_that_sleeps_between_counts_falls_behind_them(document: dict[str, Any]) -> None:
    plain, careful = document["plain_counting"]
    assert plain["error_ms"] > 1000
    assert plain["drift_ms"] > careful["drift_ms"] > 0
    assert plain["counts"] == careful["counts"] == 10


def test_each_part_of_hearing_tells_what_it_cost(document: dict[str, Any]) -> None:
    coach, plain = (document["engines"][name] for name in ("vosk", "baseline"))
    cpu = coach["cpu"]
    assert 0 < cpu["cancelling"] + cpu["recognising"] <= cpu["all of hearing"]
    assert set(plain["cpu"]) == {"all of hearing"}
    assert coach["peak_megabytes"] > 20


def test_the_table_and_its_markdown_show_the_coach_beside_the_plain_loop(document: dict[str, Any]) -> None:
    (alone,) = document["engines"]["vosk"]["alone"]
    for shown in (document["shown"], document["markdown"]):
        assert "coach, Vosk" in shown
        assert "plain loop, whole phrases" in shown
        assert "66.7 % (30-90) of 6" in shown
        assert f"0 in {alone['minutes']:.0f} min" in shown
    assert document["cpu"] in document["markdown"]
    assert document["date"][:10] in document["markdown"]


@pytest.mark.parametrize("asked", [("--ratios", "loud"), ("--ratios", "90"), ("--rooms", "9"), ("--engines", "ear")])
def test_what_cannot_be_measured_is_refused(asked: tuple[str, str]) -> None:
    assert CliRunner().invoke(duplex, asked).exit_code == 2


# --- what is said, and by whom ---


def test_few_safety_words_are_varied_in_speed_and_level(people: Path, tmp_path: Path) -> None:
    varied = safety_words(Store(tmp_path), recordings(people), enough=20)
    lengths = {len(wav.read(said.path)) for said in varied}
    (stop,) = (said for said in recordings(people) if said.phrase == "stop")
    whole = len(wav.read(stop.path))
    assert len({(said.source, said.gain_db) for said in varied}) == 20
    assert {said.corpus for said in varied} == {SAFETY_CORPUS}
    assert min(lengths) == pytest.approx(whole / 1.08, abs=2)
    assert max(lengths) == pytest.approx(whole / 0.92, abs=2)
    assert {said.gain_db for said in varied} == {-6.0, -3.0, 0.0, 3.0}


def test_a_full_run_says_each_word_in_all_places_and_safety_words_two_hundred_times(
    people: Path, tmp_path: Path
) -> None:
    plan = replace(FULL, engines=(Engine("embedded"),), recordings=(people,))
    tasks = [task for function, task in work(plan, tmp_path) if function is measure_over]
    safety = [task for task in tasks if task.utterances[0].corpus == SAFETY_CORPUS]
    assert {(task.room, *task.ratios) for task in tasks} == set(product(ROOMS, (6.0, 0.0, -6.0, -12.0)))
    assert {task.ratios for task in safety} == {(0.0,)}
    assert sum(len(task.utterances) * task.rounds * len(WAYS) for task in safety) >= 200


def test_a_session_alone_is_led_at_each_ratio_by_each_engine(tmp_path: Path) -> None:
    plan = replace(FULL, engines=(Engine("embedded"),))
    alone = [task for function, task in work(plan, tmp_path) if function is measure_alone]
    assert {task.ratio for task in alone} == {0.0, -6.0, -12.0}
    assert {task.routine for task in alone} == {"heel"}
    assert len({task.room for task in alone}) == 2


def test_enough_safety_words_are_left_as_they_are(people: Path, tmp_path: Path) -> None:
    (stop,) = safety_words(Store(tmp_path), recordings(people), enough=1)
    assert stop.path == people / "stop.anna.wav"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("[unk] the pause [unk]", "pause"),
        ("go back [unk] more time", "more time"),
        ("stop [unk] back", "back"),
        ("[unk]", None),
    ],
)
def test_a_loop_that_takes_any_word_takes_the_last_phrase(text: str, phrase: str | None) -> None:
    found = last_phrase_in(text, PHASES["timed"])
    assert (found.phrase if found else None) == phrase


def test_only_what_was_heard_and_not_typed_is_a_false_command(tmp_path: Path) -> None:
    typed, heard = (
        {"kind": "Heard", "match": {"phrase": word}, "at": 24_000, "by_key": word == "no"} for word in ("no", "left")
    )
    lines = [json.dumps({"event": event}) for event in (typed, {"kind": "Spoken"}, heard)]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))
    assert by_voice(tmp_path / "events.jsonl") == [FalseCommand("left", 1.5)]


def test_a_session_alone_takes_the_room_and_leaves_out_what_the_routine_does_not_ask() -> None:
    led = script(AloneTask(Engine("embedded"), ROOMS[2], -12.0, SHORT, seed=7)).script
    assert (led.room.near_end_to_echo_db, led.room.delay_ms, led.room.drift_ppm) == (-12.0, 120, 100.0)
    assert (led.seed, led.routine) == (7, SHORT)
    asked = {rule.when.question for rule in led.whenever}
    assert "gate" in asked
    assert "tool" not in asked
