"""The hearing thread: blocks to the ear. An ear that dies or hangs is told of, and another one takes its place.

A thread that hangs in an engine cannot be ended: another one reads on, without an ear until there is a new one.
"""

import logging
import threading
import time
from collections.abc import Callable

from coach.clock import BLOCK, seconds
from coach.errors import HearingError
from coach.hearing.ear import Ear
from coach.language.intents import Live
from coach.running.block_watch import BlockWatch
from coach.running.load import Load
from coach.session.events import (
    CannotListenWhileSpeaking,
    Event,
    HearsBadly,
    MicrophoneFound,
    MicrophoneLost,
    Part,
    PartFails,
    PartWorks,
    Trouble,
)
from coach.sound.edge import Block, SoundEdge, level_dbfs
from coach.speaking.mixer import Mixer
from coach.units import Decibels

_log = logging.getLogger(__name__)

LEVEL_EVERY = 10 * BLOCK
"""Samples between two levels of the microphone."""
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before each attempt at another ear; the last one for ever."""
_LOOK = 0.1
_SLOW = 0.1
"""Seconds of thought about one block from which on the debug log tells them."""
_FAULTS_IN_A_ROW = 50
"""Blocks, a second's, in each of which an ear makes a mistake before it is given up."""

Renew = Callable[[], Ear]
"""Makes another ear, as long as that may take. Raises CoachError."""


