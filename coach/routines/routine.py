"""What a routine is: steps for a foot, read from a file by `coach.routines.reader`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a step is timed."""

    GUIDE = "guide"
    """Untimed: waits for "ready"."""
    HOLD = "hold"
    """Still, and counted aloud."""
    MOTION = "motion"
    """Moving, timed, with sparse cues."""


class Zone(StrEnum):
    """The part of the foot a step works on."""

    FOOT = "foot"
    SOLE = "sole"
    TOES = "toes"
    BALL = "ball"
    ARCH = "arch"
    HEEL = "heel"
    ACHILLES = "achilles"


class Side(StrEnum):
    """Which foot."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The other foot."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """A sentence said while a motion goes on."""

    second: int
    """Of the motion, counted from its beginning."""
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction and the time it takes."""

    id: str
    """Short name, unique in its routine: lower-case letters, digits and hyphens."""
    title: str
    kind: Kind
    zone: Zone
    instruction: tuple[str, ...]
    """Sentences, spoken before the clock starts."""
    caution: tuple[str, ...] = ()
    """Sentences, spoken after the instruction."""
    tool: str = "hands"
    seconds: int = 0
    """Length of a hold or a motion; 0 for a guide."""
    per_foot: bool = True
    side: Side | None = None
    """The foot that it is done on; None: on each that is massaged."""
    cues: tuple[SpokenCue, ...] = ()
    gate: str = ""
    """A yes/no question asked before the step; "yes" leaves the step out."""
    tools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a step whose tool is chosen by voice: its sentences for bottle, ball, roller, hands only."""
    again: str = ""
    """The instruction in short, for the second foot."""
    frozen: bool = False
    """Done with something frozen: left out for who has diabetes."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What is told to who asks about this step: topic (one of `intents.TOPICS`) to a sentence or two."""
    explores: bool = False
    """Looks for tender spots: a sharp one found here is left out from then on."""

    @property
    def timed(self) -> bool:
        """Whether a clock runs."""
        return self.kind is not Kind.GUIDE

    def is_for(self, side: Side) -> bool:
        """Whether it is done on the foot `side`."""
        return self.per_foot and self.side in {None, side}


@dataclass(frozen=True, slots=True)
class Routine:
    """A whole routine."""

    name: str
    steps: tuple[Step, ...]
    changeover: tuple[str, ...]
    """Sentences spoken before the other foot."""
    purpose: tuple[str, ...] = ()
    """What the massage is for, told to who asks."""
    closing: tuple[str, ...] = ()
    """The last sentence or two of a session."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What is told to who asks about the whole, likewise."""
    language: str = "en"
    """The code of the language that it is written in."""
    digest: str = ""
    """SHA-256 of the file it was read from."""

    @property
    def preparation(self) -> tuple[Step, ...]:
        """The steps done once, before the first foot."""
        return tuple(step for step in self.steps if not step.per_foot)

    @property
    def foot_steps(self) -> tuple[Step, ...]:
        """The steps done on a foot, be it only one of the two."""
        return tuple(step for step in self.steps if step.per_foot)

    def steps_of(self, side: Side) -> tuple[Step, ...]:
        """The steps done on the foot `side`."""
        return tuple(step for step in self.steps if step.is_for(side))

    def feet(self) -> dict[str, tuple[Side, tuple[Step, ...]]]:
        """What is done on which foot, under "a foot" where both have the same steps, else "on the left foot" and so."""
        if not any(step.side for step in self.foot_steps):
            return {"a foot": (Side.LEFT, self.foot_steps)}
        return {f"on the {side} foot": (side, self.steps_of(side)) for side in Side}
