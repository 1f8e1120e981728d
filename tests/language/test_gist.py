"""What no template foresees: hedges, questions put in other words, one thing said twice, reasons; and mere talk."""

import pytest

from coach.language.catalogues import load_language
from coach.language.intents import FEET, PAIN, YES_NO, Intent, Live, Match

ENGLISH, GERMAN = (load_language(code).phrasebook for code in ("en", "de"))
HOLD = Live(timed=True)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("could you just kind of maybe go back a step", Intent.BACK),
        ("not yet hang on", Intent.PAUSE),
        ("i missed that go back a step", Intent.BACK),
        ("next please my thumb is tired", Intent.NEXT),
        ("stop counting", Intent.FEWER_COUNTS),
        ("which exercise would that be", Intent.WHERE),
    ],
)
def test_a_command_is_understood_whatever_stands_in_its_middle_or_after_it(said: str, intent: Intent) -> None:
    found = ENGLISH.match(said, HOLD)
    assert found is not None
    assert found.intent is intent


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("so is my thumb meant to go any deeper here", "how hard"),
        ("why does this help my heel", "why"),
        ("should i move my thumb slower than this", "how fast"),
        ("my foot cracks is that okay", "is it normal"),
        ("my toes are numb is that normal", "when professional"),
    ],
)
def test_a_question_is_understood_however_it_is_put(said: str, topic: str) -> None:
    found = ENGLISH.match(said, HOLD)
    assert found is not None
    assert (found.intent, found.topic) == (Intent.ASK, topic)


@pytest.mark.parametrize(
    "said",
    [
        "why is the train late again",
        "how hard can it be he said",
        "is it okay for your mother",
        "that is the wrong bus",
        "next please said the lady at the desk",
        "we just go there and come back",
    ],
)
def test_talk_with_a_word_of_something_else_comes_down_to_nothing(said: str) -> None:
    assert ENGLISH.match(said, HOLD) is None


def test_a_question_is_understood_in_german_as_well() -> None:
    found = GERMAN.match("soll mein daumen da eigentlich noch etwas tiefer drücken", HOLD)
    assert found is not None
    assert found.topic == "how hard"


# --- answers ----------------------------------------------------------------------------------------------------------


def answered(said: str, live: Live) -> tuple[Intent, str] | None:
    found: Match | None = ENGLISH.spot_safety(said, live) or ENGLISH.match(said, live)
    return (found.intent, found.answer) if found else None


@pytest.mark.parametrize(
    "said", ["maybe not", "i hope not", "can't say", "not completely", "i'm not sure no", "not always"]
)
def test_a_no_that_is_none_to_rely_on_decides_nothing(said: str) -> None:
    assert answered(said, Live(answers=YES_NO)) == (Intent.UNSURE, "")


@pytest.mark.parametrize("said", ["i haven't had an injury", "no i didn't fall or anything", "there is no swelling"])
def test_what_is_denied_is_a_no(said: str) -> None:
    assert answered(said, Live(answers=YES_NO)) == (Intent.ANSWER, "no")


@pytest.mark.parametrize(
    "said", ["no it is swollen", "it is swollen not red", "no fever but swelling", "i don't feel them"]
)
def test_what_denies_one_thing_and_tells_of_another_is_no_answer(said: str) -> None:
    assert answered(said, Live(answers=YES_NO)) is None


def test_of_several_signs_one_that_is_denied_says_nothing_of_the_others() -> None:
    signs = frozenset({"swelling", "redness", "fever", "numbness"})
    assert answered("i don't have any fever", Live(answers=YES_NO, signs=signs)) == (Intent.UNSURE, "")
    assert answered("i haven't any fever or swelling", Live(answers=YES_NO, signs=signs)) == (Intent.ANSWER, "no")


def test_i_did_not_get_that_asks_for_the_question_again_and_is_no_answer() -> None:
    assert answered("i did not get that", Live(answers=YES_NO)) == (Intent.REPEAT, "")


def test_words_of_pain_beside_a_soreness_are_part_of_the_answer() -> None:
    assert answered("five it hurts", Live(answers=PAIN)) == (Intent.ANSWER, "five")
    assert answered("it hurts", Live(answers=PAIN)) == (Intent.HURTS, "")


def test_a_yes_before_an_answer_that_is_none_says_nothing() -> None:
    assert answered("yes both", Live(answers=FEET)) == (Intent.ANSWER, "both")


# --- "weiter" ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("live", "intent"),
    [(HOLD, Intent.NEXT), (Live(waiting=True), Intent.READY), (Live(paused=True, timed=True), Intent.RESUME)],
)
def test_weiter_goes_on_with_whatever_there_is(live: Live, intent: Intent) -> None:
    found = GERMAN.match("weiter", live)
    assert found is not None
    assert found.intent is intent
