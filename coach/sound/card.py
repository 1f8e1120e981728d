"""The sound card: one stream out that never stops, one stream in, paired by counting samples.

Audio time goes on whatever the devices do; a lost one is mended in the background while the other works on.
"""

import logging
import queue
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress

from coach.clock import BLOCK, RATE
from coach.errors import SoundError
from coach.machine.quiet_stderr import quiet
from coach.sound.edge import Block, Play, Samples, Settled
from coach.sound.keeper import OFTEN, SELDOM, Keeper
from coach.sound.liveness import Liveness
from coach.sound.pairing import Pairing
from coach.sound.portaudio import Device, Direction
from coach.sound.streams import Inbox, MicrophoneStream, Opener, Outlet, Played, Recorded, SpeakerStream
from coach.units import Seconds

_log = logging.getLogger(__name__)

LOST = 0.5
"""Seconds without a callback after which a device is taken for lost."""
LULL = 0.5
"""Seconds of silence played after which the speaker may be restarted for the microphone's sake."""
STARVED, WITHIN = 6, 5.0
"""So often in so many seconds a device was not fed or not emptied in time: this machine cannot do with little spare."""
SPARE: Seconds = 0.2
"""Of sound that the driver then holds: a cut is heard later by as much, and nothing is torn. Under a quota of 25 ms
in every 100 ms a card was starved 38 times a minute with as little as PortAudio gives, and with this never."""
CATCH_UP = 1.0
"""Seconds of audio time, at most, that are made up for at once when the speaker is lost."""


