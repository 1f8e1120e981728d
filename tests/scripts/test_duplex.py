"""The benchmark of talking over the coach is right where the truth is known: real engines, and figures made by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from coach.hearing.files import PHASES
from coach.hearing.models import MADE_FOR_TESTS
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from scripts.benchmarks.alone import SHORT, AloneReport, AloneTask, by_voice, script
from scripts.benchmarks.baseline import last_phrase_in
from scripts.benchmarks.corpus import Utterance, recordings
from scripts.benchmarks.counting import Counted, PlainCounting, counted
from scripts.benchmarks.duplex import SpokenOver
from scripts.benchmarks.duplex_command import duplex
from scripts.benchmarks.duplex_figures import Over, missed, mistaken, over, overs, spread
from scripts.benchmarks.duplex_plan import EngineReport
from scripts.benchmarks.hearing import Outcome
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.material import Store
from scripts.benchmarks.rooms import ROOMS
from scripts.benchmarks.summary import BEGIN, END, markdown, put_into, summary
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
    assert len(spoken) == 16
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
    for shown in (document["shown"], document["markdown"]):
        assert "coach, Vosk" in shown
        assert "plain loop, whole phrases" in shown
        assert "66.7 % (30-90) of 6" in shown
        assert "0 in 3 min" in shown
    assert document["cpu"] in document["markdown"]
    assert document["date"][:10] in document["markdown"]


@pytest.mark.parametrize("asked", [("--ratios", "loud"), ("--ratios", "90"), ("--rooms", "9"), ("--engines", "ear")])
def test_what_cannot_be_measured_is_refused(asked: tuple[str, str]) -> None:
    assert CliRunner().invoke(duplex, asked).exit_code == 2


# --- figures made by hand ---


def _said(
    phrase: str = "next",
    *,
    latency: float | None = None,
    ratio: float = 0.0,
    way: str = "counting",
    room: str = "carpet",
    wrong: tuple[str, ...] = (),
    invented: tuple[str, ...] = (),
    softened: float | None = None,
) -> SpokenOver:
    utterance = Utterance("people", phrase, "anna", "timed", Path("x.wav"))
    waited = None if latency is None else latency - 0.1
    heard = latency is not None
    outcome = Outcome(utterance, f"{ratio} dB", heard, list(wrong), list(invented), latency, waited, False, [])
    return SpokenOver(room, ratio, way, outcome, softened, latency, 0.05 if heard else None)


def test_words_are_pooled_over_ways_rooms_and_ratios() -> None:
    said = [_said(latency=0.2), _said(way="instructions"), _said(latency=0.4, room="tiles", ratio=-6.0)]
    found = {(row.ratio, row.way, row.room): (row.right.count, row.right.of) for row in overs(said)}
    assert found[None, "all", "all"] == (2, 3)
    assert found[0.0, "all", "carpet"] == (1, 2)
    assert found[0.0, "counting", "all"] == (1, 1)
    assert found[-6.0, "all", "tiles"] == (1, 1)
    assert (-6.0, "instructions", "all") not in found


def test_a_row_tells_the_losses_and_the_delays_of_its_words() -> None:
    said = [_said(latency=0.2, softened=0.1), _said(latency=0.4, wrong=("back",)), _said(invented=("stop", "back"))]
    row = over(said)
    assert (row.right.count, row.wrong.count, row.invented.count, row.ducked.count) == (2, 1, 1, 1)
    assert (row.latency.n, row.latency.p50, row.computing.p50, row.silent.p50) == (2, 0.3, 0.1, 0.3)
    assert (row.ducking.n, row.ducking.p50, row.backdated.p95) == (1, 0.1, 0.05)


def test_safety_words_over_the_coach_are_told_apart_from_the_rest() -> None:
    row: Over = over([_said("stop", latency=0.2), _said("ouch"), _said(latency=0.8)])
    assert (row.safety.count, row.safety.of, row.safety_latency.p95, row.other_latency.p50) == (1, 2, 0.2, 0.8)


def test_a_spread_leaves_out_what_is_not_there() -> None:
    assert spread([None, 1.0, None, 3.0]) == spread([3.0, 1.0])
    assert (spread([None]).n, spread([None]).p50) == (0, None)


def test_the_words_that_are_lost_most_come_first() -> None:
    said = [_said("next"), _said("next", latency=0.1), _said("back"), _said("pause", latency=0.1, wrong=("stop",))]
    assert list(missed(said)) == ["back", "next"]
    assert [(phrase, share.count) for phrase, share in mistaken(said).items()] == [("pause", 1)]


def test_the_error_of_a_count_is_its_distance_from_its_second() -> None:
    assert counted("late", [5.0, 6.1, 7.2, 8.3]) == Counted("late", 4, 300.0, 300.0, 100.0)
    assert counted("early", [0.0, 0.75, 2.0]).worst_ms == 250.0


def test_a_plain_loop_counts_in_real_time() -> None:
    found = PlainCounting("sleep(1)", [0.2, 0.2]).start().result()
    assert found.counts == 2
    assert found.error_ms >= 200


def test_a_column_without_figures_has_dashes_and_a_row_without_any_is_left_out() -> None:
    alone = AloneReport("vosk", "carpet", -6.0, "heel", "done", 18.8, ["left"], 180, 0.5)
    reports = [EngineReport("vosk", alone=[alone]), EngineReport("baseline", spoken=[_said(latency=0.1)])]
    table = summary(reports, [Counted("sleep(1)", 30, 15_000.4, 15_000.4, 517.2)])
    rows = dict(table.rows)
    assert rows["false commands in sessions alone, -6 dB"] == ["1 in 19 min", "-"]
    assert rows["commands heard over the coach, 0 dB"] == ["-", "100.0 % (21-100) of 1"]
    assert rows["error of the 30th count; plain: sleep(1)"] == ["0.5 ms at most", "15,000 ms"]
    assert not any(label.startswith("safety") for label in rows)


def test_the_markdown_goes_between_the_marks_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n")
    about = {"date": "2026-01-02T03:04", "cpu": "a chip", "cores": 2, "python": "3.11", "versions": {"vosk": "0.3.45"}}
    table = markdown(summary([EngineReport("vosk", spoken=[_said(latency=0.1)])], []), about)
    put_into(file, table)
    put_into(file, table)
    text = file.read_text()
    assert text.startswith(f"Before\n{BEGIN}\n|  | coach, Vosk |")
    assert text.endswith(f"vosk 0.3.45.\n{END}\nAfter\n")
    assert "old" not in text


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
    typed, heard = ({"kind": "Heard", "match": {"phrase": word}, "by_key": word == "no"} for word in ("no", "left"))
    lines = [json.dumps({"event": event}) for event in (typed, {"kind": "Spoken"}, heard)]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))
    assert by_voice(tmp_path / "events.jsonl") == ["left"]


def test_a_session_alone_takes_the_room_and_leaves_out_what_the_routine_does_not_ask() -> None:
    led = script(AloneTask(Engine("embedded"), ROOMS[2], -12.0, SHORT, seed=7)).script
    assert (led.room.near_end_to_echo_db, led.room.delay_ms, led.room.drift_ppm) == (-12.0, 120, 100.0)
    assert (led.seed, led.routine) == (7, SHORT)
    asked = {rule.when.question for rule in led.whenever}
    assert "gate" in asked
    assert "tool" not in asked
