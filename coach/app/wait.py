"""`coach --wait`: waits to be asked for a routine by its name, holds the session, and waits again, for weeks on end.

While it waits nothing that is said is kept anywhere, and no synthesiser runs: the few sentences are rendered before.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

import click

from coach.app import parts
from coach.app.interrupts import SIGNALS, Interrupts
from coach.app.live import LiveSession
from coach.app.parts import Places
from coach.app.wishes import Wishes
from coach.errors import CoachError, RoutineError, VoiceError
from coach.hearing.ear import Ear, WordsBetween, ear_beside_speaker
from coach.hearing.echo.resting import RestingTaker
from coach.hearing.engines.recogniser import Recogniser
from coach.language.language import ENGLISH, Language
from coach.language.starting import spoken_name, startable
from coach.routines.library import routines
from coach.running.runner import Runner
from coach.screen.keyboard import Keyboard
from coach.session.effects import Effect, Say, Sound, Tone
from coach.session.events import Event
from coach.session.settings import Settings
from coach.session.standby import Standby
from coach.sound.card import SoundCard
from coach.sound.edge import SoundEdge
from coach.sound.unhurried import TOGETHER, UnhurriedEdge
from coach.speaking.mixer import Mark
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip, Voice

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts to listen where that fails; the last one for ever."""
STALLED = "stalled"
"""The reason of a wait that ends because a sound driver hangs: only a new process can help."""
_log = logging.getLogger(__name__)

Hold = Callable[[str], str]
"""`hold(routine)` holds a session; gives the reason it finished, or STALLED."""


