"""The benchmark's figures are right where the truth is known: real engines on sounds made for the purpose."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.clock import RATE, samples
from coach.hearing.files import PHASES
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import speech_rms
from scripts.benchmarks.corpus import Utterance, label, phases_of, recordings
from scripts.benchmarks.figures import hourly, latency, losses, rows, share
from scripts.benchmarks.hearing import FalseAccept, Outcome, Report
from scripts.benchmarks.material import Store
from scripts.benchmarks.mixing import SPEECH_DBFS, condition, levelled, mixed, surroundings, word_end
from scripts.benchmarks.synthetic import TALKERS, talk_by
from scripts.benchmarks.variants import FAR_APART, at_speeds
from scripts.testmodel import VOICES
from tests.english import PHRASES, match

CHECKOUT = Path(__file__).parents[2]
TALK_SECONDS = 20


@pytest.fixture(scope="module")
def words() -> dict[str, Samples]:
    """What a voice that the test model understands says."""
    voice = PyttsxVoice(VOICES[0])
    said = {text: voice.clip(text, 165).sound for text in ("stop", "next step", "umbrella", "more time")}
    voice.close()
    return said


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, words: dict[str, Samples]) -> tuple[Path, Path]:
    """Labelled recordings, one of them with a false label; and talk in which "more time" is said twice."""
    labelled, talk = tmp_path_factory.mktemp("people"), tmp_path_factory.mktemp("talk")
    wav.write(labelled / "stop.anna.wav", words["stop"])
    wav.write(labelled / "next-step.anna.wav", words["next step"])
    wav.write(labelled / "pause.liar.wav", words["next step"])
    wav.write(labelled / "umbrella.anna.wav", words["umbrella"])
    talking = np.zeros(TALK_SECONDS * RATE, np.int16)
    for second in (3, 9):
        talking[second * RATE :][: len(words["more time"])] = words["more time"]
    wav.write(talk / "radio.wav", talking)
    return labelled, talk


@pytest.fixture(scope="module")
def document(folders: tuple[Path, Path], test_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command writes about Vosk and the plain loop."""
    labelled, talk = folders
    file = tmp_path_factory.mktemp("json") / "figures.json"
    options = ["--engines", "vosk,baseline", "--corpora", "recordings", "--conditions", "quiet,pink@20", "--quick"]
    asked = [str(labelled), *options, "--other", str(talk), "--hours", str(2 * TALK_SECONDS / 3600)]
    done = _bench(*asked, "--model", str(test_model), "--json", str(file))
    assert done.returncode == 0, done.stderr
    assert "people" in done.stdout
    return dict(json.loads(file.read_text()))


def _bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "scripts.benchmarks", "hearing", *arguments]
    environ = {name: value for name, value in os.environ.items() if name != "COACH_RECORDINGS"}
    return subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, env=environ, check=False)


@pytest.mark.parametrize("engine", ["vosk", "baseline"])
@pytest.mark.parametrize("place", ["quiet", "pink@20"])
def test_a_false_label_is_the_only_loss(document: dict[str, Any], engine: str, place: str) -> None:
    row = next(row for row in document["engines"][engine]["commands"] if row["condition"] == place)
    assert (row["right"]["count"], row["right"]["of"]) == (2, 3)
    assert (row["wrong"]["count"], row["wrong"]["of"]) == (1, 3)
    assert (row["rejected"]["count"], row["rejected"]["of"]) == (5, 5)
    assert (row["safety"]["count"], row["safety"]["of"]) == (1, 1)


@pytest.mark.parametrize("engine", ["vosk", "baseline"])
def test_the_losses_name_the_phrase_the_person_and_the_confusion(document: dict[str, Any], engine: str) -> None:
    (lost,) = document["engines"][engine]["losses"]
    assert lost["never_heard"] == {"pause": ["liar"]}
    assert lost["confusions"] == {"pause > next step": 2}


def test_the_coach_acts_sooner_than_a_loop_that_waits_for_finals(document: dict[str, Any]) -> None:
    coach, plain = (document["engines"][name]["commands"][0] for name in ("vosk", "baseline"))
    assert coach["latency"]["n"] == plain["latency"]["n"] == 2
    assert coach["latency"]["waited_p50"] < plain["latency"]["waited_p50"]
    assert plain["at_the_endpoint"] == 2


@pytest.mark.parametrize("engine", ["vosk", "baseline"])
def test_commands_in_other_peoples_talk_are_counted_by_the_hour(document: dict[str, Any], engine: str) -> None:
    entry = document["engines"][engine]
    (row,) = (r for r in entry["false_accepts_hourly"] if (r["phase"], r["kind"]) == ("timed", "recorded"))
    assert sum(row["heard"].values()) == 2, row
    assert all(said.endswith("more time") for said in row["heard"])  # Some decodings have a "me" before it.
    assert row["an_hour"] == pytest.approx(2 / row["hours"], rel=0.01)
    assert [accept["text"].partition(" + ")[0] for accept in entry["false_accepts"]][:2] == ["radio.wav 0 s"] * 2


def test_each_process_tells_what_it_cost(document: dict[str, Any]) -> None:
    for entry in document["engines"].values():
        assert entry["load_seconds"] > 0
        assert entry["peak_megabytes"] > 20
        assert 0 <= entry["cpu_silent"] < entry["cpu_commands"]
    assert document["versions"]["vosk"][0].isdecimal()


