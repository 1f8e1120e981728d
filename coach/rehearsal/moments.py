"""Whether the moment that a script waits for has come: looked at once a block, exact to the sample where it can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.clock import samples
from coach.language.intents import fold
from coach.rehearsal import questions
from coach.rehearsal.script import When
from coach.session.view import Mode, View

TextsBetween = Callable[[int, int], Sequence[str]]
"""What the coach said between two audio times."""

_MODES = {
    "instruction": Mode.INSTRUCTING,
    "waiting": Mode.WAITING,
    "lead-in": Mode.LEADING_IN,
    "timing": Mode.TIMING,
    "paused": Mode.PAUSED,
    "asking": Mode.ASKING,
}


@dataclass(frozen=True, slots=True)
class _Ended:
    """A sentence that has sounded to its end, or was cut."""

    text: str
    at: int


class Moments:
    """Looks at the session and hears the coach, for the user of a rehearsal."""

    def __init__(self, view: Callable[[], View], texts_between: TextsBetween) -> None:
        self._view_of, self._texts_between = view, texts_between
        self._sounding: list[str] = []
        self._ended: list[_Ended] = []
        self._at = self._until = 0
        self.view: View = view()

    def look(self, at: int, n: int) -> View:
        """The block of `n` samples from `at` on has been played."""
        self._at, self._until, self.view = at, at + n, self._view_of()
        sounding = [_spoken(text) for text in self._texts_between(at + n - 1, at + n)]
        self._ended += [_Ended(text, at) for text in self._sounding if text not in sounding]
        self._sounding = sounding
        return self.view

    def of(self, when: When, since: int) -> int | None:
        """The audio time in this block at which all of `when` holds, or None; it is waited for since `since`."""
        if not (self._place_holds(when) and self._state_holds(when) and self._sentence_holds(when, since)):
            return None
        moment = max(self._at, *self._exact(when))
        return moment if moment < self._until else None

    def _place_holds(self, when: When) -> bool:
        view = self.view
        return (
            (when.foot is None or when.foot is view.side)
            and (when.stage is None or when.stage is view.stage)
            and (when.step is None or _is_step(when.step, view))
        )

    def _state_holds(self, when: When) -> bool:
        view = self.view
        if when.question is not None and not self._is_asked(when, when.question):
            return False
        if when.second is not None and not (view.mode is Mode.TIMING and view.clock and view.clock.running):
            return False
        if when.state in {"speaking", "quiet"}:
            return view.speaking is (when.state == "speaking")
        return when.state is None or view.mode is _MODES[when.state]

    def _is_asked(self, when: When, name: str) -> bool:
        view = self.view
        polite = when.over is not None or not view.speaking
        return questions.is_meant(name, view.question) and polite and view.asked >= (when.asked or 1)

    def _sentence_holds(self, when: When, since: int) -> bool:
        over, after = when.over, when.after
        return (over is None or any(_spoken(over) in text for text in self._sounding)) and (
            after is None or any(_spoken(after) in ended.text for ended in self._ended if ended.at >= since)
        )

    def _exact(self, when: When) -> list[int]:
        """The audio times before which it cannot be."""
        times = [] if when.at is None else [samples(when.at)]
        clock = self.view.clock
        if when.second is not None and clock and clock.zero is not None:
            times.append(clock.zero + max(samples(when.second), clock.elapsed))
        return [*times, self._at]


def _is_step(wanted: int | str, view: View) -> bool:
    if view.step is None:
        return False
    return str(wanted) in {view.step.id, str(view.part[0]) if view.part else ""}


def _spoken(text: str) -> str:
    """`text` such that whole words of it are found in another."""
    return f" {fold(text)} "
