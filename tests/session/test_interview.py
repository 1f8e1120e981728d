"""Asserts coach.session.interview: which question follows which answers, and what the answers mean."""

import pytest

from coach.routines.routine import Side
from coach.session.interview import Interview
from tests.english import wording
from tests.session.driver import WELL


def interview(*answers: dict[str, str], remembered: dict[str, str] | None = None) -> Interview:
    made = Interview(remembered or {}, wording)
    for given in answers:
        for question, answer in given.items():
            made.record(question, answer)
    return made


def given_to(question: str) -> set[str]:
    """The answers to `question` that have a sentence of their own."""
    return {name.partition(" ")[2] for name in wording.read_back if name.startswith(f"{question} ")}


def following(made: Interview) -> str:
    question = made.next_before()
    return question.id if question else ""


def test_both_feet_are_asked_about_first_one_first() -> None:
    made = interview(WELL, {"foot": "both", "first": "right"})
    assert following(made) == "before right"
    made.record("before right", "two")
    assert following(made) == "before left"
    made.record("before left", "skip")
    assert following(made) == ""


def test_how_to_answer_is_told_with_the_first_question_only() -> None:
    first, second = interview().next_before(), interview({"severe": "no"}).next_before()
    assert first is not None
    assert second is not None
    assert (first.sentences[0], second.sentences) == (wording.screening, (wording.ask["injury"],))


@pytest.mark.parametrize("number", ["eight", "nine", "ten"])
def test_severe_soreness_in_either_foot_refuses(number: str) -> None:
    refusal = interview({"before right": number}).refusal()
    assert refusal is not None
    assert refusal.reason == "severe"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"week": "yes"},
        {"week": "yes", "professional": "yes"},
        {"diabetes": "yes"},
        {"before left": "seven"},
        {"before left": "skip"},
    ],
)
def test_these_answers_do_not_refuse(answers: dict[str, str]) -> None:
    assert interview(answers).refusal() is None


def test_lost_feeling_is_not_called_a_sign_of_something_serious() -> None:
    refusal = interview({"feeling": "yes"}).refusal()
    assert refusal is not None
    assert wording.could_be_serious not in refusal.sentences


def test_diabetes_rules_out_the_frozen_bottle_only() -> None:
    assert interview({"diabetes": "yes"}).barred_tools() == {"bottle"}
    assert interview({"diabetes": "no"}).barred_tools() == frozenset()


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ("four", "six", True),
        ("four", "five", False),
        ("four", "zero", False),
        ("skip", "ten", False),
        ("two", "skip", False),
    ],
)
def test_worse_is_two_or_more_above_before(before: str, after: str, worse: bool) -> None:
    assert interview({"before left": before, "after left": after}).got_worse() is worse


def test_soreness_of_one_foot_is_not_measured_against_the_other() -> None:
    assert not interview({"before left": "zero", "after right": "six"}).got_worse()


def test_severe_soreness_afterwards_is_known_even_where_it_was_not_told_before() -> None:
    assert interview({"before left": "skip", "after left": "eight"}).severe_after()


def test_remembered_diabetes_has_its_own_question() -> None:
    signs = {question: "no" for question in WELL if question not in {"feeling", "diabetes"}}
    question = interview(signs, remembered={"feeling": "no", "diabetes": "yes"}).next_before()
    assert question is not None
    assert question.sentences == (wording.same_with_diabetes,)


def test_one_yes_confirms_all_that_is_remembered() -> None:
    made = interview({"same": "yes"}, remembered={"feeling": "no", "diabetes": "yes"})
    assert made.answers == {"same": "yes", "feeling": "no", "diabetes": "yes"}


def test_taking_back_asks_for_the_last_answer_given() -> None:
    made = interview(WELL, {"foot": "left"})
    assert made.take_back_before()
    assert following(made) == "foot"


def test_a_changed_week_is_asked_on_accordingly() -> None:
    made = interview({"severe": "no", "injury": "no", "weight": "no", "week": "yes"})
    assert following(made) == "professional"
    made.take_back_before()
    made.record("week", "no")
    assert following(made) == "signs"


def test_there_is_nothing_to_take_back_at_the_beginning() -> None:
    assert not interview().take_back_before()
    assert not interview(WELL).take_back_after([Side.LEFT])


def test_a_change_of_feet_changes_the_answer_it_overrules() -> None:
    both, one = interview({"foot": "both", "first": "left"}), interview({"foot": "left"})
    both.change_feet((Side.RIGHT, Side.LEFT))
    one.change_feet((Side.RIGHT,))
    assert (both.answers["foot"], both.answers["first"], one.answers["foot"]) == ("both", "right", "right")


def test_soreness_is_read_back_as_a_number_of_ten() -> None:
    assert wording.answer_read_back("before left", "four") == "Four of ten."


def test_every_answer_to_every_question_has_a_sentence_that_reads_it_back() -> None:
    made = interview(remembered={"feeling": "no", "diabetes": "no"})
    for question in wording.ask:
        asked = made.soreness_before(Side.LEFT) if " " in question else None
        answers = asked.answers if asked else given_to(question)
        assert len(answers) >= 2
        assert all(wording.answer_read_back(question, answer).endswith(".") for answer in answers)
