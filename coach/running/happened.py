"""How the debug log words what happened in a session, and what came of it."""

from collections.abc import Sequence

from coach.clock import seconds
from coach.session.conversation import Glance
from coach.session.effects import Effect, Listen
from coach.session.events import Event
from coach.session.view import View
from coach.speaking.mixer import Mark


def happened(event: Event | Mark, effects: Sequence[Effect], view: Glance, now: int) -> str:
    """What happened, how late it was dealt with at the audio time `now`, what was done, and the session after it."""
    # What may be said is told by the ear, in words.
    done = ", ".join(type(one).__name__ if isinstance(one, Listen) else str(one) for one in effects) or "nothing"
    late = seconds(now - event.at)
    told = f"at {seconds(event.at):.2f} s, dealt with {late:.2f} s later: {event} -> {done}"
    return f"{told}; now {_state(view)}" if isinstance(view, View) else told


def _state(view: View) -> str:
    step = f"step {view.step.id}, " if view.step else ""
    question = f"question {view.question} (asked: {view.asked}), " if view.question else ""
    side = f"{view.side} foot, " if view.side else ""
    return f"{side}{step}{question}{view.stage}, {view.mode}"