class SoundCard:
    """PortAudio's devices; see SoundEdge. One SoundCard at a time.

    `input` and `output` are (parts of) names as in `Devices`, or numbers of PortAudio's list; None is the default.
    After `close`, a caller who finds `stalled` true has to leave by `os._exit`.
    """

    def __init__(
        self,
        input: Device,  # noqa: A002 - the word that PortAudio and its users have for it
        output: Device,
        *,
        want_microphone: bool = True,
        want_speaker: bool = True,
        together: int = 1,
    ) -> None:
        """`together`: blocks that a device gives or takes at once; more wake the machine less often, and come later."""
        self._together = together
        self._devices: dict[Direction, Device] = {}
        if want_microphone:
            self._devices["input"] = input
        if want_speaker:
            self._devices["output"] = output
        self._called_at: dict[Direction, float] = {}
        self._starved_at: deque[float] = deque(maxlen=STARVED)
        self._spare: Seconds | None = None
        self._inbox: Inbox = queue.SimpleQueue()
        self._pairing = Pairing()
        self._keeper = Keeper({})
        self._quiet = ExitStack()
        self._closed = True

    def open(self, play: Play, settled: Settled) -> None:
        """Start both, or the one there is. Raises SoundError where neither can be had."""
        self._outlet = Outlet(play, self._inbox)
        self._keeper = Keeper(dict(self._openers()))
        self._due = self._watched_at = self._graced_at = time.monotonic()
        self._sounded_at = self._due
        self._liveness = Liveness(self._due)
        if sys.stderr is not None and sys.stderr.isatty():  # In a log the drivers' complaints may be of use.
            self._quiet.enter_context(quiet())
        try:
            self._keeper.open()
        except SoundError:
            self._quiet.close()
            raise
        self._closed = False

    def read(self) -> Block | None:
        """The next block, waiting for it; None once closed. An exception of `play` is raised here."""
        while not self._closed:
            if self._pairing.ready:
                return self._pairing.ready.popleft()
            self._take_next()
            self._watch()
        return None

    def close(self) -> None:
        """Stop at once; waits less than two seconds for a stalled device."""
        self._closed = True
        self._inbox.put(None)
        self._keeper.close()
        self._quiet.close()

    @property
    def stalled(self) -> bool:
        """Whether a device still hangs in its driver."""
        return self._keeper.stalled

    @property
    def microphone_problem(self) -> str | None:
        """Why the microphone cannot be opened, in one sentence; None when it is open or not wanted."""
        return self._keeper.problems.get("input")

    @property
    def speaker_problem(self) -> str | None:
        """Why the speaker cannot be opened, in one sentence; None when it is open or not wanted."""
        return self._keeper.problems.get("output")

    def _openers(self) -> Iterator[tuple[Direction, Opener]]:
        """The microphone first: it must be there before anything is played."""
        devices = self._devices
        if "input" in devices:
            yield "input", lambda: MicrophoneStream(devices["input"], self._inbox, self._together, self._spare)
        if "output" in devices:
            yield (
                "output",
                lambda: SpeakerStream(devices["output"], self._inbox, self._outlet, self._together, self._spare),
            )

    def _take_next(self) -> None:
        with suppress(queue.Empty):
            match self._inbox.get(timeout=BLOCK / RATE):
                case Played() as played:
                    self._take_played(played)
                case Recorded(microphone, sound, slipped) if not microphone.retired:
                    self._take_heard(microphone.blocks(sound), slipped)
                case Exception() as bug:
                    raise bug

    def _take_played(self, played: Played) -> None:
        if played.slipped:
            _log.info("the speaker lost time, or has just been opened")
            self._slipped()
        now = time.monotonic()
        if played.sound.any():
            self._sounded_at = now
        if played.speaker_alive:
            self._liveness.played(played.sound, BLOCK / RATE, now)
        self._pairing.played(played.sound, played.speaker_alive)

    def _take_heard(self, blocks: list[Samples], slipped: bool) -> None:
        if slipped:
            _log.info("the microphone lost sound: this program was too slow, or the machine too busy")
            self._slipped()
        for sound in blocks:
            self._liveness.heard(sound, time.monotonic())
            if not self._flat():
                self._pairing.heard(sound)

    def _slipped(self) -> None:
        self._pairing.slipped()
        self._starved_at.append(now := time.monotonic())
        often = len(self._starved_at) == STARVED and now - self._starved_at[0] < WITHIN
        if often and self._spare is None:
            _log.warning("the devices starve: they are opened again with %.1f s of sound to spare", SPARE)
            self._spare = SPARE

    def _flat(self) -> bool:
        return self._liveness.is_flat(time.monotonic())

    def _watch(self) -> None:
        """Tell which devices are broken, have them mended, and do without them meanwhile."""
        now = time.monotonic()
        if now - self._watched_at > LOST:
            _log.warning("nothing was read from the sound card for %.1f s", now - self._watched_at)
            self._graced_at = now  # It was this program that stood still: give the callbacks time to come.
            self._liveness.grace(now)
        self._watched_at = now
        broken = {kind for kind in self._devices if not self._alive(kind, now)}
        if "input" not in self._devices or "input" in broken or self._flat():
            self._pairing.lose_microphone()
        self._stand_in("output" not in self._devices or "output" in broken, now)
        self._mend(broken or self._starving(), now)

    def _starving(self) -> set[Direction]:
        """The devices that are open with less to spare than this machine needs."""
        return {kind for kind, stream in tuple(self._keeper.streams.items()) if stream.spare != self._spare}

    def _alive(self, kind: Direction, now: float) -> bool:
        stream = self._keeper.streams.get(kind)
        if stream is not None and stream.called_at is not None:
            self._called_at[kind] = stream.called_at
        return kind in self._called_at and now - max(self._called_at[kind], self._graced_at) < LOST

    def _stand_in(self, needed: bool, now: float) -> None:
        """Ask `play` for what is due since the speaker's last callback, by the monotonic clock."""
        if not needed:
            self._due = self._called_at["output"] + BLOCK / RATE
            return
        self._due = max(self._due, now - CATCH_UP)
        while self._due <= now:
            self._outlet.stand_in()
            self._due += BLOCK / RATE

    def _mend(self, broken: set[Direction], now: float) -> None:
        lull = "output" in broken or now - self._sounded_at > LULL
        if not broken and "input" in self._devices and self._flat():
            self._keeper.check({"input"}, quiet=False, longest=SELDOM)  # Muted, most likely: look again, but seldom.
        else:
            self._keeper.check(broken, quiet=lull, longest=OFTEN)
