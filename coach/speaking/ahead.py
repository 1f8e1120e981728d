"""A voice that any thread may ask, that renders ahead what is likely to be said, and that never ends a session."""

import itertools
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from coach.errors import VoiceError
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip, Voice

_NOW, _SOON, _END = 0, 1, -1
"""The turns of texts: what is to be said now goes before what may be said later."""

_Order = tuple[int, int, str, int]
"""Turn, number, text, rate: numbers keep the order within a turn."""


class AheadVoice:
    """A `Voice` around another one, which a single thread of its own asks. Once that fails, clips are silent."""

    def __init__(self, voice: Voice, on_problem: Callable[[str], None]) -> None:
        """`on_problem` is told in one sentence, once, that the voice has failed; from the rendering thread."""
        self.name = voice.name
        self._voice: Voice = voice
        self._on_problem = on_problem
        self._clips: dict[tuple[str, int], Future[Clip]] = {}
        self._orders: queue.PriorityQueue[_Order] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = False
        self._thread = threading.Thread(target=self._render, name="rendering", daemon=True)
        self._thread.start()

    def ahead(self, texts: Iterable[str], rate: int) -> None:
        """Render these when there is nothing more urgent; returns at once."""
        for text in texts:
            self._order(_SOON, text, rate)

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Render these now; returns when all is there."""
        for future in [self._wanted(text, rate) for text in texts]:
            future.result()

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text`, silent if the voice has failed; from memory, or before everything rendered ahead."""
        if self._closed:
            return self._voice.clip(text, rate)
        return self._wanted(text, rate).result()

    def close(self) -> None:
        """End the voice within. May be called twice."""
        if not self._closed:
            self._closed = True
            self._orders.put((_END, 0, "", 0))
            self._thread.join()
        self._voice.close()

    def _wanted(self, text: str, rate: int) -> "Future[Clip]":
        future = self._clips.setdefault((text, rate), Future())
        if not future.done():
            self._order(_NOW, text, rate)
        return future

    def _order(self, turn: int, text: str, rate: int) -> None:
        self._clips.setdefault((text, rate), Future())
        self._orders.put((turn, next(self._numbers), text, rate))

    def _render(self) -> None:
        while (order := self._orders.get())[0] != _END:
            _, _, text, rate = order
            future = self._clips[text, rate]
            if not future.done():
                try:
                    future.set_result(self._rendered(text, rate))
                except BaseException as bug:  # Raised again where the clip is wanted.
                    future.set_exception(bug)

    def _rendered(self, text: str, rate: int) -> Clip:
        try:
            return self._voice.clip(text, rate)
        except VoiceError as error:
            self._voice.close()
            self._voice = SilentVoice()
            self._on_problem(f"No speech from here on, only captions: {error}")
            return self._voice.clip(text, rate)
