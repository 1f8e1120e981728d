"""The real program where things are missing: sound, a terminal, a synthesiser, anybody to obey; and in a terminal."""

import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coach_process import ROOT, ROUTINE, CoachProcess, begun, effects, environment
from tests.sound import virtual_card

FAST = ("--plain", "--rate", "300")
NO_ENGINES = """
import sys
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name in {"pyttsx3", "espeakng_loader"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refusing())
"""
WATCH_SOCKETS = """
import os, socket, sys
def watch(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.__new__" and arguments[1] not in {socket.AF_UNIX}):
        with open(os.environ["SOCKETS_SEEN"], "a") as seen:
            seen.write(f"{event} {arguments}\\n")
sys.addaudithook(watch)
with open(os.environ["SOCKETS_SEEN"] + ".on", "a") as on:
    on.write("watching\\n")
"""


@pytest.fixture
def silent(tmp_path: Path) -> dict[str, str]:
    """An environment in which no sound server answers."""
    (tmp_path / "asound.conf").write_text(virtual_card.ALSA_CONFIG)
    return environment(tmp_path, virtual_card.environment(tmp_path))


@pytest.fixture
def model(test_model: Path) -> tuple[str, str]:
    return ("--model", str(test_model))


def site(env: dict[str, str], folder: Path, code: str) -> dict[str, str]:
    """`env` in which every Python process runs `code` first."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(code)
    return env | {"PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}"}


def test_without_devices_the_whole_session_runs_by_keys_and_captions_and_opens_no_internet_socket(
    silent: dict[str, str], tmp_path: Path, model: tuple[str, str]
) -> None:
    """An audit hook in every Python process sees sockets, also those that are only tried out as a library loads."""
    seen = tmp_path / "sockets"
    env = site(silent, tmp_path, WATCH_SOCKETS) | {"SOCKETS_SEEN": str(seen)}
    with CoachProcess(env, tmp_path, *model, *FAST) as coach:
        coach.answer_the_interview()
        coach.wait_for(begun("Sit down"))
        coach.type("next", "next", "next", "skip")
        assert coach.end(30) == 0
    captions = [line for line in coach.printed if line.startswith("Coach: ")]
    assert captions[-1] == "Coach: That was all.\n"
    assert [line for line in coach.printed if "use the keys" in line]
    assert [line for line in coach.printed if "read the captions" in line]
    assert not coach.errors
    assert len((tmp_path / "sockets.on").read_text().splitlines()) >= 2  # The coach, and the child that speaks.
    assert not seen.exists(), seen.read_text()


@pytest.mark.faults
def test_what_is_missing_is_said_in_one_line_each_with_the_remedy(
    silent: dict[str, str], tmp_path: Path, model: tuple[str, str]
) -> None:
    with CoachProcess(silent, tmp_path, *model, *FAST) as coach:
        coach.wait_for_print("Coach: Hi, ")
        told = [line for line in coach.printed if line.startswith("No ")]
    assert len(told) == 2
    assert all("plug one in" in line for line in told)


def test_in_a_language_without_a_model_one_sentence_says_so_and_keys_and_typed_phrases_go_on(
    silent: dict[str, str], tmp_path: Path
) -> None:
    german = ("--routine", str(ROOT / "tests" / "rehearsals" / "short.de.toml"))
    with CoachProcess(silent, tmp_path, *german, *FAST) as coach:
        told = coach.wait_for_print("No recogniser, so use the keys: There is no recogniser for German: put a ")
        assert "vosk-model-small-de-0.15" in told
        coach.wait_for(lambda line: any(effect["live"]["answers"] for effect in effects(line, "Listen")))
        coach.type(*["nein"] * 5, "links", "überspringen")
        coach.wait_for(begun("Setz dich bequem hin."))
        coach.type("weiter", "n", "überspringen", "n", "ü")
        assert coach.end(30) == 0
    captions = [line for line in coach.printed if line.startswith("Coach: ")]
    assert captions[0] == "Coach: Hallo, ich bin dein Coach für die Fersenmassage.\n"
    assert captions[-1] == "Coach: Das war alles.\n"
    assert not coach.errors


@pytest.mark.faults
def test_without_a_synthesiser_captions_keep_the_pace(
    silent: dict[str, str], tmp_path: Path, model: tuple[str, str]
) -> None:
    env = silent | {"COACH_CACHE_DIR": str(tmp_path / "cold")}
    # The system's espeak-ng must not be found in place of the wheel's: the child cannot even import pyttsx3.
    with CoachProcess(site(env, tmp_path, NO_ENGINES), tmp_path, *model, *FAST) as coach:
        line = coach.wait_for_print("No speech, only captions")
        coach.wait_for_print("Coach: Say stop")
    assert "pip install" in line


@pytest.mark.parametrize("microphone", [(), ("--no-microphone",)])
def test_with_nothing_to_obey_it_ends_with_a_clear_error(
    silent: dict[str, str], tmp_path: Path, model: tuple[str, str], microphone: tuple[str, ...]
) -> None:
    with CoachProcess(silent, tmp_path, *model, *FAST, *microphone, stdin=subprocess.DEVNULL) as coach:
        assert coach.end(15) == 2
    assert len(coach.errors) == 1
    assert re.fullmatch(r"coach: There is neither a microphone nor a keyboard: .*\.\n", coach.errors[0])


@pytest.mark.faults
def test_standard_input_that_is_closed_is_no_keyboard(silent: dict[str, str], tmp_path: Path) -> None:
    command = f"exec {shlex.quote(sys.executable)} -m coach --no-microphone --no-speaker --plain <&-"
    finished = subprocess.run(
        ("sh", "-c", command), env=silent, capture_output=True, text=True, timeout=20, check=False
    )
    assert finished.returncode == 2
    assert finished.stderr.startswith("coach: There is neither")


def test_typed_nonsense_is_told_and_harmless(silent: dict[str, str], tmp_path: Path, model: tuple[str, str]) -> None:
    with CoachProcess(silent, tmp_path, *model, *FAST) as coach:
        coach.wait_for_print("Coach: Hi, ")
        coach.type("\x00\x1b[31m", "abracadabra " * 50)
        coach.wait_for_print("? abracadabra")
        coach.type("help")
        coach.wait_for_print("Keys:")
        assert all(len(line) < 400 and "\x1b" not in line for line in coach.printed if "?" in line)


@pytest.mark.faults
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_in_good_order(
    silent: dict[str, str], tmp_path: Path, model: tuple[str, str], number: signal.Signals, status: int
) -> None:
    with CoachProcess(silent, tmp_path, *model, *FAST) as coach:
        coach.wait_for_print("Coach: Hi, ")
        coach.process.send_signal(number)
        assert coach.end(5) == status
    assert coach.printed[-1] in {"Interrupted.\n", "Terminated.\n"}
    assert not coach.errors


def test_the_built_in_recogniser_opens_no_internet_socket(silent: dict[str, str], tmp_path: Path) -> None:
    seen = tmp_path / "sockets"
    env = site(silent, tmp_path, WATCH_SOCKETS) | {"SOCKETS_SEEN": str(seen)}
    with CoachProcess(env, tmp_path, *FAST) as coach:
        coach.wait_for_print("Listening with moonshine")
        coach.wait_for_print("Coach: Hi, ")
    assert (tmp_path / "sockets.on").exists()
    assert not seen.exists(), seen.read_text()


def test_the_watch_on_sockets_sees_one(silent: dict[str, str], tmp_path: Path) -> None:
    seen = tmp_path / "sockets"
    env = site(silent, tmp_path, WATCH_SOCKETS) | {"SOCKETS_SEEN": str(seen)}
    subprocess.run((sys.executable, "-c", "import socket; socket.socket()"), env=env, timeout=20, check=True)
    assert "socket.__new__" in seen.read_text()


class Terminal:
    """The program in a pseudo terminal of 80 by 24."""

    def __init__(self, env: dict[str, str], folder: Path, *options: str) -> None:
        self.log = CoachLog(folder)
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.before = termios.tcgetattr(slave)
        command = (
            sys.executable,
            "-m",
            "coach",
            "--routine",
            str(self.log.routine),
            "--log",
            str(self.log.path),
            *options,
        )
        self.process = subprocess.Popen(
            command, env=env | {"TERM": "xterm"}, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        self.slave = slave
        self.shown = ""

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def wait_for(self, text: str, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < until, f"{text!r} not in {self.shown[-500:]!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.shown += os.read(self.master, 4096).decode()

    def restored(self) -> bool:
        """Whether the terminal's modes are as they were before."""
        now = termios.tcgetattr(self.slave)
        return now[:4] == self.before[:4]


