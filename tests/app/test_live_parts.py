"""The real program on a virtual sound card while one of its parts is lost: it is told, and comes back by itself."""

import os
import pty
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.history import reading
from coach.history.store import Store
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.coach_process import INTERVIEW, ROOT, CoachProcess, Line, any_count, begun, count, environment, heard, note
from tests.sound.virtual_card import VirtualCard
from tests.spoken import User

pytestmark = [pytest.mark.faults, pytest.mark.slow_fault]

FAST = ("--plain", "--rate", "300")
FRAGILE_EAR = """
import os, time
from coach.hearing.engines import vosk_recogniser
from coach.errors import HearingError
feed = vosk_recogniser.VoskRecogniser.feed
def fragile(self, *sound, **more):
    for what in ("hang", "die"):
        if os.path.exists(os.environ["BREAK"] + what):
            os.remove(os.environ["BREAK"] + what)
            self.broken = True
            if what == "hang":
                time.sleep(60)
    if getattr(self, "broken", False):
        raise HearingError("The recogniser has failed.")
    return feed(self, *sound, **more)
vosk_recogniser.VoskRecogniser.feed = fragile
"""


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    with VirtualCard(echo_db=-90) as running:
        yield running


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("user")
    said = {text: folder / f"{text}.wav" for text in ("pause", "next")}
    for text, path in said.items():
        voice = PyttsxVoice("en-us")
        wav.write(path, voice.clip(text, 178).sound)
        voice.close()
    return said


def into_the_hold(coach: CoachProcess) -> None:
    coach.answer_the_interview()
    coach.wait_for(begun("Sit down"))
    coach.type("ready")
    coach.wait_for(count(3))


def part(what: str, name: str) -> "object":
    return lambda line: line["event"]["kind"] == what and line["event"]["part"] == name


def counts(log: list[Line]) -> list[tuple[float, int]]:
    found = [(line["at"], line["event"]["cue"]) for line in log if line["event"]["kind"] == "CueBegun"]
    return [(at, cue["number"]) for at, cue in found if cue["kind"] == "count"]


def test_a_lost_speaker_stops_the_clock_and_the_hold_goes_on_at_the_same_second_when_it_is_back(
    card: VirtualCard, tmp_path: Path, test_model: Path
) -> None:
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        into_the_hold(coach)
        began = time.monotonic()
        card.control("suspend-sink", "speaker", "1")
        coach.wait_for_print("The speaker is gone.", 5)
        assert time.monotonic() - began < 2
        lost = coach.wait_for(lambda line: bool(part("PartFails", "speaker")(line)))["event"]["at"] / 16000  # type: ignore[operator]
        time.sleep(3)
        card.control("suspend-sink", "speaker", "0")
        coach.wait_for(note("resumed"))
        coach.wait_for_print("The sound has returned.")
        coach.wait_for(count(9))
        log = coach.log()
    heard_before = [number for at, number in counts(log) if at < lost]
    after = [number for at, number in counts(log) if at > lost + 2]
    assert after[0] in {heard_before[-1], heard_before[-1] + 1}
    assert after == list(range(after[0], after[-1] + 1))
    assert not [number for at, number in counts(log) if lost + 0.7 < at < lost + 3]


