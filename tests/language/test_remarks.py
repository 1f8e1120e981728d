"""Answers that are given with a remark of which no template knows."""

import pytest

from coach.language.catalogues import load_language
from coach.language.intents import PAIN, YES_NO, Intent, Live

ENGLISH, GERMAN = (load_language(code).phrasebook for code in ("en", "de"))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("no i've been fine since the summer", "no"),
        ("no i walk quite normally", "no"),
        ("yes that happened last week", "yes"),
        ("oh yes it's terrible", "yes"),
        ("yes i've got type two", "yes"),
    ],
)
def test_a_yes_or_a_no_may_come_with_a_remark_about_oneself(said: str, answer: str) -> None:
    found = ENGLISH.match(said, Live(answers=YES_NO))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, answer)


@pytest.mark.parametrize(("said", "answer"), [("nine it's awful", "nine"), ("it's down to two now", "two")])
def test_a_number_may_come_with_a_remark_about_the_soreness(said: str, answer: str) -> None:
    found = ENGLISH.match(said, Live(answers=PAIN))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, answer)


@pytest.mark.parametrize(
    "said",
    [
        "no she left already",
        "no i have a lot of pain",
        "no it is swollen",
        "no i can't walk",
        "no sugar for me",
        "yes the minister said so yesterday in parliament again and again",
    ],
)
def test_a_remark_about_anything_else_or_one_that_contradicts_is_no_answer(said: str) -> None:
    found = ENGLISH.match(said, Live(answers=YES_NO))
    assert found is None or found.intent is not Intent.ANSWER


def test_a_no_before_what_would_be_a_yes_is_asked_about() -> None:
    found = ENGLISH.match("no the doctor said it's fine", Live(answers=YES_NO))
    assert found is not None
    assert found.intent is Intent.UNSURE


def test_a_remark_is_heard_in_german_as_well() -> None:
    found = GERMAN.match("nein seit gestern ist alles gut", Live(answers=YES_NO))
    assert found is not None
    assert found.answer == "no"


def test_a_remark_is_no_answer_where_nothing_is_asked() -> None:
    assert ENGLISH.match("no i've been fine since the summer", Live(timed=True)) is None
