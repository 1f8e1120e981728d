"""Several voices in the place of one: the next one speaks where one cannot start, hangs, or fails on a text."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from coach.errors import VoiceError
from coach.speaking.voice import Clip, Voice

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

Maker = Callable[[], Voice]
"""Starts a voice. Raises VoiceError."""

RETRY = (2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts with a first voice that comes and goes; the last one for ever."""


class ChainVoice:
    """A `Voice` around several, the best first. Who has failed does not speak again, unless all have.

    But the first one may be asked for again (`retry`), in a thread of its own, so that nobody waits for it.
    """

    def __init__(
        self,
        makers: Sequence[Maker],
        tell: Callable[[str], None],
        *,
        first_must: bool = False,
        retry: Sequence[float] = (),
    ) -> None:
        """Start the first voice that can. `tell` is given a sentence for each change.

        `first_must`: it was asked for, so that nobody else may begin in its place. VoiceError where none starts.
        `retry`: seconds until the first voice is tried again, longer each time; none for one that is gone for good.
        """
        self._makers = makers
        self._tell = tell
        self._place = 0
        self._voice: Voice | None = makers[0]() if first_must else None
        self._failures: list[VoiceError] = []
        self._closed = False
        self._retry = retry
        self._attempts = 0
        self._due = 0.0
        self._looking: threading.Thread | None = None
        self._returned: Voice | None = None
        """The first voice, when it is back and has not spoken yet."""
        self._try(self._current)

    @property
    def name(self) -> str:
        """That of the voice that speaks now."""
        return self._voice.name if self._voice else "no voice"

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Render ahead what is not yet cached."""
        for text in texts:
            self.clip(text, rate)

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text` in the first voice that can. VoiceError where none can; then all are tried once more."""
        if self._closed:
            raise VoiceError("The voice is closed: start the coach again.")
        if self._retry and self._place:
            self._look_for_first()
        return self._try(lambda: self._current().clip(text, rate))

    def close(self) -> None:
        """End the voice that speaks. May be called twice."""
        self._closed = True
        self._end()

    def _try(self, ask: Callable[[], _Answer]) -> _Answer:
        while self._place < len(self._makers):
            try:
                answer = ask()
            except VoiceError as failure:
                _log.warning("the voice %s fails: %s", self.name, failure)
                self._failures.append(failure)
                self._end()
                self._put_off(first=self._place == 0)
                self._place += 1
            else:
                self._tell_change()
                return answer
        failures, self._failures, self._place = self._failures, [], 0
        raise failures[-1]

    # --- the first voice again ----------------------------------------------------------------------------------------

    def _put_off(self, *, first: bool) -> None:
        if self._retry and first:
            self._due = time.monotonic() + self._retry[min(self._attempts, len(self._retry) - 1)]
            self._attempts += 1

    def _look_for_first(self) -> None:
        """Have it speak again where it has come back, else start another attempt when it is time."""
        if self._returned:
            self._end()
            self._voice, self._returned, self._place, self._attempts = self._returned, None, 0, 0
            self._tell(f"The voice that was asked for is back ({self.name}).")
        elif time.monotonic() >= self._due and not (self._looking and self._looking.is_alive()):
            self._looking = threading.Thread(target=self._call_first, name="calling a voice", daemon=True)
            self._looking.start()

    def _call_first(self) -> None:
        try:
            self._returned = self._makers[0]()
        except VoiceError:
            self._put_off(first=True)

    # --- who speaks ---------------------------------------------------------------------------------------------------

    def _current(self) -> Voice:
        if self._voice is None:
            self._voice = self._makers[self._place]()
        return self._voice

    def _tell_change(self) -> None:
        if self._failures:
            failures, self._failures = self._failures, []
            why = " ".join(map(str, failures))
            self._tell(f"Another voice speaks from here on ({self.name}): {why}")

    def _end(self) -> None:
        if self._voice:
            self._voice.close()
        self._voice = None
