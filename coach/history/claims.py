"""Which sessions of a history go on now, told by locks of the operating system and by no clock.

A lock ends with the process that holds it, however that ends, so a session that was cut off is free at once. Names no
table; raises OSError.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

OTHER_COACH_OPENS_WITHIN = 10.0
"""Seconds to wait for another coach that is just opening the same history."""
_MODE = 0o600


class Claims:
    """One process's locks beside the history at `path`; not to be used by two threads at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[int, FileLock] = {}
        self._door = _lock(path.with_name(f"{path.stem}.lock"))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else opens the history, or looks at who claims what. Raises TimeoutError where another does."""
        try:
            self._door.acquire(timeout=OTHER_COACH_OPENS_WITHIN)
        except Timeout:
            raise TimeoutError(None, "another coach has been opening it for long") from None
        try:
            yield
        finally:
            self._door.release()

    def take(self, session: int) -> bool:
        """Claim `session` until `drop`; False where another coach has it."""
        if session not in self._held:
            lock = _lock(self._file(session))
            try:
                lock.acquire(blocking=False)
            except Timeout:
                return False
            self._held[session] = lock
        return True

    def drop(self, session: int) -> None:
        """`session` is free for anybody. Does nothing where it was not claimed here."""
        lock = self._held.pop(session, None)
        if lock:
            with contextlib.suppress(OSError):  # Windows keeps a file that is open; the lock is free all the same.
                self._file(session).unlink()
            lock.release()

    def drop_all(self) -> None:
        """Every session is free."""
        for session in tuple(self._held):
            self.drop(session)

    def elsewhere(self, session: int) -> bool:
        """Whether another coach has `session`. Ask it while `alone`: for that moment, asking is a claim too."""
        if session in self._held or not self._file(session).exists():
            return False
        if not self.take(session):
            return True
        self.drop(session)
        return False

    def any_elsewhere(self) -> bool:
        """Whether another coach has any session."""
        stem = f"{self._path.stem}-running-"
        numbers = (path.name.removeprefix(stem) for path in self._path.parent.glob(f"{stem}*"))
        return any(self.elsewhere(int(number)) for number in numbers if number.isdecimal())

    def _file(self, session: int) -> Path:
        return self._path.with_name(f"{self._path.stem}-running-{session}")


def _lock(path: Path) -> FileLock:
    # Opened in one thread and closed in another: the lock belongs to the process.
    return FileLock(path, mode=_MODE, thread_local=False)
