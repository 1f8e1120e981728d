"""Asserts coach.language.starting: each routine is started by its name, and by nothing else that is said in a room."""

import pytest

from coach.language.catalogues import load_language
from coach.language.intents import YES_NO, Live
from coach.language.language import Language
from coach.language.starting import StartBook, spoken_name, startable

ENGLISH, SAID = startable(load_language("en"), ["heel", "morning", "evening-walk"])
BOOK = ENGLISH.phrasebook
assert isinstance(BOOK, StartBook)
LISTENING = Live(answers=frozenset(BOOK.starts))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("start heel massage", "start heel"),
        ("okay, start the heel massage please", "start heel"),
        ("begin morning massage", "start morning"),
        ("start my evening walk massage", "start evening-walk"),
        ("start the real massage", "start heel"),
        ("start heal message", "start heel"),
    ],
)
def test_a_routine_is_named_by_what_people_call_it(text: str, answer: str) -> None:
    match = BOOK.match(text, LISTENING)
    assert match
    assert match.answer == answer


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "that hurts",
        "yes",
        "next",
        "heel massage",
        "start massage",
        "start",
        "shall we start heel massage today",
    ],
)
def test_nothing_else_means_anything_while_it_waits(text: str) -> None:
    assert BOOK.match(text, LISTENING) is None
    assert BOOK.spot_safety(text, LISTENING) is None


def test_once_it_asks_it_understands_what_a_session_would() -> None:
    asked = Live(answers=YES_NO)
    said = BOOK.match("yes please", asked)
    assert said
    assert said.answer == "yes"
    assert BOOK.spot_safety("oh stop it", asked)
    assert BOOK.match("start heel massage", asked) is None


def test_each_of_the_first_routines_has_a_digit_for_its_key() -> None:
    match = ENGLISH.keys.meaning("2", LISTENING)
    assert match
    assert match.answer == "start morning"


def test_of_two_routines_of_one_spoken_name_the_first_is_started() -> None:
    _, said = startable(load_language("en"), ["my-walk", "my_walk"])
    assert list(said) == ["my-walk"]


@pytest.mark.parametrize(
    ("language", "routine", "name"),
    [
        (load_language("de"), "heel.de", "Fersenmassage"),
        (load_language("de"), "abend", "abend"),
        (load_language("en"), "heel", "heel"),
        (load_language("en"), "Evening_Walk-2", "evening walk 2"),
    ],
)
def test_a_routine_is_called_by_its_name_in_the_language_or_its_files(
    language: Language, routine: str, name: str
) -> None:
    assert spoken_name(language, routine) == name
