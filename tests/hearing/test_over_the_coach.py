"""A safety word is heard wherever in the coach's sentence it begins."""

from pathlib import Path

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.hearing.ear import Ear, ear_beside_speaker
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.intents import Intent, Live
from coach.session.events import Heard
from coach.sound.acoustics import EchoPath, Wave, made_response
from coach.sound.edge import Block, Samples
from coach.speaking.mixer import Mixer
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.voice import Clip
from tests.english import ENGLISH

BEFORE = (
    "Can you walk normally, and put your weight on the foot?",
    "How strong is the pain in your left foot now, from zero to ten?",
)
INSTRUCTION = "With light fingers, explore the heel and the arch, and find the spots that are a little sore or tense."
USER_DB, ECHO_DB, NOISE = -6.0, 0.0, 10.0
OFFSETS = 20
NO_AIR = np.concatenate((np.zeros(samples(0.03)), np.ones(1)))
"""Sound that is looped back, as the virtual card does it."""
LIVING_ROOM = made_response(0.4, 60, np.random.default_rng(1))


def said(text: str, volume: float = 1.0) -> Clip:
    """By a synthesiser of its own, whose bytes depend on nothing that it said before."""
    voice = PyttsxVoice("en-us", volume=volume)
    clip = voice.clip(text, 178)
    voice.close()
    return clip


@pytest.fixture(scope="module")
def coach_says() -> list[Clip]:
    return [said(text) for text in (*BEFORE, INSTRUCTION)]


@pytest.fixture(scope="module")
def word() -> Samples:
    return said("that hurts", 10 ** (USER_DB / 20)).sound


def heard_at(ear: Ear, mixer: Mixer, response: Wave, word: Samples, begin: int) -> list[Heard]:
    """What the ear takes for a command while the coach speaks and `word` begins at an audio time."""
    strong = response * 10 ** (ECHO_DB / 20) / np.sqrt(np.sum(response**2))
    echo, noise, events = EchoPath(strong), np.random.default_rng(begin), list[Heard]()
    user = np.concatenate((np.zeros(begin), word.astype(np.float64), np.zeros(2 * RATE)))
    for at in range(0, len(user) // BLOCK * BLOCK, BLOCK):
        played = mixer.block(BLOCK)
        sound = echo.hear(played) + user[at : at + BLOCK] + NOISE * noise.standard_normal(BLOCK)
        microphone = np.clip(np.rint(sound), -32767, 32767).astype(np.int16)
        events += [event for event in ear.hear(Block(at, microphone, played)) if isinstance(event, Heard)]
        mixer.soften(ear.softening_db)
    return events


@pytest.mark.parametrize("response", [NO_AIR, LIVING_ROOM], ids=["no air", "living room"])
def test_a_safety_word_is_heard_from_any_point_of_the_instruction(
    test_model: Path, coach_says: list[Clip], word: Samples, response: Wave
) -> None:
    first = sum(len(clip.sound) + samples(0.3) for clip in coach_says[:-1])
    missed = []
    for place in range(OFFSETS):
        begin = first + len(coach_says[-1].sound) * place // OFFSETS
        mixer = Mixer(lambda mark: None)
        mixer.say(1, coach_says)
        recogniser = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
        ear = ear_beside_speaker(recogniser, ENGLISH.phrasebook, mixer.words_between)
        ear.listen(Live())
        events = heard_at(ear, mixer, response, word, begin)
        if not any(event.match.intent is Intent.HURTS and event.at > begin for event in events):
            missed.append(place)
        recogniser.close()
    assert missed == []