def test_the_embedded_engines_own_stream_is_measured_beside_our_segmenter(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    options = ["--engines", "embedded,stream", "--corpora", "recordings", "--conditions", "quiet", "--quick"]
    done = _bench(str(folders[0]), *options, "--hours", "0", "--json", str(file))
    assert done.returncode == 0, done.stderr
    engines = json.loads(file.read_text())["engines"]
    assert {name: entry["commands"][0]["safety"]["count"] for name, entry in engines.items()} == {
        "embedded": 1,
        "stream": 1,
    }
    assert engines["stream"]["listener"] == "moonshine's own stream"


def test_a_condition_that_is_not_known_is_refused_with_those_that_are() -> None:
    done = _bench("--conditions", "quiet,traffic@10")
    assert done.returncode == 2
    assert "babble" in done.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("im-ready.anna.wav", ("i'm ready", "anna")),
        ("switch_foot.b.2.wav", ("switch foot", "b.2")),
        ("Stop now.WAV", ("stop now", "people")),
        ("hurt.anna.wav", ("hurt", "anna")),
    ],
)
def test_a_file_name_tells_the_phrase_and_who_says_it(name: str, expected: tuple[str, str]) -> None:
    assert label(Path("people") / name) == expected


def test_every_phrase_is_said_where_it_is_understood() -> None:
    for phrase in PHRASES:
        (phase,) = phases_of(phrase)
        assert match(phrase, PHASES[phase])


def test_what_is_no_phrase_is_presented_under_every_question(folders: tuple[Path, Path]) -> None:
    said = [utterance for utterance in recordings(folders[0]) if utterance.phrase == "umbrella"]
    assert [utterance.phase for utterance in said] == ["timed", "yes-no", "pain", "feet", "tools"]
    assert not any(utterance.expected for utterance in said)


def test_safety_words_are_presented_at_several_speeds_and_nothing_else_is(
    folders: tuple[Path, Path], words: dict[str, Samples], tmp_path: Path
) -> None:
    said = list(at_speeds(Store(tmp_path), recordings(folders[0])))
    assert {(utterance.corpus, utterance.phrase) for utterance in said} == {("safety", "stop")}
    lengths = [len(wav.read(utterance.path)) for utterance in said]
    assert lengths == pytest.approx([len(words["stop"]) / speed for speed in FAR_APART], abs=2)


@pytest.mark.parametrize("name", ["babble@20", "pink@10", "tap@6"])
def test_a_noise_lies_as_far_below_the_speech_as_its_name_says(name: str, words: dict[str, Samples]) -> None:
    asked = condition(name)
    talkers = [[sound for _, sound in talk_by(talker, 3.0, seed=1)] for talker in TALKERS[:2]]
    noise = mixed(np.zeros(16 * RATE), surroundings(asked, talkers, seed=1))
    speech = levelled(words["next step"]).astype(np.int16)
    assert asked.snr is not None
    assert 20 * np.log10(speech_rms(speech)) == pytest.approx(SPEECH_DBFS, abs=0.2)
    rms = np.sqrt(np.mean((noise / 32768.0) ** 2))
    assert 20 * np.log10(speech_rms(speech) / rms) == pytest.approx(asked.snr, abs=0.6)


def test_the_same_seed_gives_the_same_noise() -> None:
    one, two, other = (surroundings(condition("tap@10"), (), seed)(RATE) for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_a_word_ends_where_its_sound_ends_and_not_at_a_click() -> None:
    word = np.round(8000 * np.sin(np.arange(samples(0.5)) * 0.3)).astype(np.int16)
    recording = np.concatenate((np.zeros(samples(0.3), np.int16), word, np.zeros(samples(0.6), np.int16)))
    recording[samples(1.2)] = 8000
    assert word_end(recording) == pytest.approx(samples(0.8), abs=samples(0.02))


def _outcome(
    phrase: str, place: str = "quiet", *, latency: float | None = None, wrong: tuple[str, ...] = ()
) -> Outcome:
    utterance = Utterance("people", phrase, "anna", "timed", Path("x.wav"))
    waited = None if latency is None else latency - 0.1
    return Outcome(utterance, place, latency is not None, list(wrong), [], latency, waited, False, [])


def test_latencies_are_of_what_was_heard_right() -> None:
    found = latency([_outcome("next", latency=0.2), _outcome("next"), _outcome("back", latency=0.4)])
    assert (found.n, found.p50, found.waited_p50, found.computed_p50) == (2, 0.3, 0.2, 0.1)


def test_safety_words_are_told_apart_from_the_rest() -> None:
    (row,) = rows([_outcome("stop", latency=0.2), _outcome("ouch"), _outcome("next", latency=0.8)])
    assert (row.right.count, row.right.of) == (2, 3)
    assert (row.safety.count, row.safety.of, row.safety_latency.p95) == (1, 2, 0.2)


def test_a_phrase_heard_in_noise_alone_is_missed_in_quiet_but_not_never_heard() -> None:
    (lost,) = losses([_outcome("next"), _outcome("next", "pink@20", latency=0.3), _outcome("back")])
    assert lost.never_heard == {"back": ["anna"]}
    assert set(lost.missed_in_quiet) == {"back", "next"}


def test_an_interval_of_nothing_heard_does_not_claim_certainty() -> None:
    found = share([False] * 10)
    assert found.high == pytest.approx(0.278, abs=0.001)


def test_an_hour_without_a_false_accept_allows_for_three() -> None:
    report = Report("vosk", hours={"timed": {"recorded": 1.0}})
    assert hourly(report)[0].at_most == pytest.approx(3.0, abs=0.01)
    report.false_accepts = [FalseAccept("timed", "recorded", "next", "radio + 1 s")]
    assert [row.an_hour for row in hourly(report)] == [1.0, 1.0]
