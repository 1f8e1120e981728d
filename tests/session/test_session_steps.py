"""Asserts session.teaching and session.commands: going from step to step, gates, and the choice of a tool."""

import pytest

from coach.language.intents import SKIP, Intent, Match
from coach.session.effects import Say
from coach.session.events import Spoken
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import Company

# --- ready, next, back ------------------------------------------------------------------------------------------------


def test_ready_during_an_instruction_goes_straight_to_the_lead_in() -> None:
    company = Company().to_instruction("press")
    assert company.say("ready") == [wording.lead_in]


def test_next_skips_a_hold_and_notes_the_seconds_held() -> None:
    company = Company().to_second(12)
    company.say("move on")
    assert company.notes("step")[-1] == {"foot": "left", "step": "press", "ending": "skipped", "seconds": 12.0}


@pytest.mark.parametrize("words", ["ready", "next", "done", "i'm done"])
def test_a_step_that_waits_is_done_at_ready_next_and_done(words: str) -> None:
    company = Company().to_preparation()
    company.hear_out()
    company.say(words)
    assert company.notes("step")[-1]["ending"] == "done"
    assert company.step == "oil"


def test_a_step_that_waits_can_be_skipped() -> None:
    company = Company().to_preparation()
    company.hear_out()
    company.mean(Match(Intent.NEXT, "skip this", topic=SKIP))
    assert company.notes("step")[-1]["ending"] == "skipped"


def test_back_in_a_hold_goes_to_the_step_before() -> None:
    company = Company().to_second(12)
    company.say("go back")
    assert company.step == "explore"


def test_a_hold_left_by_back_is_taken_up_where_it_was() -> None:
    company = Company().to_second(12)
    company.say("previous step")
    company.say("next")
    assert company.say("ready") == ["Eighteen left", wording.lead_in]


def test_back_before_the_very_first_step_takes_the_last_answer_of_the_interview_back() -> None:
    company = Company().to_preparation()
    assert company.say("back")[0] == wording.sorry
    assert company.view.question == "before right"


def test_back_from_the_first_step_of_a_foot_goes_to_the_preparation() -> None:
    company = Company().to_feet()
    company.say("back")
    assert company.step == "oil"


# --- what a step needs to know ----------------------------------------------------------------------------------------


def test_a_gate_is_asked_before_its_step() -> None:
    company = Company().to_second(0)
    assert company.end_hold() == ["Is it inflamed?"]


def test_yes_at_the_gate_leaves_the_step_out() -> None:
    company = Company().to_second(0)
    company.end_hold()
    assert company.say("yes")[0] == wording.left_out
    assert company.notes("step")[-1]["ending"] == "left out"
    assert company.step == "wipe"


def test_the_gate_is_not_asked_a_second_time_for_a_repeat() -> None:
    company = Company().to_instruction("achilles")
    assert company.view.question == ""
    assert "Take the tendon." in company.say("repeat")


def test_a_gate_may_be_passed_by_skipping_the_step() -> None:
    company = Company().to_second(0)
    company.end_hold()
    company.say("skip")
    assert company.notes("step")[-1] == {"foot": "left", "step": "achilles", "ending": "skipped", "seconds": 0.0}


def test_the_tool_is_chosen_by_voice_read_back_and_told_about() -> None:
    company = Company().to_instruction("wipe")
    company.say("done")
    assert company.answer == ["What will you roll on: the frozen bottle, the ball, or hands only?"]
    assert company.say("hands only")[0] == "Just your hands."
    assert "Stroke the sole." in company.answer


def test_a_late_end_of_speech_starts_no_clock() -> None:
    company = Company().to_instruction("press")
    instruction = next(effect for effect in reversed(company.effects) if isinstance(effect, Say))
    company.say("pause")
    company.tell(Spoken(instruction.say_id, company.at))
    assert company.mode is Mode.PAUSED


@pytest.mark.parametrize("told", ["bottle", "the frozen bottle", "frozen"])
def test_the_frozen_bottle_is_declined_with_the_reason_where_it_must_not_be_used(told: str) -> None:
    company = Company().to_feet({"diabetes": "yes"}).to_instruction("roll", stop_at_question=True)
    company.answer_all({"gate": "no"})
    company.hear_out()
    asked = company.view.question
    assert company.say(told) == [wording.nothing_frozen, wording.ask_tool(("ball", "hands only"))]
    assert company.press("f") == [wording.nothing_frozen, wording.ask_tool(("ball", "hands only"))]
    assert (asked, company.view.question) == ("tool", "tool")
