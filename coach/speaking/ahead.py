"""A voice that any thread may ask, that renders ahead what is likely to be said, and that never ends a session.

Nobody waits for a synthesiser that hangs: what it was to say has its caption's time in silence, until it is back.
"""

import itertools
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait

from coach.clock import seconds
from coach.errors import VoiceError
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip, Voice

TEXT_LATE_AFTER = 3.0
"""Seconds that a text may take before it is captions that go on; it takes tens of milliseconds."""
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts with a synthesiser that failed; the last one for ever."""
_ATTEMPTS = 3
"""How often a text is tried that makes a synthesiser fail which worked before."""
REST = 1.0
"""Seconds between two texts that are rendered ahead on a machine that is too slow."""
_LOOK = 0.05
_CLOSE = 0.5
"""Seconds that a text under way may still take at the end."""
_NOW, _SOON, _END = 0, 1, -1
"""The turns of texts: what is to be said now goes before what may be said later."""

_Key = tuple[str, int]
"""Text and rate."""
_Order = tuple[int, int, _Key]
"""Turn, number, key: numbers keep the order within a turn."""
_log = logging.getLogger(__name__)


class AheadVoice:
    """A `Voice` around another one, which a single thread of its own asks. While that is away, clips are silent."""

    def __init__(self, voice: Voice, on_problem: Callable[[str], None], patience: float = TEXT_LATE_AFTER) -> None:
        """`on_problem` is told, in one sentence each, that the voice is away and that it is back; from any thread."""
        self.name = voice.name
        self._voice = voice
        self._silence = SilentVoice()
        self._on_problem = on_problem
        self._patience = patience
        self._lock = threading.Lock()
        self._clips: dict[_Key, Future[Clip]] = {}
        self._wanted: set[_Key] = set()
        """What somebody is waiting for."""
        self._away = False
        """Whether the voice fails or does not answer."""
        self._urgent: set[str] = set()
        """What was prepared: it is rather said at another speed than waited for."""
        self._failures: Counter[_Key] = Counter()
        self._spares = False
        """Whether what may be said later is to be rendered one text a second: the machine is too slow."""
        self._orders: queue.PriorityQueue[_Order] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._render, name="rendering", daemon=True)
        self._thread.start()

    def ahead(self, texts: Iterable[str], rate: int) -> None:
        """Render these when there is nothing more urgent; returns at once."""
        for text in texts:
            self._put(_SOON, (text, rate))

    def prepare(self, texts: Iterable[str], rate: int, patience: float = float("inf")) -> None:
        """Render these; returns when all is there, the voice is away, or so many seconds have passed.

        What was prepared at one speed is from then on never waited for at another.
        """
        keys = list(dict.fromkeys((text, rate) for text in texts))
        with self._lock:
            self._urgent.update(text for text, _ in keys)
            missing = [self._clips.setdefault(key, Future()) for key in keys]
        for key in keys:
            self._put(_SOON, key)
        until = time.monotonic() + patience
        for future in missing:
            while not (future.done() or self._away or self._closed.is_set()) and time.monotonic() < until:
                wait([future], _LOOK)

    def order(self, text: str, rate: int) -> "Future[Clip]":
        """The clip of `text`, there at once or, before everything rendered ahead, soon; silent if the voice is away."""
        key = text, rate
        with self._lock:
            future = self._clips.get(key)
            if future and future.done():
                return future
            if self._away or self._closed.is_set() or self._failures[key] >= _ATTEMPTS:
                return self._substitute(key)
            if text in self._urgent and (other := self._at_another_speed(key)):
                return other
            future = self._clips.setdefault(key, Future())
            self._wanted.add(key)
        self._put(_NOW, key)
        return future

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text`, waiting for it no longer than the voice has patience."""
        return self.order(text, rate).result()

    def shed(self) -> None:
        """Render what may be said later more slowly from now on: the machine is too slow."""
        self._spares = True

    def close(self) -> None:
        """End the voice within. May be called twice."""
        if not self._closed.is_set():
            self._closed.set()
            self._orders.put((_END, 0, ("", 0)))
            self._give_silence()
            self._thread.join(_CLOSE)
        self._voice.close()  # Kills what may still hang.

    def _put(self, turn: int, key: _Key) -> None:
        self._orders.put((turn, next(self._numbers), key))

    def _substitute(self, key: _Key) -> "Future[Clip]":
        """`key` at another speed, if that is in memory, else the time it takes to be said. The lock is held."""
        if other := self._at_another_speed(key):
            return other
        self._put(_SOON, key)
        future: Future[Clip] = Future()
        future.set_result(self._silence.clip(*key))
        return future

    def _at_another_speed(self, key: _Key) -> "Future[Clip] | None":
        """What is in memory of the same text. The lock is held."""
        others = [future for (text, _), future in self._clips.items() if text == key[0] and future.done()]
        if others:
            self._put(_SOON, key)
        return others[-1] if others else None

    # --- the rendering thread -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        failed = 0
        while (order := self._orders.get())[0] != _END:
            key = order[2]
            with self._lock:
                done = key in self._clips and self._clips[key].done()
            if done or self._failures[key] >= _ATTEMPTS:
                continue
            if order[0] == _SOON and self._spares and self._is_wanted_before(order):
                continue
            if self._rendered(key):
                failed = 0
            else:
                self._closed.wait(BACK_OFF[min(failed, len(BACK_OFF) - 1)])
                failed += 1

    def _is_wanted_before(self, order: _Order) -> bool:
        """Wait for a second whether anything is wanted at once; if so, `order` is put back."""
        until = time.monotonic() + REST
        while time.monotonic() < until and not self._closed.wait(_LOOK):
            with self._lock:
                if self._wanted:
                    self._orders.put(order)
                    return True
        return False

    def _rendered(self, key: _Key) -> bool:
        """Ask the voice, and have somebody look whether it answers; False where it fails."""
        began = time.perf_counter()
        too_slow = threading.Timer(self._patience, self._miss, ["it does not answer, and is started again"])
        too_slow.daemon = True
        too_slow.start()
        try:
            clip = self._voice.clip(*key)
        except Exception as error:
            self._fail(key, error)
            return False
        finally:
            too_slow.cancel()
        took, sound = time.perf_counter() - began, seconds(len(clip.sound))
        _log.debug('rendered "%s" at %d words a minute in %.3f s, %.2f s of sound', *key, took, sound)
        self._keep(key, clip)
        return True

    def _keep(self, key: _Key, clip: Clip) -> None:
        with self._lock:
            future = self._clips.setdefault(key, Future())
            self._wanted.discard(key)
            if not future.done():
                future.set_result(clip)
            back, self._away = self._away, False
        if back:
            _log.info("the voice is back")
        if back and not self._closed.is_set():
            self._on_problem("The voice is back.")

    def _fail(self, key: _Key, error: Exception) -> None:
        if not isinstance(error, VoiceError):
            _log.error("%r was not rendered", key[0], exc_info=error)
        self._failures[key] += not self._away
        self._miss(str(error) or "it failed")
        self._put(_SOON, key)

    def _miss(self, why: str) -> None:
        """The voice is away: nobody waits for it any longer."""
        with self._lock:
            told, self._away = self._away, True
        _log.warning("the voice is away: %s", why)
        self._give_silence()
        if not told and not self._closed.is_set():
            self._on_problem(f"No speech for now, only captions: {why.rstrip('.')}.")

    def _give_silence(self) -> None:
        """Give those who wait the time that it takes to say it; what they wanted is rendered when the voice is back."""
        with self._lock:
            for key in self._wanted:
                future = self._clips.pop(key, None)
                if future and not future.done():
                    future.set_result(self._silence.clip(*key))
                    self._put(_SOON, key)
            self._wanted.clear()
