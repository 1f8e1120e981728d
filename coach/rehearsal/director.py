"""The user of a rehearsal: watches the session and speaks or presses keys as the script says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from coach.clock import samples
from coach.language.intents import Live
from coach.rehearsal.moments import Moments
from coach.rehearsal.script import Action, Script, When
from coach.session.view import View
from coach.sound.acoustics import Wave
from coach.sound.edge import Samples
from coach.units import AudioTime

BREATH = samples(0.3)
"""The user's quiet between two things done."""
REACTION = samples(0.25)
"""How long after what it reacts to a person begins to act."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an action with say or wav sounds like, at its level."""

    sound: Samples
    begin: AudioTime
    """Sample at which the speech begins in it."""
    end: AudioTime
    """Sample at which the speech ends in it."""


@dataclass(slots=True)
class Acted:
    """One thing the user did: from when to when (of what was said, the speech itself), in samples."""

    action: Action
    start: AudioTime
    end: AudioTime
    live: set[Live] = field(default_factory=set)
    """What could be said when it began, and when it ended."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """An action whose moment has come, and when it is done."""

    action: Action
    at: int


class Director:
    """Company in the simulated room that follows a script."""

    def __init__(
        self, script: Script, utterances: Mapping[Action, Utterance], moments: Moments, press: Callable[[str], None]
    ) -> None:
        self._script, self._utterances, self._moments, self._press = script, utterances, moments, press
        self._next = 0
        self._waits_since = 0
        self._rules = [_Rule(action) for action in script.whenever]
        self._planned: _Planned | None = None
        self._free_at = 0
        self._speech = np.zeros(0)
        self._speech_from = 0
        self.acted: list[Acted] = []

    @property
    def left(self) -> Sequence[Action]:
        """The actions of `do` whose moment has not come."""
        return self._script.do[self._next :]

    def sound(self, at: int, n: int) -> Wave:
        """What the user utters from `at` on; looks at the session first."""
        view = self._moments.look(at, n)
        for rule in self._rules:
            rule.follow(view, at)
        self._note_end(view, at, n)
        if self._planned is None and at >= self._free_at:
            self._plan(at)
        if self._planned and self._planned.at < at + n:
            self._act(self._planned.action, max(self._planned.at, at), view)
        return self._utter(at, n)

    def _note_end(self, view: View, at: int, n: int) -> None:
        if self.acted and at <= self.acted[-1].end < at + n:
            self.acted[-1].live.add(view.live)

    def _plan(self, at: int) -> None:
        if self._next < len(self._script.do):
            action = self._script.do[self._next]
            moment = self._moments.of(action.when, self._waits_since)
            if moment is not None:
                self._planned = _Planned(action, moment + _delay(action.when))
                self._next, self._waits_since = self._next + 1, at + 1
                return
        self._plan_by_rule()

    def _plan_by_rule(self) -> None:
        for rule in self._rules:
            moment = self._moments.of(rule.action.when, rule.since) if rule.fresh else None
            if moment is not None:
                rule.fresh = False
                self._planned = _Planned(rule.action, moment + _delay(rule.action.when))
                return

    def _act(self, action: Action, at: int, view: View) -> None:
        self._planned = None
        if action.press is not None:
            self.acted.append(Acted(action, at, at, {view.live}))
            self._press(action.press)
            self._free_at = at + BREATH
            return
        utterance = self._utterances[action]
        self._speech, self._speech_from = utterance.sound.astype(np.float64), at
        self.acted.append(Acted(action, at + utterance.begin, at + utterance.end, {view.live}))
        self._free_at = at + len(utterance.sound) + BREATH

    def _utter(self, at: int, n: int) -> Wave:
        block = np.zeros(n)
        first = max(self._speech_from - at, 0)
        offset = at + first - self._speech_from
        piece = self._speech[offset : offset + n - first] if first < n else self._speech[:0]
        block[first : first + len(piece)] = piece
        return block


class _Rule:
    """An action of `whenever`: once for each state of the session."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.fresh = True
        self.since = 0
        self._state: tuple[object, ...] = ()

    def follow(self, view: View, at: int) -> None:
        """A new state of the session makes it fresh."""
        state = (view.stage, view.mode, view.side, view.step and view.step.id, view.question, view.asked)
        if state != self._state:
            self._state, self.fresh, self.since = state, True, at


def _delay(when: When) -> int:
    if when.delay is not None:
        return samples(when.delay)
    return REACTION if when.at is None and when.second is None else 0
