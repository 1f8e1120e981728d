"""The model of the installed wheel, on a synthetic voice that it hears well."""

from collections.abc import Iterator

import numpy as np
import pytest

from coach.clock import samples
from coach.errors import HearingError
from coach.hearing.engines.moonshine_engine import MoonshineEngine, Opinion, Waveform, wheel_folder
from coach.hearing.tuning import USUAL
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import PHRASES


@pytest.fixture(scope="module")
def engine() -> Iterator[MoonshineEngine]:
    loaded = MoonshineEngine(wheel_folder())
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def stop() -> Waveform:
    voice = PyttsxVoice("en-us")
    sound = voice.clip("stop", 178).sound.astype(np.float32) / 32768
    voice.close()
    return np.pad(sound, samples(0.3))


@pytest.fixture(scope="module")
def opinion(engine: MoonshineEngine, stop: Waveform) -> Opinion:
    return engine.opinion(stop)


def test_it_writes_what_was_said(opinion: Opinion) -> None:
    assert opinion.text.strip(".!").lower() == "stop"
    assert -1.5 < opinion.log_probability <= 0


def test_what_was_said_is_the_likeliest_of_all_phrases(engine: MoonshineEngine, opinion: Opinion) -> None:
    likely = {phrase: engine.log_probability(opinion, phrase) for phrase in PHRASES}
    assert max(likely, key=likely.__getitem__) == "stop"
    assert likely["stop"] == pytest.approx(opinion.log_probability, abs=0.5)
    assert likely["stop now"] < likely["stop"] - 3
    assert likely["frozen bottle"] == -np.inf


def test_a_word_drowned_in_noise_is_less_likely_but_possible(engine: MoonshineEngine, stop: Waveform) -> None:
    noise = np.random.default_rng(1).normal(0, float(stop.std()), len(stop)).astype(np.float32)
    drowned = engine.opinion(stop + noise)
    clean = engine.log_probability(engine.opinion(stop), "stop")
    assert -np.inf < engine.log_probability(drowned, "stop") < clean


def test_the_same_sound_gives_the_same_opinion(engine: MoonshineEngine, stop: Waveform, opinion: Opinion) -> None:
    again = engine.opinion(stop)
    assert (again.text, again.log_probability) == (opinion.text, opinion.log_probability)


def test_words_in_letters_that_it_does_not_know_are_impossible(engine: MoonshineEngine, opinion: Opinion) -> None:
    assert engine.log_probability(opinion, "\N{PILE OF POO}") == -np.inf


def test_noise_alone_does_not_go_on_for_ever(engine: MoonshineEngine) -> None:
    hiss = np.random.default_rng(1).normal(0, 0.1, samples(2)).astype(np.float32)
    assert len(engine.opinion(hiss).text.split()) <= 2 * USUAL.moonshine.pieces_a_second + 1


def test_a_model_that_has_been_let_go_says_what_to_do(stop: Waveform) -> None:
    gone = MoonshineEngine(wheel_folder())
    gone.close()
    with pytest.raises(HearingError, match="start the coach again"):
        gone.opinion(stop)
