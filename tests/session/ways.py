"""Whole ways through a session, which tests of its end and of what is kept of it go."""

from coach.session.session import Mode
from tests.session.driver import AFTER, Company


def do_everything(company: Company) -> None:
    """Do every step of both feet, and answer all, until it is over."""
    company.to_feet()
    while not company.finished:
        company.answer_all({"gate": "no", "tool": "ball"}, AFTER)
        company.hear_out()
        if company.mode is Mode.TIMING:
            company.end_hold()
        elif company.mode is Mode.WAITING:
            company.say("ready")


def closing_after(company: Company, **answers: str) -> list[str]:
    """What is said at the end, when the soreness was four and three before; `answers` are those by foot afterwards."""
    company.to_second(0)
    company.end_hold()
    company.to_last("skip")
    company.say("ready")
    company.to_second(0)
    company.end_hold()
    company.to_last("skip")
    company.answer_all(AFTER, {f"after {side}": answer for side, answer in answers.items()})
    return company.hear_out()
