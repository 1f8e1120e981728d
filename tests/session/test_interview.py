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


def knows_me(**more: str) -> dict[str, str]:
    """What an earlier session left, of somebody who feels their feet and has no diabetes."""
    return {"feeling": "no", "diabetes": "no", **more}


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


def test_what_the_questions_are_for_is_told_with_the_first_one_only() -> None:
    first, second = interview().next_before(), interview({"today": "no"}).next_before()
    assert first is not None
    assert second is not None
    assert (first.lead, second.lead) == ((wording.screening,), ())


def test_a_no_to_a_question_for_several_things_is_a_no_to_each() -> None:
    made = interview({"today": "no"})
    assert made.answers == {"severe": "no", "injury": "no", "weight": "no"}
    assert following(made) == "signs"


def test_a_yes_to_a_question_for_several_things_leads_to_the_single_ones() -> None:
    made = interview({"today": "yes", "severe": "no"})
    assert following(made) == "injury"
    made.record("injury", "no")
    made.record("weight", "no")
    assert following(made) == "signs"


def test_a_sign_that_was_named_is_asked_about_first() -> None:
    made = interview()
    made.record("today", "yes", named="weight")
    assert following(made) == "weight"


@pytest.mark.parametrize(
    ("question", "answer"),
    [("signs", "yes"), ("feeling", "yes"), ("professional", "no"), ("before left", "eight"), ("severe", "yes")],
)
def test_an_answer_that_ends_the_session_is_confirmed_once(question: str, answer: str) -> None:
    made = interview({question: answer})
    assert made.to_confirm() == (question, answer)
    made.confirm()
    assert made.to_confirm() is None


def test_a_single_question_that_a_yes_led_to_is_the_confirmation_itself() -> None:
    assert interview({"today": "yes", "severe": "yes"}).to_confirm() is None


@pytest.mark.parametrize(("question", "answer"), [("week", "yes"), ("diabetes", "yes"), ("after left", "nine")])
def test_an_answer_that_ends_nothing_is_not_confirmed(question: str, answer: str) -> None:
    assert interview({question: answer}).to_confirm() is None


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


def test_diabetes_rules_out_everything_frozen() -> None:
    assert interview({"diabetes": "yes"}).frozen_barred()
    assert not interview({"diabetes": "no"}).frozen_barred()


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
    assert made.answers == {"feeling": "no", "diabetes": "yes"}


def test_who_was_here_in_the_last_days_is_asked_one_question_for_all_that_may_be_new() -> None:
    made = interview({"new": "no"}, remembered=knows_me(week="no"))
    assert set(made.answers.values()) == {"no"}
    assert following(made) == "foot"


def test_as_last_time_takes_feet_order_and_tool() -> None:
    remembered = knows_me(week="no", foot="both", first="right", tool="ball")
    made = interview({"new": "no"}, remembered=remembered)
    assert following(made) == "last"
    made.record("last", "yes")
    assert (made.order_of_feet(), made.answers["tool"]) == ((Side.RIGHT, Side.LEFT), "ball")


def test_not_as_last_time_asks_for_the_feet() -> None:
    made = interview({"new": "no", "last": "no"}, remembered=knows_me(week="no", foot="left"))
    assert following(made) == "foot"


def test_a_frozen_bottle_is_not_offered_again_to_who_has_diabetes() -> None:
    remembered = {"feeling": "no", "diabetes": "yes", "week": "no", "foot": "left", "tool": "bottle"}
    question = interview({"new": "no"}, remembered=remembered).next_before()
    assert question is not None
    assert question.sentences == (wording.as_last_time("left", "", ""),)


def test_taking_back_asks_for_the_last_answer_given() -> None:
    made = interview(WELL, {"foot": "left"})
    assert made.take_back()
    assert following(made) == "foot"


def test_taking_back_all_that_was_answered_leads_to_the_first_question_again() -> None:
    made = interview(WELL, {"foot": "both", "first": "left"})
    while made.take_back():
        pass
    assert (made.answers, following(made)) == ({}, "today")


def test_the_last_answer_can_be_corrected_in_one_go() -> None:
    made = interview(WELL, {"foot": "both", "first": "left"})
    assert made.correct("right") == "first"
    assert made.order_of_feet() == (Side.RIGHT, Side.LEFT)


def test_an_older_answer_is_corrected_where_it_is_plain_which_one_is_meant() -> None:
    made = interview(WELL, {"foot": "left", "before left": "four"})
    assert made.correct("both") == "foot"
    assert following(made) == "first"


def test_a_yes_or_no_corrects_the_very_last_answer_only() -> None:
    made = interview(WELL, {"foot": "left"})
    assert made.correct("yes") == ""
    assert made.answers["diabetes"] == "no"


def test_a_changed_week_is_asked_on_accordingly() -> None:
    made = interview({"today": "no", "signs": "no", "week": "yes"})
    assert following(made) == "professional"
    made.correct("no")
    assert following(made) == "feeling"


def test_there_is_nothing_to_take_back_at_the_beginning() -> None:
    assert not interview().take_back()


def test_a_change_of_feet_changes_the_answer_it_overrules() -> None:
    both, one = interview({"foot": "both", "first": "left"}), interview({"foot": "left"})
    both.change_feet((Side.RIGHT, Side.LEFT))
    one.change_feet((Side.RIGHT,))
    assert (both.answers["foot"], both.answers["first"], one.answers["foot"]) == ("both", "right", "right")


def test_soreness_is_read_back_as_a_number() -> None:
    assert wording.answer_read_back("before left", "four") == "Four."


def test_the_soreness_of_the_second_foot_is_asked_in_short() -> None:
    question = interview(WELL, {"foot": "both", "first": "left", "before left": "four"}).next_before()
    assert question is not None
    assert (question.lead, question.sentences) == (("Four.",), (wording.and_the[Side.RIGHT],))


def test_an_answer_without_news_is_not_read_back() -> None:
    assert wording.answer_read_back("signs", "no") == ""
    assert wording.answer_read_back("diabetes", "yes") != ""
