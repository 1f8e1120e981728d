"""Asserts coach.hearing.engines.served_recogniser, with the embedded engine here and a Wyoming server on loopback."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.errors import HearingError
from coach.hearing.ear import Ear
from coach.hearing.engines.english_safety import EnglishSafety
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Hypothesis
from coach.hearing.engines.served_recogniser import ServedRecogniser
from coach.hearing.engines.wyoming_engine import WyomingEngine, plain
from coach.language.catalogues import load_language
from coach.language.intents import SAFETY, Live
from coach.servers.address import address
from coach.session.events import Heard
from coach.sound.edge import Block, Samples
from coach.speaking.pyttsx_voice import HEART, NATURAL, PyttsxVoice
from tests.english import ENGLISH
from tests.servers.wyoming_server import WyomingServer, until

STEP = Live(timed=True)
GERMAN = load_language("de")


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    synthesiser = PyttsxVoice(HEART, driver=NATURAL, patience=10.0)
    yield synthesiser
    synthesiser.close()


@pytest.fixture
def server() -> Iterator[WyomingServer]:
    with WyomingServer(hears=lambda sound: "") as running:
        yield running


class Listening:
    """An ear with a served recogniser, and what it tells."""

    def __init__(self, server: WyomingServer, patience: float = 2.0) -> None:
        self.told: list[str] = []
        engine = WyomingEngine(address(server.url), "en", ENGLISH.wording.number)
        self.recogniser = ServedRecogniser(
            engine, MoonshineRecogniser(), is_safety, self.told.append, patience=patience
        )
        self.ear = Ear(self.recogniser, ENGLISH.phrasebook)
        self.ear.listen(STEP)
        self.at = 0
        self.heard: list[str] = []

    def ready(self) -> "Listening":
        until(lambda: not self.recogniser.away)
        return self

    def feed(self, sound: Samples) -> None:
        for start in range(0, len(sound) - BLOCK + 1, BLOCK):
            played = np.zeros(BLOCK, np.int16)
            for event in self.ear.hear(Block(self.at, sound[start : start + BLOCK], played)):
                if isinstance(event, Heard):
                    self.heard.append(event.match.phrase)
            self.at += BLOCK

    def wait(self, reached: Callable[[], bool], seconds: float = 5.0) -> None:
        """Hear a quiet room, in time, until something has come."""
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, (self.heard, self.told)
            self.feed(room(0.02))
            time.sleep(0.02)


def is_safety(hypothesis: Hypothesis) -> bool:
    found = ENGLISH.phrasebook.spot_safety(hypothesis.text, STEP)
    return found is not None and found.intent in SAFETY


def room(seconds: float) -> Samples:
    noise = np.random.default_rng(1).normal(size=samples(seconds)) * 6
    return noise.astype(np.int16)


def said(voice: PyttsxVoice, text: str, after: float = 0.6) -> Samples:
    return np.concatenate((room(0.6), voice.clip(text, 170).sound, room(after)))


def test_the_words_of_the_server_are_obeyed_and_those_of_this_machine_are_not(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()
    server.hears = lambda sound: " Switch foot."
    listening.feed(said(voice, "pause"))
    listening.wait(lambda: bool(listening.heard))
    listening.feed(room(1))
    assert listening.heard == ["switch foot"]
    assert listening.told == []
    assert len(server.asked[-1]) / RATE == pytest.approx(0.5 + 0.25 + 0.3 + 0.2, abs=0.4)  # The utterance, no more.


def test_what_the_server_does_not_understand_but_this_machine_does_is_obeyed(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()
    for text in ("Of course.", ""):
        server.hears = lambda sound, text=text: text
        listening.heard.clear()
        listening.feed(said(voice, "pause"))
        listening.wait(lambda: bool(listening.heard))
        assert listening.heard == ["pause"]


def test_talk_of_the_server_is_no_command_whatever_this_machine_made_of_it(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()
    server.hears = lambda sound: "And of course the cause of it was him."
    asked = len(server.asked)
    listening.feed(said(voice, "pause", after=1.0))
    listening.wait(lambda: len(server.asked) > asked)
    listening.wait(lambda: not listening.recogniser._due)
    assert listening.heard == []


@pytest.mark.parametrize("word", ["stop", "that hurts"])
def test_a_safety_word_is_obeyed_at_once_while_the_server_hangs(
    server: WyomingServer, voice: PyttsxVoice, word: str
) -> None:
    listening = Listening(server).ready()
    server.asleep = True
    listening.feed(said(voice, word, after=1.0))
    # It is decided before its last sound is over.
    assert [phrase.removesuffix("s") for phrase in listening.heard] == [word.removesuffix("s")]
    assert listening.told == []


def test_a_safety_word_is_obeyed_though_the_words_before_it_come_later(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()

    def slow(sound: Samples) -> str:
        time.sleep(0.4)
        return "pause"

    server.hears = slow
    listening.feed(said(voice, "pause", after=0.5))
    under_way = said(voice, "stop", after=0.02)
    listening.feed(under_way[: -samples(0.2)])
    listening_at = listening.at
    until(lambda: bool(listening.recogniser._asker._answers))
    listening.feed(np.concatenate((under_way[-samples(0.2) :], room(0.6))))
    assert listening.at > listening_at
    assert listening.heard == ["pause", "stop"]


def test_this_machine_takes_over_with_the_very_words_that_the_server_was_lost_on(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()
    server.hears = lambda sound: "skip"
    server.stop()
    listening.feed(said(voice, "pause"))
    listening.wait(lambda: bool(listening.heard), 1)
    listening.feed(said(voice, "repeat"))
    assert listening.heard == ["pause", "repeat"]
    (line,) = listening.told
    assert line.startswith("No words from the speech server, so this machine listens from here on, until it is back: ")
    assert "cannot be reached" in line


def test_a_server_that_takes_too_long_is_not_waited_for(server: WyomingServer, voice: PyttsxVoice) -> None:
    listening = Listening(server, patience=0.5).ready()
    server.asleep = True
    listening.feed(said(voice, "pause", after=0.4))
    assert listening.heard == []
    listening.feed(room(0.3))
    assert listening.heard == ["pause"]
    assert len(listening.told) == 1


def test_a_server_that_comes_back_listens_again_and_is_told_once(server: WyomingServer, voice: PyttsxVoice) -> None:
    listening = Listening(server).ready()
    server.stop()
    listening.feed(said(voice, "pause"))
    listening.wait(lambda: listening.recogniser.away)
    server.hears = lambda sound: "switch foot"
    server.start()
    listening.wait(lambda: not listening.recogniser.away)
    listening.heard.clear()
    listening.feed(said(voice, "pause"))
    listening.wait(lambda: bool(listening.heard))
    assert listening.heard == ["switch foot"]
    assert [line.partition(",")[0] for line in listening.told] == [
        "No words from the speech server",
        "The speech server listens.",
    ]


def test_a_server_that_was_never_there_is_told_and_this_machine_listens(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    server.stop()
    listening = Listening(server)
    until(lambda: bool(listening.told))
    listening.feed(said(voice, "pause"))
    assert listening.heard == ["pause"]
    server.start()
    listening.wait(lambda: not listening.recogniser.away)
    assert listening.told[1:] == ["The speech server listens."]


@pytest.mark.parametrize(("what", "told"), [("deaf", "recognises no speech"), ("german", "does not hear the language")])
def test_a_server_of_another_kind_or_language_is_not_used(what: str, told: str) -> None:
    speaks = (lambda text: np.zeros(RATE, np.int16)) if what == "deaf" else None
    hears = None if what == "deaf" else (lambda sound: "")
    with WyomingServer(hears, speaks, language="de_DE") as server:
        listening = Listening(server)
        until(lambda: bool(listening.told))
        assert told in listening.told[0]
        assert listening.recogniser.away


def test_a_closed_one_says_so_in_our_words(server: WyomingServer) -> None:
    listening = Listening(server)
    listening.recogniser.close()
    listening.recogniser.close()
    with pytest.raises(HearingError, match="start the coach again"):
        listening.recogniser.feed(room(0.1))


def test_a_local_engine_that_dies_leaves_the_server_alone_and_that_is_told(
    server: WyomingServer, voice: PyttsxVoice
) -> None:
    listening = Listening(server).ready()
    server.hears = lambda sound: "pause"
    assert listening.recogniser._local
    listening.recogniser._local.close()
    listening.feed(said(voice, "pause"))
    listening.wait(lambda: bool(listening.heard))
    assert listening.heard == ["pause"]
    assert "alone listens from here on, also for safety words" in listening.told[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" Next. ", "next"),
        ("It's a 4!", "it's a four"),
        ("10 more seconds", "ten more seconds"),
        ("25", "twenty five"),
        ("1984", "one nine eight four"),
        ("[BLANK_AUDIO] (coughs) *sighs*", ""),
        ("[BLANK_AUDIO] stop", "stop"),
    ],
)
def test_what_servers_write_becomes_plain_words(text: str, words: str) -> None:
    assert plain(text, ENGLISH.wording.number) == words


def test_a_language_that_this_machine_cannot_hear_has_the_english_safety_words(voice: PyttsxVoice) -> None:
    recogniser = EnglishSafety(MoonshineRecogniser(), ENGLISH.phrasebook, GERMAN.phrasebook)
    ear = Ear(recogniser, GERMAN.phrasebook)
    ear.listen(STEP)
    sound = np.concatenate([said(voice, text, after=0.8) for text in ("next", "stop", "that hurts", "repeat")])
    heard = []
    for at in range(0, len(sound) - BLOCK + 1, BLOCK):
        heard += ear.hear(Block(at, sound[at : at + BLOCK], np.zeros(BLOCK, np.int16)))
    assert [event.match.phrase for event in heard if isinstance(event, Heard)] == ["stopp", "das tut weh"]
    recogniser.close()