class CoachLog:
    """Where the terminal's session keeps its routine and its log."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "events.jsonl"
        self.routine = folder / "short.toml"
        self.routine.write_text(ROUTINE)


ASKED = (
    "Any marked swelling",
    "more than a week",
    "lost any feeling",
    "diabetes?",
    "Left foot",
    "How sore",
    "Ready when",
)
"""What is said after each answer: a key counts only for a question that has begun to sound."""


@pytest.fixture
def terminal(silent: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    started = Terminal(silent, tmp_path, "--no-microphone", *FAST)
    yield started
    if started.process.poll() is None:
        started.process.kill()
    started.process.wait()
    os.close(started.master)
    os.close(started.slave)


def test_single_keys_work_in_a_terminal_and_echo_is_back_afterwards(terminal: Terminal) -> None:
    terminal.wait_for("severe pain")
    assert not terminal.restored()
    for key, question in zip("nnnnnlk", ASKED, strict=True):
        terminal.press(key)
        terminal.wait_for(question)
    terminal.press("n")
    terminal.wait_for("Press.")
    terminal.press(" ")
    terminal.wait_for("Paused.")
    terminal.press(" ")
    terminal.wait_for("> pause")
    terminal.press("\x1b[C\x1b[C")
    terminal.wait_for(" now, zero to ten")
    terminal.press("3")
    terminal.wait_for("That was all.")
    assert terminal.process.wait(10) == 0
    assert terminal.restored()
    lines = terminal.shown.replace("\r", "").split("\n")
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_in_a_terminal_leaves_it_as_it_was(terminal: Terminal, times: int) -> None:
    terminal.wait_for("Coach: Hi, ")
    for _ in range(times):
        terminal.process.send_signal(signal.SIGINT)
    assert terminal.process.wait(10) == 130
    assert terminal.restored()


@pytest.mark.faults
def test_a_terminal_that_goes_away_ends_the_session(terminal: Terminal) -> None:
    terminal.wait_for("Coach: Hi, ")
    os.close(terminal.slave)
    master, terminal.master, terminal.slave = terminal.master, *os.pipe()
    os.close(master)
    assert terminal.process.wait(10) != 0
