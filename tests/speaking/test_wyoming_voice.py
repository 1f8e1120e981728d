"""Asserts coach.speaking.wyoming_voice, with espeak-ng behind a Wyoming server on loopback, and the chain around it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from wyoming.audio import AudioStart

from coach.clock import RATE, seconds
from coach.errors import VoiceError
from coach.servers.address import address
from coach.sound.edge import Samples
from coach.speaking import chain, wyoming_voice
from coach.speaking.cache import PromptCache
from coach.speaking.chain import ChainVoice
from coach.speaking.loudness import loudness
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.trim import LOUDNESS
from coach.speaking.voice import LONGEST_COUNT
from coach.speaking.wyoming_voice import WyomingVoice
from tests.servers.wyoming_server import WyomingServer, until

TEXT = "Sit back, with your left foot on the right knee."


@pytest.fixture(scope="module")
def synthesiser() -> Iterator[Callable[[str], Samples]]:
    voice = PyttsxVoice("gmw/en-US")
    yield lambda text: np.pad(voice.clip(text, 150).sound, 3000)
    voice.close()


@pytest.fixture
def server(synthesiser: Callable[[str], Samples]) -> Iterator[WyomingServer]:
    with WyomingServer(speaks=synthesiser) as running:
        yield running


def test_it_speaks_as_fast_as_asked_though_the_server_has_one_pace_and_is_asked_once(server: WyomingServer) -> None:
    voice = WyomingVoice(address(server.url), "en")
    assert "test-speaking 1.0 at tcp://127.0.0.1:" in voice.name
    server.texts.clear()
    slow, fast = (seconds(len(voice.clip(TEXT, rate).sound)) for rate in (110, 220))
    assert slow == pytest.approx(2 * fast, rel=0.05)
    assert loudness(voice.clip(TEXT, 110).sound) == pytest.approx(LOUDNESS, abs=1)


def test_its_words_a_minute_are_those_of_other_voices(server: WyomingServer) -> None:
    voice, other = WyomingVoice(address(server.url), "en"), PyttsxVoice("gmw/en-US")
    lengths = [len(speaks.clip(TEXT, 170).sound) for speaks in (voice, other)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.12)
    other.close()


def test_a_count_is_shorter_than_its_second_at_every_speed(server: WyomingServer) -> None:
    voice = WyomingVoice(address(server.url), "en")
    for rate in (80, 170):
        assert 0 < len(voice.clip("twenty-seven", rate).sound) <= LONGEST_COUNT


def test_what_was_said_once_needs_no_server_at_any_speed_nor_at_the_next_start(
    server: WyomingServer, tmp_path: Path
) -> None:
    WyomingVoice(address(server.url), "en", cache=PromptCache(tmp_path)).prepare([TEXT], 170)
    again = WyomingVoice(address(server.url), "en", cache=PromptCache(tmp_path))
    server.texts.clear()
    assert len(again.clip(TEXT, 170).sound) > RATE
    assert len(again.clip(TEXT, 120).sound) > RATE
    assert server.texts == []


def test_one_of_its_voices_may_be_named_and_no_other(server: WyomingServer) -> None:
    assert WyomingVoice(address(server.url), "en", "anna").name.endswith("anna")
    with pytest.raises(VoiceError, match=r"has no voice 'bert' for the language en: name one of its own \(anna\)"):
        WyomingVoice(address(server.url), "en", "bert")
    with pytest.raises(VoiceError, match="does not speak the language de"):
        WyomingVoice(address(server.url), "de")


def test_a_server_that_only_listens_is_told_so() -> None:
    with WyomingServer(hears=lambda sound: "") as server, pytest.raises(VoiceError, match="does not speak: give"):
        WyomingVoice(address(server.url), "en")


def test_a_server_that_says_nothing_or_hangs_costs_a_text_in_bounded_time(server: WyomingServer) -> None:
    voice = WyomingVoice(address(server.url), "en", patience=0.3)
    server.speaks = lambda text: np.zeros(RATE, np.int16)
    with pytest.raises(VoiceError, match="said nothing for 'Breathe out"):
        voice.clip("Breathe out.", 170)
    server.asleep = True
    with pytest.raises(VoiceError, match="did not answer in time"):
        voice.clip("Breathe in.", 170)


@pytest.mark.parametrize(
    "opening", [(1, 2, 1), (22_050, 4, 1), (0, 2, 1), (22_050, 2, 0), (22_050, 2, -1), ("a", 2, 1)]
)
def test_sound_that_is_announced_as_nonsense_is_refused(server: WyomingServer, opening: tuple[int, int, int]) -> None:
    voice = WyomingVoice(address(server.url), "en")
    server.opening = AudioStart(*opening)
    with pytest.raises(VoiceError, match="No speech from the server"):
        voice.clip(TEXT, 170)


def test_a_server_that_speaks_without_end_is_left(server: WyomingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = WyomingVoice(address(server.url), "en")
    monkeypatch.setattr(wyoming_voice, "_LONGEST", 1)
    with pytest.raises(VoiceError, match="it speaks without end"):
        voice.clip(TEXT, 170)


def test_a_text_with_nothing_to_say_is_an_empty_clip_and_a_closed_voice_says_so(server: WyomingServer) -> None:
    voice = WyomingVoice(address(server.url), "en")
    assert len(voice.clip("...", 170).sound) == 0
    voice.close()
    with pytest.raises(VoiceError, match="start the coach again"):
        voice.clip(TEXT, 170)


def test_a_voice_here_takes_over_at_once_and_gives_way_when_the_server_is_back(
    server: WyomingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    where = address(server.url)
    both = ChainVoice([lambda: WyomingVoice(where, "en"), SilentVoice], told.append, retry=(0.05, 0.1))
    assert both.clip(TEXT, 170).sound.any()
    server.stop()
    assert not both.clip("Now the other one.", 170).sound.any()
    (line,) = told
    assert line.startswith("Another voice speaks from here on (silence")
    assert "cannot be reached" in line
    server.start()
    until(lambda: bool(both.clip("And once more.", 170).sound.any()))
    assert told[1:] == [f"The voice that was asked for is back ({both.name})."]
    both.close()


def test_a_voice_that_is_not_asked_for_again_stays_away(server: WyomingServer) -> None:
    where = address(server.url)
    both = ChainVoice([lambda: WyomingVoice(where, "en"), SilentVoice], lambda text: None)
    server.stop()
    both.clip(TEXT, 170)
    server.start()
    assert not any(both.clip(TEXT, rate).sound.any() for rate in range(150, 160))
    assert chain.RETRY[-1] <= 30
