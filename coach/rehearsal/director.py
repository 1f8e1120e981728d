"""The user of a rehearsal: watches the session and speaks or presses keys as the script says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from coach.clock import samples
from coach.rehearsal.script import Action, Script, When
from coach.session import Mode, View
from coach.sound.edge import Samples
from coach.sound.room import Wave

BREATH = samples(0.3)
"""The user's quiet between two things said."""
REACTION = samples(0.25)
"""How long after its moment a person begins to act."""

_MODES = {
    "instruction": {Mode.INSTRUCTING},
    "waiting": {Mode.WAITING},
    "lead-in": {Mode.LEADING_IN},
    "timing": {Mode.TIMING},
    "paused": {Mode.PAUSED},
}


@dataclass(slots=True)
class Acted:
    """One thing the user did: when, in samples."""

    action: Action
    start: int
    end: int


@dataclass(slots=True)
class _Pending:
    """An action whose moment has come, and when it is acted on."""

    action: Action
    at: int


@dataclass(slots=True)
class Stage:
    """What the director sees and can do."""

    view: Callable[[], View]
    texts_between: Callable[[int, int], Sequence[str]]
    press: Callable[[str], None]
    held: Callable[[View, int], float] = field(default=lambda view, at: 0.0)


class Director:
    """Company in the simulated room that follows a script."""

    def __init__(self, script: Script, sounds: Mapping[Action, Samples], stage: Stage) -> None:
        """`sounds`: what each action with say or wav sounds like, at its level."""
        self._script = script
        self._sounds = sounds
        self._stage = stage
        self._next = 0
        self._pending: _Pending | None = None
        self._free_at = 0
        self._speech = np.zeros(0)
        self._speech_from = 0
        self._used: dict[int, tuple[object, ...]] = {}
        self.acted: list[Acted] = []

    @property
    def left(self) -> Sequence[Action]:
        """The actions of `do` whose moment has not come."""
        return self._script.do[self._next :]

    def sound(self, at: int, n: int) -> Wave:
        """What the user utters from `at` on; looks at the session first."""
        self._look(at)
        if self._pending and self._pending.at < at + n:
            self._act(self._pending.action, max(self._pending.at, at))
        return self._utter(at, n)

    def _look(self, at: int) -> None:
        if self._pending or at < self._free_at:
            return
        view = self._stage.view()
        if self._next < len(self._script.do) and self._holds(self._script.do[self._next].when, view, at):
            self._plan(self._script.do[self._next], at)
            self._next += 1
            return
        self._look_at_rules(view, at)

    def _look_at_rules(self, view: View, at: int) -> None:
        moment = (view.stage, view.mode, view.side, view.step.id if view.step else "", view.question, view.asked)
        for number, action in enumerate(self._script.whenever):
            if self._used.get(number) != moment and self._holds(action.when, view, at):
                self._used[number] = moment
                self._plan(action, at)
                return

    def _plan(self, action: Action, at: int) -> None:
        self._pending = _Pending(action, at + samples(action.when.delay) + REACTION)

    def _act(self, action: Action, at: int) -> None:
        self._pending = None
        if action.press is not None:
            self.acted.append(Acted(action, at, at))
            self._stage.press(action.press)
            self._free_at = at + BREATH
            return
        sound = self._sounds[action]
        self._speech, self._speech_from = sound.astype(np.float64), at
        self.acted.append(Acted(action, at, at + len(sound)))
        self._free_at = at + len(sound) + BREATH

    def _utter(self, at: int, n: int) -> Wave:
        block = np.zeros(n)
        first = max(self._speech_from - at, 0)
        offset = at + first - self._speech_from
        piece = self._speech[offset : offset + n - first] if first < n else self._speech[:0]
        block[first : first + len(piece)] = piece
        return block

    # --- when -----------------------------------------------------------------------------------------------------

    def _holds(self, when: When, view: View, at: int) -> bool:
        return (
            (when.at is None or at >= samples(when.at))
            and (when.foot is None or view.side == when.foot)
            and self._step_holds(when, view)
            and self._state_holds(when, view, at)
            and self._sentence_holds(when, at)
        )

    @staticmethod
    def _step_holds(when: When, view: View) -> bool:
        if when.step is None:
            return True
        number = str(view.part[0]) if view.part else ""
        return view.step is not None and when.step in {view.step.id, number}

    def _state_holds(self, when: When, view: View, at: int) -> bool:
        if when.question is not None and not self._asked(when, view):
            return False
        if when.second is not None:
            return view.mode is Mode.TIMING and self._stage.held(view, at) >= when.second
        if when.state is None:
            return True
        if when.state in {"speaking", "quiet"}:
            return view.speaking is (when.state == "speaking")
        return view.mode in _MODES[when.state]

    def _asked(self, when: When, view: View) -> bool:
        if view.question != when.question:
            return False
        return when.over is not None or not view.speaking

    def _sentence_holds(self, when: When, at: int) -> bool:
        if when.over is not None:
            return any(when.over in text for text in self._stage.texts_between(at - 1, at))
        if when.after is not None:
            before = any(when.after in text for text in self._stage.texts_between(at - BREATH, at))
            return before and not any(when.after in text for text in self._stage.texts_between(at - 1, at))
        return True
