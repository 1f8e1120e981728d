"""The benchmark over recorded echoes: pairs are found, scaled, ducked alike, and told device by device."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.errors import RecordingError
from coach.language.intents import Intent, Match
from coach.session.events import Heard
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import speech_rms
from coach.units import Decibels
from scripts.benchmarks.corpus import Utterance
from scripts.benchmarks.devices import RecordedLoudspeaker, devices, lateness
from scripts.benchmarks.halves import HALVES, of_half, shuffled, speaker
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.mixing import SPEECH_DBFS
from scripts.benchmarks.over_devices import device_tasks

CHECKOUT = Path(__file__).parents[2]
SILENCE = np.zeros(BLOCK, np.int16)


@pytest.fixture(scope="module")
def echoes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two devices, one of which says it all twice as loud, 50 ms late."""
    folder = tmp_path_factory.mktemp("echoes")
    played = np.round(3000 * np.random.default_rng(1).standard_normal(4 * RATE)).clip(-32767, 32767).astype(np.int16)
    for name, loud in (("soft", 0.25), ("loud", 0.5)):
        heard = np.concatenate((np.zeros(RATE // 20), played[: -RATE // 20] * loud)).astype(np.int16)
        wav.write(folder / f"{name}.played.wav", played)
        wav.write(folder / f"{name}.heard.wav", heard)
    return folder


def _heard(speaker_: RecordedLoudspeaker, blocks: int, start: int = 0) -> tuple[Samples, Samples]:
    """What was played and heard in so many blocks."""
    got = [speaker_.block((start + n) * BLOCK, SILENCE) for n in range(blocks)]
    return np.concatenate([one.played for one in got]), np.concatenate([one.microphone for one in got])


def test_devices_are_the_pairs_of_a_folder(echoes: Path) -> None:
    assert [device.name for device in devices(echoes)] == ["loud", "soft"]


def test_half_a_pair_and_no_pair_are_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"NAME\.heard\.wav"):
        devices(tmp_path)
    wav.write(tmp_path / "one.played.wav", SILENCE)
    with pytest.raises(RecordingError, match=r"one\.heard\.wav is missing"):
        devices(tmp_path)


@pytest.mark.parametrize("ratio", [6.0, -6.0])
def test_the_echo_lies_as_far_below_the_user_as_asked_on_every_device(echoes: Path, ratio: float) -> None:
    for device in devices(echoes):
        _, heard = _heard(RecordedLoudspeaker(device, ratio), 150)
        assert 20 * np.log10(speech_rms(heard)) == pytest.approx(SPEECH_DBFS - ratio, abs=0.3)


def test_a_recording_goes_on_from_its_beginning(echoes: Path) -> None:
    loudspeaker = RecordedLoudspeaker(devices(echoes)[0], 0.0)
    first, again = _heard(loudspeaker, 200), _heard(loudspeaker, 200, start=200)
    assert np.array_equal(first, again)


def test_played_and_echo_are_softened_alike_and_come_back_slowly(echoes: Path) -> None:
    loudspeaker = RecordedLoudspeaker(devices(echoes)[0], 0.0)
    usual = _heard(loudspeaker, 10)
    loudspeaker.soften(Decibels(-12.0))
    softer = _heard(loudspeaker, 10, start=200)
    loudspeaker.soften(Decibels(0.0))
    loudspeaker.block(400 * BLOCK, SILENCE)
    back = _heard(loudspeaker, 3, start=400)
    for before, after, later in zip(usual, softer, back, strict=True):
        assert _level(after[5 * BLOCK :]) - _level(before[5 * BLOCK :]) == pytest.approx(-12, abs=0.5)
        assert -12.5 < _level(later) - _level(before[: len(later)]) < -6


def test_the_echo_is_softened_when_what_was_softened_comes_back(echoes: Path) -> None:
    loudspeaker = RecordedLoudspeaker(devices(echoes)[0], 0.0)
    usual = _heard(loudspeaker, 10)[1]
    loudspeaker.soften(Decibels(-12.0))
    softer = _heard(loudspeaker, 10, start=200)[1]
    assert np.array_equal(usual[: 2 * BLOCK], softer[: 2 * BLOCK])
    assert _level(softer[4 * BLOCK :]) < _level(usual[4 * BLOCK :]) - 11


def test_how_late_an_echo_comes_is_known(echoes: Path) -> None:
    device = devices(echoes)[0]
    played, heard = (wav.read(path).astype(float) for path in (device.played, device.heard))
    assert lateness(played, heard) == pytest.approx(RATE // 20, abs=2)


def test_a_command_silences_it_for_a_while(echoes: Path) -> None:
    loudspeaker = RecordedLoudspeaker(devices(echoes)[0], 0.0)
    loudspeaker.block(0, SILENCE)
    loudspeaker.forget()
    loudspeaker.react([Heard(Match(Intent.NEXT, "next"), 0, 0, 0)])
    played, heard = _heard(loudspeaker, 60, start=1)
    assert loudspeaker.silent_at == 2 * BLOCK
    assert not played[BLOCK : RATE // 2].any()
    assert not heard[4 * BLOCK : RATE // 2].any()
    assert played[-BLOCK:].any()


def _level(sound: Samples) -> float:
    return 10 * float(np.log10(np.mean(sound.astype(np.float64) ** 2)))


def _said(phrase: str, source: str) -> Utterance:
    return Utterance("people", phrase, source, "timed", Path(f"{phrase}.{source}.wav"))


def test_each_device_has_words_of_its_own_and_the_same_at_every_ratio(echoes: Path) -> None:
    people = [_said("stop", f"s-{n}x") for n in range(4)] + [_said("next", f"n-{n}x") for n in range(20)]
    tasks = device_tasks(Engine("embedded"), (devices(echoes), (0.0, -6.0)), people, 6, 1.0, 1)
    words = [{said.path.name for said in task.utterances} for task in tasks]
    assert [len(said) for said in words] == [6, 6, 6, 6]
    assert words[0] == words[1]
    assert not words[0] & words[2]
    assert all(sum(name.startswith("stop") for name in said) == 2 for said in words)


def test_one_speaker_is_never_in_both_halves() -> None:
    people = [_said(word, f"an4-{who}-an{n}") for who in "abcdefgh" for n, word in enumerate(("stop", "next", "yes"))]
    halves = [{speaker(said.source) for said in of_half(people, half)} for half in HALVES]
    assert not halves[0] & halves[1]
    assert halves[0] | halves[1] == {f"an4-{who}" for who in "abcdefgh"}
    assert all(halves)
    assert of_half(people, None) == people


def test_an_order_depends_on_nothing_but_its_seed() -> None:
    people = [_said("stop", f"s-{n}x") for n in range(9)]
    assert shuffled(people, 1) == shuffled(people[::-1], 1) != shuffled(people, 2)


def test_the_command_tells_right_wrong_invented_and_false_ones_by_level_and_device(
    echoes: Path, test_model: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people"
    people.mkdir()
    voice = PyttsxVoice("gmw/en-US")
    for word in ("stop", "repeat"):
        wav.write(people / f"{word}.anna.wav", voice.clip(word, 165).sound)
    voice.close()
    written = tmp_path / "figures.json"
    asked = ["--echoes", str(echoes), "--echoes-only", "--quick", "--engines", "vosk", "--ratios", "20,6"]
    asked += ["--model", str(test_model), "--devices", "loud", "--alone", "3", "--json", str(written)]
    command = [sys.executable, "-m", "scripts.benchmarks", "duplex", str(people), *asked]
    environ = {name: value for name, value in os.environ.items() if name != "COACH_RECORDINGS"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, env=environ, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(written.read_text())["echoes"]["vosk"]
    assert set(told["levels"]) == {"+20", "+6"}
    assert told["levels"]["+20"]["of"] == 2
    assert told["levels"]["+20"].keys() >= {"right", "of", "wrong", "invented"}
    assert told["alone"]["minutes"] == pytest.approx(0.1, abs=0.01)
    assert told["devices"]["loud"] == {name: told[name] for name in ("levels", "alone")}
    assert "loud" in done.stdout
