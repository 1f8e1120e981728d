"""Today's session, for real: the sound card, the keyboard and the screen around the same runner as a rehearsal.

What may wait for a disk, a database or a terminal has a thread of its own, and costs only itself when it fails.
"""

import contextlib
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from coach.app import parts
from coach.app.ailing import Ailing
from coach.app.interrupts import SIGNALS, Interrupts
from coach.app.parts import Places
from coach.app.showing import Showing
from coach.app.sound_opening import SoundOpening
from coach.app.wishes import Wishes
from coach.errors import CoachError, HearingError, NothingToObeyError, StorageError
from coach.hearing.ear import Ear, ear_beside_speaker
from coach.hearing.engines.recogniser import Recogniser
from coach.history.memory import Memory
from coach.machine.awake import KeptAwake
from coach.running.eventlog import BackgroundLog, EventLog
from coach.running.hearing import is_hearing_again
from coach.running.runner import Runner
from coach.screen.keyboard import Keyboard
from coach.session.effects import Effect
from coach.session.events import Event, Part, PartFails, PartWorks
from coach.session.repertoire import cues_of, safety_sentences, sentences_of
from coach.session.resume import how_far
from coach.session.session import Session
from coach.session.settings import Settings
from coach.session.view import Mode
from coach.sound.recording import Recording
from coach.speaking.ahead import AheadVoice
from coach.speaking.mixer import Mark

INPUT_ENDED = "input ended"
"""The reason of a session whose orders ended before it did."""
NOBODY = "nobody"
"""The reason of a session that there never was anybody to give orders to."""
_NOTHING_TO_OBEY = {
    INPUT_ENDED: "The input ended, and without a microphone nothing is left to take orders by: "
    "the session is saved as far as it came, and the next start offers to go on.",
    NOBODY: "There is neither a microphone nor a keyboard: connect a microphone, "
    "or start the coach in a terminal to use the keys.",
}
_END_OF_INPUT = "\x04"
"""Ctrl-D, which is no command in any language."""

MOST_TRIES = 4
"""Attempts at another recogniser, within some twenty seconds, before a session without keys has nothing to obey."""
SAFETY_RENDERED_WITHIN = 5.0
"""Seconds at the start for rendering the sentences of the safety lane, which takes a few tenths of one."""


