"""How the debug log words an event of the session."""

from coach.clock import RATE
from coach.language.intents import Live
from coach.routines.routine import Kind, Routine, Step, Zone
from coach.running.happened import happened
from coach.session.effects import Hush, Listen
from coach.session.events import Begun, TimeUp
from coach.session.session import Session
from tests.english import ENGLISH

STEP = Step("press", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=5)


def test_an_event_is_told_with_its_lateness_what_was_done_and_the_state_after_it() -> None:
    session = Session(Routine("Short", (STEP,), ("Next.",)), ENGLISH)
    session.handle(Begun(0))
    told = happened(TimeUp(2 * RATE), [Hush(), Listen(Live())], session.view(), 2 * RATE + RATE // 4)
    assert told.startswith("at 2.00 s, dealt with 0.25 s later: TimeUp(at=32000) -> Hush(), Listen; now ")
    assert told.endswith("welcome, talking")


def test_an_event_of_which_nothing_came_says_so() -> None:
    session = Session(Routine("Short", (STEP,), ("Next.",)), ENGLISH)
    assert "-> nothing; now" in happened(TimeUp(0), [], session.view(), 0)
