"""A way to every state of the session's table, for tests that go through all of them and for pages made of them."""

from collections.abc import Callable, Mapping

from coach.clock import samples
from coach.language.intents import Intent, Match
from coach.session.events import (
    Event,
    HearsBadly,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
    Part,
    PartFails,
    PartWorks,
    TimeUp,
    Trouble,
)
from coach.session.table import Happening, State, What
from tests.session.driver import Company

_GIVEN = {Intent.ANSWER: "yes", Intent.CORRECT: "left", Intent.CHANGE: "ball"}
_TOPIC = {Intent.ASK: "why"}


def _asked() -> Company:
    company = Company()
    company.begin()
    company.hear_out()
    return company


def _confirm() -> Company:
    company = _asked()
    company.say("yes")
    company.hear_out()
    company.say("no")
    company.hear_out()
    company.answer_all({"injury": "no", "weight": "no", "signs": "yes"})
    company.hear_out()
    return company


def _heard_out(company: Company) -> Company:
    company.hear_out()
    return company


def _after(company: Company, *words: str) -> Company:
    for said in words:
        company.say(said)
        company.hear_out()
    return company


def _welcome() -> Company:
    company = Company()
    company.begin()
    return company


def _about_to_ask() -> Company:
    company = _asked()
    company.say("no")
    return company


def _leading_in() -> Company:
    company = Company().to_instruction("press")
    company.hear_one()
    return company


def _farewell() -> Company:
    company = _after(Company().to_second(8), "stop")
    company.say("yes")
    return company


def _over() -> Company:
    return _heard_out(_farewell())


THERE: Mapping[State, Callable[[], Company]] = {
    State.WELCOME: _welcome,
    State.ABOUT_TO_ASK: _about_to_ask,
    State.ASKED: _asked,
    State.CONFIRM: _confirm,
    State.CHOICE: lambda: _heard_out(Company().to_instruction("achilles", stop_at_question=True)),
    State.TELLING: lambda: Company().to_instruction("press"),
    State.WAITING: lambda: _heard_out(Company().to_instruction("wipe")),
    State.LEADING_IN: _leading_in,
    State.TIMING: lambda: Company().to_second(8),
    State.PAUSED: lambda: _after(Company().to_second(8), "pause"),
    State.HELD: lambda: _after(Company().to_second(8), "it hurts", "pause"),
    State.HURT: lambda: _after(Company().to_second(8), "it hurts"),
    State.STOP: lambda: _after(Company().to_second(8), "stop"),
    State.END: lambda: _after(Company().to_second(8), "end session"),
    State.FAREWELL: _farewell,
    State.OVER: _over,
}
"""For each state somebody who has come there."""


def bring_about(company: Company, what: What) -> list[str]:
    """Have `what` happen now; gives what the coach begins to say."""
    if isinstance(what, Intent):
        return company.mean(Match(what, what.value, _GIVEN.get(what, ""), _TOPIC.get(what, "")))
    due = company.session.deadline or company.at + samples(1)
    company.at = max(company.at, due if what is Happening.TIME_UP else company.at)
    events: dict[Happening, Event] = {
        Happening.TIME_UP: TimeUp(due),
        Happening.NEARLY: NearlyHeard("pores", company.at),
        Happening.LOST: MicrophoneLost(company.at),
        Happening.FOUND: MicrophoneFound(company.at),
        Happening.SPEAKER_LOST: PartFails(Part.SPEAKER, company.at),
        Happening.SPEAKER_FOUND: PartWorks(Part.SPEAKER, company.at),
        Happening.FAILS: PartFails(Part.SCREEN, company.at),
        Happening.WORKS: PartWorks(Part.SCREEN, company.at),
        Happening.HEARS_BADLY: HearsBadly(Trouble.NOISE, company.at),
    }
    if what is Happening.HALF_DUPLEX:
        company.half_duplex()
    else:
        company.tell(events[what])
    return company.answer
