"""The real program while its synthesiser, its disk, its history or its terminal hangs: a safety word waits for none."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.session.effects import Tone
from coach.speaking.tones import TONES
from tests.coach_process import CoachProcess, Line, any_count, begun, children_of, count, environment, heard
from tests.recorded import both
from tests.sound import virtual_card

FAST = ("--plain", "--rate", "300")
SLOW_SYNC = r"""
#include <unistd.h>
int fsync(int descriptor) { if (descriptor >= 0) sleep(1); return 0; }
int fdatasync(int descriptor) { if (descriptor >= 0) sleep(1); return 0; }
"""


@pytest.fixture
def silent(tmp_path: Path) -> dict[str, str]:
    """An environment in which no sound server answers: blocks come by the clock, and keys are obeyed."""
    (tmp_path / "asound.conf").write_text(virtual_card.ALSA_CONFIG)
    return environment(tmp_path, virtual_card.environment(tmp_path), cold=True)


@contextmanager
def in_a_hold(env: dict[str, str], folder: Path, *options: str, read: bool = True) -> Iterator[CoachProcess]:
    """A session in which the first hold is being counted; what is played is recorded."""
    record = ("--record", str(folder / "own.wav"))
    with CoachProcess(env, folder, "--no-microphone", *record, *FAST, *options, read=read) as coach:
        coach.answer_the_interview()
        coach.wait_for(begun("Sit down"))
        coach.type("ready")
        coach.wait_for(count(3))
        yield coach


def stop(coach: CoachProcess) -> tuple[int, int]:
    """Say "stop" by its key; gives when it was decided and when its question began, in samples."""
    coach.type("s")
    decided = coach.wait_for(heard("stop"))["event"]["at"]
    paused = coach.wait_for(lambda line: line["event"]["kind"] == "SentenceBegun")["event"]["at"]
    return decided, paused


def assert_silent_within_a_block(own: Path, decided: int, paused: int) -> None:
    """But for the tone, nothing sounds from a block after the decision until the question begins, which is soon."""
    assert paused - decided <= RATE // 4, f"{(paused - decided) / RATE} s"
    until = time.monotonic() + 10
    while len(played := both(own)[:, 0]) < paused + RATE and time.monotonic() < until:
        time.sleep(0.2)
    tone = TONES[Tone.ACCEPTED].sound
    begins = range(decided - decided % BLOCK, paused + 1, BLOCK)
    silent = min(sounds_until(without(played, tone, begin)[decided:paused]) for begin in begins)
    sys.stdout.write(f"silent {silent * 1000 // RATE} ms after the decision\n")  # Shown by pytest -rA.
    assert silent <= BLOCK


def sounds_until(piece: np.ndarray) -> int:
    """How many samples of it pass until there is nothing but silence; rounding may leave a one."""
    return int(np.flatnonzero(np.abs(piece) > 1).max(initial=-1)) + 1


def without(played: np.ndarray, tone: np.ndarray, begin: int) -> np.ndarray:
    """`played` with the tone taken out that begins at `begin`."""
    rest = played.astype(float)
    rest[begin : begin + len(tone)] -= tone[: len(rest) - begin]
    return rest


def assert_no_counts_after(coach: CoachProcess, decided: int) -> None:
    time.sleep(1.5)
    cues = [line["event"]["at"] for line in coach.log() if line["event"]["kind"] == "CueBegun"]
    assert not [at for at in cues if at > decided + BLOCK]


def goes_on(coach: CoachProcess) -> None:
    """It can be taken up again, and counts on."""
    coach.type("n")
    coach.type("continue")
    coach.wait_for(any_count, 30)


def renderer_of(coach: CoachProcess) -> int:
    """The process in which the synthesiser runs."""
    pids = children_of(coach.process.pid)
    (found,) = [pid for pid in pids if b"renderer.py" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return found


@pytest.mark.faults
def test_a_synthesiser_that_hangs_delays_no_stop_is_told_once_and_speaks_again(
    silent: dict[str, str], tmp_path: Path
) -> None:
    with in_a_hold(silent, tmp_path) as coach:
        os.kill(renderer_of(coach), signal.SIGSTOP)
        coach.type("louder", "?", "slower")  # Something that has to be rendered first.
        coach.wait_for(heard("slower"))
        decided, paused = stop(coach)
        assert_silent_within_a_block(tmp_path / "own.wav", decided, paused)
        assert_no_counts_after(coach, decided)
        coach.wait_for_print("The voice is back.", 40)
        goes_on(coach)
        assert len([line for line in coach.printed if line.startswith("No speech for now")]) == 1
        assert not coach.errors


@pytest.mark.faults
def test_a_history_locked_by_somebody_else_delays_no_stop_and_is_written_when_it_is_free(
    silent: dict[str, str], tmp_path: Path
) -> None:
    history = tmp_path / "state" / "history.sqlite3"
    with in_a_hold(silent, tmp_path) as coach:
        other = sqlite3.connect(history)
        other.execute("BEGIN IMMEDIATE")
        coach.wait_for_print("The history is not being written", 20)
        coach.type("h")
        coach.wait_for(heard("it hurts"))
        decided, paused = stop(coach)
        assert_silent_within_a_block(tmp_path / "own.wav", decided, paused)
        assert other.execute("SELECT count(*) FROM hurts").fetchone() == (0,)
        other.close()
        coach.wait_for_print("The history is being written again", 20)
        assert not coach.errors
    assert sqlite3.connect(history).execute("SELECT step FROM hurts").fetchall() == [("first",)]


def limit(coach: CoachProcess, size: int) -> None:
    """No file of the coach's, or of its synthesiser's, may grow beyond `size` bytes, as on a full disk."""
    for pid in (coach.process.pid, renderer_of(coach)):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.faults
def test_a_full_disk_costs_no_session_delays_no_stop_and_what_waits_is_written_when_there_is_space(
    silent: dict[str, str], tmp_path: Path
) -> None:
    with in_a_hold(silent, tmp_path) as coach:
        limit(coach, 1)
        for told in ("The log waits", "The history is not being written", "ends here"):
            coach.wait_for_print(told, 20)
        began = time.monotonic()
        coach.type("h", "s")
        coach.wait_for_print("Coach: Shall we end here?")
        assert time.monotonic() - began < 5
        limit(coach, resource.RLIM_INFINITY)
        coach.wait_for_print("The log is being written again", 20)
        coach.wait_for_print("The history is being written again", 20)
        hurt = coach.wait_for(heard("it hurts"))["event"]["at"]
        log = coach.log()
        place = next(n for n, line in enumerate(log) if line["event"].get("at") == hurt and heard("it hurts")(line))
        paused = next(line["event"]["at"] for line in log[place:] if line["event"]["kind"] == "SentenceBegun")
        assert paused - hurt <= RATE // 4
        assert_in_order(log)
        assert not coach.errors


def assert_in_order(log: list[Line]) -> None:
    """Nothing is missing: each count of the hold follows the one before."""
    numbers = [line["event"]["cue"]["number"] for line in log if line["event"]["kind"] == "CueBegun"]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.faults
def test_a_cache_that_cannot_be_written_costs_the_cache(silent: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    env = silent | {"COACH_CACHE_DIR": str(tmp_path / "in the way" / "cache")}
    with in_a_hold(env, tmp_path) as coach:
        coach.wait_for_print("What is spoken is not kept for the next time: ")
        decided, paused = stop(coach)
        assert_silent_within_a_block(tmp_path / "own.wav", decided, paused)
        assert both(tmp_path / "own.wav")[:, 0].any()
        assert not coach.errors


@pytest.mark.faults
@pytest.mark.skipif(shutil.which("cc") is None, reason="the library that makes the disk slow has to be compiled")
def test_a_disk_that_takes_a_second_for_everything_delays_no_stop(silent: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "slow.c").write_text(SLOW_SYNC)
    library = tmp_path / "slow.so"
    subprocess.run(("cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "slow.c")), check=True)
    with in_a_hold(silent | {"LD_PRELOAD": str(library)}, tmp_path) as coach:
        decided, paused = stop(coach)
        assert_silent_within_a_block(tmp_path / "own.wav", decided, paused)
        assert_no_counts_after(coach, decided)


@pytest.mark.faults
def test_a_terminal_that_takes_no_more_delays_no_stop_and_no_end(silent: dict[str, str], tmp_path: Path) -> None:
    with in_a_hold(silent, tmp_path, read=False) as coach:
        coach.type(*["help"] * 12)
        coach.wait_for(lambda line: heard("help")(line))
        stuck = coach.wait_for(lambda line: line["event"]["kind"] == "PartFails", 5)
        assert stuck["event"]["part"] == "screen"
        decided, paused = stop(coach)
        assert_silent_within_a_block(tmp_path / "own.wav", decided, paused)
        coach.process.send_signal(signal.SIGTERM)
        assert coach.process.wait(15) == 143
        assert not coach.errors
