"""What a rehearsal showed, in numbers: the contents of summary.json. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from coach.clock import seconds
from coach.language.language import Language
from coach.rehearsal import counting
from coach.rehearsal.counting import Plan, Sounded
from coach.rehearsal.director import Acted
from coach.rehearsal.judge import Verdict, judge
from coach.session.effects import CueKind, Effect, Note
from coach.session.events import Event, Heard
from coach.sound.edge import Samples
from coach.speaking.mixer import Mark


class Watcher:
    """An observer of the runner that keeps what the summary is made of."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.plan = Plan()
        self.steps: list[Mapping[str, Any]] = []
        self.reason = ""

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Take one thing in."""
        if isinstance(event, Heard):
            self.heard.append(event)
        self.plan.follow(at, effects)
        for effect in effects:
            if isinstance(effect, Note):
                self._note(effect)

    def _note(self, note: Note) -> None:
        if note.what == "step":
            self.steps.append(dict(note.details))
        elif note.what == "over":
            self.reason = str(note.details["reason"])


def commands(
    acted: Sequence[Acted], heard: Sequence[Heard], compute: Mapping[int, float], language: Language
) -> dict[str, Any]:
    """Each thing the user did, with what was made of it; and what was made of nothing. Times in seconds."""
    verdicts, invented = judge(acted, heard, language)
    missed = [verdict for verdict in verdicts if verdict.missed]
    false = [_false(event) for event in invented]
    false += [_false(event, verdict) for verdict in verdicts for event in verdict.false]
    rows = [_row(verdict, compute) for verdict in verdicts]
    return {
        "commands": rows,
        "missed": len(missed),
        "missed_commands": [_said(verdict) for verdict in missed],
        "false_accepts": len(false),
        "false_commands": sorted(false, key=lambda one: float(one["at"])),
        "latency": _spread([row["latency"] for row in rows if row["latency"] is not None and not row["by_key"]]),
    }


def counts(plan: Plan, played: Samples, clip: Callable[[str], Samples]) -> dict[str, Any]:
    """The counts and releases that sound in the recording `played`; `clip` gives the sound of a text."""
    wanted, ends = plan.spoken(CueKind.COUNT), plan.spoken(CueKind.RELEASE)
    spoken, releases = counting.find(wanted, played, clip), counting.find(ends, played, clip)
    return {
        "spoken": len(spoken),
        "max_error_ms": _worst(spoken),
        "covered": len(wanted) - len(spoken),
        "releases": [round(release.second, 4) for release in releases],
        "max_release_error_ms": _worst(releases),
    }


def _row(verdict: Verdict, compute: Mapping[int, float]) -> dict[str, Any]:
    heard = verdict.heard
    row: dict[str, Any] = {
        **_said(verdict),
        "heard": heard.match.phrase if heard else None,
        "intent": heard.match.intent.value if heard else None,
        "answer": heard.match.answer or None if heard else None,
        "latency": _s(heard.at - verdict.acted.end) if heard else None,
        "by_key": verdict.acted.action.press is not None,
    }
    if heard and not heard.by_key:
        row["compute"] = round(compute.get(heard.at, 0.0), 4)
    return row


def _said(verdict: Verdict) -> dict[str, Any]:
    return {"said": verdict.acted.action.name, "at": _s(verdict.acted.start)}


def _false(event: Heard, verdict: Verdict | None = None) -> dict[str, Any]:
    found = {"heard": event.match.phrase, "intent": event.match.intent.value, "at": _s(event.at)}
    return {**found, "said": verdict.acted.action.name} if verdict else {**found, "said": None}


def _spread(latencies: Sequence[float]) -> dict[str, float | None]:
    if not latencies:
        return {"p50": None, "p95": None, "worst": None}
    middle, high = np.percentile(latencies, [50, 95])
    return {"p50": round(float(middle), 4), "p95": round(float(high), 4), "worst": max(latencies)}


def _worst(found: Sequence[Sounded]) -> float | None:
    return round(max(one.error_ms for one in found), 3) if found else None


def _s(at: int) -> float:
    return round(seconds(at), 4)
