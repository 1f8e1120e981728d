"""Asserts coach.session.corrections: what was answered is put right, and what is asked then is asked once more."""

from coach.language.intents import Intent, Match
from tests.english import wording
from tests.session.driver import WELL, Company

KNOWN = {"foot": "right", "tool": "ball", "feeling": "no", "diabetes": "no"}


def mean(company: Company, intent: Intent, answer: str) -> list[str]:
    return company.mean(Match(intent, answer, answer), early=True)


def test_an_answer_corrected_while_a_step_asks_something_leaves_its_question_to_be_asked_again() -> None:
    company = Company()
    company.to_instruction("achilles", stop_at_question=True)
    company.hear_out()
    said = mean(company, Intent.CORRECT, "five")
    assert said[0] == wording.sorry
    assert said[-1] == "Is it inflamed?"
    assert company.session.answers["before right"] == "five"


def test_the_foot_in_hand_cannot_be_changed_to_itself_and_that_is_said() -> None:
    company = Company().to_second(5)
    assert mean(company, Intent.CHANGE, "left") == [wording.as_far_as_it_goes]


def test_both_feet_in_place_of_one_last_time_begin_with_that_one() -> None:
    company = Company(remembered=KNOWN)
    company.begin()
    company.hear_out()
    company.answer_all(WELL, {"same": "yes", "new": "no"})
    assert company.view.question == "last"
    company.hear_out()
    mean(company, Intent.CHANGE, "both")
    assert (company.session.answers["foot"], company.session.answers["first"]) == ("both", "right")
