"""The one contract, kept by each real engine: the embedded one, Vosk, and that which stands in for an absent server."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from coach.clock import RATE, samples
from coach.errors import HearingError
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Hypothesis, Recogniser
from coach.hearing.engines.served_recogniser import ServedRecogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.engines.wyoming_engine import WyomingEngine
from coach.hearing.meaning.matching import Matcher
from coach.language.intents import Live, Match
from coach.servers.address import address
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ENGLISH, phrases

STEP, ASKED = Live(timed=True), Live(answers=frozenset({"yes", "no"}))
SAID = ("stop", "pause", "skip", "help", "repeat", "how long", "slower")
"""Phrases that both engines hear from this voice."""


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    synthesiser = PyttsxVoice("gmw/en-US")
    yield synthesiser
    synthesiser.close()


@pytest.fixture(params=["embedded", "vosk", "served"])
def recogniser(request: pytest.FixtureRequest, test_model: Path) -> Iterator[Recogniser]:
    embedded = request.param == "embedded"
    engine: Recogniser = MoonshineRecogniser() if embedded else VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
    if request.param == "served":
        absent = WyomingEngine(address("unix:///nowhere/speech.sock"), "en", ENGLISH.wording.number)
        engine = ServedRecogniser(absent, engine, lambda hypothesis: False, lambda text: None)
    engine.listen_for(phrases(STEP))
    yield engine
    engine.close()


def room(seconds: float, level: float = -75) -> Samples:
    """White noise of that RMS level in dBFS."""
    noise = np.random.default_rng(round(seconds * 1000)).normal(size=samples(seconds)) * 10 ** (level / 20)
    return (noise * 32767).astype(np.int16)


def said(voice: PyttsxVoice, text: str) -> Samples:
    """`text` after a second of a quiet room, and before more than an endpoint's worth of it."""
    return np.concatenate((room(1.0), voice.clip(text, 178).sound, room(1.5)))


def heard(recogniser: Recogniser, sound: Samples, block: int = 320) -> list[Hypothesis]:
    return [got for at in range(0, len(sound), block) for got in recogniser.feed(sound[at : at + block])]


def understood(recogniser: Recogniser, hypotheses: list[Hypothesis], live: Live = STEP) -> list[Match]:
    """What the finals mean."""
    matcher = Matcher(ENGLISH.phrasebook, by_sound=recogniser.open_vocabulary)
    matches = [matcher.understand(hypothesis.text, live) for hypothesis in hypotheses if hypothesis.final]
    return [match for match in matches if match]


@pytest.mark.parametrize("phrase", SAID)
def test_a_phrase_is_heard_once_with_its_start_and_end(recogniser: Recogniser, voice: PyttsxVoice, phrase: str) -> None:
    sound = said(voice, phrase)
    hypotheses = heard(recogniser, sound)
    (match,) = understood(recogniser, hypotheses)
    assert match.phrase == phrase
    final = next(hypothesis for hypothesis in hypotheses if hypothesis.final)
    assert final.start == pytest.approx(RATE, abs=samples(0.15))
    assert final.end == pytest.approx(len(sound) - samples(1.5), abs=samples(0.25))


@pytest.mark.parametrize("level", [-90, -60, -40])
def test_silence_and_noise_are_nothing(recogniser: Recogniser, level: float) -> None:
    assert not understood(recogniser, heard(recogniser, room(20, level)))


def test_digital_silence_is_nothing(recogniser: Recogniser) -> None:
    assert not understood(recogniser, heard(recogniser, np.zeros(20 * RATE, np.int16)))


def test_other_speech_is_no_command(recogniser: Recogniser, voice: PyttsxVoice) -> None:
    for text in ("the shops were shut when we came home", "my sister sold her old bicycle", "it may rain tomorrow"):
        assert not understood(recogniser, heard(recogniser, said(voice, text)))


def test_the_phrases_may_change_between_utterances(recogniser: Recogniser, voice: PyttsxVoice) -> None:
    for live, word in ((STEP, "pause"), (ASKED, "no"), (STEP, "help")):
        recogniser.listen_for(phrases(live))
        (match,) = understood(recogniser, heard(recogniser, said(voice, word)), live)
        assert match.phrase == word


@pytest.mark.parametrize("block", [1, 160, 1111, 16_000, 100_000])
def test_blocks_of_any_size_are_taken(recogniser: Recogniser, voice: PyttsxVoice, block: int) -> None:
    (match,) = understood(recogniser, heard(recogniser, said(voice, "repeat"), block))
    assert match.phrase == "repeat"


def test_an_empty_block_changes_nothing(recogniser: Recogniser) -> None:
    assert recogniser.feed(room(0)) == []


def test_a_reset_forgets_the_utterance_and_its_times_go_on(recogniser: Recogniser, voice: PyttsxVoice) -> None:
    cut_off = said(voice, "skip")[: -samples(1.45)]
    heard(recogniser, cut_off)
    recogniser.reset()
    hypotheses = heard(recogniser, said(voice, "help"))
    assert [match.phrase for match in understood(recogniser, hypotheses)] == ["help"]
    final = [hypothesis for hypothesis in hypotheses if hypothesis.final][-1]
    assert final.start == pytest.approx(len(cut_off) + RATE, abs=samples(0.15))


def test_a_closed_engine_says_so_in_our_words(recogniser: Recogniser) -> None:
    recogniser.close()
    recogniser.close()
    with pytest.raises(HearingError, match="start the coach again"):
        recogniser.feed(room(0.5))


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_a_recording_of_another_rate_is_heard(
    recogniser: Recogniser, voice: PyttsxVoice, tmp_path: Path, rate: int
) -> None:
    sound = said(voice, "pause").astype(np.float64) / 32768
    soundfile.write(tmp_path / "pause.wav", soxr.resample(sound, RATE, rate), rate)
    (match,) = understood(recogniser, heard(recogniser, wav.read(tmp_path / "pause.wav")))
    assert match.phrase == "pause"
