"""What the history holds, as values: sessions with their steps, soreness and hurts. Reads only."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from coach.history.store import Store
from coach.routines.routine import Side, Zone
from coach.session.journey import Ending
from coach.units import Seconds

RECENT = 366
"""So many sessions tell all there is to advise, and to show at one look."""
SESSIONS = """
SELECT sessions.id, started, ended, reason, refused, routine, sessions.seconds,
    (SELECT count(*) FROM steps WHERE session = sessions.id AND ending = 'done'),
    (SELECT count(*) FROM steps WHERE session = sessions.id AND ending = 'skipped'),
    (SELECT count(*) FROM steps WHERE session = sessions.id AND ending = 'left out'),
    (SELECT count(*) FROM steps WHERE session = sessions.id AND ending = 'stopped'),
    (SELECT total(seconds) FROM steps WHERE session = sessions.id),
    (SELECT count(*) FROM hurts WHERE session = sessions.id),
    (SELECT level FROM pain WHERE session = sessions.id AND foot = 'left' AND moment = 'before'),
    (SELECT level FROM pain WHERE session = sessions.id AND foot = 'left' AND moment = 'after'),
    (SELECT level FROM pain WHERE session = sessions.id AND foot = 'right' AND moment = 'before'),
    (SELECT level FROM pain WHERE session = sessions.id AND foot = 'right' AND moment = 'after')
FROM sessions ORDER BY sessions.id DESC LIMIT :most
"""
"""The newest sessions; :most is -1 for all of them."""
STEPS = "SELECT session, at, foot, step, title, ending, seconds FROM steps WHERE session = ? ORDER BY id"
HURTS = "SELECT session, at, foot, step, title, zone, said, seconds FROM hurts WHERE session = ? ORDER BY id"
_WHERE_IT_HURT = """
SELECT foot, coalesce(title, 'between the steps'), count(*), max(at), zone
FROM hurts GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC
"""
_STOPPED = """
SELECT foot, title, count(*), max(at), NULL FROM steps WHERE ending = 'stopped' GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC
"""


Soreness: TypeAlias = int
"""From 0, none, to 10."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, summed up. Levels are 0 to 10, or None where they were not asked for or not told."""

    id: int
    """Its number in the history."""
    started: datetime
    ended: datetime | None
    """None while it goes on."""
    reason: str
    refused: str
    """The question whose answer ruled a massage out, or ""."""
    routine: str
    seconds: Seconds
    """From beginning to end, without the time between an interruption and going on."""
    done: int
    """Steps that came to their end."""
    skipped: int
    """Steps."""
    left_out: int
    """Steps."""
    stopped: int
    """Steps."""
    seconds_held: Seconds
    hurts: int
    """How often it hurt."""
    left_before: Soreness | None
    left_after: Soreness | None
    right_before: Soreness | None
    right_after: Soreness | None

    def soreness(self, side: Side) -> tuple[Soreness | None, Soreness | None]:
        """Of one foot, before and after."""
        left = side is Side.LEFT
        return (self.left_before, self.left_after) if left else (self.right_before, self.right_after)


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that ended, however it did."""

    session: int
    """Its number in the history."""
    at: datetime
    foot: str
    """left, right, or "" in the preparation."""
    step: str
    title: str
    ending: Ending
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Hurt:
    """A time that it hurt."""

    session: int
    """Its number in the history."""
    at: datetime
    foot: str
    step: str
    """"" between the steps."""
    title: str
    zone: str
    """"" between the steps, and where an older coach wrote it down."""
    said: str
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the routine, and how often something happened there."""

    foot: str
    title: str
    times: int
    """How often."""
    last: datetime
    zone: Zone | None
    """The part of the foot, where it is known."""


def sessions(store: Store, most: int = -1) -> list[Entry]:
    """The `most` newest sessions, or all of them, the oldest first. Raises StorageError, as everything here does."""
    rows = store.rows(SESSIONS, {"most": most})
    return [_entry(row) for row in reversed(rows)]


def how_many(store: Store) -> int:
    """The number of sessions."""
    return int(store.rows("SELECT count(*) FROM sessions")[0][0])


def steps(store: Store, session: int) -> list[StepDone]:
    """The steps of `session`, as they ended."""
    return [
        StepDone(row[0], _time(row[1]), row[2] or "", row[3], row[4], _ending(row[5]), row[6])
        for row in store.rows(STEPS, [session])
    ]


def hurts(store: Store, session: int) -> list[Hurt]:
    """The times that it hurt in `session`."""
    return [
        Hurt(row[0], _time(row[1]), row[2] or "", row[3] or "", row[4] or "", row[5] or "", *row[6:])
        for row in store.rows(HURTS, [session])
    ]


def answers(store: Store, session: int) -> dict[str, str]:
    """What was answered in the screening of `session`: question to answer."""
    return dict(store.rows("SELECT question, answer FROM answers WHERE session = ?", [session]))


def where_it_hurt(store: Store) -> list[Spot]:
    """Every place in the routine where it hurt, the most frequent first."""
    return [_spot(row) for row in store.rows(_WHERE_IT_HURT)]


def where_it_was_stopped(store: Store) -> list[Spot]:
    """Every step that was stopped, the most frequent first."""
    return [_spot(row) for row in store.rows(_STOPPED)]


def whole(store: Store, entry: Entry) -> dict[str, Any]:
    """All that is known of one session, in plain values, times as ISO 8601 with their zone."""
    return {
        **_plain(asdict(entry)),
        "answers": answers(store, entry.id),
        "steps": [_plain(asdict(step), "session") for step in steps(store, entry.id)],
        "hurt_at": [_plain(asdict(hurt), "session") for hurt in hurts(store, entry.id)],
    }


def _plain(values: dict[str, Any], *without: str) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name not in without}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}


def _entry(row: tuple[Any, ...]) -> Entry:
    ended = None if row[2] is None else _time(row[2])
    return Entry(row[0], _time(row[1]), ended, row[3] or "", row[4] or "", *row[5:])


def _spot(row: tuple[Any, ...]) -> Spot:
    return Spot(row[0] or "", row[1], row[2], _time(row[3]), Zone(row[4]) if row[4] in list(Zone) else None)


def _ending(told: str) -> Ending:
    """What a later coach may call otherwise was at least not done."""
    return Ending(told) if told in list(Ending) else Ending.STOPPED


def _time(stamp: object) -> datetime:
    """A moment in local time; the beginning of 1970 for what is none."""
    try:
        return datetime.fromtimestamp(float(str(stamp)), UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC).astimezone()
