"""One queue, one loop: event to session to effects. The same for a sound card and a simulated room."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence

from coach.effects import Cue, Effect, Finish, Hush, Listen, Say, Schedule, Sound, Speak, Tone
from coach.events import Begun, Event, Heard, MicrophoneFound, MicrophoneLost, TimeUp
from coach.hearing.ear import Ear
from coach.intents import Match
from coach.session import Session
from coach.sound.edge import Block, Samples, SoundEdge
from coach.speaking.mixer import CueBegun, Mark, Mixer
from coach.speaking.tones import TONES
from coach.speaking.voice import Clip, Voice

COUNT_RATE = 175
"""Words a minute of counts, whatever the speech's own rate: at less, "twenty-seven" fills its second."""

Observer = Callable[[int, Event | Mark, Sequence[Effect]], None]
"""Told of everything: the audio time, what happened, and what was done about it."""


class Runner:
    """Drives one session over one sound edge until it finishes: `open`, then `run`."""

    def __init__(self, session: Session, voice: Voice, ear: Ear | None) -> None:
        self._session = session
        self._voice = voice
        self._ear = ear
        self._edge: SoundEdge | None = None
        self._queue: queue.Queue[Event | Mark | BaseException | None] = queue.Queue()
        self.mixer = Mixer(self._queue.put)
        self._rate = session.settings.words_a_minute
        self._alarm: int | None = None
        self._observers: list[Observer] = []
        self.reason = ""
        self.compute: dict[int, float] = {}
        """For each command, by its audio time, the seconds of thought that its deciding block took."""

    def observe(self, observer: Observer) -> None:
        """Tell `observer` of everything from now on, in the thread of `run`."""
        self._observers.append(observer)

    def press(self, match: Match) -> None:
        """A key was pressed, in any thread: as if its phrase had been said this moment."""
        at = self.mixer.position
        self._queue.put(Heard(match, at, at, at, by_key=True))

    def interrupt(self) -> None:
        """End `run` as soon as it has done what is under way, from any thread."""
        self._queue.put(None)

    def fail(self, error: Exception) -> None:
        """End `run` with `error`, from any thread."""
        self._queue.put(error)

    def open(self, edge: SoundEdge) -> None:
        """Open `edge`, which plays silence until `run`. Raises SoundError; another edge may then be tried."""
        edge.open(self._play, self._queue.join)
        self._edge = edge

    def run(self) -> str:
        """Hold the session, then close the edge; gives the reason it finished."""
        if self._edge is None:
            raise ValueError("open a sound edge before running")
        hearing = threading.Thread(target=self._hear, args=(self._edge,), name="hearing", daemon=True)
        self._queue.put(Begun(self.mixer.position))
        hearing.start()
        try:
            while not self.reason:
                self._take(self._queue.get())
        finally:
            self._edge.close()
            self._let_go(hearing)
        return self.reason

    def _take(self, item: Event | Mark | BaseException | None) -> None:
        try:
            if isinstance(item, BaseException):
                raise item
            if item is None:
                self.reason = "interrupted"
            elif isinstance(item, CueBegun):
                self._tell(item, [])
            else:
                self._handle(item)
        finally:
            self._queue.task_done()

    def _handle(self, event: Event) -> None:
        effects = self._session.handle(event)
        for effect in effects:
            self._do(effect)
        self._alarm = self._session.deadline
        self._tell(event, effects)

    def _tell(self, event: Event | Mark, effects: Sequence[Effect]) -> None:
        for observer in self._observers:
            observer(event.at, event, effects)

    def _let_go(self, hearing: threading.Thread) -> None:
        """End the hearing thread, letting it wait for nothing that will not be done any more."""
        patience = time.monotonic() + 2.0  # A decoder in the middle of a block cannot be interrupted.
        while hearing.is_alive() and time.monotonic() < patience:
            with contextlib.suppress(queue.Empty):
                self._queue.get(timeout=0.01)
                self._queue.task_done()

    # --- effects --------------------------------------------------------------------------------------------------

    def _do(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case Schedule():
                self.mixer.schedule([(cue, self._cue_clip(cue)) for cue in effect.cues])
            case Hush():
                self.mixer.hush()
            case Sound():
                self.mixer.tone(TONES[effect.tone])
            case Listen():
                self._listen(effect)
            case Speak():
                self._rate = effect.words_a_minute
                self.mixer.set_gain(effect.gain_db)
            case Finish():
                self.reason = effect.reason

    def _say(self, say: Say) -> None:
        clips = [self._voice.clip(sentence, self._rate) for sentence in say.sentences]
        if say.over_counts:
            self.mixer.say_over_cues(clips)
        else:
            self.mixer.say(say.say_id, clips)

    def _listen(self, effect: Listen) -> None:
        if self._ear:
            self._ear.listen(effect.live)

    def _cue_clip(self, cue: Cue) -> Clip:
        return self._voice.clip(cue.text, COUNT_RATE) if cue.text else TONES[Tone.TICK]

    # --- the other threads ----------------------------------------------------------------------------------------

    def _play(self, n: int) -> Samples:
        """Called by the edge: the next samples, and the alarm when they reach the session's deadline."""
        sound = self.mixer.block(n)
        alarm = self._alarm
        if alarm is not None and self.mixer.position >= alarm:
            self._alarm = None
            self._queue.put(TimeUp(alarm))
        return sound

    def _listen_to(self, block: Block, ear: Ear) -> None:
        began = time.perf_counter()
        for event in ear.hear(block):
            self.compute[event.at] = time.perf_counter() - began
            self._queue.put(event)

    def _hear(self, edge: SoundEdge) -> None:
        """The hearing thread: blocks to the ear, what it understood to the queue."""
        try:
            alive: bool | None = None
            while (block := edge.read()) is not None:
                if alive is None:
                    alive = block.microphone_alive  # What is missing from the start was announced then.
                elif block.microphone_alive is not alive:
                    alive = block.microphone_alive
                    self._queue.put(MicrophoneFound(block.at) if alive else MicrophoneLost(block.at))
                if self._ear and alive:
                    self._listen_to(block, self._ear)
            self._queue.put(None)
        except BaseException as error:
            self._queue.put(error)  # Raised again in `run`, which closes the edge.
