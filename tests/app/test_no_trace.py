"""The real program under strace: no socket that reaches another machine, and nothing on the disk but the coach's own.

Each way of running is traced once, with each recogniser and each voice; the tests look at what was seen.
"""

import importlib.util
import json
import os
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.coach_process import ROOT, ROUTINE, CoachProcess, begun, count, heard, note
from tests.spoken import User
from tests.system_calls import Trace, strace

if not sys.platform.startswith("linux"):
    pytest.skip("strace and the virtual sound card are Linux's", allow_module_level=True)

import pty
import termios

from tests.sound import virtual_card
from tests.sound.virtual_card import VirtualCard


@dataclass(frozen=True, slots=True)
class Part:
    """A recogniser or a voice: how it is chosen on the command line, what the coach calls it, the package it needs."""

    option: str
    """What is given to --model, or to --voice; "" for nothing."""
    called: str
    """How its name begins, in the first lines and in a rehearsal's summary."""
    package: str


RECOGNISERS = {
    "Vosk": Part("the test model", "Vosk", "vosk"),
    "embedded": Part("", "moonshine", "moonshine_voice"),
}
VOICES = {
    "heart": Part("", "hibari", "hibari"),
}
"""One line each: a new recogniser or voice is watched as soon as it stands here."""

OWN = re.compile(
    r"\.local/state/coach/history\.lock|\.local/state/coach/history-running-\d+|"
    r"\.cache/coach(/prompts(/[0-9a-f]{64}\.wav|/voice-[0-9a-f]{64}\.json)?|/checked-models(/[0-9a-f]{64})?)?"
    r"|\.local/share/coach(/calibration\.json|/routines(/(evening\.toml|routine\.schema\.json))?)?"
    r"|\.local/state/coach(/history\.sqlite3)?"
    r"|\.cache|\.local|\.local/share|\.local/state"
)
"""What the coach itself keeps in a home folder, and the folders above."""
PASSING = re.compile(
    r"\.cache/coach/prompts/(prompt-\w+\.part|tmp\w+|#\d+.*)|\.local/state/coach/history\.sqlite3-(wal|shm|journal)"
)
"""What it keeps there for a moment only."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a traced program runs: an empty home folder, one for temporary files, and one for results."""

    folder: Path

    def __post_init__(self) -> None:
        for folder in (self.home, self.temporary, self.work):
            folder.mkdir()

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def work(self) -> Path:
        """The current folder, where results are asked for by name."""
        return self.folder / "work"

    @property
    def trace(self) -> Path:
        return self.folder / "trace"

    def environment(self, **more: str) -> dict[str, str]:
        """The user's, but with these folders, as if no variable of the coach, of XDG or of a telemetry were set."""
        taken = re.compile(r"COACH_|XDG_|ORT_|PYTHON|TMP|TEMP")
        kept = {name: value for name, value in os.environ.items() if not taken.match(name)}
        ours = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        return {**kept, **ours, **more}

    def left(self) -> set[str]:
        """What lies in the home folder now."""
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*")}


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a traced run."""

    place: Place
    trace: Trace
    parts: tuple[str, str] = ("", "")
    """What recogniser and voice were called; empty where none took part."""
    wanted: tuple[Part, ...] = ()
    others: tuple[Path, ...] = ()
    """Folders that belong to others who took part: the sound server's."""

    def foreign(self) -> list[str]:
        """What was written, for however short a time, and is not the coach's own."""
        return sorted(str(path) for path in self.trace.written() if not self._is_own(path))

    def _is_own(self, path: Path) -> bool:
        if path.is_relative_to(self.place.home):
            name = str(path.relative_to(self.place.home))
            return bool(OWN.fullmatch(name) or PASSING.fullmatch(name))
        program = (ROOT, Path(sys.prefix), Path(sys.base_prefix))
        if path.parent.name == "__pycache__" or path.name == "__pycache__":
            return any(path.is_relative_to(folder) for folder in program)  # Python's, beside the program itself.
        if path.is_relative_to(self.place.temporary):
            return bool(TEMPORARY.match(str(path.relative_to(self.place.temporary))))
        ours = (self.place.work, *self.others)
        return any(path.is_relative_to(folder) for folder in ours) or bool(SOUND_SYSTEM.fullmatch(str(path)))


