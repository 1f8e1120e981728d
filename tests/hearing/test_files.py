"""Recorded speech, heard by the real recogniser through the ear of a session."""

from collections.abc import Iterator

import numpy as np
import pytest

from coach.errors import RecordingError
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.files import PHASES, FileEar, phase
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ANSWERS, ENGLISH, phrases


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice("en-us")
    yield voice
    voice.close()


def said(voice: PyttsxVoice, *words: str) -> Samples:
    """The words, two seconds of silence between them, and none before or after."""
    quiet = np.zeros(32_000, np.int16)
    parts = [part for word in words for part in (voice.clip(word, 178).sound, quiet)]
    return np.concatenate(parts[:-1])


def test_commands_come_in_order_with_their_times(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "next", "pause")
    heard = list(FileEar(recogniser, ENGLISH.phrasebook, PHASES["all"]).hear(sound))
    assert [row["intent"] for row in heard] == ["next", "pause"]
    assert heard[0]["start"] == pytest.approx(0, abs=0.15)
    assert heard[1]["end"] == pytest.approx(len(sound) / 16_000, abs=0.15)
    assert all(row["start"] < row["end"] <= row["decided_at"] < row["end"] + 1.5 for row in heard)


def test_one_recording_leaves_nothing_over_for_the_next(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear = FileEar(recogniser, ENGLISH.phrasebook, PHASES["all"])
    half = voice.clip("switch foot", 178).sound
    list(ear.hear(half[: len(half) // 2]))
    assert [row["phrase"] for row in ear.hear(said(voice, "repeat"))] == ["repeat"]


def test_an_answer_is_heard_only_where_one_is_asked_for(recogniser: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "seven")
    assert [row["answer"] for row in FileEar(recogniser, ENGLISH.phrasebook, phase("pain")).hear(sound)] == ["seven"]
    assert list(FileEar(recogniser, ENGLISH.phrasebook, phase("waiting")).hear(sound)) == []


@pytest.mark.parametrize("length", [0, 1, 319, 320, 321, 16_000])
def test_silence_of_any_length_is_no_command(recogniser: VoskRecogniser, length: int) -> None:
    assert list(FileEar(recogniser, ENGLISH.phrasebook, PHASES["all"]).hear(np.zeros(length, np.int16))) == []


def test_in_all_every_phrase_may_be_said_but_those_of_an_answer_to_pain() -> None:
    assert phrases(PHASES["all"]) >= {phrase for answer in ("yes", "left", "ball", "ten") for phrase in ANSWERS[answer]}


def test_an_unknown_phase_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(RecordingError, match="choose one of all, "):
        phase("tuesday")
