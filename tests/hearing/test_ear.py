"""The ear, with the real Vosk decoder on the test model, the real embedded engine, and real synthetic speech."""

from collections.abc import Collection, Iterator

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.hearing.ear import Ear, ear_beside_speaker
from coach.hearing.echo.listening import Listening
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.intents import FEET, PAIN, YES_NO, Intent, Live
from coach.session.events import Heard, NearlyHeard
from coach.sound.edge import Block, Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ENGLISH

QUIET = np.zeros(RATE, np.int16)


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice("gmw/en-us")
    yield voice
    voice.close()


def hear(ear: Ear, *sounds: Samples, played: Samples | None = None) -> list[Heard | NearlyHeard]:
    """What `ear` makes of `sounds`, one after the other, while `played` is played."""
    rng = np.random.default_rng(1)
    whole = np.concatenate(sounds)
    whole = np.pad(whole, (0, -len(whole) % BLOCK))
    whole = (whole * 0.5 + rng.normal(0, 15, len(whole))).astype(np.int16)
    far = np.zeros_like(whole)
    if played is not None:
        far[: len(played)] = played[: len(far)]
    heard: list[Heard | NearlyHeard] = []
    for at in range(0, len(whole), BLOCK):
        heard += ear.hear(Block(at, whole[at : at + BLOCK], far[at : at + BLOCK]))
    return heard


def intents_of(heard: Collection[Heard | NearlyHeard]) -> list[Intent]:
    return [event.match.intent for event in heard if isinstance(event, Heard)]


