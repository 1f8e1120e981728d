"""A soreness: numbers in words and in digits, two of them, halves, and words that sound like one."""

import pytest

from coach.language.intents import PAIN, Live
from tests.language.everyday import answer, said


@pytest.mark.parametrize("text", ["none", "nothing", "no pain", "none at all", "zero"])
def test_no_pain_is_zero_and_never_nine(text: str) -> None:
    assert answer(text, PAIN) == ("zero", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", ("seven", "")),
        ("7.5", ("eight", "seven")),
        ("6.8", ("seven", "")),
        ("four or five", ("five", "four")),
        ("seven and a half", ("eight", "seven")),
        ("seven no four", ("four", "")),
        ("about a five i think", ("five", "")),
        ("to", ("two", "")),
        ("about a for", ("four", "")),
    ],
)
def test_a_soreness_is_understood_in_words_in_digits_and_by_halves(text: str, expected: tuple[str, str]) -> None:
    assert answer(text, PAIN) == expected


@pytest.mark.parametrize("text", ["to", "for", "ate", "won", "i want to", "it's for you"])
def test_a_homophone_is_a_number_only_alone_and_where_a_number_is_asked_for(text: str) -> None:
    assert said(text) is None
    if len(text.split()) > 1:
        assert said(text, Live(answers=PAIN)) is None
