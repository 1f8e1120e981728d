"""Asserts that a program killed with SIGKILL at any moment loses at most its last second, and can be taken up again."""

import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from coach.history.store import Store
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.resume import Resume
from tests.coach_process import CoachProcess, any_count, begun, count, environment
from tests.history.remembering import Remembered, folder_in_memory, open_store
from tests.history.test_recorder import assert_goes_on, live, same_but_for
from tests.session.driver import ROUTINE
from tests.sound import virtual_card

Place = Resume | None
_TRUTH, _KEPT = b"?", b"!"
"""Before something is written down the process tells where the session stands, and afterwards that it is kept."""


class Telling(Remembered):
    """A session that tells into a pipe what its recorder is about to keep, and when it has."""

    def __init__(self, store: Store, pipe: int) -> None:
        super().__init__(store)
        self._pipe, self._keep = pipe, self.recorder
        self.recorder = self._tell_and_keep  # type: ignore[assignment]

    def _tell_and_keep(self, at: int, event: Event, effects: Sequence[Effect]) -> None:
        os.write(self._pipe, _TRUTH + msgspec.json.encode(self.session.place(at)) + b"\n")
        self._keep(at, event, effects)
        os.write(self._pipe, _KEPT + b"\n")


def run_until_killed(folder: Path, seed: int, lines: int) -> list[bytes]:
    """Hold a session in a process of its own, and kill it when it has told `lines` lines; gives all it told."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with open_store(folder) as store:
                live(Telling(store, theirs), random.Random(seed))
        finally:
            os._exit(0)
    os.close(theirs)
    told = b""
    while told.count(b"\n") < lines and (more := os.read(ours, 256)):
        told += more
    os.kill(child, signal.SIGKILL)
    while more := os.read(ours, 65536):
        told += more
    os.close(ours)
    os.waitpid(child, 0)
    return told.split(b"\n")[:-1]


def may_be_kept(told: list[bytes]) -> list[Place]:
    """Where the history may say that the session stands: at the last kept place, or at one just being written."""
    truths = [msgspec.json.decode(line[1:], type=Place) for line in told if line[:1] == _TRUTH]
    kept = sum(line == _KEPT for line in told)
    return [None, *truths][kept:]


def agrees(kept: Place, truth: Place) -> bool:
    """Whether `kept` is `truth`, but for at most a second held."""
    return kept is truth if kept is None or truth is None else same_but_for(1.0, kept, truth)


@pytest.fixture
def memory() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
@pytest.mark.parametrize("kills", [50, pytest.param(200, marks=pytest.mark.long)])
def test_processes_killed_at_random_moments_lose_at_most_a_second_each(memory: Path, kills: int) -> None:
    chance = random.Random(9)
    whole = len(run_until_killed(memory / "whole", 0, 1 << 30))
    interrupted = 0
    for number in range(kills):
        folder = memory / str(number)
        told = run_until_killed(folder, chance.randrange(1 << 30), chance.randrange(whole))
        with open_store(folder) as store:
            assert store.rows("PRAGMA integrity_check") == [("ok",)]
            company = Remembered(store)
            offer = store.offer(ROUTINE)
            kept = offer.resume if offer else None
            assert any(agrees(kept, truth) for truth in may_be_kept(told)), number
            if kept:
                interrupted += 1
                assert_goes_on(company, kept)
    assert interrupted > kills / 2


def test_the_real_program_killed_in_a_hold_goes_on_in_it_at_that_second(tmp_path: Path, test_model: Path) -> None:
    counted = random.randint(3, 12)
    (tmp_path / "asound.conf").write_text(virtual_card.ALSA_CONFIG)
    env = environment(tmp_path, virtual_card.environment(tmp_path))
    options = ("--model", str(test_model), "--plain", "--rate", "300")
    with CoachProcess(env, tmp_path, *options) as coach:
        coach.answer_the_interview()
        coach.wait_for(begun("Sit down"))
        coach.type("next")
        coach.wait_for(count(counted))
        coach.process.send_signal(signal.SIGKILL)
        coach.process.wait()
    with CoachProcess(env, tmp_path, *options) as again:
        again.wait_for_print("Last time we got as far as the left foot, first hold.")
        again.wait_for(lambda line: line["event"].get("kind") == "Spoken")
        again.type("yes")  # And then what is asked since: anything new, and how sore it is by now.
        again.type("no")
        again.type("skip")
        again.wait_for(begun("Sit down as you did before"))
        again.type("ready")
        first = again.wait_for(any_count)
    assert counted - 1 <= first["event"]["cue"]["number"] <= counted + 1
