"""One queue, one loop: event to session to effects. The same for a sound card and a simulated room.

The loop waits for nothing: clips are ordered and handed to the mixer as they come. A safety word mutes the mixer in the
very thread that decides it, before it is queued.
"""

import contextlib
import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coach.clock import RATE
from coach.errors import HearingError
from coach.hearing.ear import Ear
from coach.language.intents import SAFETY, Live, Match
from coach.running.happened import happened
from coach.running.hearing import Hearing, Renew
from coach.running.typed_ahead import Key, TypedAhead
from coach.session.conversation import Conversation
from coach.session.effects import Cue, Effect, Finish, Hush, Listen, Say, Schedule, Sound, Speak, Tone
from coach.session.events import (
    Begun,
    Event,
    Heard,
    TimeUp,
)
from coach.sound.edge import Samples, SoundEdge
from coach.speaking.ahead import AheadVoice
from coach.speaking.mixer import CueBegun, Mark, Mixer
from coach.speaking.tones import TONES
from coach.speaking.voice import Prompt, Voice

_log = logging.getLogger(__name__)

Observer = Callable[[int, Event | Mark, Sequence[Effect]], None]
"""Told of everything: the audio time, what happened, and what was done about it."""


@dataclass(frozen=True, slots=True)
class _End:
    """The run is to end, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Second:
    """A second of audio time begins."""

    at: int


_Item = Event | Mark | BaseException | Key | _End | _Second


class Runner:
    """Drives one session, or the wait for one, over one sound edge until it finishes: `open`, then `run`."""

    def __init__(
        self,
        session: Conversation,
        voice: Voice,
        ear: Ear | None,
        on_deaf: Callable[[HearingError], None] | None = None,
        on_fault: Callable[[Exception], None] | None = None,
        renew: Renew | None = None,
    ) -> None:
        """What `voice` renders ahead is not waited for; any other voice is asked in the thread of `run`.

        `on_deaf`, if given, is told of a recogniser that dies, and the session goes on; else its error ends it.
        `on_fault` likewise of a mistake of our own, which then costs only what it was made in; from any thread.
        `renew`, if given, makes another ear in the place of one that died or hangs, and is tried until it does.
        """
        self._session = session
        self._prompt: Callable[[str, int], Prompt] = voice.order if isinstance(voice, AheadVoice) else voice.clip
        self._on_fault = on_fault
        self._edge: SoundEdge | None = None
        self._queue: queue.Queue[_Item] = queue.Queue()
        self.mixer = Mixer(self._queue.put, on_fault or self._queue.put)
        self._hearing = Hearing(ear, self.mixer, self._understood, on_fault, on_deaf, renew)
        self._live = Live(commands=False)
        """What may be said now, for the threads of keys."""
        self._rate = session.settings.words_a_minute
        self._alarm: int | None = None
        self._typed_ahead = TypedAhead()
        self._observers: list[Observer] = []
        self._every_second: list[Callable[[int], None]] = []
        self._rate_changed: Callable[[int], None] | None = None
        self._second = 0
        self.reason = ""

    def observe(self, observer: Observer) -> None:
        """Tell `observer` of everything from now on, in the thread of `run`."""
        self._observers.append(observer)

    def every_second(self, tick: Callable[[int], None]) -> None:
        """Call `tick` with each whole second of audio time as it begins, in the thread of `run`."""
        self._every_second.append(tick)

    def tell_level(self, listener: Callable[[float], None]) -> None:
        """Tell `listener`, in the hearing thread, the microphone's level in dBFS, five times a second."""
        self._hearing.on_level = listener

    def tell_slow(self, listener: Callable[[], None]) -> None:
        """Tell `listener`, once and in any thread, that the machine does not keep up: it is to do less from now on."""
        self._hearing.on_slow = listener

    @property
    def compute(self) -> dict[int, float]:
        """For each command, by its audio time, the seconds of thought that its deciding block took."""
        return self._hearing.compute

    def report(self, event: Event) -> None:
        """Something happened to a part of the coach; from any thread."""
        self._queue.put(event)

    def tell_rate(self, listener: Callable[[int], None]) -> None:
        """Tell `listener`, in the thread of `run`, each speed of speech in words a minute; it must wait for nothing."""
        self._rate_changed = listener

    def press(self, match: Match) -> None:
        """A key was pressed, in any thread: as if its phrase had been said this moment."""
        at = self.mixer.position
        self._understood(Heard(match, at, at, at, by_key=True))

    def press_key(self, key: str, unknown: Callable[[str], None], *, patient: bool = False) -> None:
        """A key was pressed or a line typed, in any thread; `unknown` is told, in `run`, if it means nothing then.

        A `patient` line waits, with all that come after it, for a question that is on its way.
        One of the safety lane means what it means now, and all is silent before its turn comes.
        """
        match = self._session.language.keys.meaning(key, self._live)
        _log.debug("key %r: %s", key, match or "its turn comes")
        if match and match.intent in SAFETY:
            self.press(match)
        else:
            self._queue.put(Key(key, self.mixer.position, unknown, patient))

    def interrupt(self, reason: str = "interrupted") -> None:
        """End `run` with `reason` as soon as it has done what is under way, from any thread."""
        self._queue.put(_End(reason))

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
        self._queue.put(Begun(self.mixer.position))
        self._hearing.begin(self._edge, self._heard_out)
        try:
            while not self.reason:
                self._take(self._queue.get())
        finally:
            self._hearing.end()
            self._edge.close()
            self._let_go()
        return self.reason

    def _take(self, item: _Item) -> None:
        try:
            match item:
                case BaseException():
                    raise item
                case _End():
                    self.reason = item.reason
                case Key():
                    self._take_key(item)
                case CueBegun():
                    self._tell(item, [])
                case _Second():
                    self._tick(item.at)
                case _:
                    self._handle(item)
            self._take_lines()
        finally:
            if _hushes(item):
                self.mixer.unmute()
            self._queue.task_done()

    @contextlib.contextmanager
    def _containing(self) -> Iterator[None]:
        """A mistake of our own made in here costs only this."""
        try:
            yield
        except Exception as fault:
            if self._on_fault is None:
                raise
            self._on_fault(fault)

    def _tick(self, at: int) -> None:
        for tick in self._every_second:
            with self._containing():
                tick(at)

    def _take_key(self, pressed: Key) -> None:
        if not self._typed_ahead.waits(pressed, self._session.about_to_ask, self.mixer.position):
            self._obey_key(pressed)

    def _take_lines(self) -> None:
        """What was typed ahead and has its question now."""
        while not self.reason:
            line = self._typed_ahead.due(self._session.about_to_ask, self.mixer.position)
            if line is None:
                return
            self._obey_key(line)

    def _obey_key(self, pressed: Key) -> None:
        match = None
        with self._containing():
            match = self._session.language.keys.meaning(pressed.key, self._session.view().live)
        if match:
            self._handle(Heard(match, pressed.at, pressed.at, pressed.at, by_key=True))
        else:
            pressed.unknown(pressed.key)

    def _handle(self, event: Event) -> None:
        effects: list[Effect] = [Hush()] if _hushes(event) else []
        with self._containing():
            effects = self._session.handle(event)
        for effect in effects:
            with self._containing():
                self._do(effect)
        self._alarm = self._session.deadline
        self._tell(event, effects)

    def _tell(self, event: Event | Mark, effects: Sequence[Effect]) -> None:
        if _log.isEnabledFor(logging.DEBUG):
            with self._containing():
                _log.debug("%s", happened(event, effects, self._session.view(), self.mixer.position))
        for observer in self._observers:
            with self._containing():
                observer(event.at, event, effects)

    def _let_go(self) -> None:
        """End the hearing thread, letting it wait for nothing that will not be done any more."""
        patience = time.monotonic() + 2.0  # A decoder in the middle of a block cannot be interrupted.
        while self._hearing.is_alive and time.monotonic() < patience:
            with contextlib.suppress(queue.Empty):
                self._queue.get(timeout=0.01)
                self._queue.task_done()

    # --- effects --------------------------------------------------------------------------------------------------

    def _do(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case Schedule():
                self.mixer.schedule([(cue, self._cue_prompt(cue)) for cue in effect.cues])
            case Hush():
                self.mixer.hush()
            case Sound():
                self.mixer.tone(TONES[effect.tone])
            case Listen():
                self._listen(effect)
            case Speak():
                self._speak(effect)
            case Finish():
                self.reason = effect.reason

    def _say(self, say: Say) -> None:
        prompts = [self._prompt(sentence, self._rate) for sentence in say.sentences]
        if say.over_counts:
            self.mixer.say_over_cues(prompts)
        else:
            self.mixer.say(say.say_id, prompts)

    def _listen(self, effect: Listen) -> None:
        self._live = effect.live
        self._hearing.listen(effect.live)

    def _speak(self, effect: Speak) -> None:
        self._rate = effect.words_a_minute
        self.mixer.set_gain(effect.gain_db)
        if self._rate_changed:
            self._rate_changed(self._rate)

    def _cue_prompt(self, cue: Cue) -> Prompt:
        return self._prompt(cue.text, self._session.language.count_rate) if cue.text else TONES[Tone.TICK]

    # --- the other threads ----------------------------------------------------------------------------------------

    def _play(self, n: int) -> Samples:
        """Called by the edge: the next samples, and the alarm when they reach the session's deadline."""
        sound = self.mixer.block(n)
        alarm = self._alarm
        if alarm is not None and self.mixer.position >= alarm:
            self._alarm = None
            self._queue.put(TimeUp(alarm))
        second = self.mixer.position // RATE
        if self._every_second and second > self._second:
            self._second = second
            self._queue.put(_Second(second * RATE))
        return sound

    def _understood(self, event: Event) -> None:
        """Queue what was understood; a safety word is obeyed first, by silence, whatever the loop is doing."""
        if _hushes(event):
            self.mixer.mute()
        self._queue.put(event)

    def _heard_out(self, error: BaseException | None) -> None:
        """The hearing thread is at its end; an error is raised again in `run`, which closes the edge."""
        self._queue.put(_End("sound ended") if error is None else error)


def _hushes(item: object) -> bool:
    return isinstance(item, Heard) and item.match.intent in SAFETY
