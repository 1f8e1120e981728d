"""Finds spoken counts and releases in the recording of the speaker, by likeness with their clips alone. Pure.

What the mixer says it played is not asked: where a count is looked for is the session's own plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.clock import RATE, samples
from coach.session.effects import Cue, CueKind, Effect, Hush, Note, Schedule
from coach.sound.acoustics import Wave
from coach.sound.edge import Samples
from coach.units import AudioTime, Seconds

WHOLE = samples(0.25), 0.6, samples(0.05)
"""How much of its beginning is compared, how alike it must be, and how far to each side of its second it is sought."""
CUT = samples(0.08), 0.8, samples(0.002)
"""The same where a command cut it after its first sound: so little is like many things, but not at that very time."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A count or a release that is to sound."""

    cue: Cue
    zero: AudioTime
    """Of second 0 of its clock."""

    @property
    def due(self) -> int:
        """The audio time at which it is to begin."""
        return self.zero + (self.cue.number - 1) * RATE if self.cue.kind is CueKind.COUNT else self.cue.at


@dataclass(frozen=True, slots=True)
class Sounded:
    """One that sounds in the recording, from `at` on."""

    planned: Planned
    at: AudioTime

    @property
    def error_ms(self) -> float:
        """How far it is from its second."""
        return abs(self.at - self.planned.due) * 1000 / RATE

    @property
    def second(self) -> Seconds:
        """Where it sounds on its clock."""
        return (self.at - self.planned.zero) / RATE


class Plan:
    """Which counts and releases the session wanted to the end."""

    def __init__(self) -> None:
        self._zero = 0
        self._planned: list[Planned] = []

    def follow(self, at: int, effects: Sequence[Effect]) -> None:
        """Take in what the session wants at the audio time `at`."""
        clocks = [effect for effect in effects if isinstance(effect, Note) and effect.what == "clock"]
        for clock in clocks:
            self._zero = int(clock.details["zero"])
        for effect in effects:
            if isinstance(effect, Hush | Schedule):
                self._planned = [planned for planned in self._planned if planned.cue.at < at]
            if isinstance(effect, Schedule):
                self._planned += [Planned(cue, self._zero) for cue in effect.cues if cue.kind is not CueKind.CUE]

    def spoken(self, kind: CueKind) -> list[Planned]:
        """Those of `kind` that are words, in order."""
        return [planned for planned in self._planned if planned.cue.kind is kind and planned.cue.text]


def find(planned: Sequence[Planned], played: Samples, clip: Callable[[str], Samples]) -> list[Sounded]:
    """Those of `planned` that sound in the recording `played`; `clip` gives the sound of a text, at any loudness."""
    found = []
    for one in planned:
        at = _place(clip(one.cue.text), played, one.due)
        if at is not None:
            found.append(Sounded(one, at))
    return found


def _place(sound: Samples, played: Samples, due: int) -> int | None:
    alike = []
    for length, least, search in (WHOLE, CUT):
        at, likeness = _best(sound[:length], played, due, search)
        if likeness > least:
            alike.append((likeness, at))
    return max(alike)[1] if alike else None


def _best(head: Samples, played: Samples, due: int, search: int) -> tuple[int, float]:
    """Where near `due` the recording is most like `head`, and the cosine of the angle between them there."""
    first = max(due - search, 0)
    window, wanted = _edges(played[first : due + search + len(head)]), _edges(head)
    if len(window) < len(wanted) or not wanted.any():
        return due, 0.0
    energy = np.convolve(window**2, np.ones(len(wanted)), "valid")
    scale = np.sqrt(np.maximum(energy, 1.0) * np.sum(wanted**2))
    likeness = np.correlate(window, wanted, "valid") / scale
    best = int(np.argmax(likeness))
    return first + best, float(likeness[best])


def _edges(sound: Samples) -> Wave:
    """Each sample less most of the one before: speech keeps its shape, and a chime over it counts for little."""
    wave = sound.astype(np.float64)
    return wave - 0.95 * np.concatenate((np.zeros(1), wave[:-1]))
