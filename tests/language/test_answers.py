"""Answers in everyday words to the question that is open, corrections, and what decides nothing."""

import pytest

from coach.language.intents import AFTER_HURT, ANSWERS, FEET, PAIN, SIDES, TOOLS, YES_NO, Intent, Live, Match
from tests.language.everyday import answer, meant, said


@pytest.mark.parametrize(
    ("text", "live", "expected"),
    [
        ("just too much", Live(answers=AFTER_HURT | YES_NO), "no"),
        ("yes please stop", Live(answers=YES_NO, ending=True), "yes"),
        ("no don't stop", Live(answers=YES_NO, ending=True), "no"),
    ],
)
def test_a_question_of_the_safety_lane_takes_its_answer_also_from_its_own_words(
    text: str, live: Live, expected: str
) -> None:
    found = said(text, live)
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, expected)


def test_stop_said_to_the_question_whether_to_end_answers_it() -> None:
    assert answer("stop", YES_NO, ending=True) == ("yes", "")
    assert meant("stop", Live(answers=YES_NO)) is Intent.STOP


@pytest.mark.parametrize(
    ("text", "answers", "intent"),
    [
        ("eleven", PAIN, Intent.OUT_OF_RANGE),
        ("20", PAIN, Intent.OUT_OF_RANGE),
        ("two or nine", PAIN, Intent.UNSURE),
        ("maybe", YES_NO, Intent.UNSURE),
        ("i don't mind", SIDES, Intent.EITHER),
        ("whatever you like", TOOLS, Intent.EITHER),
        ("maybe", frozenset[str](), None),
        ("eleven", YES_NO, None),
    ],
)
def test_what_decides_nothing_is_understood_where_it_is_asked(
    text: str, answers: frozenset[str], intent: Intent | None
) -> None:
    assert meant(text, Live(answers=answers)) is intent


@pytest.mark.parametrize("text", ["oh", "um", "uh", "er", "ah", "well", "hey", "so", "god", "hell"])
def test_a_word_that_says_nothing_answers_no_question(text: str) -> None:
    assert meant(text, Live(answers=YES_NO)) is not Intent.ANSWER
    assert meant(text, Live(answers=PAIN)) is not Intent.ANSWER


def test_both_feet_may_be_given_their_order() -> None:
    assert answer("both but start with the left", FEET) == ("both", "left")
    assert answer("left then right", SIDES) == ("left", "")


def test_a_sign_is_a_yes_only_to_the_question_that_names_it() -> None:
    assert answer("some swelling", YES_NO, signs=frozenset({"swelling"})) == ("yes", "")
    assert answer("some swelling", YES_NO) == ("", "")


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("no wait i meant left", "left"), ("make that a six", "six"), ("i said no", "no"), ("no right", "right")],
)
def test_the_answer_before_may_be_corrected(text: str, corrected: str) -> None:
    found = said(text, Live(answers=YES_NO, before=frozenset(ANSWERS)))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.CORRECT, corrected)


@pytest.mark.parametrize("text", ["no i don't", "no not really", "no i haven't", "no none of those", "no"])
def test_a_no_of_several_words_answers_the_open_question_and_corrects_none_before(text: str) -> None:
    found = said(text, Live(answers=YES_NO, before=YES_NO))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, "no")


def test_the_answer_before_may_be_rejected_without_another() -> None:
    assert meant("no that's wrong", Live(answers=YES_NO, before=YES_NO)) is Intent.BACK


def test_a_tool_that_is_asked_for_is_an_answer_however_it_is_put() -> None:
    assert answer("i'll use the roller", TOOLS) == ("roller", "")


def test_a_scrap_of_talk_is_no_yes_and_no_foot() -> None:
    scraps = ("it was", "i'm sorry", "the right", "he's right", "and then", "like that", "when did", "no one told me")
    assert [answer(text, YES_NO)[0] for text in scraps] == [""] * len(scraps)
    assert [answer(text, FEET)[0] for text in ("all right", "that's right", "that's all", "right now")] == [""] * 4


def test_what_is_no_answer_in_one_sense_stays_one_beside_it_and_where_it_is_asked_for() -> None:
    assert answer("yes right now", YES_NO) == ("yes", "")
    assert answer("the right", FEET) == ("right", "")
    assert meant("it hurts right now", Live(answers=FEET)) is Intent.HURTS
    assert meant("let's go", Live(waiting=True)) is Intent.READY


def test_okay_does_not_make_a_pain_sharp() -> None:
    live = Live(answers=AFTER_HURT | YES_NO, timed=True)
    assert {meant(text, live) for text in ("okay", "fine", "it's okay")} == {Intent.UNSURE}
    assert said("yes", live) == Match(Intent.ANSWER, "yes", "yes")
