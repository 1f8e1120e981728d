"""The real program with Wyoming servers on loopback: what it says and hears with them, and what leaves the machine."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import vosk

from coach.clock import RATE
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.coach_process import CoachProcess, begun, environment, heard
from tests.servers.wyoming_server import WyomingServer
from tests.sound import virtual_card
from tests.sound.virtual_card import VirtualCard
from tests.spoken import User
from tests.system_calls import Trace, strace

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace and the virtual card are Linux's")


@pytest.fixture(scope="module")
def server(test_model: Path) -> Iterator[WyomingServer]:
    """Vosk and espeak-ng, served."""
    model, voice = vosk.Model(model_path=str(test_model)), PyttsxVoice("gmw/en")

    def hears(sound: Samples) -> str:
        engine = vosk.KaldiRecognizer(model, RATE, json.dumps(["pause", "stop", "repeat", "[unk]"]))
        engine.AcceptWaveform(sound.tobytes())
        return str(json.loads(engine.FinalResult())["text"]).replace("[unk]", "").strip()

    def speaks(text: str) -> Samples:
        return np.pad(voice.clip(text, 170).sound, 2000)

    with WyomingServer(hears, speaks) as running:
        yield running
    voice.close()


def run(folder: Path, *arguments: str, under: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    env = environment(folder, virtual_card.environment(folder))
    command = (*under, sys.executable, "-m", "coach", *arguments)
    return subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("option", ["--listen-with", "--speak-with"])
def test_a_server_outside_of_the_house_is_refused_before_anything_begins(tmp_path: Path, option: str) -> None:
    done = run(tmp_path, option, "tcp://8.8.8.8:10300", under=strace(tmp_path / "trace"))
    assert done.returncode == 2
    assert done.stderr.startswith("coach: tcp://8.8.8.8:10300 leads to 8.8.8.8, which is no private address")
    assert done.stdout == ""
    assert Trace(tmp_path / "trace", tmp_path).sockets() == []


def test_the_doctor_tries_servers(tmp_path: Path, server: WyomingServer) -> None:
    done = run(tmp_path, "doctor", "--listen-with", server.url, "--speak-with", server.url)
    assert done.returncode == 0, done.stderr
    listening, speaking = done.stdout.splitlines()
    assert re.fullmatch(rf"ok   Listening with {server.url}: test-hearing at {server.url}, in \d\.\d s\.", listening)
    assert speaking.startswith(f"ok   Speaking with {server.url}: test-speaking 1.0 at ")
    absent = run(tmp_path, "doctor", "--listen-with", "tcp://127.0.0.1:9")
    assert (absent.returncode, absent.stdout[:5]) == (1, "MISS ")


def test_a_session_speaks_and_hears_by_them_takes_over_from_them_and_sends_nothing_elsewhere(
    tmp_path: Path, server: WyomingServer
) -> None:
    """The one test of the whole program with servers; a session, so it takes some seconds."""
    word, speaker = tmp_path / "pause.wav", PyttsxVoice("en-us")
    wav.write(word, speaker.clip("pause", 178).sound)
    speaker.close()
    own = tmp_path / "own.wav"
    servers = ("--listen-with", server.url, "--speak-with", server.url)
    options = (*servers, "--plain", "--rate", "300", "--record", str(own))
    with VirtualCard(echo_db=-90) as card:
        env = environment(tmp_path, card.env)
        with CoachProcess(env, tmp_path, *options, under=strace(tmp_path / "trace")) as coach:
            told = coach.wait_for_print("Listening with", 30)
            coach.answer_the_interview()
            coach.wait_for(begun("Sit down"), 60)
            asked = len(server.asked)
            person = User(card, coach, own, patience=20.0)
            person.say(word, heard("pause"))
            assert len(server.asked) > asked
            server.stop()
            coach.type("continue")
            person.say(word, heard("pause"))
            lost = coach.wait_for_print("No words from the speech server", 30)
            coach.type("end session", "yes")
            assert coach.end(30) == 0, coach.errors
    server.start()
    assert f"the server {server.url}, which hears what the microphone hears; moonshine" in told
    assert "so this machine listens from here on, until it is back" in lost
    assert any("Sit down" in text for text in server.texts)
    trace = Trace(tmp_path / "trace", tmp_path)
    assert {call for call in trace.sockets() if "AF_INET6" in call} == set()
    led = [call for call in trace.sockets() if call.startswith(("connect", "send"))]
    assert led
    assert all(f"htons({server.port})" in call and 'inet_addr("127.0.0.1")' in call for call in led), led
