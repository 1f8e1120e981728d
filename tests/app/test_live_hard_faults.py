"""The real program in a hold while the sound server, the whole program or the machine does what they should not."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from coach.history.store import Store
from tests.coach_process import CoachProcess, Line, begun, count, environment, note
from tests.sound import virtual_card
from tests.sound.virtual_card import VirtualCard

pytestmark = [pytest.mark.faults, pytest.mark.slow_fault]
FAST = ("--plain", "--rate", "300")
A_MINUTE = 60.0


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    with VirtualCard(echo_db=-90) as running:
        yield running


@pytest.fixture
def silent(tmp_path: Path) -> dict[str, str]:
    """An environment in which no sound server answers: blocks come by the clock."""
    (tmp_path / "asound.conf").write_text(virtual_card.ALSA_CONFIG)
    return environment(tmp_path, virtual_card.environment(tmp_path), cold=True)


def into_the_hold(coach: CoachProcess) -> None:
    coach.answer_the_interview()
    coach.wait_for(begun("Sit down"))
    coach.type("ready")
    coach.wait_for(count(3))


def counts(coach: CoachProcess) -> list[int]:
    cues = [line["event"]["cue"] for line in coach.log() if line["event"]["kind"] == "CueBegun"]
    return [cue["number"] for cue in cues if cue["kind"] == "count"]


def assert_goes_on(coach: CoachProcess) -> None:
    """The hold is counted on, no second twice but the one in which it was lost, none left out but under a reply."""
    coach.wait_for(count(10), 40)
    numbers = counts(coach)
    assert numbers[:3] == [1, 2, 3]
    assert all(-1 <= now - before - 1 <= 5 for before, now in pairwise(numbers)), numbers


def part(kind: str, name: str) -> Callable[[Line], bool]:
    return lambda line: line["event"]["kind"] == kind and line["event"]["part"] == name


def break_server(card: VirtualCard) -> None:
    card.kill()
    time.sleep(2)
    card.start()


def hang_server(card: VirtualCard) -> None:
    card.pause()
    time.sleep(3)
    card.go_on()


def take_sink_away(card: VirtualCard) -> None:
    """PulseAudio moves the stream to another sink, silently."""
    card.control("load-module", "module-null-sink", "sink_name=other", "rate=48000", "norewinds=1")
    card.control("set-default-sink", "other")
    modules = card.control("list", "short", "modules").splitlines()
    number = next(line.split()[0] for line in modules if "sink_name=speaker" in line)
    card.control("unload-module", number)


def move_default(card: VirtualCard) -> None:
    card.control("load-module", "module-null-sink", "sink_name=other", "rate=48000", "norewinds=1")
    card.control("set-default-sink", "other")
    card.control("set-default-source", "other.monitor")
    time.sleep(1)


@pytest.mark.parametrize("breaks", [break_server, hang_server])
def test_a_sound_server_that_dies_or_hangs_is_told_and_the_hold_goes_on_when_it_is_back(
    card: VirtualCard, tmp_path: Path, test_model: Path, breaks: Callable[[VirtualCard], None]
) -> None:
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        into_the_hold(coach)
        breaks(card)
        coach.wait_for(part("PartFails", "speaker"))
        assert note("resumed")(coach.wait_for(part("PartWorks", "speaker"), 60))
        assert_goes_on(coach)


@pytest.mark.parametrize("changes", [take_sink_away, move_default])
def test_a_speaker_that_is_taken_away_or_is_no_longer_the_default_costs_no_count(
    card: VirtualCard, tmp_path: Path, test_model: Path, changes: Callable[[VirtualCard], None]
) -> None:
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        into_the_hold(coach)
        changes(card)
        assert_goes_on(coach)


def test_a_model_folder_that_is_deleted_costs_a_session_under_way_nothing(
    card: VirtualCard, tmp_path: Path, test_model: Path
) -> None:
    shutil.copytree(test_model, tmp_path / "model")
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(tmp_path / "model"), *FAST) as coach:
        into_the_hold(coach)
        shutil.rmtree(tmp_path / "model")
        assert_goes_on(coach)
        assert not [line for line in coach.log() if line["event"]["kind"] == "PartFails"]


def test_a_program_that_is_stopped_for_a_minute_with_its_sound_goes_on_in_the_same_second(
    card: VirtualCard, tmp_path: Path, test_model: Path
) -> None:
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        into_the_hold(coach)
        coach.process.send_signal(signal.SIGSTOP)
        card.pause()
        time.sleep(A_MINUTE)
        card.go_on()
        coach.process.send_signal(signal.SIGCONT)
        assert_goes_on(coach)


def test_a_program_without_a_card_that_is_stopped_for_a_minute_goes_on_in_the_same_second(
    silent: dict[str, str], tmp_path: Path
) -> None:
    with CoachProcess(silent, tmp_path, "--no-microphone", *FAST) as coach:
        into_the_hold(coach)
        coach.process.send_signal(signal.SIGSTOP)
        time.sleep(A_MINUTE)
        before = counts(coach)[-1]
        coach.process.send_signal(signal.SIGCONT)
        time.sleep(0.7)
        assert counts(coach)[-1] <= before + 2, "the counts of the minute that was slept through are not rattled off"
        assert_goes_on(coach)


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGKILL])
def test_a_program_that_is_killed_loses_at_most_a_second_and_the_next_start_offers_to_go_on(
    silent: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    with CoachProcess(silent, tmp_path, "--no-microphone", *FAST) as coach:
        into_the_hold(coach)
        coach.wait_for(count(5))
        coach.process.send_signal(number)
        coach.process.wait(10)
    with CoachProcess(silent, tmp_path, "--no-microphone", *FAST) as again:
        again.type("next")
        again.wait_for_print("pick it up from there?")


def test_a_history_that_is_locked_at_the_start_has_the_whole_session_once_it_is_free(
    silent: dict[str, str], tmp_path: Path
) -> None:
    import sqlite3

    other = sqlite3.connect(tmp_path / "state" / "history.sqlite3")
    other.execute("BEGIN EXCLUSIVE")
    with CoachProcess(silent, tmp_path, "--no-microphone", *FAST) as coach:
        coach.wait_for_print("This session is not written down yet")
        other.close()
        coach.wait_for_print("The history is being written again, with all of this session.")
        into_the_hold(coach)
        coach.process.send_signal(signal.SIGTERM)
        assert coach.end(15) == 143
    with Store(tmp_path / "state" / "history.sqlite3", lambda text: None) as store:
        assert ("terminated",) in store.rows("SELECT reason FROM sessions")


def test_it_coaches_with_the_quarter_of_a_core(card: VirtualCard, tmp_path: Path, test_model: Path) -> None:
    """A quota by stopping and continuing it, as a scheduler does: 20 ms of every 80."""
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        into_the_hold(coach)
        until = time.monotonic() + 8
        while time.monotonic() < until:
            os.kill(coach.process.pid, signal.SIGSTOP)
            time.sleep(0.06)
            os.kill(coach.process.pid, signal.SIGCONT)
            time.sleep(0.02)
        assert_goes_on(coach)
