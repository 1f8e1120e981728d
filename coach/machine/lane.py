"""A thread that takes items one after the other, so that whoever has them waits for no disk, screen or database."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")
LIMIT = 20_000
"""Items that may wait: more than happens in a session. Beyond it the newest are dropped."""
PAUSES = (0.25, 0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to settle what could not be settled; the last one for ever."""
_log = logging.getLogger(__name__)


class Lane(Generic[T]):
    """Calls `take` with each item in a thread of its own. A mistake in it costs that item, and is logged."""

    def __init__(
        self,
        name: str,
        take: Callable[[T], object],
        settle: Callable[[], bool] | None = None,
        limit: int = LIMIT,
    ) -> None:
        """`settle` is called after every item and, while it returns False, again and again after longer pauses."""
        self._take = take
        self._settle = settle
        self._items: queue.Queue[tuple[T] | None] = queue.Queue(limit)
        self._settled = True
        self._attempts = 0
        self._due = 0.0
        self._last_call = float("inf")
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def put(self, item: T) -> bool:
        """Have `item` taken, and return at once; False, and the item is dropped, where too many wait already."""
        try:
            self._items.put_nowait((item,))
        except queue.Full:
            return False
        return True

    @property
    def settled(self) -> bool:
        """Whether nothing that could not be settled waits."""
        return self._settled

    @property
    def stuck_for(self) -> float:
        """Seconds since what is being done now was begun; 0 while nothing is."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def close(self, patience: float) -> bool:
        """Take what waits, for at most so many seconds; whether all of it was taken and settled."""
        self._last_call = time.monotonic() + patience
        try:
            self._items.put(None, timeout=patience)
        except queue.Full:
            return False
        self._thread.join(max(0.0, self._last_call - time.monotonic()))
        return self._settled and not self._thread.is_alive()

    def _work(self) -> None:
        while (item := self._next()) is not None:
            if item:
                self._guarded(partial(self._take, *item))
            self._try_to_settle()
        while not self._settled and time.monotonic() < self._last_call:
            time.sleep(PAUSES[0] / 5)
            self._due = 0.0
            self._try_to_settle()

    def _next(self) -> tuple[T] | tuple[()] | None:
        """An item, nothing when it is time to try again, or None at the end."""
        if self._settled:
            return self._items.get()
        try:
            return self._items.get(timeout=max(0.0, self._due - time.monotonic()))
        except queue.Empty:
            return ()

    def _try_to_settle(self) -> None:
        if self._settle is None or (not self._settled and time.monotonic() < self._due):
            return
        before, self._settled = self._settled, self._guarded(self._settle) is not False
        if self._settled is not before:
            _log.info("the thread %s %s", self._thread.name, "goes on" if self._settled else "waits, and tries again")
        self._attempts = 0 if self._settled else self._attempts + 1
        self._due = time.monotonic() + PAUSES[min(self._attempts, len(PAUSES)) - 1]

    def _guarded(self, call: Callable[[], object]) -> object:
        self._busy_since = time.monotonic()
        try:
            return call()
        except Exception:
            _log.exception("something was dropped in the thread %s", self._thread.name)
            return None
        finally:
            self._busy_since = None
