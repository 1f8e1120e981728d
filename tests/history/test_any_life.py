"""Asserts that whatever happens in any number of sessions, killed, closed or forgotten, the history is true to it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coach.clock import samples
from coach.history import reading
from coach.history.export import export
from coach.history.report import report
from coach.history.store import Store
from coach.routines.routine import Routine
from coach.session.effects import Note
from tests.english import match, phrases, spot_safety
from tests.history.remembering import DAY, START, Remembered, WallClock, folder_in_memory
from tests.session.driver import AFTER, BOTH, ROUTINE, WELL
from tests.session.test_session_random import BARE, TIMED_FIRST

ANSWERS = {**WELL, **BOTH, **AFTER, "gate": "no", "tool": "ball", "same": "yes", "resume": "yes"}


@dataclass
class Kept:
    """What was noted of one session."""

    endings: Counter[str] = field(default_factory=Counter)
    held: float = 0.0
    hurts: int = 0


class Life(RuleBasedStateMachine):
    """One person's history: a session is held, cut off or ended, and another one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = folder_in_memory()
        self.folder = self.memory.__enter__()
        self.clock = WallClock()
        self.kept: dict[int, Kept] = {}
        """What the history must hold, by session."""
        self.last = self.id = 0
        """Of the newest session there ever was, and of the present one."""

    def teardown(self) -> None:
        self.store.close()
        self.memory.__exit__(None, None, None)

    # --- what happens -------------------------------------------------------------------------------------------------

    @initialize(routine=st.sampled_from([ROUTINE, BARE, TIMED_FIRST]))
    def first_time(self, routine: Routine) -> None:
        self.routine = routine
        self._open()
        self._count()

    @rule(data=st.data())
    def say(self, data: st.DataObject) -> None:
        """Something that may be said; mostly what lets the session go on."""
        view = self.company.view
        if view.question in WELL and data.draw(st.integers(0, 9)):
            self._hear("no")
        elif said := sorted(phrases(view.live)):
            self._hear(data.draw(st.sampled_from(said)))

    @rule(count=st.integers(1, 4))
    def listen(self, count: int) -> None:
        """Let the coach say what it wants to say."""
        for _ in range(min(count, len(self.company.line))):
            self.company.hear_one()

    @rule(seconds=st.floats(0.1, 40))
    def wait(self, seconds: float) -> None:
        self.company.wait(seconds)

    @rule()
    def follow(self) -> None:
        """Do as the coach says, up to the next hold."""
        for _ in range(15):
            self.company.hear_out()
            if self.company.view.question in ANSWERS:
                self._hear(ANSWERS[self.company.view.question])
            elif self.company.view.live.waiting:
                self._hear("ready")

    @rule(later=st.integers(1, 3 * DAY))
    def killed(self, later: int) -> None:
        """The program is gone in the middle of whatever it did, and starts again `later` seconds after."""
        self._count()
        self.store.close()
        self.clock.now += later
        self._open()

    @rule(reason=st.sampled_from(["interrupted", "terminated", "failed", "sound ended"]), later=st.integers(1, DAY))
    def closed(self, reason: str, later: int) -> None:
        """The program ends as it should."""
        self.company.recorder.close(reason)
        self.killed(later)

    @rule(later=st.integers(1, DAY))
    @precondition(lambda self: self.company.finished)
    def next_time(self, later: int) -> None:
        self.closed("done", later)

    @rule(days=st.integers(0, 9))
    def forget(self, days: int) -> None:
        """Between two sessions, what is older than some days is forgotten."""
        self.company.recorder.close("interrupted")
        before = self.clock.now - days * DAY
        started = {entry.id: entry.started.timestamp() for entry in reading.sessions(self.store)}
        self._count()
        self.kept = {number: kept for number, kept in self.kept.items() if started[number] >= before}
        self.store.forget(datetime.fromtimestamp(before, UTC))
        self.killed(1)

    # --- what must hold -----------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: self.last)
    def the_totals_are_those_of_what_happened(self) -> None:
        self._count()
        entries = {entry.id: entry for entry in reading.sessions(self.store)}
        assert set(entries) == set(self.kept)
        for number, kept in self.kept.items():
            entry = entries[number]
            found = {"done": entry.done, "skipped": entry.skipped, "left out": entry.left_out, "stopped": entry.stopped}
            assert {ending: times for ending, times in found.items() if times} == dict(kept.endings)
            assert entry.seconds_held == pytest.approx(kept.held)
            assert entry.hurts == len(reading.hurts(self.store, number)) == kept.hurts
            assert len(reading.steps(self.store, number)) == kept.endings.total()
        assert self.company.told == []

    @invariant()
    @precondition(lambda self: self.last)
    def the_history_is_readable(self) -> None:
        assert self.store.rows("PRAGMA integrity_check") == [("ok",)]
        for name in ("all.csv", "all.json"):
            assert export(self.store, self.folder / name) == len(reading.sessions(self.store))
        assert "</html>" in report(self.store, datetime.fromtimestamp(START, UTC))

    # --- how ----------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """The program starts."""
        self.store = Store(self.folder / "history.sqlite3", print, self.clock)
        self.company = Remembered(self.store, self.routine)
        offer = self.store.offer(self.routine)
        self.offered = offer.session if offer else 0
        self.seen = 0
        self.company.begin()

    def _hear(self, said: str) -> None:
        live = self.company.view.live
        found = spot_safety(said, live) or match(said, live)
        if found:
            self.company.mean(found)
            self.company.at += samples(0.2)

    def _count(self) -> None:
        """Take in what was noted since the last time."""
        fresh = self.company.effects[self.seen :]
        self.seen = len(self.company.effects)
        for note in fresh:
            if isinstance(note, Note):
                self._take(note)

    def _take(self, note: Note) -> None:
        if note.what == "begun":
            self.last += 1
            self.id = self.last
            self.kept[self.id] = Kept()
        elif note.what == "taken up":  # The session goes on in the place of the one that was interrupted.
            del self.kept[self.id]
            self.id = self.offered
        elif note.what == "step":
            self.kept[self.id].endings[str(note.details["ending"])] += 1
            self.kept[self.id].held += float(note.details["seconds"])
        elif note.what == "hurt":
            self.kept[self.id].hurts += 1


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
