"""What the sessions say together: how soreness went, and how often there was a massage. Pure; times are local."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.history.reading import Entry
from coach.language.wording import Wording
from coach.routines.routine import Side
from coach.session.interview import WORSE_BY

LONG = timedelta(days=7)
"""Soreness told of over more than this, with no zero in between, calls for advice."""
APART = timedelta(days=30)
"""Nothing is known of the time between two tellings that lie farther apart: they are not joined."""
_RISE = 3
"""So many tellings make a rise."""
_OFTEN = 2
"""Massages a day; the advice is once or twice."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A foot's soreness at the start of a session; where that was not told, at its end."""

    at: datetime
    level: int


def tellings(entries: Sequence[Entry], side: Side) -> list[Telling]:
    """Every telling of one foot, the oldest first."""
    return list(_tellings(entries, side))


def advice(entries: Sequence[Entry], now: datetime, wording: Wording) -> tuple[str, ...]:
    """What the next welcome should add, if anything."""
    recent = [_joined(tellings(entries, side), now) for side in Side]
    if any(_lasts_long(told) for told in recent):
        return wording.long_sore
    return wording.rising if any(_rises(told) for told in recent) else ()


def week(entries: Sequence[Entry], today: date) -> tuple[str, ...]:
    """How often there was a massage in the seven days to `today`, and what is advised, kindly."""
    first = today - timedelta(days=6)
    days = Counter(entry.started.date() for entry in entries if entry.done and first <= entry.started.date() <= today)
    if not days:
        return (
            "No massage in the last seven days. Once or twice a day is a good measure, whenever you like to begin.",
        )
    counted = f"{_many(days.total(), 'massage')} on {_many(len(days), 'day')} of the last seven."
    busiest, most = max(days.items(), key=lambda item: (item[1], item[0]))
    if most > _OFTEN:
        return (counted, f"{busiest:%A} had {most}: once or twice a day is enough, and the foot likes its rest.")
    return (
        counted,
        "Once or twice a day is the advice. Consistency counts more than intensity, and rest days are fine.",
    )


def _tellings(entries: Sequence[Entry], side: Side) -> Iterator[Telling]:
    for entry in entries:
        before, after = entry.soreness(side)
        level = after if before is None else before
        if level is not None:
            yield Telling(entry.started, level)


def _joined(told: Sequence[Telling], now: datetime) -> list[Telling]:
    """The last tellings of which none lies far from the one after it, the oldest first."""
    run: list[Telling] = []
    later = now
    for telling in reversed(told):
        if later - telling.at > APART:
            break
        run.append(telling)
        later = telling.at
    return run[::-1]


def _lasts_long(told: Sequence[Telling]) -> bool:
    zeros = [place for place, telling in enumerate(told) if telling.level == 0]
    sore = told[zeros[-1] + 1 :] if zeros else told
    return bool(sore) and sore[-1].at - sore[0].at > LONG


def _rises(told: Sequence[Telling]) -> bool:
    levels = [telling.level for telling in told[-_RISE:]]
    return len(levels) == _RISE and levels == sorted(levels) and levels[-1] - levels[0] >= WORSE_BY


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