class Hearing:
    """Reads an edge in a thread of its own. What is `told` comes from that thread, or from one that mends it."""

    def __init__(
        self,
        ear: Ear | None,
        mixer: Mixer,
        tell: Callable[[Event], None],
        on_fault: Callable[[Exception], None] | None,
        on_deaf: Callable[[HearingError], None] | None,
        renew: Renew | None,
    ) -> None:
        """See Runner. Without `on_deaf` and `on_fault` errors and mistakes are raised; without `renew` nobody mends."""
        self._ear = ear
        self._mixer = mixer
        self._tell = tell
        self._on_fault, self._on_deaf, self._renew = on_fault, on_deaf, renew
        self._wanted = ear is not None
        """Whether there was ever an ear."""
        self._live: Live | None = None
        self._turn = 0
        """Which thread reads: the one before may hang for ever."""
        self._block = BlockWatch()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._microphone: bool | None = None
        self._speaker: bool | None = None
        self._half_duplex = False
        self._trouble: Trouble | None = None
        self._faults = 0
        """Of the ear, one block after the other."""
        self._load = Load()
        self.on_slow: Callable[[], None] | None = None
        """Told, once, that the machine does not keep up."""
        self.on_level: Callable[[float], None] | None = None
        self.compute: dict[int, float] = {}

    def begin(self, edge: SoundEdge, ended: Callable[[BaseException | None], None]) -> None:
        """Read `edge` to its end; `ended` is told then, with what was raised, if anything was."""
        self._edge, self._when_ended = edge, ended
        self._start()
        if self._renew and self._ear:
            threading.Thread(target=self._watch, name="ear-watch", daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether it still reads."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Mend nothing any more."""
        self._ended.set()

    def listen(self, live: Live) -> None:
        """From the next block on, `live` may be said."""
        self._live, self._block.learns = live, True
        if ear := self._ear:
            ear.listen(live)

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._read, args=(self._turn,), name="hearing", daemon=True)
        self._thread.start()

    def _read(self, turn: int) -> None:
        self._block.reads_here()
        try:
            while self._turn == turn and (block := self._edge.read()) is not None:
                self._take(block, turn)
            if self._turn == turn:
                self._when_ended(None)
        except BaseException as error:
            self._when_ended(error)

    def _take(self, block: Block, turn: int) -> None:
        self._load_of(block)
        self._speaker = self._follow_speaker(block)
        if not self._wanted:
            return
        self._microphone = self._follow_microphone(block)
        ear = self._ear
        if not block.microphone_alive or ear is None:
            self._mixer.soften(Decibels(0.0))  # Nobody is heard for whom to speak softly.
            return
        if self.on_level and block.at % LEVEL_EVERY == 0:
            self.on_level(level_dbfs(block.microphone))
        self._listen_to(block, ear, turn)

    # --- devices and the machine ----------------------------------------------------------------------------------

    def _load_of(self, block: Block) -> None:
        if self._renew and not self._load.too_slow:
            self._load.take(block.at, self._mixer.position, BLOCK, time.monotonic())
            self._slow_down(block.at)

    def _slow_down(self, at: int) -> None:
        """Do less from now on, where the machine does not keep up."""
        if not self._load.too_slow:
            return
        if ear := self._ear:
            ear.hurry()
        if self.on_slow:
            self.on_slow()
        self._tell(PartFails(Part.SPEED, at))

    def _follow_speaker(self, block: Block) -> bool:
        """Tell of a loss or a find; what is missing from the start was announced then."""
        alive = block.speaker_alive
        if self._speaker is not None and self._speaker is not alive:
            _log.info("at %.2f s: the speaker is %s", seconds(block.at), "back" if alive else "lost")
            self._tell(PartWorks(Part.SPEAKER, block.at) if alive else PartFails(Part.SPEAKER, block.at))
        return alive

    def _follow_microphone(self, block: Block) -> bool:
        """Likewise."""
        alive = block.microphone_alive
        if self._microphone is not None and self._microphone is not alive:
            _log.info("at %.2f s: the microphone is %s", seconds(block.at), "back" if alive else "lost")
            self._tell(MicrophoneFound(block.at) if alive else MicrophoneLost(block.at))
        return alive

    # --- the ear --------------------------------------------------------------------------------------------------

    def _listen_to(self, block: Block, ear: Ear, turn: int) -> None:
        began = time.perf_counter()
        self._block.begin()
        try:
            heard = ear.hear(block)
            self._block.learns = False
        except HearingError as error:
            self._lose(error, block.at, turn)
            return
        except Exception as fault:
            self._contain(fault, block.at, turn)
            return
        finally:
            if self._turn == turn:
                self._block.end()
        if self._turn != turn:
            self._come_back(ear)
            return
        self._faults = 0
        took = time.perf_counter() - began
        if took > _SLOW:
            behind = seconds(self._mixer.position - block.at)
            _log.debug("at %.2f s: thought for %.3f s, and is %.2f s behind", seconds(block.at), took, behind)
        for event in heard:
            self.compute[event.at] = took
            self._tell(event)
        self._follow_ear(ear, block.at)

    def _contain(self, fault: Exception, at: int, turn: int) -> None:
        """A mistake costs a block; one in every block costs the ear."""
        if self._on_fault is None:
            raise fault
        self._on_fault(fault)
        self._faults += 1
        if self._faults >= _FAULTS_IN_A_ROW:
            self._faults = 0
            self._lose(HearingError(f"The recogniser fails ({fault}): start the coach again."), at, turn)

    def _follow_ear(self, ear: Ear, at: int) -> None:
        """Speak as softly as the ear asks for, and leave gaps where it cannot hear over the coach."""
        self._mixer.soften(ear.softening_db)
        if ear.cannot_listen_while_speaking is not self._half_duplex:
            self._half_duplex = not self._half_duplex
            self._tell(CannotListenWhileSpeaking(self._half_duplex, at))
        before, self._trouble = self._trouble, ear.trouble
        if self._trouble and self._trouble is not before:
            self._tell(HearsBadly(self._trouble, at))

    def _lose(self, error: HearingError, at: int, turn: int) -> None:
        _log.error("at %.2f s: deaf from here on: %s", seconds(at), error)
        if self._on_deaf is None:
            raise error
        with self._lock:
            if self._turn != turn:
                return  # It was given up while it hung.
            self._ear = None
        self._mixer.soften(Decibels(0.0))
        self._tell(PartFails(Part.HEARING, at))
        self._on_deaf(error)
        if self._renew:
            threading.Thread(target=self._mend, name="ear-mend", daemon=True).start()

    def _watch(self) -> None:
        """Find an ear that hangs, and have another thread read on."""
        while not self._ended.wait(_LOOK):
            if self._block.hangs():
                self._give_up_on_thread()

    def _give_up_on_thread(self) -> None:
        with self._lock:
            if not self._block.busy or self._ear is None:
                return
            self._turn += 1
            self._ear = None
            self._block.end()
        _log.error("at %.2f s: the ear hangs: another thread reads on", seconds(self._mixer.position))
        self._mixer.soften(Decibels(0.0))
        self._start()
        self._tell(PartFails(Part.HEARING, self._mixer.position))
        if self._on_deaf:
            self._on_deaf(HearingError("The recogniser does not answer: another one is started."))
        threading.Thread(target=self._mend, name="ear-mend", daemon=True).start()

    def _come_back(self, ear: Ear) -> None:
        """It did not hang, it was slow: it may be used again, and is given more time."""
        self._block.be_patient()
        told, self._load.too_slow = self._load.too_slow, True
        if not told:
            self._slow_down(self._mixer.position)
        self._use(ear)

    def _mend(self) -> None:
        """Make another ear, until there is one."""
        attempt = 0
        while self._renew and self._ear is None:
            if self._ended.wait(BACK_OFF[min(attempt, len(BACK_OFF) - 1)]):
                return
            attempt += 1
            if self._ear is None:
                try:
                    ear = self._renew()
                except Exception as error:  # Whatever it is, it is tried again.
                    self._report(error)
                else:
                    self._use(ear)

    def _report(self, error: Exception) -> None:
        if self._on_fault and not isinstance(error, HearingError):
            self._on_fault(error)

    def _use(self, ear: Ear) -> None:
        with self._lock:
            if self._ear is not None or self._ended.is_set():
                return
            if self._live:
                ear.listen(self._live)
            if self._load.too_slow:
                ear.hurry()
            self._ear = ear
        _log.info("at %.2f s: an ear hears again", seconds(self._mixer.position))
        self._tell(PartWorks(Part.HEARING, self._mixer.position))


def is_hearing_again(event: object) -> bool:
    """Whether `event` says that commands may be spoken from now on."""
    return isinstance(event, MicrophoneFound) or (isinstance(event, PartWorks) and event.part is Part.HEARING)
