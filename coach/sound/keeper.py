"""Keeps a microphone and a speaker open: lets go of a broken one, opens it again, and never gives up.

Everything that may hang in a sound driver happens in daemon threads here; the callers never wait for long.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Mapping

from coach.errors import SoundError
from coach.machine import quiet_stderr
from coach.sound import portaudio
from coach.sound.portaudio import Direction
from coach.sound.streams import DeviceStream, Opener

_log = logging.getLogger(__name__)

START_PATIENCE = 10.0
"""Seconds that the sound server may take to open the devices at the start."""
FIRST_CALLBACK = 1.0
"""Seconds that an opened device may take to call back; most take 50 ms."""
FAREWELL = 1.8
"""Seconds to wait for devices to close, of the two that `SoundEdge.close` may take."""
GENTLE_TRIES = 3
"""How often a device that opens but stays dumb is opened again before PortAudio is restarted."""
OFTEN, SELDOM = 5.0, 60.0
"""The longest pauses between tries, in seconds: to open one device, and to restart PortAudio under a sound one."""


class Keeper:
    """The streams, by kind. `check` is called often by one thread; `close` by any."""

    def __init__(self, openers: Mapping[Direction, Opener]) -> None:
        self._openers = openers
        self.streams: dict[Direction, DeviceStream] = {}
        self.problems: dict[Direction, str] = {}
        """Why a stream could not be opened the last time it was tried: one sentence."""
        self._closed = False
        self._mender: threading.Thread | None = None
        self._leaving: list[threading.Thread] = []
        self._tries = 0
        self._retry_at = 0.0
        self._restarts = 0
        self._restart_at = 0.0

    @property
    def stalled(self) -> bool:
        """Whether a device hangs in its driver: PortAudio would then hang at the interpreter's end too."""
        mending = self._closed and self._mender is not None and self._mender.is_alive()
        return mending or any(thread.is_alive() for thread in self._leaving)

    def open(self) -> None:
        """Open all there is, the microphone first. Raises SoundError when that is nothing."""
        self._mender = threading.Thread(target=self._open_all, daemon=True, name="open-sound")
        self._mender.start()
        self._mender.join(START_PATIENCE)
        self._restart_at = time.monotonic() + OFTEN
        if self._mender.is_alive():
            self._closed = True
            quiet_stderr.restore()
            raise SoundError(portaudio.SILENT_SERVER)
        if not self.streams:
            raise SoundError(self._nothing())

    def check(self, broken: Collection[Direction], quiet: bool, longest: float = OFTEN) -> None:
        """Mend what is `broken`, in the background, after a pause that doubles up to `longest` seconds.

        `quiet`: nobody would miss the speaker for half a second just now.
        """
        if not broken:
            if self._tries:
                _log.info("all devices are back")
            self._tries = self._restarts = 0
        elif time.monotonic() >= self._retry_at and not (self._mender and self._mender.is_alive()):
            self._tries += 1
            names = " and ".join(sorted(portaudio.NAMES[kind] for kind in broken))
            _log.info("lost: %s; opened anew, attempt %d", names, self._tries)
            pause = min(longest, 2.0 ** (self._tries - 1))
            self._mender = threading.Thread(
                target=self._mend, args=(frozenset(broken), quiet, pause), daemon=True, name="mend-sound"
            )
            self._mender.start()

    def close(self) -> None:
        """Let go of all; waits less than two seconds for what is stalled."""
        self._closed = True
        end = time.monotonic() + FAREWELL
        self._let_go(tuple(self.streams))
        if self._mender is not None:
            self._mender.join(max(0.0, end - time.monotonic()))
        if self.stalled:
            quiet_stderr.restore()

    def _open_all(self) -> None:
        for kind in self._openers:
            self._open(kind)
        self._await_callbacks()

    def _open(self, kind: Direction) -> bool:
        try:
            stream = self._openers[kind]()
        except SoundError as problem:
            _log.info("no %s: %s", portaudio.NAMES[kind], problem)
            self.problems[kind] = str(problem)
            return False
        self.problems.pop(kind, None)
        self.streams[kind] = stream
        if self._closed:
            self._let_go((kind,))
        return True

    def _await_callbacks(self) -> None:
        end = time.monotonic() + FIRST_CALLBACK
        while time.monotonic() < end and any(stream.called_at is None for stream in tuple(self.streams.values())):
            time.sleep(0.005)

    def _mend(self, broken: frozenset[Direction], quiet: bool, pause: float) -> None:
        try:
            self._let_go(broken)
            working = bool(self.streams)
            failed = [kind for kind in self._openers if kind in broken and not self._closed and not self._open(kind)]
            if (failed or self._tries > GENTLE_TRIES) and self._may_restart(working, quiet):
                self._restart()
            self._await_callbacks()
        finally:
            self._retry_at = time.monotonic() + pause

    def _may_restart(self, working: bool, quiet: bool) -> bool:
        """`working`: whether there is a sound stream, which a restart would interrupt."""
        if self._closed or self._stuck():
            return False
        if not working:
            return True
        if not quiet or time.monotonic() < self._restart_at:
            return False
        self._restarts += 1
        self._restart_at = time.monotonic() + min(SELDOM, 5.0 * 2**self._restarts)
        return True

    def _restart(self) -> None:
        """PortAudio knows only the devices that were there when it started; starting it again ends every stream."""
        self._let_go(tuple(self.streams))
        if not self._stuck():
            portaudio.restart()
        for kind in self._openers:
            if not self._closed:
                self._open(kind)

    def _let_go(self, kinds: Iterable[Direction]) -> None:
        streams = [self.streams.pop(kind, None) for kind in kinds]
        threads = [stream.let_go() for stream in streams if stream is not None]
        self._leaving.extend(threads)
        _log.debug("let go of %d streams", len(threads))
        end = time.monotonic() + FAREWELL
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _stuck(self) -> bool:
        return any(thread.is_alive() for thread in self._leaving)

    def _nothing(self) -> str:
        reasons = set(self.problems.values())
        if len(reasons) == 1:
            return reasons.pop()
        return (
            "Neither a microphone nor a speaker can be opened: start the sound server or plug them in, "
            "and see what there is by `coach doctor`."
        )
