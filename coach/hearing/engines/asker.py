"""Asks somebody slow, in a thread of its own, for the words of utterances; knows when to stop waiting for them."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from coach.clock import samples
from coach.errors import HearingError
from coach.hearing.tuning import USUAL
from coach.sound.edge import Samples
from coach.units import Seconds

BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts with a server that failed; the last one for ever."""


class Transcriber(Protocol):
    """Somebody who hears whole utterances, slowly."""

    name: str

    def text(self, sound: Samples, seconds: float) -> str:
        """The words of `sound` (16 kHz), within so many seconds. Raises HearingError."""


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    start: int
    end: int
    sound: Samples


class Asker:
    """Asks for one utterance after the other. Who fails is away, and is tried with what it failed on until it is back.

    Away from the start, until it has heard a moment of silence: only then is its model surely loaded.
    """

    def __init__(
        self,
        transcriber: Transcriber,
        on_away: Callable[[str], None],
        on_back: Callable[[], None],
        patience: Seconds = USUAL.serving.patience,
    ) -> None:
        """`on_away` is told why, and `on_back` is called, once for each time; from any thread."""
        self._transcriber = transcriber
        self._on_away = on_away
        self._on_back = on_back
        self._patience = patience
        self._lock = threading.Lock()
        self._jobs: deque[_Job] = deque()
        self._answers: list[tuple[int, str]] = []
        self._away = True
        self._told = False
        self._closed = threading.Event()
        self._wake = threading.Event()
        self._tried: Samples = np.zeros(samples(0.5), np.int16)
        """What it is tried with while it is away."""
        threading.Thread(target=self._work, name="asking a speech server", daemon=True).start()

    @property
    def away(self) -> bool:
        """Whether it is not to be waited for."""
        return self._away

    def ask(self, start: int, end: int, sound: Samples) -> None:
        """Ask for an utterance, in place of what was asked of the same one and has not begun. Returns at once."""
        with self._lock:
            self._jobs = deque(job for job in self._jobs if job.start != start)
            self._jobs.append(_Job(start, end, sound))
        self._wake.set()

    def answers(self) -> list[tuple[int, str]]:
        """What has come since the last time: where an utterance ended, and its words."""
        with self._lock:
            answers, self._answers = self._answers, []
        return answers

    def give_up(self, why: str) -> None:
        """Wait no longer: it is away from now on."""
        with self._lock:
            self._jobs.clear()
            first, self._away = not self._away or not self._told, True
            self._told = True
        self._wake.set()
        if first and not self._closed.is_set():
            self._on_away(why)

    def close(self) -> None:
        """Ask no more; what is under way ends by itself in bounded time. May be called twice."""
        self._closed.set()
        self._wake.set()

    # --- the asking thread --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        patience, failed = USUAL.serving.warm, 0
        while not self._closed.is_set():
            if not self._away:
                failed = 0 if self._answer() else failed
            elif self._try(patience):
                patience = self._patience
            if self._away:  # Also where it hears what it is tried with, and is then too slow again and again.
                self._closed.wait(BACK_OFF[min(failed, len(BACK_OFF) - 1)])
                failed += 1

    def _try(self, patience: float) -> bool:
        try:
            self._transcriber.text(self._tried, patience)
        except HearingError as error:
            self.give_up(str(error))
            return False
        with self._lock:
            told, self._told, self._away = self._told, False, False
        if told and not self._closed.is_set():
            self._on_back()
        return True

    def _answer(self) -> bool:
        """Have the next utterance heard; whether that came in time."""
        job = self._next()
        if job is None:
            self._wake.wait()
            return False
        self._tried = job.sound
        try:
            text = self._transcriber.text(job.sound, self._patience)
        except HearingError as error:
            self.give_up(str(error))
            return False
        with self._lock:
            self._answers.append((job.end, text))
        return not self._away

    def _next(self) -> _Job | None:
        with self._lock:
            if self._jobs:
                return self._jobs.popleft()
            self._wake.clear()
            return None
