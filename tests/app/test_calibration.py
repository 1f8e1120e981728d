"""One sentence finds out what is true of a room, and what was found is kept."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from coach.app.calibration import Calibration, calibrate, keep, kept
from coach.clock import BLOCK
from coach.errors import SoundError, StorageError
from coach.hearing.echo.canceller import choose_canceller
from coach.hearing.echo.listening import Listening
from coach.sound import noise
from coach.sound.acoustics import EchoPath, Wave, levelled, made_response
from coach.sound.room import SimulatedRoom
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import SPEECH_DBFS
from coach.speaking.voice import Clip
from tests.coach_process import environment
from tests.english import wording
from tests.sound.virtual_card import VirtualCard

TODAY = date(2026, 1, 2)
DEVICES = ("a microphone", "a speaker")


class Nobody:
    """Company that says nothing."""

    def sound(self, at: int, n: int) -> Wave:
        return np.zeros(n)


@pytest.fixture(scope="module")
def sentence() -> Iterator[Clip]:
    voice = PyttsxVoice()
    yield voice.clip(wording.calibrate, 150)
    voice.close()


def measured(
    sentence: Clip, echo_dbfs: float | None, canceller: str | None = None, longest: int = 100 * 16_000
) -> Calibration:
    """In a room of 0.4 s, where the echo comes after 80 ms and white noise of -70 dBFS is heard."""
    rng = np.random.default_rng(3)
    response = levelled(made_response(0.4, 80, rng), sentence.sound, SPEECH_DBFS, echo_dbfs or 0)
    room = SimulatedRoom(
        None if echo_dbfs is None else EchoPath(response), noise.repeated(noise.white(rng), -70.0), Nobody(), longest
    )
    return calibrate(room, sentence, choose_canceller(canceller)[0], DEVICES, TODAY)


def test_delay_noise_and_suppression_are_those_of_the_room(sentence: Clip) -> None:
    found = measured(sentence, echo_dbfs=-26)
    assert found.delay_ms == pytest.approx(80, abs=1)
    assert found.noise_dbfs == pytest.approx(-70, abs=1)
    assert found.suppression_db is not None
    assert found.suppression_db > 20
    assert (found.clipped, found.overflows) == (0, 0)
    assert found.listening is Listening.FULL
    assert found.advice() == []


def test_without_a_canceller_a_heard_echo_leaves_only_safety_words(sentence: Clip) -> None:
    found = measured(sentence, echo_dbfs=-26, canceller="none")
    assert found.listening is Listening.HALF_DUPLEX
    assert any("headphones" in advice for advice in found.advice())


def test_with_headphones_no_echo_is_found_and_everything_is_heard(sentence: Clip) -> None:
    found = measured(sentence, echo_dbfs=None)
    assert (found.delay_ms, found.suppression_db, found.listening) == (None, None, Listening.FULL)


def test_a_microphone_driven_too_hard_is_told_of(sentence: Clip) -> None:
    found = measured(sentence, echo_dbfs=0)
    assert found.clipped > 0
    assert any("driven too hard" in advice for advice in found.advice())


def test_a_sound_that_ends_in_the_middle_is_an_error(sentence: Clip) -> None:
    with pytest.raises(SoundError, match="start it again"):
        measured(sentence, echo_dbfs=-26, longest=100 * BLOCK)


def test_a_microphone_without_any_sound_is_an_error(sentence: Clip) -> None:
    room = SimulatedRoom(None, noise.silence, Nobody(), 100 * 16_000)
    with pytest.raises(SoundError, match="unmute"):
        calibrate(room, sentence, choose_canceller(None)[0], DEVICES, TODAY)


def test_what_was_found_is_kept_for_these_devices_only(sentence: Clip, tmp_path: Path) -> None:
    found = measured(sentence, echo_dbfs=-26)
    path = tmp_path / "data" / "calibration.json"
    assert kept(path) is None
    keep(found, path)
    assert kept(path) == kept(path, DEVICES) == found
    assert kept(path, ("another", "a speaker")) is None
    path.write_text("{}")
    assert kept(path) is None


def test_a_place_that_cannot_be_written_is_told_of(sentence: Clip, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="COACH_DATA_DIR"):
        keep(measured(sentence, echo_dbfs=None), tmp_path / "file" / "calibration.json")


def test_the_command_measures_the_sound_card_and_the_doctor_remembers(tmp_path: Path) -> None:
    with VirtualCard(echo_db=-12.0) as card:
        env = environment(tmp_path, card.env)
        first, later = (
            subprocess.run(
                (sys.executable, "-m", "coach", "doctor", *options),
                env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True,
            ).stdout
            for options in (("--calibrate",), ())
        )  # fmt: skip
    assert "the echo comes after" in first
    assert "full barge-in" in first
    assert set(first.splitlines()) <= set(later.splitlines())
    found = json.loads((tmp_path / "data" / "calibration.json").read_text())
    assert 20 < found["delay_ms"] < 400


@pytest.mark.parametrize(
    "raw",
    [
        b'{"microphone":"Mikrof\xf6n"}',
        '{"microphone": "Mikrofon"}'.encode("utf-16"),
        b"\xff\xfe\x00",
        b"",
        b"[" * 100_000,
        b'{"microphone": 1e999}',
        b'{"microphone":"a","speaker":"b","day":"c","listening":"loudly"}',
        bytes(range(256)),
    ],
)
def test_a_measurement_that_cannot_be_read_is_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "calibration.json").write_bytes(raw)
    assert kept(tmp_path / "calibration.json") is None
