"""A person, a room and a history around one Session: the recorder is told of every event, and of every second."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from coach.clock import RATE
from coach.history.recorder import Recorder
from coach.history.store import Store
from coach.routines.routine import Routine, Side
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.resume import Resume
from coach.session.session import Session
from tests.english import ENGLISH
from tests.session.driver import ROUTINE, Company

DAY = 86_400
START = 1_790_000_000
"""A moment in September 2026."""


class WallClock:
    """Seconds since 1970, as the test wants them."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Remembered(Company):
    """A Company whose session is written down; the start offers and remembers what the store holds."""

    def __init__(self, store: Store, routine: Routine = ROUTINE, remembered: Mapping[str, str] | None = None) -> None:
        super().__init__(routine)
        self.store = store
        store.close_forgotten()
        offer = store.offer(routine)
        known = store.remembered() if remembered is None else remembered
        self.session = Session(routine, ENGLISH, remembered=known, resume=offer.resume if offer else None)
        self.told: list[str] = []
        self.recorder = Recorder(store, self.session, offer, self.told.append)
        self._second = 0

    def tell(self, event: Event) -> list[Effect]:
        """As a Company does, with every second of audio time that has passed told to the recorder first."""
        self.tick(event.at)
        effects = super().tell(event)
        self.recorder(event.at, event, effects)
        return effects

    def to_second(self, second: float, step: str = "press") -> "Remembered":
        """Into the hold of `step`, with all seconds told."""
        super().to_second(second, step)
        self.tick(self.at)
        return self

    def tick(self, now: int) -> None:
        """Every second until `now` begins, and nothing else happens."""
        for second in range(self._second + 1, now // RATE + 1):
            self._second = second
            self.recorder(second * RATE, None, ())


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder in memory, where there is one: what a kill leaves there is the same, and no disk is waited for."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


def open_store(folder: Path, clock: WallClock | None = None, told: list[str] | None = None) -> Store:
    """The history in `folder`."""
    return Store(folder / "history.sqlite3", (told if told is not None else []).append, clock or WallClock())


def keep_session(
    store: Store,
    levels: Mapping[tuple[str, str], int | None] | None = None,
    steps: Sequence[tuple[str, str, float]] = (("press", "done", 30.0),),
    reason: str = "done",
    routine: Routine = ROUTINE,
) -> int:
    """A finished session, without anybody holding it; gives its id."""
    session = store.begin(routine)
    store.save_answers(session, {"severe": "no", "feeling": "no", "diabetes": "no"}, levels or {})
    for step, ending, seconds in steps:
        store.add_step(session, "left", step, f"the {step}", ending, seconds)
    store.end(session, reason, 600.0, for_good=True)
    return session


def held(place: Resume, side: Side = Side.LEFT) -> dict[str, int]:
    """Samples held of each step that was begun."""
    return {step: clock.elapsed for step, clock in place.feet[side].held.items()}
