"""What a live session has of the history: what it may take up, what it knows, and a recorder. It does without, too.

The history is written in a thread of its own: the session waits for no database.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from coach.errors import StorageError
from coach.history import reading
from coach.history.recorder import Moment, Recorder
from coach.history.store import Offer, Store, history_file
from coach.history.trend import advice, massages
from coach.language.wording import Wording
from coach.machine.lane import Lane
from coach.routines.routine import Routine
from coach.session.effects import Effect
from coach.session.resume import Resume
from coach.session.session import Session

_NEVER_OPENED = 0.5
"""Seconds likewise for a history that could not even be opened at the start."""
HISTORY_ENDS_WITHIN = 7.0
"""Seconds at the end for what could not be written yet; a database locked by others is waited for in parts of five."""


class Memory:
    """Opened before the session is made, then told of it by `record`; `close` it when the run has ended.

    A history that cannot be used is told of in one sentence, and the session goes on without.
    """

    def __init__(
        self,
        routine: Routine,
        wording: Wording,
        tell: Callable[[str], None],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._wording = wording
        self._path = history_file(environ)
        self._tell = tell
        self._store: Store | None = None
        self._background: Background | None = None
        self._offer: Offer | None = None
        self.remembered: Mapping[str, str] = {}
        """For `Session`: answers that rarely change."""
        self.this_week = self.today = 0
        """For `Session`: how many massages there were in the last seven days, and today."""
        self.advice: tuple[str, ...] = ()
        """For `Session`: what the welcome should add."""
        try:
            self._store = Store(self._path, tell)
            self._recall(self._store, routine)
        except StorageError as error:
            tell(f"This session is not written down yet, and that is tried again and again: {error}")
            self._close_store()

    @property
    def resume(self) -> Resume | None:
        """For `Session`: where the last one was interrupted."""
        return self._offer.resume if self._offer else None

    def record(self, session: Session) -> "Background":
        """The observer that has `session` written down, once the history can be opened if it could not be yet."""
        recorder = Recorder(self._store, session, self._offer, self._tell, lambda: Store(self._path, self._tell))
        self._background = Background(recorder, recorder.close_store)
        return self._background

    def close(self, reason: str) -> None:
        """The run has ended, for `reason`: the runner's, or "failed" where an error ended it. May be called twice."""
        background, self._background = self._background, None
        if background is None:
            self._close_store()
        elif not background.close(reason, HISTORY_ENDS_WITHIN if self._store else _NEVER_OPENED):
            self._tell("The end of this session could not be written down: next time look whether the disk is full.")
        self._store = None

    def _recall(self, store: Store, routine: Routine) -> None:
        store.close_forgotten()
        self._offer = store.offer(routine)
        self.remembered = store.remembered()
        now = datetime.fromtimestamp(store.now()).astimezone()
        entries = reading.sessions(store, reading.RECENT)
        self.advice = advice(entries, now, self._wording)
        self.this_week, self.today = massages(entries, now)

    def _close_store(self) -> None:
        if self._store:
            self._store.close()
        self._store = None


class Background:
    """An observer of the runner around `recorder`, which writes in a thread of its own."""

    def __init__(self, recorder: Recorder, end: Callable[[], None]) -> None:
        """`end` is called in that thread when all has been written."""
        self._recorder = recorder
        self._end = end
        self._lane: Lane[Moment | str] = Lane("history", self._take, self._settle)
        self._ending = False

    def __call__(self, at: int, event: object, effects: Sequence[Effect]) -> None:
        """Have written what has happened at the audio time `at`; waits for nothing."""
        self._lane.put(self._recorder.look(at, effects))

    def tick(self, at: int) -> None:
        """A second of audio time begins."""
        self(at, None, ())

    @property
    def stuck_for(self) -> float:
        """Seconds that the database takes over what is being written now."""
        return self._lane.stuck_for

    @property
    def waits(self) -> bool:
        """Whether something could not be written yet."""
        return not self._lane.settled

    def close(self, reason: str, patience: float = HISTORY_ENDS_WITHIN) -> bool:
        """The run has ended: whether all of it was written down, for which this waits so many seconds."""
        self._lane.put(reason)
        return self._lane.close(patience)

    def _take(self, item: Moment | str) -> None:
        if isinstance(item, Moment):
            self._recorder.take(item)
        else:
            self._recorder.end(item)
            self._ending = True

    def _settle(self) -> bool:
        done = self._recorder.settle()
        if done and self._ending:
            self._end()
        return done
