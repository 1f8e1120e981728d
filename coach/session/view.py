"""What of a session others may look at: the screen, and the user of a rehearsal. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach.language.intents import Live
from coach.language.language import Language
from coach.routines.routine import Side, Step
from coach.session.hold import HoldClock
from coach.session.journey import Stage
from coach.session.settings import Settings


class Mode(StrEnum):
    """What the coach is doing."""

    TALKING = "talking"
    ASKING = "asking"
    INSTRUCTING = "instructing"
    WAITING = "waiting"
    LEADING_IN = "leading in"
    TIMING = "timing"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class View:
    """The session as it is at one moment."""

    language: Language
    stage: Stage
    mode: Mode
    side: Side | None
    """The foot in hand, or the one to come next; None before it is chosen."""
    step: Step | None
    part: tuple[int, int] | None
    """Which step of the foot it is, from 1, and of how many."""
    question: str
    """The id of the question that is open, or ""."""
    asked: int
    """How often it has been asked."""
    speaking: bool
    live: Live
    clock: HoldClock | None
    """The clock of the present step, whether it runs or stands; None for an untimed one."""
    settings: Settings
    answers: Mapping[str, str]
    """What was answered so far: question id to answer."""
