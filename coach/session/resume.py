"""Where an interrupted session stood, and how a later one goes on there. Pure; times in samples."""

from dataclasses import dataclass, field

from coach.language.intents import YES_NO
from coach.language.wording import Wording
from coach.routines.routine import Routine, Side, Step
from coach.session.hold import LONGEST, HoldClock
from coach.session.journey import Ending, FootProgress, Journey, Stage, places_of
from coach.session.questions import Question
from coach.units import AudioTime

ON_THE_WAY = frozenset({Stage.PREPARATION, Stage.CHANGEOVER, Stage.FOOT})
"""The stages at which a later session can go on."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a step was held, of how much; both in samples."""

    elapsed: AudioTime
    target: AudioTime


@dataclass(frozen=True, slots=True)
class FootPlace:
    """How far one foot has come; every key is a step's id."""

    endings: dict[str, Ending] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    """Of the steps that were begun and have not ended."""
    hurts: dict[str, int] = field(default_factory=dict)
    """How often each step hurt."""
    spared: bool = False
    """Something hurt while exploring."""


@dataclass(frozen=True, slots=True)
class Resume:
    """All that a later session needs in order to go on. It fits the routine that it was taken from."""

    stage: Stage
    """One of ON_THE_WAY."""
    side: Side
    order: tuple[Side, ...]
    feet: dict[Side, FootPlace]
    answers: dict[str, str]
    """Of the interview: question id to answer."""
    preparation: int = 0
    """Which step of the preparation it was."""
    tool: str = ""
    """The one chosen, or ""."""
    unsettled: bool = False
    """Whether a hurt was told of and not settled by an answer."""


def place_of(journey: Journey, at: int, answers: dict[str, str], tool: str, unsettled: bool) -> Resume | None:
    """Where `journey` stands at `at`; None before the massage and after it."""
    if journey.stage not in ON_THE_WAY or journey.side is None:
        return None
    return Resume(
        stage=journey.stage,
        side=journey.side,
        order=journey.order,
        feet={side: _foot_place(foot, journey.routine, at) for side, foot in journey.feet.items()},
        answers=answers,
        preparation=journey.preparation_index,
        tool=tool,
        unsettled=unsettled,
    )


def take_up(journey: Journey, resume: Resume) -> None:
    """Put `journey`, on which nothing was done yet, where `resume` says. What the routine does not know is left."""
    journey.stage, journey.side, journey.order = resume.stage, resume.side, resume.order
    journey.preparation_index = resume.preparation
    for side, place in resume.feet.items():
        journey.feet[side] = _progress(place, journey.routine, side)


def fits(routine: Routine, resume: Resume) -> bool:
    """Whether a session of `routine` can go on at `resume`."""
    if resume.stage not in ON_THE_WAY or not resume.order:
        return False
    if resume.stage is Stage.PREPARATION:
        return 0 <= resume.preparation < len(routine.preparation)
    return step_of(routine, resume) is not None


def step_of(routine: Routine, resume: Resume) -> Step | None:
    """The step at which the foot in hand stands; None where it has none left."""
    endings = resume.feet.get(resume.side, FootPlace()).endings
    return next((step for step in routine.steps_of(resume.side) if step.id not in endings), None)


def how_far(routine: Routine, resume: Resume, wording: Wording) -> tuple[str, ...]:
    """The question whether to go on at `resume`."""
    step = None if resume.stage is Stage.PREPARATION else step_of(routine, resume)
    return wording.got_as_far(resume.side, step), wording.take_it_up


def offer_of(routine: Routine, resume: Resume, wording: Wording) -> Question:
    """The same as a question, in which nothing frozen is named to somebody who must not use it."""
    *lead, sentence = how_far(routine, resume, wording)
    if resume.answers.get("diabetes") == "yes":
        lead = [text for text in lead if not wording.names_frozen(text)]
    return Question("resume", (sentence,), YES_NO, tuple(lead))


def _foot_place(foot: FootProgress, routine: Routine, at: int) -> FootPlace:
    ids = [step.id for step in routine.foot_steps]
    return FootPlace(
        endings={ids[index]: ending for index, ending in foot.endings.items()},
        held={ids[index]: Held(clock.held(at), clock.target) for index, clock in foot.clocks.items()},
        hurts={ids[index]: times for index, times in foot.hurts.items()},
        spared=foot.spared,
    )


def _progress(place: FootPlace, routine: Routine, side: Side) -> FootProgress:
    places = places_of(routine, side)
    steps = {routine.foot_steps[index].id: index for index in places}
    foot = FootProgress(
        endings={steps[step]: ending for step, ending in place.endings.items() if step in steps},
        clocks={steps[step]: _clock(held) for step, held in place.held.items() if step in steps},
        hurts={steps[step]: times for step, times in place.hurts.items() if step in steps},
        spared=place.spared,
    )
    left = foot.first_unfinished(places)
    foot.index = places[0] if left is None else left
    return foot


def _clock(held: Held) -> HoldClock:
    target = min(max(held.target, 0), LONGEST)
    return HoldClock(target, min(max(held.elapsed, 0), target))
