"""What the sessions say together: how soreness went, and how often there was a massage. Pure; times are local."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean

from coach.history.clocks import trusted
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
_SOME = 3
"""So many sessions at either end of a history are compared."""
_OFTEN = 2
"""Massages a day; the advice is once or twice."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A foot's soreness at the start of a session; where that was not told, at its end."""

    at: datetime
    level: int
    """0 to 10."""
    after: int | None = None
    """At the end of a session, where it was told at the start as well."""
    dated: bool = True
    """Whether `at` can be believed."""


def dated(entries: Sequence[Entry], now: datetime | None = None) -> list[bool]:
    """Of each session, the oldest first, whether the clock can be believed that told when it was."""
    moments = [entry.started.timestamp() for entry in entries]
    return trusted(moments, now.timestamp() if now else float("inf"))


def tellings(entries: Sequence[Entry], side: Side, now: datetime | None = None) -> list[Telling]:
    """Every telling of one foot, the oldest first; `now` shows which of them lie in the future."""
    return list(_tellings(entries, side, dated(entries, now)))


def does_it_help(entries: Sequence[Entry], now: datetime | None = None) -> list[str]:
    """A sentence or two on each foot of which enough was told: what a session changes, and how it went over time."""
    return [" ".join(lines) for side in Side if (lines := list(_help(side, tellings(entries, side, now))))]


def advice(entries: Sequence[Entry], now: datetime, wording: Wording) -> tuple[str, ...]:
    """What the next welcome should add, if anything."""
    recent = [_joined(tellings(entries, side, now), now) for side in Side]
    if any(_lasts_long(told) for told in recent):
        return wording.long_sore
    return wording.rising if any(_rises(told) for told in recent) else ()


def massages(entries: Sequence[Entry], now: datetime) -> tuple[int, int]:
    """How many there were in the seven days to `now`, and how many of them today, as far as the clock was right."""
    first = now.date() - timedelta(days=6)
    believed = zip(entries, dated(entries, now), strict=True)
    days = [entry.started.date() for entry, sure in believed if sure and entry.done]
    return sum(first <= day <= now.date() for day in days), days.count(now.date())


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


def _help(side: Side, told: Sequence[Telling]) -> Iterator[str]:
    pairs = [(telling.level, telling.after) for telling in told if telling.after is not None]
    if len(pairs) == 1:
        before, after = pairs[0]
        yield f"{side.capitalize()} foot: {before} before the session and {after} after it."
    elif pairs:
        fell, rose = sum(after < before for before, after in pairs), sum(after > before for before, after in pairs)
        change = mean(after - before for before, after in pairs)
        how = "the same" if round(change, 1) == 0 else f"{abs(change):.1f} {'lower' if change < 0 else 'higher'}"
        counted = f"lower in {fell} of {_many(len(pairs), 'session')}" + (f", higher in {rose}" if rose else "")
        yield f"{side.capitalize()} foot: after a session soreness is {how} on average ({counted})."
    if len(told) >= 2 * _SOME:
        first, last = (mean(telling.level for telling in some) for some in (told[:_SOME], told[-_SOME:]))
        whose = "At" if pairs else f"{side.capitalize()} foot: at"
        yield f"{whose} the start of a session it was {first:.1f} in the first {_SOME}, {last:.1f} in the last {_SOME}."


def _tellings(entries: Sequence[Entry], side: Side, sure: Sequence[bool]) -> Iterator[Telling]:
    for entry, at_that_time in zip(entries, sure, strict=True):
        before, after = entry.soreness(side)
        level = after if before is None else before
        if level is not None:
            yield Telling(entry.started, level, None if before is None else after, at_that_time)


def _joined(told: Sequence[Telling], now: datetime) -> list[Telling]:
    """The last tellings of which none lies far from the one after it, the oldest first, and those without a date."""
    run: list[Telling] = []
    later = now
    for telling in reversed(told):
        if telling.dated:
            if later - telling.at > APART:
                break
            later = telling.at
        run.append(telling)
    return run[::-1]


def _lasts_long(told: Sequence[Telling]) -> bool:
    zeros = [place for place, telling in enumerate(told) if telling.level == 0]
    sore = [telling for telling in (told[zeros[-1] + 1 :] if zeros else told) if telling.dated]
    return bool(sore) and sore[-1].at - sore[0].at > LONG


def _rises(told: Sequence[Telling]) -> bool:
    levels = [telling.level for telling in told[-_RISE:]]
    return len(levels) == _RISE and levels == sorted(levels) and levels[-1] - levels[0] >= WORSE_BY


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
