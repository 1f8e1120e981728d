"""A safety word is heard wherever in the coach's sentence it begins."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from coach.clock import BLOCK, samples
from coach.hearing.ear import Ear, ear_beside_speaker
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.intents import Intent, Live
from coach.session.events import Heard
from coach.sound.acoustics import EchoPath, Wave, made_response
from coach.sound.edge import Block, Samples
from coach.speaking.mixer import SENTENCE_GAP, Mixer
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.voice import Clip
from tests.english import ENGLISH

BEFORE = (
    "Can you walk normally, and put your weight on the foot?",
    "How strong is the pain in your left foot now, from zero to ten?",
)
INSTRUCTION = "With light fingers, explore the heel and the arch, and find the spots that are a little sore or tense."
USER_DB, ECHO_DB, NOISE = -6.0, 0.0, 10.0
OFFSETS, RUNS = 20, 4
PATIENCE = samples(2.0)
"""For how long after a word it may be heard."""
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


def heard_over(
    ear: Ear, mixer: Mixer, response: Wave, word: Samples, begins: Sequence[int], dice: np.random.Generator
) -> list[Heard]:
    """What the ear takes for a command while the coach speaks and `word` begins at these audio times."""
    strong = response * 10 ** (ECHO_DB / 20) / np.sqrt(np.sum(response**2))
    echo, events = EchoPath(strong), list[Heard]()
    user = np.zeros(begins[-1] + len(word) + PATIENCE)
    for begin in begins:
        user[begin : begin + len(word)] = word
    for at in range(0, len(user) // BLOCK * BLOCK, BLOCK):
        played = mixer.block(BLOCK)
        sound = echo.hear(played) + user[at : at + BLOCK] + NOISE * dice.standard_normal(BLOCK)
        microphone = np.clip(np.rint(sound), -32767, 32767).astype(np.int16)
        events += [event for event in ear.hear(Block(at, microphone, played)) if isinstance(event, Heard)]
        mixer.soften(ear.softening_db)
    return events


@pytest.mark.parametrize("response", [NO_AIR, LIVING_ROOM], ids=["no air", "living room"])
def test_a_safety_word_is_heard_from_any_point_of_the_instruction(
    test_model: Path, coach_says: list[Clip], word: Samples, response: Wave
) -> None:
    """In each run the instruction is said again and again, the word in it later each time."""
    *before, instruction = coach_says
    first = sum(len(clip.sound) + SENTENCE_GAP for clip in before)
    missed = []
    for run in range(RUNS):
        places = range(run, OFFSETS, RUNS)
        begins = [
            first + again * (len(instruction.sound) + SENTENCE_GAP) + len(instruction.sound) * place // OFFSETS
            for again, place in enumerate(places)
        ]
        mixer = Mixer(lambda mark: None)
        mixer.say(1, [*before, *[instruction] * len(places)])
        recogniser = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
        ear = ear_beside_speaker(recogniser, ENGLISH.phrasebook, mixer.words_between)
        ear.listen(Live())
        events = heard_over(ear, mixer, response, word, begins, np.random.default_rng(run))
        recogniser.close()
        hurts = [event.at for event in events if event.match.intent is Intent.HURTS]
        missed += [
            place
            for begin, place in zip(begins, places, strict=True)
            if not any(begin < at <= begin + len(word) + PATIENCE for at in hurts)
        ]
    assert missed == []
