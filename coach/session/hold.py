"""The clock of a timed step, and the counts that are spoken on it. Pure; times in samples."""

from dataclasses import dataclass
from enum import StrEnum

from coach.clock import RATE, samples
from coach.language.wording import Wording
from coach.routines.routine import Kind, Step
from coach.session.effects import Cue, CueKind
from coach.units import AudioTime

FIVE = samples(5)
APART = samples(4)
"""Two cues of a motion are at least so far apart; nearer ones are said as one."""
LONG_ENOUGH = samples(20)
"""Shorter motions are told neither their half nor their end."""
LONGEST = samples(900)
"""No clock is made longer than this by voice."""


class CountStyle(StrEnum):
    """How a hold is counted."""

    EVERY = "every"
    FIVES = "fives"
    LAST_FIVE = "last-five"
    TONES = "tones"
    OFF = "off"

    @property
    def fewer(self) -> "CountStyle":
        """The style with fewer spoken counts than this one; `off` stays."""
        order = list(CountStyle)
        return order[min(order.index(self) + 1, len(order) - 1)]

    @property
    def more(self) -> "CountStyle":
        """The style with more spoken counts than this one; `every` stays."""
        order = list(CountStyle)
        return order[max(order.index(self) - 1, 0)]


@dataclass(slots=True)
class HoldClock:
    """How much of a step has been held. Runs from `zero`; stopped, it keeps `elapsed`."""

    target: AudioTime
    elapsed: AudioTime = 0
    """Held so far; while the clock runs, at its last start."""
    zero: AudioTime | None = None
    """The audio time of second 0 while the clock runs (may lie ahead, in the lead-in), else None."""

    @property
    def running(self) -> bool:
        """Whether time is passing."""
        return self.zero is not None

    def start(self, at: AudioTime) -> AudioTime:
        """Go on from `elapsed` at the audio time `at`; gives the audio time of second 0."""
        self.zero = at - self.elapsed
        return self.zero

    def lengthen(self, more: AudioTime) -> bool:
        """Make the target `more` samples longer; False, and nothing done, where it would pass LONGEST."""
        fits = self.target + more <= LONGEST
        self.target += more if fits else 0
        return fits

    def stop(self, at: AudioTime) -> None:
        """Keep what was held until `at`; what was held before the last start is never lost."""
        if self.zero is not None:
            self.elapsed = min(max(at - self.zero, self.elapsed), self.target)
            self.zero = None

    def held(self, at: AudioTime) -> AudioTime:
        """Samples held by the audio time `at`."""
        if self.zero is None:
            return self.elapsed
        return min(max(at - self.zero, self.elapsed), self.target)

    def seconds_left(self, at: AudioTime) -> int:
        """Whole seconds left at `at`, rounded up."""
        return -(-(self.target - self.held(at)) // RATE)

    @property
    def end(self) -> AudioTime:
        """The audio time of the release. Only while running."""
        if self.zero is None:
            raise ValueError("a stopped clock has no end")
        return self.zero + self.target


def cues(step: Step, clock: HoldClock, style: CountStyle, wording: Wording) -> tuple[Cue, ...]:
    """What is to be heard from the clock's start (which must be running) to the release, in order."""
    if clock.zero is None:
        raise ValueError("a stopped clock has no cues")
    zero, begin = clock.zero, clock.zero + clock.elapsed
    if step.kind is Kind.HOLD:
        inner = _counts(clock, zero, style, wording)
    else:
        inner = _of_motion(step, clock.target, zero, wording)
    last = Cue(clock.end, wording.release if step.kind is Kind.HOLD else wording.rest, CueKind.RELEASE)
    return (*(cue for cue in inner if begin <= cue.at < clock.end), last)


def motion_texts(step: Step, wording: Wording) -> tuple[str, ...]:
    """What a motion is told while its clock runs, as long as it is not lengthened."""
    return tuple(_told_at(step, samples(step.seconds), wording).values())


def _of_motion(step: Step, target: int, zero: int, wording: Wording) -> list[Cue]:
    told = _told_at(step, target, wording)
    return [Cue(zero + at, text, CueKind.CUE) for at, text in sorted(told.items())]


def _told_at(step: Step, target: int, wording: Wording) -> dict[int, str]:
    """The step's own cues, its half and its last five seconds; what would sound into another is said with it."""
    told = {target // 2: wording.halfway, target - FIVE: wording.last_five} if target >= LONG_ENOUGH else {}
    own = {samples(cue.second): cue.text for cue in step.cues}
    for at, text in own.items():
        near = next((half for half in told if abs(half - at) < APART), None)
        if near is None:
            told[at] = text
        else:
            told[near] = f"{told[near]} {text}"
    return told


def _counts(clock: HoldClock, zero: int, style: CountStyle, wording: Wording) -> list[Cue]:
    total = clock.target // RATE
    wanted = {
        CountStyle.EVERY: range(1, total + 1),
        CountStyle.FIVES: range(5, total + 1, 5),
        CountStyle.LAST_FIVE: range(max(total - 4, 1), total + 1),
        CountStyle.TONES: range(1, total + 1),
        CountStyle.OFF: range(0),
    }[style]
    spoken = style is not CountStyle.TONES
    return [Cue(zero + (n - 1) * RATE, wording.count(n) if spoken else "", CueKind.COUNT, n) for n in wanted]