def test_a_command_is_heard_with_its_times(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    sound = voice.clip("pause", 160).sound
    (event,) = hear(ear, QUIET, sound, QUIET)
    assert isinstance(event, Heard)
    assert event.match.intent is Intent.PAUSE
    assert abs(event.start - RATE) < samples(0.15)
    assert event.at < RATE + len(sound) + samples(0.7)


def test_nothing_is_understood_before_any_command_is_live(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    assert hear(ear, QUIET, voice.clip("stop", 160).sound, QUIET) == []


def test_a_phrase_is_acted_on_once_however_the_engine_repeats_it(
    recogniser: VoskRecogniser, voice: PyttsxVoice
) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    heard = hear(ear, QUIET, voice.clip("that hurts", 160).sound, QUIET, QUIET)
    assert intents_of(heard) == [Intent.HURTS]


def test_a_safety_word_is_found_inside_other_words(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    assert Intent.STOP in intents_of(hear(ear, QUIET, voice.clip("oh stop please", 178).sound, QUIET))


@pytest.fixture
def open_vocabulary() -> Iterator[MoonshineRecogniser]:
    recogniser = MoonshineRecogniser()
    yield recogniser
    recogniser.close()


@pytest.mark.parametrize("word", ["stop", "pause", "continue"])
def test_the_endpoint_of_a_word_that_was_acted_on_in_its_pause_is_not_acted_on_again(
    open_vocabulary: MoonshineRecogniser, voice: PyttsxVoice, word: str
) -> None:
    ear = Ear(open_vocabulary, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    sound = voice.clip(word, 178).sound
    (event,) = hear(ear, QUIET, sound, QUIET, QUIET)
    assert isinstance(event, Heard)
    assert event.match.phrase == word
    assert event.at < RATE + len(sound) + samples(0.3)


def test_a_word_said_twice_is_one_answer(open_vocabulary: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(open_vocabulary, ENGLISH.phrasebook)
    ear.listen(Live(answers=FEET))
    assert intents_of(hear(ear, QUIET, voice.clip("left, left", 178).sound, QUIET, QUIET)) == [Intent.ANSWER]


@pytest.mark.parametrize(("said", "intent"), [("um, next", Intent.NEXT), ("okay pause please", Intent.PAUSE)])
def test_fillers_around_a_command_are_no_part_of_it(
    open_vocabulary: MoonshineRecogniser, voice: PyttsxVoice, said: str, intent: Intent
) -> None:
    ear = Ear(open_vocabulary, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    assert intents_of(hear(ear, QUIET, voice.clip(said, 178).sound, QUIET, QUIET)) == [intent]


def test_what_sounds_like_stop_waits_a_moment_for_sharp_pain(open_vocabulary: MoonshineRecogniser) -> None:
    new_yorker = PyttsxVoice("en-us-nyc+m5", pitch=55)
    sound = new_yorker.clip("sharp pain", 160).sound  # the engine hears "shop" and then "sharp pain"
    new_yorker.close()
    ear = Ear(open_vocabulary, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    assert intents_of(hear(ear, QUIET, sound, QUIET)) == [Intent.HURTS]


def test_a_safety_phrase_is_understood_where_the_engine_writes_something_else_but_finds_it_likely(
    open_vocabulary: MoonshineRecogniser, voice: PyttsxVoice
) -> None:
    ear = Ear(open_vocabulary, ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    sound = voice.clip("that hertz", 178).sound  # it writes "let's heard"
    (event,) = hear(ear, QUIET, sound, QUIET)
    assert isinstance(event, Heard)
    assert event.match.intent is Intent.HURTS
    assert event.at < RATE + len(sound) + samples(0.4)


def test_an_answer_counts_only_while_it_is_asked_for(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    four = voice.clip("four", 178).sound
    ear.listen(Live(timed=True))
    assert intents_of(hear(ear, QUIET, four, QUIET)) == []


def test_the_phase_may_change_between_utterances(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook)
    ear.listen(Live(answers=YES_NO))
    assert intents_of(hear(ear, QUIET, voice.clip("yes", 178).sound, QUIET)) == [Intent.ANSWER]
    ear.listen(Live(answers=PAIN))
    assert intents_of(hear(ear, QUIET, voice.clip("seven", 178).sound, QUIET)) == [Intent.ANSWER]


def test_a_word_that_the_coach_itself_is_saying_is_no_command_while_it_hears_itself(
    recogniser: VoskRecogniser, voice: PyttsxVoice
) -> None:
    word = voice.clip("next", 178).sound
    ear = Ear(recogniser, ENGLISH.phrasebook, own_words=lambda start, end: {"next"})
    ear.listen(Live(timed=True))
    assert hear(ear, QUIET, word, QUIET, played=np.concatenate((QUIET, word))) == []


def test_with_headphones_nothing_is_masked(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    welcome = np.concatenate([np.concatenate((voice.clip("hello and welcome", 178).sound, QUIET))] * 6)
    ear = ear_beside_speaker(recogniser, ENGLISH.phrasebook, own_words=lambda start, end: {"next"})
    ear.listen(Live(timed=True))
    silence = np.zeros_like(welcome)
    heard = hear(ear, silence, voice.clip("next", 178).sound, QUIET, played=welcome)
    assert intents_of(heard) == [Intent.NEXT]


def talked_over(ear: Ear, voice: PyttsxVoice, word: str, echo: float) -> tuple[list[Heard | NearlyHeard], list[float]]:
    """What is understood where `word` is said over a long talk that comes back with `echo` of its strength.

    And how much more softly the coach was to speak, block by block, from a second before the word.
    """
    talk = np.concatenate([voice.clip("the shoulder of an animal in a picture, and hello", 144).sound] * 5)
    heard: list[Heard | NearlyHeard] = []
    softened: list[float] = []
    said_at = len(talk) - 2 * RATE
    microphone = talk * echo + np.random.default_rng(1).normal(0, 15, len(talk))
    sound = voice.clip(word, 153).sound
    microphone[said_at : said_at + len(sound)] += sound
    for at in range(0, len(talk) // BLOCK * BLOCK, BLOCK):
        block = Block(at, microphone[at : at + BLOCK].astype(np.int16), talk[at : at + BLOCK])
        heard += ear.hear(block)
        softened += [ear.softening_db] if at >= said_at - RATE else []
    return heard, softened


@pytest.fixture
def stranger() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice("gmw/en-us", volume=0.4)
    yield voice
    voice.close()


@pytest.mark.parametrize(("word", "taken"), [("next", []), ("stop", [Intent.STOP])])
def test_where_the_echo_cannot_be_taken_out_only_safety_words_are_taken_while_the_coach_speaks(
    recogniser: VoskRecogniser, stranger: PyttsxVoice, word: str, taken: list[Intent]
) -> None:
    ear = ear_beside_speaker(recogniser, ENGLISH.phrasebook, lambda start, end: {"talk"}, "none")
    ear.listen(Live(timed=True))
    heard, _ = talked_over(ear, stranger, word, echo=0.05)
    assert ear.listening is Listening.HALF_DUPLEX
    assert intents_of(heard) == taken


def test_where_it_is_taken_out_every_command_is_and_the_voice_is_lowered_with_the_first_sound_of_the_user(
    recogniser: VoskRecogniser, stranger: PyttsxVoice
) -> None:
    ear = ear_beside_speaker(recogniser, ENGLISH.phrasebook, lambda start, end: {"talk"})
    ear.listen(Live(timed=True))
    heard, softened = talked_over(ear, stranger, "next", echo=0.1)
    assert ear.listening is Listening.FULL
    assert intents_of(heard) == [Intent.NEXT]
    first = next(number for number, decibels in enumerate(softened) if decibels < 0)
    assert RATE - BLOCK <= first * BLOCK <= RATE + samples(0.25)
    assert softened[-1] == 0


def test_a_safety_word_that_the_coach_itself_is_just_saying_is_not_obeyed_and_the_other_one_is(
    recogniser: VoskRecogniser, voice: PyttsxVoice
) -> None:
    ear = Ear(recogniser, ENGLISH.phrasebook, lambda start, end: {"say", "stop"})
    ear.listen(Live())
    heard = hear(ear, QUIET, voice.clip("stop", 160).sound, QUIET, voice.clip("that hurts", 160).sound, QUIET)
    assert intents_of(heard) == [Intent.HURTS]