class LiveSession:
    """One session on this machine. After `run`, however it ends, `stalled` tells how to leave the program."""

    def __init__(self, wishes: Wishes, where: Places) -> None:
        """Look at all that may be refused at once. Raises RoutineError, LanguageError, StorageError."""
        self._wishes = wishes
        self._where = where
        self._routine = parts.load_routine(wishes.routine, Path.cwd(), where, wishes.language)
        self._language = parts.choose_language(where, wishes.language or self._routine.language)
        early: list[str] = []
        self._tell = early.append
        known = self._memory = Memory(self._routine, self._language.wording, lambda text: self._tell(text))
        self._settings = Settings.remembered(known.remembered, wishes.count, wishes.words_a_minute)
        self._session = Session(
            self._routine,
            self._language,
            self._settings,
            known.remembered,
            known.resume,
            known.advice,
            this_week=known.this_week,
            today=known.today,
        )
        self._showing = Showing(self._session.view, early, self._lost_lines, full=not wishes.plain, calm=wishes.calm)
        self._tell = self._showing.tell
        self._log = BackgroundLog(EventLog(wishes.log), self._tell) if wishes.log else None
        self._recording = Recording(wishes.record) if wishes.record else None
        self._sound = SoundOpening(wishes, self._recording, self._showing)
        self._lost: OSError | None = None
        """Why nothing more can be printed."""
        self._hears = False
        """Whether there is a microphone, and a recogniser for it."""
        self._keys = True
        self._single_keys = _types_keys()  # Asked now: of a terminal that has gone it cannot be told.
        self._typed = False
        """Whether a key or a line has come."""
        self._tries = 0
        """At another recogniser, in vain."""
        self._running = False

    @property
    def stalled(self) -> bool:
        """Whether a sound driver or the terminal hangs, so that only `os._exit` ends the program."""
        return self._showing.blocked or self._sound.stalled

    def run(self) -> str:
        """Hold the session; gives the reason it finished. Raises CoachError."""
        self._showing.begin(f"{self._routine.name}. Ctrl-C ends it.")
        with contextlib.ExitStack() as ending:
            ending.callback(self._showing.close)
            ending.callback(self._memory.close, "failed")
            awake = KeptAwake(self._tell)
            awake.begin()
            ending.callback(awake.end)
            voice, recogniser = self._load()
            ending.callback(voice.close)
            ear = self._ear(recogniser)
            self._runner = Runner(self._session, voice, ear, self._on_deaf, self._showing.screen.log, self._another_ear)
            self._hears = recogniser is not None
            self._observe(ending)
            keyboard = Keyboard(self._press, self._keys_ended)
            signals = ending.enter_context(
                Interrupts(self._runner.interrupt, keyboard.restore, self._outlives_terminal)
            )
            ending.callback(self._sound.open(self._runner, listen=recogniser is not None).close)
            self._hears = self._sound.hears
            ending.callback(keyboard.close)
            self._render_ahead(voice)
            self._runner.tell_slow(partial(self._shed, voice))
            self._require_lines()
            reason = self._showing.hold(self._runner, keyboard, self._press, hears=self._hears)
            if reason in {INPUT_ENDED, NOBODY}:
                reason = signals.reason or reason  # Ctrl-C ends what was piped into us, too.
            self._memory.close(reason)
            if reason in SIGNALS.values():
                ending.callback(self._tell, f"{reason.capitalize()}.")
        if reason in _NOTHING_TO_OBEY:
            raise NothingToObeyError(_NOTHING_TO_OBEY[reason])
        return reason

    def _shed(self, voice: AheadVoice) -> None:
        """The machine is too slow: do what can be done without."""
        self._tell("This machine is too slow for everything: the screen is drawn less often.")
        voice.shed()
        self._showing.shed()

    def _outlives_terminal(self) -> bool:
        """The terminal was closed: whether the session goes on, by voice."""
        if self._hears:
            self._ailing.screen_gone()
            self._showing.give_up()
        return self._hears

    # --- parts ----------------------------------------------------------------------------------------------------

    def _load(self) -> tuple[AheadVoice, Recogniser | None]:
        """Start synthesiser and recogniser, both at a time: each takes the better part of a second."""
        wishes = self._wishes
        with ThreadPoolExecutor(2) as pool:
            speaking = pool.submit(
                parts.choose_voice_or_silence,
                self._where,
                wishes.voice,
                self._language,
                self._tell,
                wishes.speak_with,
            )
            listening = pool.submit(self._choose_recogniser)
        voice, trouble = speaking.result()
        ahead = AheadVoice(voice, self._tell)
        try:
            recogniser, line = listening.result()
        except BaseException:
            ahead.close()
            raise
        if trouble:
            self._showing.warn(trouble)
        if wishes.speak_with is not None:
            self._tell(f"{wishes.speak_with} speaks, and is told each sentence.")
        if line:
            (self._tell if recogniser or not self._wishes.listen else self._showing.warn)(line)
        return ahead, recogniser

    def _choose_recogniser(self) -> tuple[Recogniser | None, str]:
        if not self._wishes.listen:
            return None, "The microphone is off: use the keys."
        wishes = self._wishes
        try:
            if wishes.listen_with:
                from coach.app.served import choose_served

                chosen = choose_served(self._where, self._language, wishes.model, wishes.listen_with, self._tell)
            else:
                chosen = parts.choose_recogniser(self._where, self._language, wishes.model)
        except HearingError as error:
            return None, f"No recogniser, so use the keys: {error}"
        return chosen.recogniser, chosen.line

    def _ear(self, recogniser: Recogniser | None) -> Ear | None:
        if recogniser is None:
            return None
        wishes = self._wishes
        start = parts.usual_listening(self._where, wishes.microphone, wishes.speaker)
        book = self._language.phrasebook
        return ear_beside_speaker(recogniser, book, self._own_words, wishes.echo_canceller, start)

    def _own_words(self, start: int, end: int) -> Collection[str]:
        return self._runner.mixer.words_between(start, end)

    def _observe(self, ending: contextlib.ExitStack) -> None:
        self._runner.observe(self._showing.screen)
        self._runner.observe(self._follow)
        recorder = self._memory.record(self._session)
        self._runner.observe(recorder)
        self._runner.every_second(recorder.tick)
        self._ailing = Ailing(self._showing.stuck_for, recorder, self._log, self._tell, self._report)
        ending.callback(self._ailing.close)
        if self._log:
            ending.callback(self._log.close)
        if self._recording:
            self._tell(f"Recording to {self._wishes.record}.")

    def _follow(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Keep the log, as long as it can be written, and know whether there is a microphone."""
        if is_hearing_again(event):
            self._hears = True
        if self._log:
            try:
                self._log(at, event, effects)
            except StorageError as error:
                self._log = None
                self._tell(f"The log ends here: {error}")

    def _render_ahead(self, voice: AheadVoice) -> None:
        """Have what is likely to be said ready before it is wanted: the safety lane at once, then the welcome."""
        rate, wording = self._settings.words_a_minute, self._language.wording
        safety = tuple(safety_sentences(wording))
        voice.ahead((wording.release, wording.rest), self._language.count_rate)
        voice.prepare(safety, rate, SAFETY_RENDERED_WITHIN)
        self._runner.tell_rate(partial(voice.ahead, safety))
        offer = how_far(self._routine, self._memory.resume, wording) if self._memory.resume else ()
        voice.ahead((*wording.welcome, *self._routine.purpose, *self._memory.advice, *offer), rate)
        voice.ahead(cues_of(self._routine, wording), self._language.count_rate)
        voice.ahead((*wording.sentences(), *sentences_of(self._routine, wording)), rate)

    # --- orders ---------------------------------------------------------------------------------------------------

    def _press(self, key: str) -> None:
        self._typed = True
        self._runner.press_key(key, self._showing.screen.unknown, patient=not self._single_keys)

    def _keys_ended(self) -> None:
        """Standard input has ended; that takes its turn behind all that was typed before."""
        behind = self._typed and not self._single_keys
        self._runner.press_key(_END_OF_INPUT, lambda _: self._without_keys(), patient=behind)

    def _without_keys(self) -> None:
        self._keys = False
        self._require_orders()

    def _on_deaf(self, error: HearingError) -> None:
        self._tell(f"No recogniser for now, so use the keys: {error}")
        self._hears = False

    def _another_ear(self) -> Ear:
        """In the place of one that died; where nothing else takes orders, the session ends if none comes."""
        try:
            chosen = parts.choose_recogniser(self._where, self._language, self._wishes.model)
            ear = self._ear(chosen.recogniser)
        except CoachError:
            self._tries += 1
            if self._tries > MOST_TRIES:
                self._require_orders()
            raise
        self._tries = 0
        self._tell(chosen.line)
        if ear is None:
            raise HearingError("There is no recogniser.")
        return ear

    def _report(self, what: type[PartFails] | type[PartWorks], part: Part) -> None:
        self._runner.report(what(part, self._runner.mixer.position))

    def _require_orders(self) -> None:
        """End the session where nothing is left to take orders by; one that is just saying goodbye needs none."""
        if self._hears or self._keys or self._session.mode is Mode.OVER:
            return
        self._runner.interrupt(INPUT_ENDED if self._typed else NOBODY)

    def _require_lines(self) -> None:
        """Whoever sees nothing from the start is told so; later the session goes on."""
        self._showing.screen.settle()
        if self._lost:
            raise self._lost
        self._running = True

    def _lost_lines(self, error: OSError) -> None:
        """Nothing more can be printed: a session that is under way goes on, unless its reader has gone."""
        self._lost = error
        if self._running:
            self._ailing.screen_gone()
        if self._running and isinstance(error, BrokenPipeError):
            self._runner.fail(error)


def _types_keys() -> bool:
    """Whether keys come one at a time, from a terminal; else whole lines, which may all have been typed ahead."""
    return sys.stdin is not None and sys.stdin.isatty()
