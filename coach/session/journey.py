"""Where the massage is on each foot: every foot keeps its own place. Pure; times in samples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from coach.clock import samples
from coach.routines.routine import Routine, Side, Step
from coach.session.hold import HoldClock


class Stage(StrEnum):
    """The parts of a session, in order; CHANGEOVER comes before every foot but the first."""

    WELCOME = "welcome"
    INTERVIEW = "interview"
    PREPARATION = "preparation"
    CHANGEOVER = "changeover"
    FOOT = "foot"
    AFTERWARDS = "afterwards"
    CLOSING = "closing"


class Ending(StrEnum):
    """How a step ended."""

    DONE = "done"
    SKIPPED = "skipped"
    LEFT_OUT = "left out"
    STOPPED = "stopped"


@dataclass(slots=True)
class FootProgress:
    """One foot's place."""

    index: int = 0
    """Of the step, counted from 0; so is every key below."""
    endings: dict[int, Ending] = field(default_factory=dict)
    clocks: dict[int, HoldClock] = field(default_factory=dict)
    """The clocks of timed steps that were begun and have not ended."""
    hurts: dict[int, int] = field(default_factory=dict)
    """How often each step hurt."""
    spared: bool = False
    """Something hurt while exploring: that spot is left out from then on."""

    @property
    def begun(self) -> bool:
        """Whether anything was done on this foot."""
        return bool(self.endings) or any(clock.elapsed for clock in self.clocks.values())

    def first_unfinished(self, places: Iterable[int]) -> int | None:
        """The first of `places` whose step has not ended, or None."""
        return next((place for place in places if place not in self.endings), None)


def places_of(routine: Routine, side: Side) -> tuple[int, ...]:
    """Where in `routine.foot_steps` the steps of the foot `side` are; one step has one place, whichever foot it is."""
    return tuple(place for place, step in enumerate(routine.foot_steps) if step.is_for(side))


