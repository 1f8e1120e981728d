"""The synthetic user knows a word that arrived whole from one that the machine broke."""

import numpy as np
import pytest

from coach.clock import RATE
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.recorded import Wave
from tests.spoken import whole


@pytest.fixture(scope="module")
def sounds() -> tuple[Wave, Wave]:
    """A word, and a longer sentence."""
    voice = PyttsxVoice("en-us")
    word, talk = (
        voice.clip(text, 178).sound.astype(float) for text in ("switch foot", "Explore the heel, and the arch.")
    )
    voice.close()
    return word, talk


def heard(word: Wave, talk: Wave | float = 0.0) -> Wave:
    """The word half a second after the beginning, over something else."""
    room = np.zeros(4 * RATE) + 0.1
    room[RATE // 2 :][: len(word)] += word
    if isinstance(talk, np.ndarray):
        room[: len(talk)] += talk[: len(room)]
    return room


def test_a_word_that_arrived_is_whole_alone_and_under_louder_talk(sounds: tuple[Wave, Wave]) -> None:
    word, talk = sounds
    assert whole(word, heard(word), 0.8)
    assert whole(word / 2, heard(word / 2, talk), 0.2)


@pytest.mark.parametrize("least", [0.2, 0.8])
def test_a_word_with_a_gap_or_a_jump_or_none_at_all_is_not(sounds: tuple[Wave, Wave], least: float) -> None:
    word, talk = sounds
    middle = RATE // 8
    gap, jump = word.copy(), np.concatenate([word[:middle], word[middle + RATE // 10 :]])
    gap[middle : middle + RATE // 4] = 0
    assert not whole(word, heard(gap), least)
    assert not whole(word, heard(jump), least)
    assert not whole(word, heard(talk), least)
