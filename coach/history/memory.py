"""What a live session has of the history: what it may take up, what it knows, and a recorder. It does without, too."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from coach.errors import StorageError
from coach.history import reading
from coach.history.recorder import Recorder
from coach.history.store import Offer, Store, history_file
from coach.history.trend import advice
from coach.language.wording import Wording
from coach.routines.routine import Routine
from coach.session.resume import Resume
from coach.session.session import Session


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
        self._tell = tell
        self._store: Store | None = None
        self._recorder: Recorder | None = None
        self._offer: Offer | None = None
        self.remembered: Mapping[str, str] = {}
        """For `Session`: answers that rarely change."""
        self.advice: tuple[str, ...] = ()
        """For `Session`: what the welcome should add."""
        try:
            self._store = Store(history_file(environ), tell)
            self._recall(self._store, routine)
        except StorageError as error:
            tell(f"This session is not written down: {error}")
            self._close_store()

    @property
    def resume(self) -> Resume | None:
        """For `Session`: where the last one was interrupted."""
        return self._offer.resume if self._offer else None

    def record(self, session: Session) -> Recorder | None:
        """The observer that writes `session` down; None where nothing can be written."""
        if self._store:
            self._recorder = Recorder(self._store, session, self._offer, self._tell)
        return self._recorder

    def close(self, reason: str) -> None:
        """The run has ended, for `reason`: the runner's, or "failed" where an error ended it. May be called twice."""
        if self._recorder:
            self._recorder.close(reason)
        self._close_store()

    def _recall(self, store: Store, routine: Routine) -> None:
        store.close_forgotten()
        self._offer = store.offer(routine)
        self.remembered = store.remembered()
        now = datetime.fromtimestamp(store.now()).astimezone()
        self.advice = advice(reading.sessions(store, reading.RECENT), now, self._wording)

    def _close_store(self) -> None:
        if self._store:
            self._store.close()
        self._store = self._recorder = None
