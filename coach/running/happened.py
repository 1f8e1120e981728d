"""How the debug log words what happened in a session, and what came of it."""

from collections.abc import Sequence

from coach.clock import seconds
from coach.session.effects import Effect, Listen
from coach.session.events import Event
from coach.session.view import View
from coach.speaking.mixer import Mark


def happened(event: Event | Mark, effects: Sequence[Effect], view: View, now: int) -> str:
    """What happened, how late it was dealt with at the audio time `now`, what was done, and the session after it."""
    step = f"step {view.step.id}, " if view.step else ""
    question = f"question {view.question} (asked: {view.asked}), " if view.question else ""
    side = f"{view.side} foot, " if view.side else ""
    # What may be said is told by the ear, in words.
    done = ", ".join(type(one).__name__ if isinstance(one, Listen) else str(one) for one in effects) or "nothing"
    return (
        f"at {seconds(event.at):.2f} s, dealt with {seconds(now - event.at):.2f} s later: {event} -> {done}; "
        f"now {side}{step}{question}{view.stage}, {view.mode}"
    )
