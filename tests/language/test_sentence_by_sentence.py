"""A text of several sentences as those, and how long a sentence of the coach may be."""

import pytest

from coach.language.catalogues import built_in, load_language
from coach.language.sentence_by_sentence import sentence_by_sentence
from coach.routines.library import built_in as routines
from coach.routines.reader import read_routine
from coach.session.repertoire import sentences_of
from coach.session.settings import WORDS_A_MINUTE
from coach.speaking.silent_voice import seconds_to_say

LONGEST = 7.0
"""Seconds that a sentence may take."""


def test_a_text_is_taken_apart_where_a_sentence_ends_and_nowhere_else() -> None:
    assert sentence_by_sentence("Let go. Is it 2.5 or not? Öl hilft: ja.") == (
        "Let go.",
        "Is it 2.5 or not?",
        "Öl hilft: ja.",
    )
    assert sentence_by_sentence("One alone.") == ("One alone.",)
    assert sentence_by_sentence("") == ()


@pytest.mark.parametrize("code", built_in())
def test_no_sentence_takes_longer_than_seven_seconds(code: str) -> None:
    language = load_language(code)
    own = [routine for path in routines().values() if (routine := read_routine(path)).language == code]
    texts = [*language.wording.sentences(), *(text for each in own for text in sentences_of(each, language.wording))]
    long = [
        one for text in texts for one in sentence_by_sentence(text) if seconds_to_say(one, WORDS_A_MINUTE) > LONGEST
    ]
    assert own
    assert long == []


@pytest.mark.parametrize("code", built_in())
def test_an_answer_to_a_question_is_said_sentence_by_sentence(code: str) -> None:
    wording = load_language(code).wording
    said = set(wording.sentences())
    assert all(set(sentence_by_sentence(answer)) <= said for answer in wording.answers.values())