TEMPORARY = re.compile(r"coach-|#\d+$|[a-z0-9_]{8}$")
"""What the coach keeps among temporary files, some without a name, as a rehearsal's sound; and what
Python's `tempfile` writes to find out whether it can."""
SOUND_SYSTEM = re.compile(r"/dev/(null|tty|snd/.*)|/dev/shm/jack_db-\d+(/(__db\.\d+|metadata\.db))?")
"""Devices; and JACK's empty database in memory, which Debian's PortAudio opens before it looks for a JACK server."""


def installed(parts: dict[str, Part]) -> list[object]:
    """Each part as a parameter; skipped where its package has no build for this platform."""
    return [
        pytest.param(
            part,
            id=name,
            marks=pytest.mark.skipif(
                importlib.util.find_spec(part.package) is None, reason=f"{part.package} has no build for this platform"
            ),
        )
        for name, part in parts.items()
    ]


@pytest.fixture(scope="module", params=installed(RECOGNISERS))
def recogniser(request: pytest.FixtureRequest) -> Part:
    part: Part = request.param
    return part


@pytest.fixture(scope="module", params=installed(VOICES))
def voice(request: pytest.FixtureRequest) -> Part:
    part: Part = request.param
    return part


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something for the recognisers to hear."""
    path, speaker = tmp_path_factory.mktemp("word") / "pause.wav", PyttsxVoice("en-us")
    wav.write(path, speaker.clip("pause", 178).sound)
    speaker.close()
    return path


@pytest.fixture(scope="module", params=["live", "rehearsal"])
def seen(
    request: pytest.FixtureRequest,
    recogniser: Part,
    voice: Part,
    test_model: Path,
    word: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Seen:
    place = Place(tmp_path_factory.mktemp("traced"))
    options = ("--model", str(test_model)) if recogniser.option else ()
    run = {"live": live, "rehearsal": rehearsed}[request.param]
    return run(place, options, recogniser, voice, word)


def live(place: Place, options: tuple[str, ...], recogniser: Part, voice: Part, word: Path) -> Seen:
    """A session on the virtual sound card to its end, paused by voice in between; recorded and logged."""
    options += ("--voice", voice.option) if voice.option else ()
    options += ("--plain", "--rate", "300", "--record", str(place.work / "own.wav"))
    with VirtualCard(echo_db=-90) as card:
        environment = place.environment(**card.env)
        under = strace(place.trace)
        with CoachProcess(environment, place.work, *options, under=under) as coach, ended(coach):
            heard_by = coach.wait_for_print("Listening with", 60)
            coach.answer_the_interview()
            coach.wait_for(begun("Sit down"), 60)
            coach.type("ready")
            coach.wait_for(count(2), 60)
            User(card, coach, place.work / "own.wav", patience=20).say(word, heard("pause"))
            coach.type("continue", "next")
            coach.wait_for(note("step", step="second", ending="done"), 120)
            coach.type("skip")
            assert coach.end(30) == 0, coach.errors
    spoken = {path.name for path in (place.home / ".cache" / "coach" / "prompts").iterdir()}
    names = (heard_by.removeprefix("Listening with "), voice.called if len(spoken) > 10 else "nothing")
    return Seen(place, Trace(place.trace, place.work), names, (recogniser, voice), (card.folder,))


class ended:  # noqa: N801 - reads as a statement
    """Lets a traced coach end by itself, since strace that is killed would leave it running."""

    def __init__(self, coach: CoachProcess) -> None:
        self._coach = coach

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        if self._coach.process.poll() is None:
            self._coach.process.terminate()
            self._coach.process.wait(20)


def rehearsed(place: Place, options: tuple[str, ...], recogniser: Part, voice: Part, word: Path) -> Seen:
    """A whole rehearsal, in which everything is said."""
    scripts = ROOT / "tests" / "rehearsals"
    script = (scripts / "one-foot.toml").read_text(encoding="utf-8")
    if voice.option:
        script = script.replace("[coach.remembered]", f'[coach]\nvoice = "{voice.option}"\n\n[coach.remembered]')
    (place.work / "script.toml").write_text(script, encoding="utf-8")
    (place.work / "short.toml").write_bytes((scripts / "short.toml").read_bytes())
    command = (sys.executable, "-m", "coach", "rehearse", "script.toml", "--out", "out", *options)
    traced = (*strace(place.trace), *command)
    done = subprocess.run(
        traced, cwd=place.work, env=place.environment(), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((place.work / "out" / "summary.json").read_text(encoding="utf-8"))
    names = (summary["recogniser"], summary["voice"])
    return Seen(place, Trace(place.trace, place.work), names, (recogniser, voice), ())


def test_the_parts_that_were_to_be_watched_took_part(seen: Seen) -> None:
    assert [name.startswith(part.called) for name, part in zip(seen.parts, seen.wanted, strict=True)] == [True, True]
    programs = {Path(call.file).name for call in seen.trace.calls if call.file}
    assert any("onnxruntime" in name or "libvosk" in name for name in programs)


def test_no_socket_is_opened_that_could_reach_another_machine(seen: Seen) -> None:
    assert seen.trace.sockets() == []


def test_nothing_is_written_even_for_a_moment_that_is_not_the_coachs_own(seen: Seen) -> None:
    assert seen.foreign() == []
    assert (
        seen.place.home / ".cache" / "coach" / "prompts" in seen.trace.written()
    )  # So the trace sees what is written.


def test_the_home_folder_holds_nothing_but_the_coachs_own_afterwards_and_no_temporary_file_is_left(seen: Seen) -> None:
    assert {name for name in seen.place.left() if not OWN.fullmatch(name)} == set()
    assert list(seen.place.temporary.iterdir()) == []


# --- the full screen, and the other commands --------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "traced").mkdir()
    return Place(tmp_path / "traced")


ANSWERS = "nnnnnl4"
"""The keys of the interview."""
TAKEN = '"tone": "accepted"'
"""What the log holds of a key that was taken: one that comes before its question has begun to sound is not."""


def test_the_full_screen_opens_no_socket_and_leaves_nothing_either(place: Place) -> None:
    """By keys, on a terminal of its own, without sound."""
    (place.work / "short.toml").write_text(ROUTINE)
    log, silent = place.work / "events.jsonl", virtual_card.environment(place.work)
    (place.work / "asound.conf").write_text(virtual_card.ALSA_CONFIG)
    options = ("--routine", "short.toml", "--log", str(log), "--no-microphone", "--rate", "300")
    terminal, child = pty.openpty()
    termios.tcsetwinsize(child, (24, 80))
    process = subprocess.Popen(
        (*strace(place.trace), sys.executable, "-m", "coach", *options),
        cwd=place.work,
        env=place.environment(TERM="xterm-256color", **silent),
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    )
    os.close(child)
    shown = ""
    try:
        shown += shown_until(terminal, log, '"answers": ["')
        for taken, key in enumerate(ANSWERS, start=1):
            shown += pressed_until_taken(terminal, log, key, taken)
        shown += shown_until(terminal, log, "Sit down")
        shown += pressed_until_taken(terminal, log, "\r", len(ANSWERS) + 1)
        shown += shown_until(terminal, log, '"number": 2')
        os.write(terminal, b"\x03")
        shown += shown_until(terminal, log, "")
        assert process.wait(30) == 130, shown[-1000:]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
        os.close(terminal)
    assert "\x1b[?1049h" in shown  # The full screen, not lines.
    seen = Seen(place, Trace(place.trace, place.work))
    assert seen.trace.sockets() == []
    assert seen.foreign() == []
    assert {name for name in place.left() if not OWN.fullmatch(name)} == set()


def pressed_until_taken(terminal: int, log: Path, key: str, taken: int) -> str:
    """Press `key` until `taken` keys were taken in all; that the same answer comes twice does no harm."""
    shown, until = "", time.monotonic() + 60
    while log.read_text().count(TAKEN) < taken:
        assert time.monotonic() < until, f"{key} was not taken within 60 s: {shown[-1000:]!r}"
        os.write(terminal, key.encode())
        again = time.monotonic() + 1
        while log.read_text().count(TAKEN) < taken and time.monotonic() < again:
            if select.select([terminal], [], [], 0.1)[0]:
                shown += os.read(terminal, 65536).decode(errors="replace")
    return shown


def shown_until(terminal: int, log: Path, wanted: str, seconds: float = 60) -> str:
    """What is shown until the log holds `wanted`, or, where that is empty, until the program has ended."""
    shown, until = "", time.monotonic() + seconds
    while time.monotonic() < until:
        if wanted and log.exists() and wanted in log.read_text():
            return shown
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except OSError:  # Nobody is at the other end any more.
                return shown
    raise AssertionError(f"{wanted!r} was not in the log within {seconds} s: {shown[-1000:]!r}")


@pytest.mark.parametrize(
    "command",
    [
        "--version",
        "list",
        "doctor",
        "history",
        "history --export all.json",
        "report page.html",
        "new evening",
        "check heel",
    ],
)
def test_the_other_commands_open_no_socket_and_leave_nothing_either(place: Place, command: str) -> None:
    traced = (*strace(place.trace), sys.executable, "-m", "coach", *command.split())
    environment = place.environment(**virtual_card.environment(place.work))
    done = subprocess.run(
        traced, cwd=place.work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == (1 if command == "doctor" else 0), done.stderr  # Here no session could be held.
    seen = Seen(place, Trace(place.trace, place.work))
    assert seen.trace.sockets() == []
    assert seen.foreign() == []
    assert {name for name in place.left() if not OWN.fullmatch(name)} == set()
    assert list(place.temporary.iterdir()) == []


# --- the watch itself -------------------------------------------------------------------------------------------------

IN_C = "import ctypes, socket; ctypes.CDLL(None).socket(int(socket.{family}), int(socket.SOCK_DGRAM), 0)"
IN_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
IN_A_THREAD = "import threading; threading.Thread(target=exec, args=({code!r},)).start()"


def watched(place: Place, code: str) -> Trace:
    command = (*strace(place.trace), sys.executable, "-c", code)
    subprocess.run(command, cwd=place.work, env=place.environment(), capture_output=True, timeout=60, check=True)
    return Trace(place.trace, place.work)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
@pytest.mark.parametrize("way", ["{code}", IN_A_CHILD, IN_A_THREAD], ids=["itself", "a child", "a thread"])
def test_the_watch_sees_an_internet_socket_that_c_opens(place: Place, family: str, way: str) -> None:
    code = way.format(code=IN_C.format(family=family))
    assert any(family in call for call in watched(place, code).sockets())


def test_the_watch_lets_sockets_pass_that_end_on_this_machine(place: Place) -> None:
    assert watched(place, "import socket; socket.socketpair(); socket.socket(socket.AF_UNIX)").sockets() == []


@pytest.mark.parametrize(
    "code",
    [
        "import sqlite3; sqlite3.connect('{path}').execute('create table t (c)')",
        "open('{path}', 'w')",
        "import os; os.mkdir('{path}')",
        "import os; os.symlink('there', '{path}')",
        "import os, tempfile; h, n = tempfile.mkstemp(); os.rename(n, '{path}')",
        "import os; os.mkdir('foreign', dir_fd=os.open(os.path.dirname('{path}'), 0))",
    ],
)
def test_the_watch_sees_what_is_written_into_the_home_folder(place: Place, code: str) -> None:
    trace = watched(place, code.format(path=place.home / "foreign"))
    assert "foreign" in {path.name for path in trace.written()}
    seen = Seen(place, trace)
    assert any("foreign" in path for path in seen.foreign())
    assert place.left() == {"foreign"}


@pytest.mark.parametrize(("program", "remedy"), [("", "apt install strace"), ("#!/bin/sh\nexit 1\n", "SYS_PTRACE")])
def test_where_nothing_may_be_traced_the_watch_fails_and_tells_the_remedy(
    place: Place, monkeypatch: pytest.MonkeyPatch, program: str, remedy: str
) -> None:
    if program:
        (place.work / "strace").write_text(program)
        (place.work / "strace").chmod(0o755)
    monkeypatch.setenv("PATH", str(place.work))
    with pytest.raises(AssertionError, match=remedy):
        strace(place.trace)
