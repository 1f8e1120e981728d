"""Asserts coach.session.telling: a question of the person's puts off no question of the coach's, nor its reminders."""

from coach.clock import seconds
from coach.session.asking import ASK_AGAIN, WITH_KEYS
from coach.session.patience import REMIND
from tests.session.driver import Company


def test_after_help_the_quiet_begins_when_the_question_has_been_asked_once_more() -> None:
    company = Company()
    company.begin()
    company.hear_out()
    for _ in range(WITH_KEYS - 1):
        company.wait(seconds(ASK_AGAIN))
    assert company.view.asked == WITH_KEYS
    said_at = company.at
    company.say("help")
    company.hear_out()
    assert company.at > said_at
    assert company.session.deadline == company.at + REMIND