class Waiter:
    """Waits, holds, and waits again, until it is ended from outside; `run` gives the reason."""

    def __init__(
        self,
        wishes: Wishes,
        where: Places,
        hold: Hold | None = None,
        edge: Callable[[], SoundEdge] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Look at all that may be refused at once. `hold` and `edge` stand for a real session and the sound card.

        Raises LanguageError, and RoutineError where no routine can be started.
        """
        self._wishes, self._where = wishes, where
        self._hold_session, self._edge, self._sleep = hold or self._hold_live, edge or self._card, sleep
        language = parts.choose_language(where, wishes.language or ENGLISH)
        self._told = ""
        self._language, self._said = startable(language, list(self._routines(language)))
        if not self._said:
            raise RoutineError(f"there is no routine in {language.name}: make one by `coach new`.")
        self._starts: Mapping[str, str] = {f"start {name}": name for name in self._said}

    @property
    def phrases(self) -> tuple[str, ...]:
        """What may be said, one phrase for each routine."""
        return tuple(ways[0] for ways in self._said.values())

    def run(self) -> str:
        """Wait until a signal comes, and give its reason, or STALLED."""
        failures = 0
        while True:
            try:
                reason = self._wait()
                if reason not in self._starts:
                    return reason
                failures, self._told = 0, ""
                reason = self._hold_session(self._starts[reason])
            except CoachError as error:
                self._tell_once(str(error))
                self._sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
            else:
                if reason in {*SIGNALS.values(), STALLED}:
                    return reason

    def _routines(self, language: Language) -> Iterator[str]:
        """The names of those in `language`; a file with a fault in it is told of, and costs only itself."""
        for name in routines([self._where.routines]):
            try:
                if parts.load_routine(name, None, self._where).language == language.code:
                    yield name
            except CoachError as error:
                self._tell_once(str(error))

    # --- waiting --------------------------------------------------------------------------------------------------

    def _wait(self) -> str:
        """The answer that was given and confirmed, or why no more is waited for. Raises CoachError."""
        settings = Settings(words_a_minute=self._wishes.words_a_minute or Settings().words_a_minute)
        standby = Standby(self._language, self._starts, settings)
        chosen = parts.choose_recogniser(self._where, self._language, self._wishes.model)
        with ExitStack() as ending:
            ending.callback(chosen.recogniser.close)
            self._require_words(chosen.recogniser)
            voice = self._rendered(settings.words_a_minute)
            ear = self._ear(chosen.recogniser, lambda *times: mixer.words_between(*times))
            runner = Runner(standby, voice, ear, on_fault=_contain)
            mixer = runner.mixer
            runner.observe(self._show)
            keyboard = Keyboard(lambda key: runner.press_key(key, lambda _: None), lambda: None)
            ending.callback(keyboard.close)
            ending.enter_context(Interrupts(runner.interrupt, keyboard.restore))
            edge = self._edge()
            runner.open(edge)
            self._tell_problem(edge)
            if keyboard.is_terminal:
                keyboard.start()
            reason = runner.run()
            return STALLED if edge.stalled else reason

    def _ear(self, recogniser: Recogniser, own_words: WordsBetween) -> Ear:
        wishes = self._wishes
        start = parts.usual_listening(self._where, wishes.microphone, wishes.speaker)
        book = self._language.phrasebook
        return ear_beside_speaker(recogniser, book, own_words, wishes.echo_canceller, start, RestingTaker)

    def _rendered(self, rate: int) -> Voice:
        """All that is said while it waits, by a voice that is let go again."""
        starting, sentences = self._language.starting, [self._language.wording.microphone_found]
        sentences += [starting.begins, starting.not_now, starting.lost]
        sentences += [starting.shall_i.format(name=spoken_name(self._language, name)) for name in self._said]
        voice, trouble = parts.choose_voice_or_silence(self._where, self._wishes.voice, self._language, self._tell_once)
        if trouble:
            self._tell_once(trouble)
        try:
            return _Rendered({text: voice.clip(text, rate) for text in sentences})
        except VoiceError as error:
            self._tell_once(f"No speech, only tones: {error}")
            return SilentVoice()
        finally:
            voice.close()

    def _require_words(self, recogniser: Recogniser) -> None:
        """Tell which phrases hold words that the recogniser does not know, and so never hears."""
        for name, ways in self._said.items():
            if unknown := parts.unknown_words(recogniser, ways[:1]):
                words = ", ".join(unknown)
                self._tell_once(f"The recogniser does not know {words}: {name} cannot be started by voice.")

    def _card(self) -> SoundEdge:
        wishes = self._wishes
        card = parts.sound_card(wishes.microphone, wishes.speaker, listen=True, speak=wishes.speak, together=TOGETHER)
        return UnhurriedEdge(card)

    # --- telling --------------------------------------------------------------------------------------------------

    def _show(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """What is said, and a line each time that it begins to listen."""
        for effect in effects:
            if isinstance(effect, Say):
                click.echo(" ".join(effect.sentences))
            elif isinstance(effect, Sound) and effect.tone in {Tone.LISTENING, Tone.STOPPED}:
                self._tell(self._language.starting.listening.format(phrases=self._choice()))

    def _choice(self) -> str:
        return ", ".join(f'"{phrase}"' for phrase in self.phrases)

    def _tell_problem(self, edge: SoundEdge) -> None:
        card = edge.inner if isinstance(edge, UnhurriedEdge) else edge
        problems = (card.microphone_problem, card.speaker_problem) if isinstance(card, SoundCard) else ()
        for problem in dict.fromkeys(filter(None, problems)):
            self._tell_once(f"{problem} The coach goes on trying.")

    def _tell_once(self, text: str) -> None:
        """The same trouble is not told over and over."""
        if text != self._told:
            self._told = text
            self._tell(text)

    def _tell(self, text: str) -> None:
        """To standard error, which a journal may keep: no word of anybody's is in it."""
        click.echo(text, err=True)

    # --- holding --------------------------------------------------------------------------------------------------

    def _hold_live(self, routine: str) -> str:
        session = LiveSession(replace(self._wishes, routine=routine), self._where)
        reason = session.run()
        return STALLED if session.stalled else reason


def _contain(fault: Exception) -> None:
    """A mistake of our own costs what it was made in; one in every block ends this try, and the next begins anew."""
    _log.error("something was dropped while waiting", exc_info=fault)


class _Rendered(SilentVoice):
    """A `Voice` for a few sentences that were rendered before."""

    name = "rendered before"

    def __init__(self, clips: Mapping[str, Clip]) -> None:
        self._clips = clips

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Nothing to do: all is there."""

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text`, at the rate that it was rendered with; of any other text, silence."""
        return self._clips.get(text) or super().clip(text, rate)
