"""What a rehearsal showed, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coach.clock import RATE, samples, seconds
from coach.effects import CueKind, Effect, Note
from coach.events import Event, Heard
from coach.intents import Intent, Live, match
from coach.rehearsal.director import Acted
from coach.sound.edge import Samples
from coach.speaking.mixer import CueBegun, Mark
from coach.speaking.voice import Clip

LATEST = samples(2.0)
"""A command that is acted on later than this after its last sound was not heard."""
SEARCH = samples(0.05)
"""A count is looked for in the recording this far to each side of its second."""

_EVERYTHING = Live(paused=False, waiting=True, timed=True)


@dataclass(slots=True)
class _Clock:
    """A hold's clock as the session started it."""

    zero: int


class Watcher:
    """An observer of the runner that keeps what the summary is made of."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.cues: list[tuple[CueBegun, int]] = []
        self.steps_done: list[str] = []
        self.steps: list[dict[str, Any]] = []
        self.releases: list[float] = []
        self.reason = ""
        self._zero = 0

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Take one thing in."""
        if isinstance(event, Heard):
            self.heard.append(event)
        elif isinstance(event, CueBegun):
            self._cue(event)
        for effect in effects:
            if isinstance(effect, Note):
                self._note(effect)

    def _cue(self, begun: CueBegun) -> None:
        if begun.cue.kind is CueKind.COUNT:
            self.cues.append((begun, self._zero + (begun.cue.number - 1) * RATE))
        elif begun.cue.kind is CueKind.RELEASE:
            self.releases.append(round(seconds(begun.at - self._zero), 4))

    def _note(self, note: Note) -> None:
        if note.what == "clock":
            self._zero = int(note.details["zero"])
        elif note.what == "step":
            self.steps.append(dict(note.details))
        elif note.what == "over":
            self.reason = str(note.details["reason"])


def commands(acted: Sequence[Acted], heard: Sequence[Heard], compute: dict[int, float]) -> dict[str, Any]:
    """Each thing the user said, with what was made of it; and what was made of nothing."""
    left = list(heard)
    rows = []
    missed = []
    for doing in acted:
        found = _belongs(doing, left)
        if found:
            left.remove(found)
        row = _row(doing, found, compute)
        rows.append(row)
        if row["missed"]:
            missed.append({"said": row["said"], "at": row["at"]})
    wrong = [row for row in rows if row["wrong"]]
    invented = [{"heard": h.match.phrase, "at": _s(h.at)} for h in left]
    return {
        "commands": [{key: value for key, value in row.items() if key not in {"missed", "wrong"}} for row in rows],
        "missed": len(missed),
        "missed_commands": missed,
        "false_accepts": len(invented) + len(wrong),
        "false_commands": [*invented, *({key: row[key] for key in ("said", "heard", "at")} for row in wrong)],
    }


def _belongs(doing: Acted, heard: Sequence[Heard]) -> Heard | None:
    by_key = doing.action.press is not None
    for event in heard:
        if event.by_key is by_key and doing.start - 1 <= event.at <= doing.end + LATEST:
            return event
    return None


def _row(doing: Acted, found: Heard | None, compute: dict[int, float]) -> dict[str, Any]:
    action = doing.action
    said = action.say or action.said or action.press or action.wav or ""
    expected = expected_of(action.expect, said)
    row: dict[str, Any] = {"said": said, "at": _s(doing.start), "heard": None, "intent": None, "latency": None}
    if found:
        understood = found.match.answer or found.match.intent.value
        row |= {
            "heard": found.match.phrase,
            "intent": found.match.intent.value,
            "answer": found.match.answer or None,
            "latency": _s(found.at - doing.end),
            "compute": round(compute.get(found.at, 0.0), 4),
            "by_key": found.by_key,
        }
        row["wrong"] = expected is not None and understood not in expected
    else:
        row["wrong"] = False
    row["missed"] = expected != {"nothing"} and (found is None or row["wrong"])
    return row


def expected_of(expect: str | None, said: str) -> set[str] | None:
    """The intents or answers that `said` may be understood as; None where nothing is known of it."""
    if expect is not None:
        return {expect}
    found = match(said, _EVERYTHING)
    if found is None:
        return None
    same = {Intent.READY.value, Intent.RESUME.value}
    return same if found.intent.value in same else {found.intent.value, said}


def count_errors(
    cues: Sequence[tuple[CueBegun, int]], played: Samples, clip_of: dict[str, Clip]
) -> tuple[int, float | None]:
    """How many counts sound in the recording `played`, and the largest distance of one from its second, in ms."""
    errors = []
    for begun, due in cues:
        clip = clip_of.get(begun.cue.text)
        place = _find(clip.sound, played, due) if clip is not None else None
        if place is not None:
            errors.append(abs(place - due) * 1000 / RATE)
    return len(errors), round(max(errors), 3) if errors else None


def _find(sound: Samples, played: Samples, due: int) -> int | None:
    """Where `sound` lies in `played` near `due`, by correlation; None where it does not sound there.

    Only its first quarter second is looked for: a command may cut a count short.
    """
    head = sound[: samples(0.25)].astype(np.float64)
    first = max(due - SEARCH, 0)
    window = played[first : due + SEARCH + len(head)].astype(np.float64)
    if len(window) < len(head):
        return None
    likeness = np.correlate(window, head, "valid")
    best = int(np.argmax(likeness))
    energy = np.sqrt(np.sum(head**2) * np.sum(window[best : best + len(head)] ** 2)) or 1.0
    return first + best if likeness[best] / energy > 0.5 else None


def _s(at: int) -> float:
    return round(seconds(at), 4)
