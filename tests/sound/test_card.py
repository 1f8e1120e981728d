"""The real SoundCard, PortAudio and ALSA, against a private PulseAudio daemon."""

import itertools
import os
import signal
import time
from pathlib import Path

import pytest

from coach.clock import BLOCK, RATE
from coach.sound.card import STARVED
from tests.sound.card_process import Watched, see
from tests.sound.virtual_card import ALSA_CONFIG, VirtualCard, environment

MILLISECOND = RATE // 1000


SAME = 2 * MILLISECOND
STALLS = 2
"""How often a machine too busy to feed its card may let the sound server put silence in; PortAudio is not told."""


def stretches(delays: list[int]) -> list[list[int]]:
    """The delays of the chirps, parted where one differs from the one before."""
    parted = [delays[:1]]
    for before, delay in itertools.pairwise(delays):
        if abs(delay - before) > SAME:
            parted.append([])
        parted[-1].append(delay)
    return parted


@pytest.mark.parametrize(("seconds", "rate"), [("10", "16000"), ("4", "48000"), ("4", "44100")])
def test_what_is_played_is_heard_at_a_constant_delay(virtual_card: VirtualCard, seconds: str, rate: str) -> None:
    told = see(virtual_card.env, "echo", seconds, rate)
    assert told["alive"]
    assert told["consecutive"]
    assert told["likeness"] > 0.9
    steady = stretches(told["delays"])
    assert len(steady) <= 1 + len(told["gaps"]) + STALLS
    longest = max(steady, key=len)
    assert len(longest) >= 3
    assert max(longest) - min(longest) <= SAME


def test_a_cut_is_in_the_very_next_block_and_soon_in_the_microphone(virtual_card: VirtualCard) -> None:
    told = see(virtual_card.env, "cut")
    assert told["loud"] > 1000
    assert told["played_till"] <= told["asked_ahead"]
    assert 0 < told["heard_till"] < RATE // 2


def test_a_microphone_that_stops_is_noticed_and_found_again_while_the_speech_goes_on(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.suspend_microphone()
        watched.until(microphone=False, speaker=True)
        virtual_card.suspend_microphone(False)
        found = watched.until(microphone=True, speaker=True)
        account = watched.finish()
    assert found["gap"] >= BLOCK
    assert account["consecutive"]
    assert account["sounding"]
    assert not account["stalled"]


@pytest.mark.faults
def test_a_microphone_pulled_out_gives_zeros_and_is_opened_again_when_it_is_back(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.pull_out_microphone()
        watched.until(microphone=False, speaker=True)
        virtual_card.plug_in_microphone()
        watched.until(microphone=True, speaker=True)
        assert watched.finish()["consecutive"]


@pytest.mark.faults
def test_a_card_that_a_slow_machine_starves_is_given_more_to_spare_and_loses_no_more(virtual_card: VirtualCard) -> None:
    def starve(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for what, meanwhile in ((signal.SIGSTOP, 0.075), (signal.SIGCONT, 0.025)):
                watched.process.send_signal(what)
                time.sleep(meanwhile)

    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        starve(5)
        adapted = time.monotonic()
        starve(5)
        ended = time.monotonic()
        account = watched.finish()
    since = account["ended"] - (ended - adapted)
    lost = [at / RATE for at, _ in account["gaps"]]
    assert len([at for at in lost if at < since]) >= STARVED
    assert len([at for at in lost if since < at]) <= STALLS
    assert account["consecutive"]


def test_audio_time_goes_on_while_the_driver_hangs_and_closing_does_not(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.pause()
        watched.until(microphone=False, speaker=False)
        account = watched.finish()
    assert account["consecutive"]
    assert account["stalled"]
    assert max(account["close_took"]) < 2.0


def test_closing_at_the_moment_that_the_driver_hangs_takes_less_than_two_seconds(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.pause()
        account = watched.finish()
    assert max(account["close_took"]) < 2.0


def test_both_come_back_after_the_driver_hung(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.pause()
        watched.until(microphone=False, speaker=False)
        virtual_card.go_on()
        watched.until(microphone=True, speaker=True)
        account = watched.finish()
    assert account["consecutive"]
    assert not account["stalled"]


def test_both_come_back_after_the_sound_server_died_and_the_terminal_stays_clean(virtual_card: VirtualCard) -> None:
    ours, theirs = os.openpty()
    with Watched(virtual_card.env, stderr=theirs) as watched:
        watched.until(microphone=True, speaker=True)
        virtual_card.kill()
        watched.until(microphone=False, speaker=False)
        virtual_card.start()
        watched.until(microphone=True, speaker=True)
        assert watched.finish()["consecutive"]
    os.write(theirs, b"end")
    assert os.read(ours, 1000) == b"end"
    os.close(ours)
    os.close(theirs)


def test_a_speaker_without_a_microphone_opens_and_says_what_is_missing(virtual_card: VirtualCard) -> None:
    with Watched(virtual_card.env, "no such microphone") as watched:
        watched.until(microphone=False, speaker=True)
        assert watched.finish()["consecutive"]
    assert watched.opened["microphone_problem"].startswith("There is no microphone by the name of 'no such microphone'")
    assert watched.opened["speaker_problem"] is None


@pytest.mark.parametrize("wanted", ["microphone", "speaker"])
def test_what_is_not_wanted_is_not_opened(virtual_card: VirtualCard, wanted: str) -> None:
    with Watched(virtual_card.env, "", wanted) as watched:
        watched.until(microphone=wanted == "microphone", speaker=wanted == "speaker")
        listening = virtual_card.control("list", "source-outputs").count("ALSA Capture")
        speaking = virtual_card.control("list", "sink-inputs").count("ALSA Playback")
        assert watched.finish()["consecutive"]
    assert (listening, speaking) == ((1, 0) if wanted == "microphone" else (0, 1))


def test_an_exception_of_play_comes_out_of_read(virtual_card: VirtualCard) -> None:
    assert "division" in see(virtual_card.env, "broken_program")["raised"]


def test_the_devices_are_listed_by_name(virtual_card: VirtualCard) -> None:
    told = see(virtual_card.env, "listing")
    assert told["default_input"] in told["inputs"]
    assert told["default_output"] in told["outputs"]
    assert told["problem"] is None


def test_without_a_sound_server_the_error_is_one_sentence_and_the_terminal_stays_clean(tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text(ALSA_CONFIG)
    ours, theirs = os.openpty()
    told = see(environment(tmp_path), "refuse", stderr=theirs)
    os.write(theirs, b"end")
    assert os.read(ours, 1000) == b"end"
    os.close(ours)
    os.close(theirs)
    for sentence in (told["error"], told["problem"]):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0


def test_without_portaudio_the_error_says_what_to_install(tmp_path: Path) -> None:
    told = see(environment(tmp_path), "refuse", "missing")
    assert "libportaudio2" in told["error"]
    assert told["problem"] == told["error"]
