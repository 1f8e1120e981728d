"""How `scripts/bench voice` compares what was heard with what was said."""

import jiwer
import pytest

from scripts.benchmarks.voice import _errors_that_sound_alike, _words
from tests.english import ENGLISH


@pytest.mark.parametrize(
    ("meant", "heard", "errors", "alike"),
    [
        ("on the sole and the heel", "on the soul and the heal", 2, 2),
        ("left foot heel pad", "left foot he'll pad", 1, 1),
        ("the right foot", "the white foot", 1, 0),
        ("press and hold", "press hold", 1, 0),
        ("both feet", "both feet", 0, 0),
    ],
)
def test_words_that_sound_alike_are_told_apart_from_errors_of_the_voice(
    meant: str, heard: str, errors: int, alike: int
) -> None:
    found = jiwer.process_words([meant], [heard])
    assert found.substitutions + found.deletions + found.insertions == errors
    assert _errors_that_sound_alike(found.references[0], found.hypotheses[0], found.alignments[0]) == alike


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hold for 30 seconds.", "hold for thirty seconds"),
        ("You can say: 05 or ten.", "you can say zero five or ten"),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m here.", "i'm here"),
    ],
)
def test_two_writings_of_the_same_are_equal(text: str, words: str) -> None:
    assert _words(text, ENGLISH) == words