@pytest.mark.parametrize("what", ["die", "hang"])
def test_a_recogniser_that_fails_is_told_within_a_second_or_so_and_another_one_hears_the_next_word(
    card: VirtualCard, tmp_path: Path, test_model: Path, user: dict[str, Path], what: str
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(FRAGILE_EAR)
    env = environment(tmp_path, card.env) | {"BREAK": f"{tmp_path}/"}
    env["PYTHONPATH"] = f"{tmp_path / 'site'}{os.pathsep}{ROOT}"
    own = tmp_path / "own.wav"
    with CoachProcess(env, tmp_path, "--model", str(test_model), "--record", str(own), *FAST) as coach:
        into_the_hold(coach)
        began = time.monotonic()
        (tmp_path / what).touch()
        coach.wait_for_print("No recogniser for now, so use the keys", 10)
        assert time.monotonic() - began < 2.5
        coach.wait_for(lambda line: line["event"]["kind"] == "PartWorks")
        time.sleep(3)
        User(card, coach, own).say(user["pause"], heard("pause"))
        numbers = [number for _, number in counts(coach.log())]
        assert not [line for line in coach.errors if not line.startswith("ALSA")]
    missing = set(range(1, max(numbers) + 1)) - set(numbers)
    assert len(missing) <= 6, "only what the two sentences took the place of"


class Terminal:
    """The program in a pseudo-terminal that it controls, whose master end is read all along."""

    def __init__(self, env: dict[str, str], *options: str, size: tuple[int, int] = (24, 80)) -> None:
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, size)
        self.shown = ""
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(slave) if hasattr(os, "login_tty") else _control(slave)
            os.execve(sys.executable, (sys.executable, "-m", "coach", *options), {**env, "TERM": "xterm"})
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            while select.select([self.master], [], [], 60)[0]:
                self.shown += os.read(self.master, 65536).decode(errors="replace")
        except OSError:
            return

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def wait_for(self, text: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < until, f"{text!r} not in {self.shown[-800:]!r}"
            time.sleep(0.05)

    def hang_up(self) -> None:
        """Close the window: the kernel sends SIGHUP, and nothing more can be read or written."""
        os.close(self.master)

    def wait(self, seconds: float) -> int | None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        return None

    def end(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _control(slave: int) -> None:
    import fcntl

    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        os.dup2(slave, descriptor)


class Log(CoachProcess):
    """The log of a program that somebody else started."""

    def __init__(self, folder: Path, terminal: Terminal) -> None:
        self._log_path = folder / "events.jsonl"
        self._place = 0
        self.printed, self.errors = [], []
        self.process = _Alive(terminal)  # type: ignore[assignment]


class _Alive:
    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def poll(self) -> int | None:
        return self._terminal.wait(0)


def answer_by_keys(terminal: Terminal, log: Log) -> None:
    """Press each answer's key until it is taken: one that comes before its question has begun to sound is not."""
    for place, answer in enumerate(INTERVIEW, 1):
        until = time.monotonic() + 20
        while sum(note("answer")(line) for line in log.log()) < place:
            assert time.monotonic() < until
            terminal.press("k" if answer == "skip" else answer[0])
            time.sleep(0.5)
    log.wait_for(begun("Sit down"))


@pytest.mark.parametrize("plain", [True, False], ids=["lines", "full screen"])
def test_a_terminal_that_is_closed_leaves_a_session_that_is_led_by_voice(
    card: VirtualCard, tmp_path: Path, test_model: Path, user: dict[str, Path], plain: bool
) -> None:
    env = environment(tmp_path, card.env)
    routine = CoachProcess.write_routine(tmp_path)
    own = tmp_path / "own.wav"
    written = ("--log", str(tmp_path / "events.jsonl"), "--record", str(own))
    options = ("--routine", str(routine), "--model", str(test_model), *written, "--rate", "300")
    terminal = Terminal(env, *options, *(("--plain",) if plain else ()))
    log = Log(tmp_path, terminal)
    try:
        answer_by_keys(terminal, log)
        terminal.press("\x1b[C")  # Not "n", which could mean "no" to what is read back just now.
        log.wait_for(count(2))
        terminal.hang_up()
        log.wait_for(lambda line: line["event"]["kind"] == "PartFails" and line["event"]["part"] == "screen", 5)
        log.wait_for(any_count)  # What it says takes some counts' place.
        User(card, log, own).say(user["next"], heard("next"))
        log.wait_for(count(3))
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait(15) == 143
    finally:
        terminal.end()
    with Store(tmp_path / "state" / "history.sqlite3", lambda text: None) as store:
        assert "terminated" in {entry.reason for entry in reading.sessions(store)}


def test_what_was_told_before_the_full_screen_opened_is_seen_on_it(card: VirtualCard, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    env = environment(tmp_path, card.env) | {"COACH_STATE_DIR": str(tmp_path / "in the way" / "state")}
    terminal = Terminal(env, "--no-microphone")
    try:
        terminal.wait_for("\x1b[?1049h")
        full = terminal.shown.index("\x1b[?1049h")
        until = time.monotonic() + 10
        while "not written down" not in terminal.shown[full:] and time.monotonic() < until:
            time.sleep(0.05)
        assert "not written down" in terminal.shown[full:]
    finally:
        terminal.end()


def test_a_terminal_of_one_letter_is_no_reason_to_end(card: VirtualCard, tmp_path: Path) -> None:
    routine = CoachProcess.write_routine(tmp_path)
    options = ("--routine", str(routine), "--log", str(tmp_path / "events.jsonl"), "--no-microphone")
    terminal = Terminal(environment(tmp_path, card.env), *options, size=(1, 1))
    log = Log(tmp_path, terminal)
    try:
        log.wait_for(begun("A few safety questions"))
        until = time.monotonic() + 20
        while not any(map(note("answer"), log.log())) and time.monotonic() < until:
            terminal.press("n")
            time.sleep(0.5)
        log.wait_for(note("answer"))
        assert terminal.wait(1) is None
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait(15) == 143
    finally:
        terminal.end()
