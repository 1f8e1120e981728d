"""Today's session, for real: the sound card, the keyboard and the screen around the same runner as a rehearsal."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach import keys, parts, wording
from coach.errors import NothingToObeyError, SoundError
from coach.eventlog import EventLog
from coach.hearing.ear import Ear
from coach.hold import CountStyle
from coach.parts import Places
from coach.routine import Routine
from coach.runner import COUNT_RATE, Runner
from coach.screen.keyboard import Keyboard
from coach.screen.plain import PlainScreen
from coach.session import Session, Settings
from coach.sound.card import SoundCard
from coach.sound.edge import SoundEdge
from coach.sound.paced import PacedEdge


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for on the command line."""

    routine: str = "heel"
    model: Path | None = None
    count: CountStyle = CountStyle.EVERY
    words_a_minute: int = 150
    voice: str = ""
    microphone: str | None = None
    speaker: str | None = None
    listen: bool = True
    speak: bool = True
    log: Path | None = None


def coach_live(wishes: Wishes, where: Places) -> str:
    """Hold one session; gives the reason it finished. Raises CoachError."""
    return _Live(wishes, where).run()


class _Live:
    def __init__(self, wishes: Wishes, where: Places) -> None:
        self._wishes = wishes
        self._routine = parts.load_routine(wishes.routine, Path.cwd(), where)
        settings = Settings(count_style=wishes.count, words_a_minute=wishes.words_a_minute)
        self._session = Session(self._routine, settings)
        self._screen = PlainScreen(sys.stdout, self._session.view)
        self._voice, silent = parts.choose_voice_or_silence(where, wishes.voice)
        if silent:
            self._screen.line(silent)
        self._runner = Runner(self._session, self._voice, self._choose_ear(where))
        self._keyboard = Keyboard(self._press, self._keys_ended)
        self._keys = True
        self._hears = wishes.listen

    def run(self) -> str:
        edge = self._open_sound()
        with self._observers(), _ctrl_c(self._runner):
            self._keyboard.start()
            self._ready_voice()
            try:
                return self._runner.run()
            finally:
                self._keyboard.close()
                self._voice.close()
                _leave_if_stalled(edge)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _choose_ear(self, where: Places) -> Ear | None:
        if not self._wishes.listen:
            self._screen.line("The microphone is off: use the keys.")
            return None
        chosen = parts.choose_recogniser(where, self._wishes.model)
        self._screen.line(chosen.line)
        return Ear(chosen.recogniser, lambda start, end: self._runner.mixer.words_between(start, end))

    def _open_sound(self) -> SoundEdge:
        wishes = self._wishes
        if wishes.listen or wishes.speak:
            card = parts.sound_card(wishes.microphone, wishes.speaker, listen=wishes.listen, speak=wishes.speak)
            with contextlib.suppress(SoundError):
                self._runner.open(card)
                self._tell_problems(card)
                return card
            self._tell_problems(card)
        self._hears = False
        edge = PacedEdge()
        self._runner.open(edge)
        return edge

    def _tell_problems(self, card: SoundCard) -> None:
        if card.microphone_problem:
            self._hears = False
            self._screen.line(f"No microphone, so use the keys: {card.microphone_problem}")
        if card.speaker_problem:
            self._screen.line(f"No speaker, so read the captions: {card.speaker_problem}")

    def _ready_voice(self) -> None:
        """Render the welcome now and everything else while it is spoken."""
        rate = self._wishes.words_a_minute
        self._voice.prepare([*wording.WELCOME, *self._routine.purpose], rate)
        threading.Thread(target=self._render_ahead, args=(rate,), name="rendering", daemon=True).start()

    def _render_ahead(self, rate: int) -> None:
        with contextlib.suppress(Exception):  # What is not ready in time is rendered when it is needed, errors and all.
            self._voice.prepare([wording.number(n) for n in range(1, 61)], COUNT_RATE)
            self._voice.prepare(_sentences(self._routine), rate)

    @contextlib.contextmanager
    def _observers(self) -> Iterator[None]:
        self._runner.observe(self._screen)
        if not self._wishes.log:
            yield
            return
        log = EventLog(self._wishes.log)
        self._runner.observe(log)
        try:
            yield
        finally:
            log.close()

    # --- keys -----------------------------------------------------------------------------------------------------

    def _press(self, key: str) -> None:
        match = keys.meaning(key, self._session.view().live)
        if match:
            self._runner.press(match)

    def _keys_ended(self) -> None:
        """Standard input has ended; without a microphone nothing is left to take orders by."""
        self._keys = False
        if not self._hears:
            remedy = "connect a microphone, or start the coach in a terminal to use the keys"
            self._runner.fail(NothingToObeyError(f"There is neither a microphone nor a keyboard: {remedy}."))


def _sentences(routine: Routine) -> Iterator[str]:
    """Every sentence that is likely to be spoken, in about the order of the session."""
    yield from (wording.SCREENING, *wording.ASK.values(), *wording.READ_BACK.values(), wording.PREPARE)
    for step in routine.steps:
        yield from (*step.instruction, *step.caution, *(cue.text for cue in step.cues))
        for sentences in step.tools.values():
            yield from sentences
    yield from (*routine.changeover, *routine.closing)


@contextlib.contextmanager
def _ctrl_c(runner: Runner) -> Iterator[None]:
    """Ctrl-C and a request to terminate end the session in good order; a second one ends the program."""

    def on_signal(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        runner.interrupt()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave_if_stalled(edge: SoundEdge) -> None:
    """A sound driver that hangs would hang the interpreter's end as well."""
    if edge.stalled:
        sys.stdout.flush()
        os._exit(0)
