"""Asserts coach.session.journey within a session: changing feet by voice, each foot keeping its own place."""

import pytest

from coach.language.intents import Intent, Match
from coach.routines.routine import Side
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import WELL, Company


def test_switch_foot_speaks_a_changeover_and_waits_for_ready() -> None:
    company = Company().to_second(12)
    assert company.say("switch foot") == ["Other side. Right foot up.", "Cross the other leg over.", wording.say_ready]
    company.hear_out()
    assert company.mode is Mode.WAITING


def test_the_other_foot_begins_at_its_own_first_step() -> None:
    company = Company().to_second(12)
    company.say("other foot")
    company.say("ready")
    assert company.place == (Side.RIGHT, "explore")


def test_switching_over_and_over_returns_to_the_middle_of_the_hold() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("ready")
    company.say("switch foot")
    said = company.say("ready")
    assert company.place == (Side.LEFT, "press")
    assert said[0] == "Left foot, steady pressure."
    assert company.hear_out()[-2:] == ["Eighteen left", wording.lead_in]
    assert company.held == 12.0


def test_seconds_added_to_a_hold_are_kept_over_a_switch() -> None:
    company = Company().to_second(12)
    company.say("more time")
    company.say("switch feet")
    company.say("ready")
    company.say("switch feet")
    company.say("ready")
    assert company.say("time left")[0] == "Twenty-eight seconds"


def test_a_foot_that_is_done_has_had_its_turn() -> None:
    company = Company().to_feet()
    while company.view.side is Side.LEFT:
        company.say("skip")
    company.say("ready")
    assert company.place == (Side.RIGHT, "explore")
    assert company.say("switch") == ["The left foot has had its turn.", *company.line[-1].sentences[1:]]
    assert company.place == (Side.RIGHT, "explore")


def test_a_foot_left_unfinished_is_returned_to_when_the_other_is_done() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("ready")
    while company.view.side is Side.RIGHT:
        company.say("skip")
    company.say("ready")
    assert company.place == (Side.LEFT, "press")


def test_before_the_first_foot_it_sets_which_one_is_first() -> None:
    company = Company().to_preparation()
    assert company.say("switch foot")[0] == "Then the right foot goes first."
    company.hear_out()
    company.say("ready")
    company.say("ready")
    assert company.place == (Side.RIGHT, "explore")
    assert company.session.answers["first"] == "right"


def only_left() -> dict[str, str]:
    return {"foot": "left", "before left": "four"}


def test_before_the_only_foot_the_excluded_one_is_asked_for_and_how_sore_it_is() -> None:
    company = Company().to_preparation(only_left())
    assert company.say("other foot") == [wording.foot_left_out[Side.RIGHT]]
    assert company.say("yes") == [wording.ask["before right"]]
    company.say("three")
    assert company.step == "chair"
    assert company.session.journey.order == (Side.RIGHT, Side.LEFT)
    assert company.session.answers["first"] == "right"


def test_before_the_only_foot_the_excluded_one_stays_so_at_a_no() -> None:
    company = Company().to_preparation(only_left())
    company.say("other foot")
    assert "Sit down." in company.say("no")
    assert company.session.journey.order == (Side.LEFT,)


def test_i_meant_the_other_foot_needs_no_question() -> None:
    company = Company().to_preparation(only_left())
    company.mean(Match(Intent.CORRECT, "no i meant right", "right"))
    assert company.view.question == "before right"
    company.say("two")
    assert company.session.journey.order == (Side.RIGHT,)


def test_a_soreness_that_is_known_is_not_asked_twice() -> None:
    company = Company().to_preparation(only_left())
    company.say("other foot")
    company.say("yes")
    company.say("three")
    assert company.say("other foot")[0] == "Then the left foot goes first."
    assert company.view.question == ""


def test_severe_pain_in_the_foot_changed_to_ends_the_session() -> None:
    company = Company().to_preparation(only_left())
    company.say("other foot")
    company.say("yes")
    assert company.say("nine") == [wording.confirm_answer("before right", "nine")]
    assert wording.refusal["severe"] in company.say("yes")


def test_a_foot_that_was_not_chosen_is_asked_about_before_its_turn() -> None:
    company = Company().to_feet(only_left())
    assert company.say("switch foot") == [wording.foot_left_out[Side.RIGHT]]
    assert company.say("yes") == [wording.ask["before right"]]
    assert "Other side. Right foot up." in company.say("one")
    company.say("ready")
    assert company.session.journey.order == (Side.LEFT, Side.RIGHT)


def test_a_pause_before_that_answer_does_not_lose_the_question() -> None:
    company = Company().to_feet(only_left())
    company.say("switch foot")
    company.say("yes")
    company.say("pause")
    assert company.say("resume") == [wording.ask["before right"]]


def test_a_foot_that_was_excluded_stays_excluded_unless_it_is_wanted_after_all() -> None:
    company = Company().to_feet(only_left())
    company.say("switch foot")
    company.say("no")
    assert company.view.side is Side.LEFT
    assert company.session.journey.order == (Side.LEFT,)


def test_back_from_the_changeover_returns_to_the_foot_that_was_left() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("back")
    assert company.place == (Side.LEFT, "press")
    assert company.held == 12.0


def test_a_change_of_mind_at_the_changeover_returns_to_the_foot_before() -> None:
    company = Company().to_feet(only_left())
    company.say("switch foot")
    company.say("yes")
    company.say("two")
    company.say("back")
    assert company.place == (Side.LEFT, "explore")


def test_back_from_the_first_step_of_the_second_foot_returns_to_the_changeover() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("ready")
    assert company.say("back")[0] == "Other side. Right foot up."


def test_repeat_during_a_changeover_says_it_afresh() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.hear_out()
    assert company.say("what was that")[0] == "Other side. Right foot up."


def test_a_paused_changeover_can_be_heard_once_more_and_stays_paused() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("pause")
    assert company.say("repeat")[0] == "Other side. Right foot up."
    company.hear_out()
    assert company.mode is Mode.PAUSED


def test_skipping_the_changeover_goes_to_the_foot() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("next")
    assert company.place == (Side.RIGHT, "explore")


@pytest.mark.parametrize(
    ("told", "first"), [("both, left first", Side.LEFT), ("both but start with the right", Side.RIGHT)]
)
def test_both_feet_told_with_their_order_need_no_second_question(told: str, first: Side) -> None:
    company = Company()
    company.to_preparation({"foot": told})
    assert company.notes("answer")[-3]["answer"] == "both"
    assert company.session.answers["first"] == first
    assert company.view.side is first
    assert wording.answer_read_back("first", first) in company.said
    assert wording.ask["first"] not in company.said


def test_an_order_told_with_both_feet_is_taken_back_with_them() -> None:
    company = asked_for_feet()
    company.say("both, left first")
    assert company.say("go back")[-1] == wording.ask["foot"]
    assert "first" not in company.session.answers


def test_an_order_told_with_both_feet_is_corrected_in_one_go() -> None:
    company = asked_for_feet()
    company.say("both, left first")
    company.hear_out()
    assert wording.answer_read_back("first", "right") in company.say("no, right")
    assert company.view.question == "before right"


def asked_for_feet() -> Company:
    company = Company()
    company.begin()
    company.hear_out()
    company.answer_all(WELL)
    return company
