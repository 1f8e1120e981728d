"""Asserts coach.session.journey within a session: changing feet by voice, each foot keeping its own place."""

from coach.routines.routine import Side
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import Company


def test_switch_foot_speaks_a_changeover_and_waits_for_ready() -> None:
    company = Company().to_second(12)
    assert company.say("switch foot") == ["Other side now, right foot.", "Cross the other leg over.", wording.say_ready]
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


def test_before_the_only_foot_it_changes_which_one_and_asks_how_sore_that_is() -> None:
    company = Company().to_preparation(only_left())
    said = company.say("other foot")
    assert said == ["Then it is the right foot.", wording.ask["before right"]]
    company.say("three")
    assert company.step == "chair"
    assert company.session.journey.order == (Side.RIGHT,)
    assert company.session.answers["foot"] == "right"


def test_a_soreness_that_is_known_is_not_asked_twice() -> None:
    company = Company().to_preparation(only_left())
    company.say("other foot")
    company.say("three")
    assert company.say("other foot")[0] == "Then it is the left foot."
    assert company.view.question == ""


def test_severe_pain_in_the_foot_changed_to_ends_the_session() -> None:
    company = Company().to_preparation(only_left())
    company.say("other foot")
    assert wording.refusal["severe"] in company.say("nine")


def test_a_foot_that_was_not_chosen_is_asked_about_before_its_turn() -> None:
    company = Company().to_feet(only_left())
    assert company.say("switch foot") == [wording.ask["before right"]]
    assert "Other side now, right foot." in company.say("one")
    company.say("ready")
    assert company.session.journey.order == (Side.LEFT, Side.RIGHT)


def test_a_pause_before_that_answer_does_not_lose_the_question() -> None:
    company = Company().to_feet(only_left())
    company.say("switch foot")
    company.say("pause")
    assert company.say("resume") == [wording.ask["before right"]]


def test_back_from_the_changeover_returns_to_the_foot_that_was_left() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("back")
    assert company.place == (Side.LEFT, "press")
    assert company.held == 12.0


def test_a_change_of_mind_at_the_changeover_leaves_the_only_foot_the_only_one() -> None:
    company = Company().to_feet(only_left())
    company.say("switch foot")
    company.say("two")
    company.say("back")
    assert company.session.journey.order == (Side.LEFT,)


def test_back_from_the_first_step_of_the_second_foot_returns_to_the_changeover() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("ready")
    assert company.say("back")[0] == "Other side now, right foot."


def test_repeat_during_a_changeover_says_it_afresh() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.hear_out()
    assert company.say("what was that")[0] == "Other side now, right foot."


def test_a_paused_changeover_can_be_heard_once_more_and_stays_paused() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("pause")
    assert company.say("repeat")[0] == "Other side now, right foot."
    company.hear_out()
    assert company.mode is Mode.PAUSED


def test_skipping_the_changeover_goes_to_the_foot() -> None:
    company = Company().to_second(12)
    company.say("switch foot")
    company.say("next")
    assert company.place == (Side.RIGHT, "explore")