class Journey:
    """The place in the routine, and what was done so far."""

    def __init__(self, routine: Routine) -> None:
        self.routine = routine
        self.stage = Stage.WELCOME
        self.order: tuple[Side, ...] = ()
        self.side: Side | None = None
        self.preparation_index = 0
        self._places = {side: places_of(routine, side) for side in Side}
        self.feet = {side: FootProgress(places[0] if places else 0) for side, places in self._places.items()}

    @property
    def foot(self) -> FootProgress:
        """The progress of the foot being massaged."""
        return self.feet[self._side()]

    @property
    def step(self) -> Step | None:
        """The step of the present place; None outside preparation and feet."""
        if self.stage is Stage.PREPARATION:
            return self.routine.preparation[self.preparation_index]
        if self.stage is Stage.FOOT:
            return self.routine.foot_steps[self.foot.index]
        return None

    def following(self) -> tuple[Step, ...]:
        """The steps that come after the present one, on this foot."""
        if self.side is None:
            return ()
        on_foot = self.routine.steps_of(self.side)
        if self.stage is Stage.PREPARATION:
            return (*self.routine.preparation[self.preparation_index + 1 :], *on_foot)
        if self.stage is Stage.FOOT:
            return on_foot[self.part[0] :]
        return on_foot if self.stage is Stage.CHANGEOVER else ()

    @property
    def part(self) -> tuple[int, int]:
        """Which step of the foot it is, from 1, and of how many."""
        places = self._places[self._side()]
        return places.index(self.foot.index) + 1, len(places)

    @property
    def place(self) -> tuple[Side, int] | None:
        """Foot and index of the present step; None where it is not of a foot."""
        return (self._side(), self.foot.index) if self.stage is Stage.FOOT else None

    def choose_feet(self, order: tuple[Side, ...]) -> None:
        """Set which feet are massaged, the first one first, and go to the preparation."""
        self.order, self.side = order, order[0]
        self.stage = Stage.PREPARATION
        if not self.routine.preparation:
            self._go_to_foot()

    def other_first(self) -> Side:
        """Before the first foot: begin with the other one."""
        self.order = tuple(side.other for side in self.order)
        self.side = self.order[0]
        return self.side

    def add_foot(self, *, first: bool = False) -> None:
        """Massage the other foot as well, after this one or `first`."""
        side = self._side()
        self.order = (side.other, side) if first else (side, side.other)
        self.side = self.order[0] if first else side

    def finished(self, side: Side) -> bool:
        """Whether every step of `side` has ended."""
        return self.feet[side].first_unfinished(self._places[side]) is None

    def clock(self) -> HoldClock | None:
        """The clock of the present step, with what was held of it before; None for an untimed one."""
        step = self.step
        if step is None or not step.timed:
            return None
        new = HoldClock(samples(step.seconds))
        return self.foot.clocks.setdefault(self.foot.index, new) if self.stage is Stage.FOOT else new

    def end_step(self, ending: Ending) -> None:
        """The present step is over; `advance` goes to the one that follows."""
        if self.stage is Stage.FOOT:
            self.foot.endings[self.foot.index] = ending
            self.foot.clocks.pop(self.foot.index, None)

    def advance(self) -> None:
        """Go to what follows the present step: a step, the changeover, or the end."""
        if self.stage is Stage.PREPARATION:
            self._advance_preparation()
        elif self.stage is Stage.FOOT and self.finished(self._side()):
            self._leave_foot()
        else:
            self._go_to_foot()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before the present one."""
        if self.stage is Stage.PREPARATION:
            return self.preparation_index > 0
        if self.stage is Stage.FOOT:
            return self._place_before() is not None or bool(self.routine.preparation) or self._foot_left().begun
        return self.stage is Stage.CHANGEOVER

    def back(self) -> None:
        """Go to the place before the present one, if there is one."""
        if not self.can_go_back:
            return
        if self.stage is Stage.CHANGEOVER:
            self._return()
        elif self.stage is Stage.PREPARATION:
            self.preparation_index -= 1
        elif (before := self._place_before()) is not None:
            self._reopen(before)
        elif self._foot_left().begun:
            self.stage = Stage.CHANGEOVER
        else:
            self.stage, self.preparation_index = Stage.PREPARATION, len(self.routine.preparation) - 1

    def return_to(self, side: Side, index: int) -> None:
        """Go to a step of `side` that has ended, to do it after all."""
        self.side, self.stage = side, Stage.FOOT
        self._reopen(index)

    def switch(self) -> None:
        """Leave the present foot where it is and change to the other one."""
        self.side = self._side().other
        self.stage = Stage.CHANGEOVER

    def massaged(self) -> tuple[Side, ...]:
        """The feet on which a step was done, in the order of the session."""
        return tuple(side for side in self.order if Ending.DONE in self.feet[side].endings.values())

    def _advance_preparation(self) -> None:
        if self.preparation_index + 1 < len(self.routine.preparation):
            self.preparation_index += 1
        else:
            self._go_to_foot()

    def _go_to_foot(self) -> None:
        self.stage = Stage.FOOT
        if self._side() not in self.order:
            self.order = (*self.order, self._side())
        places = self._places[self._side()]
        place = self.foot.first_unfinished(places)
        self.foot.index = places[0] if place is None else place

    def _leave_foot(self) -> None:
        left = [side for side in self.order if not self.finished(side)]
        self.stage = Stage.CHANGEOVER if left else Stage.AFTERWARDS
        self.side = left[0] if left else self.side

    def _return(self) -> None:
        """From the changeover to the foot that was left, where it was left."""
        self.side, self.stage = self._side().other, Stage.FOOT
        if self.finished(self.side):
            self._reopen(self._places[self.side][-1])

    def _reopen(self, index: int) -> None:
        self.foot.index = index
        self.foot.endings.pop(index, None)

    def _place_before(self) -> int | None:
        """That of the step before the present one, on this foot."""
        return next((place for place in reversed(self._places[self._side()]) if place < self.foot.index), None)

    def _foot_left(self) -> FootProgress:
        return self.feet[self._side().other]

    def _side(self) -> Side:
        if self.side is None:
            raise ValueError("no foot has been chosen yet")
        return self.side
