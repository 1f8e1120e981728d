"""Whatever ends the program: an exit status, at most one sentence, never a traceback; through the real program."""

import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.coach_process import ROOT, environment
from tests.sound import virtual_card

if sys.platform == "win32":
    pytest.skip("shells and signals are others there", allow_module_level=True)

ALONE = "--plain --no-microphone --no-speaker --rate 300"
BOOM = """
import coach.app.cli
def boom(*arguments, **options):
    raise KeyError("nothing under this name")
coach.app.cli.coach.main = boom
coach.app.cli.main()
"""
IN_A_THREAD = """
import threading, click, coach.app.cli
def boom(*arguments, **options):
    thread = threading.Thread(target=lambda: {}["nothing"])
    thread.start()
    thread.join()
    click.echo("went on")
coach.app.cli.coach.main = boom
coach.app.cli.main()
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, virtual_card.environment(tmp_path))


def shell(command: str, env: dict[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
    """A line of bash, in which `coach` is the program."""
    coach = f'coach() {{ {shlex.quote(sys.executable)} -m coach "$@"; }}; '
    line = ("bash", "-c", coach + command)
    return subprocess.run(
        line, env=env | variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )


def sentence(finished: subprocess.CompletedProcess[str], status: int) -> str:
    """The one line of an end with `status`."""
    assert finished.returncode == status, finished
    assert "Traceback" not in finished.stdout + finished.stderr
    (line,) = finished.stderr.splitlines()
    assert re.fullmatch(r"coach: .*\.", line)
    return line


@pytest.mark.parametrize("command", ["--version", "list", "history", f"{ALONE} <<< n"])
def test_what_cannot_be_printed_is_told_in_a_sentence(env: dict[str, str], command: str) -> None:
    assert "cannot be written" in sentence(shell(f"coach {command} >/dev/full", env), 2)


@pytest.mark.parametrize("command", ["--version", "list", "history", f"{ALONE} <<< n"])
def test_a_closed_standard_output_is_told_in_a_sentence(env: dict[str, str], command: str) -> None:
    assert "Standard output is closed" in sentence(shell(f"coach {command} >&-", env), 2)


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "<&-"])
def test_the_other_standard_files_may_be_closed_or_full(env: dict[str, str], closed: str) -> None:
    finished = shell(f"coach list {closed}", env)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "heel" in finished.stdout


def test_a_file_never_takes_the_place_of_a_closed_standard_file(env: dict[str, str], tmp_path: Path) -> None:
    finished = shell("coach history <&- 2>&-; coach history", env)
    assert finished.returncode == 0
    assert (tmp_path / "state" / "history.sqlite3").read_bytes()[:15] == b"SQLite format 3"


@pytest.mark.parametrize("command", ["history", "list", "check heel"])
def test_a_reader_that_has_seen_enough_is_told_nothing(env: dict[str, str], command: str) -> None:
    finished = shell(f"coach {command} | true; exit ${{PIPESTATUS[0]}}", env)
    assert finished.returncode in {0, 1}  # Whether the reader was gone in time is up to the scheduler.
    assert finished.stderr == ""


def test_lines_that_end_after_the_goodbye_are_a_whole_session(env: dict[str, str]) -> None:
    finished = shell(f"printf 'end session\\nyes\\n' | coach {ALONE}", env)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.splitlines()[-1].startswith("Coach: ")


def test_lines_that_end_while_it_coaches_are_told_and_the_session_is_kept(env: dict[str, str]) -> None:
    lines = r"next\n" + r"no\n" * 7 + r"left\nskip\n"
    finished = shell(f"printf '{lines}' | coach {ALONE}", env)
    assert "input ended" in sentence(finished, 2)
    assert "> left (key)" in finished.stdout
    assert "interrupted" in shell("coach history", env).stdout
    again = shell(f"{{ echo next; sleep 4; }} | coach {ALONE}", env)
    assert "pick it up from there?" in again.stdout


def test_a_fault_of_our_own_is_one_sentence_and_its_details_a_private_file(env: dict[str, str], tmp_path: Path) -> None:
    finished = subprocess.run((sys.executable, "-c", BOOM), env=env, capture_output=True, text=True, timeout=30)
    told = tmp_path / "state" / "fault.txt"
    assert str(told) in sentence(finished, 70)
    assert "KeyError: 'nothing under this name'" in told.read_text()
    assert stat.S_IMODE(told.stat().st_mode) == 0o600


def test_a_developer_sees_a_fault_where_it_happens(env: dict[str, str]) -> None:
    command, shown = (sys.executable, "-c", BOOM), env | {"COACH_DEBUG": "1"}
    finished = subprocess.run(command, env=shown, capture_output=True, text=True, timeout=30)
    assert finished.returncode == 70
    assert finished.stderr.startswith("Traceback")


def test_a_fault_is_told_of_even_where_it_cannot_be_written_down(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    command, without = (sys.executable, "-c", BOOM), env | {"COACH_STATE_DIR": str(tmp_path / "in-the-way" / "state")}
    finished = subprocess.run(command, env=without, capture_output=True, text=True, timeout=30)
    assert "COACH_DEBUG=1" in sentence(finished, 70)


def test_a_fault_in_a_thread_is_told_at_the_end(env: dict[str, str]) -> None:
    finished = subprocess.run((sys.executable, "-c", IN_A_THREAD), env=env, capture_output=True, text=True, timeout=30)
    assert finished.stdout == "went on\n"
    assert "fault" in sentence(finished, 0)


@pytest.mark.faults
@pytest.mark.parametrize("kilobytes", [40_000, 100_000, 150_000, 300_000])
@pytest.mark.parametrize("command", ["history", "hear word.wav", f"{ALONE} <<< n", "check heel"])
def test_want_of_memory_is_at_most_one_sentence(env: dict[str, str], kilobytes: int, command: str) -> None:
    finished = shell(f"ulimit -v {kilobytes}; coach {command}", env)
    assert finished.returncode in {0, 2}, finished
    assert "Traceback" not in finished.stdout + finished.stderr
    assert len([line for line in finished.stderr.splitlines() if line.startswith("coach: ")]) <= 1


@pytest.mark.faults
@pytest.mark.parametrize("command", ["history", "check heel", f"{ALONE} <<< n"])
def test_want_of_open_files_is_at_most_one_sentence(env: dict[str, str], command: str) -> None:
    finished = shell(f"ulimit -n 20; coach {command}", env)
    assert finished.returncode in {0, 2}, finished
    assert "Traceback" not in finished.stdout + finished.stderr
    assert len(finished.stderr.splitlines()) <= 1


def started(env: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """The program in a process group of its own, as from a terminal."""
    return subprocess.Popen(
        (sys.executable, "-m", "coach", *arguments),
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def interrupted(process: "subprocess.Popen[str]", number: int) -> tuple[int, str]:
    """Exit status and what was printed, of a program whose process group gets a signal."""
    os.killpg(process.pid, number)
    shown, _ = process.communicate(timeout=30)
    return process.returncode, shown


def is_of_python_itself(status: int, shown: str) -> bool:
    """Whether the signal came before Python had read a line of ours, which takes long on a busy machine."""
    foreign = "Traceback" in shown and str(ROOT / "coach") not in shown  # Such as: Could not import runpy module
    return "Python runtime state" in shown or foreign or (status == -signal.SIGINT and not shown)


@pytest.mark.parametrize("seconds", [0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0])
def test_ctrl_c_at_any_moment_of_the_start_is_130_without_a_traceback(env: dict[str, str], seconds: float) -> None:
    """Python itself, before it has read a line of ours, takes some hundredths of a second."""
    for _ in range(3):
        process = started(env, *shlex.split(ALONE))
        time.sleep(seconds)
        status, shown = interrupted(process, signal.SIGINT)
        if not is_of_python_itself(status, shown):
            break
        seconds *= 2
    assert status == 130, shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_session_that_is_asked_to_end_is_kept(env: dict[str, str], number: int, status: int) -> None:
    process = started(env, *shlex.split(ALONE))
    assert process.stdout is not None
    assert any("Coach: " in line for line in iter(process.stdout.readline, ""))
    time.sleep(1.2)  # The last second is written once it is over.
    ended, shown = interrupted(process, number)
    assert ended == status, shown
    assert "Traceback" not in shown
    assert "interrupted" in shell("coach history", env).stdout
