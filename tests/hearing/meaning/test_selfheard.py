"""Asserts coach.hearing.meaning.selfheard: which words of a sentence the coach would take for a command."""

import pytest

from coach.hearing.meaning.selfheard import SelfHeard, Slip, is_own
from tests.english import ENGLISH

HEARD = SelfHeard(ENGLISH)
slips = HEARD.slips


@pytest.mark.parametrize(
    ("sentence", "words", "phrase"),
    [
        ("Now take the next spot.", "next", "next"),
        ("Say that again, slowly.", "say that again", "say that again"),
        ("STOP!", "stop", "stop"),
        ("Put your whole weight on it.", "weight", "wait"),
        ("You know the spot.", "know", "no"),
        ("Not two much of it.", "two much", "too much"),
        ("Breathe out.", "out", "ouch"),
        ("One step to the side.", "step", "stop"),
        ("Is that so? Yes.", "yes", "yes"),
    ],
)
def test_a_command_and_what_sounds_like_one_is_found(sentence: str, words: str, phrase: str) -> None:
    assert slips(sentence) == [Slip(words, phrase)]


@pytest.mark.parametrize(
    "sentence",
    ["…", "Rest your whole sole on it.", "Backward, nextdoor, unstoppable.", "Zero to ten, left or right"],
)
def test_a_command_is_found_only_as_whole_words_and_answers_are_none(sentence: str) -> None:
    assert slips(sentence) == []


def test_a_longer_phrase_stands_for_the_shorter_ones_in_it_and_each_is_told_once() -> None:
    assert [slip.words for slip in slips("Skip this, then skip this, and skip.")] == ["skip this"]
    assert [slip.words for slip in slips("Stop now, no more.")] == ["stop now", "no"]


def test_every_phrase_is_found_in_a_sentence() -> None:
    assert all(Slip(phrase, phrase) in slips(f"Well {phrase} and so on") for phrase in HEARD.phrases)


def test_a_slip_says_what_is_wrong() -> None:
    assert str(Slip("next", "next")) == '"next" is a command'
    assert str(Slip("step", ENGLISH.phrasebook.misheard["step"])) == '"step" sounds like the command "stop"'


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("take care", True),
        ("that hurt", True),
        ("good bye", True),
        ("good buy", False),
        ("care for", False),
        ("bye", False),
    ],
)
def test_the_coachs_own_are_words_that_it_said_though_an_echo_clips_one_or_a_recogniser_parts_it(
    words: str, own: bool
) -> None:
    assert is_own(words, ["take", "care", "that", "hurts", "goodbye"]) is own
