"""The child keeps to its protocol, and ends when its stdin does."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import coach.speaking
from coach.sound import wav

RENDERER = Path(coach.speaking.__file__).with_name("renderer.py")


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "sounds").mkdir()
    with subprocess.Popen(
        [sys.executable, str(RENDERER), str(tmp_path / "sounds")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        yield process
        process.kill()


def send(renderer: "subprocess.Popen[str]", **request: object) -> None:
    assert renderer.stdin is not None
    renderer.stdin.write(json.dumps(request) + "\n")
    renderer.stdin.flush()


def reply(renderer: "subprocess.Popen[str]") -> dict[str, str]:
    assert renderer.stdout is not None
    received: dict[str, str] = json.loads(renderer.stdout.readline())
    return received


def end_of_input(renderer: "subprocess.Popen[str]") -> None:
    assert renderer.stdin is not None
    renderer.stdin.close()


def test_it_names_its_engine_then_answers_each_text_with_a_finished_file(renderer: "subprocess.Popen[str]") -> None:
    send(renderer, voice=None, pitch=None)
    assert reply(renderer)["engine"]
    for text in ("one", "two"):
        send(renderer, text=text, rate=175)
        assert len(wav.read(reply(renderer)["path"])) > 4_000


def test_nothing_that_pyttsx3_prints_comes_between_the_replies(renderer: "subprocess.Popen[str]") -> None:
    send(renderer, voice=None, pitch=None)
    send(renderer, text="one", rate=175)
    send(renderer, text="two", rate=175)
    end = [list(reply(renderer)) for _ in range(3)]
    assert end == [["engine", "voice", "language", "voices", "languages"], ["path"], ["path"]]


def test_the_end_of_its_input_ends_it_and_removes_its_folder(renderer: "subprocess.Popen[str]", tmp_path: Path) -> None:
    send(renderer, voice=None, pitch=None)
    reply(renderer)
    end_of_input(renderer)
    assert renderer.wait(timeout=10) == 0
    assert not (tmp_path / "sounds").exists()


def test_the_end_of_its_input_ends_it_even_within_a_text(renderer: "subprocess.Popen[str]") -> None:
    send(renderer, voice=None, pitch=None)
    reply(renderer)
    send(renderer, text="slowly and " * 1_000, rate=80)
    end_of_input(renderer)
    assert renderer.wait(timeout=10) == 0
    assert renderer.stdout is not None
    assert renderer.stdout.read() == ""


def test_an_interrupt_from_the_keyboard_leaves_it_to_say_goodbye(renderer: "subprocess.Popen[str]") -> None:
    send(renderer, voice=None, pitch=None)
    reply(renderer)
    renderer.send_signal(signal.SIGINT)
    send(renderer, text="goodbye", rate=175)
    assert "path" in reply(renderer)
