"""The parts that another machine of the house serves, where the user asks for that, and what stands in for them here.

Nothing here is loaded without `--listen-with` or `--speak-with`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from coach.app.doctor import Finding
from coach.app.parts import Chosen, Places, Tell, choose_recogniser
from coach.clock import RATE
from coach.errors import CoachError, HearingError
from coach.hearing.engines.english_safety import EnglishSafety
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Hypothesis, Recogniser
from coach.hearing.engines.served_recogniser import ServedRecogniser
from coach.hearing.engines.wyoming_engine import WyomingEngine
from coach.hearing.meaning.matching import Matcher
from coach.hearing.tuning import USUAL
from coach.language.catalogues import load_language
from coach.language.intents import SAFETY, Live
from coach.language.language import ENGLISH, Language
from coach.servers.address import Address
from coach.session.settings import WORDS_A_MINUTE
from coach.speaking.cache import PromptCache
from coach.speaking.voice import Voice
from coach.speaking.wyoming_voice import WyomingVoice

_log = logging.getLogger(__name__)


def choose_served(
    where: Places, language: Language, model: Path | None, server: Address, tell: Tell = _log.warning
) -> Chosen:
    """The recogniser of `server` beside the one of this machine, which decides the safety words and stands in for it.

    For a language that this machine cannot hear, the English safety words are decided here. `tell` is given a sentence
    when the server goes or comes. Raises ModelError.
    """
    try:
        local: Recogniser | None = choose_recogniser(where, language, model).recogniser
    except HearingError:
        local = _english_safety(language)
    engine = WyomingEngine(server, language.code, language.wording.number)
    served = ServedRecogniser(engine, local, _safety_of(language, local), tell)
    here = f"{local.name} on this machine decides the safety words" if local else "safety words need that server, too"
    return Chosen(served, f"Listening with the server {server}, which hears what the microphone hears; {here}.")


def _english_safety(language: Language) -> Recogniser | None:
    try:
        return EnglishSafety(MoonshineRecogniser(), load_language(ENGLISH).phrasebook, language.phrasebook)
    except HearingError:
        return None


def _safety_of(language: Language, local: Recogniser | None) -> Callable[[Hypothesis], bool]:
    """Whether a hypothesis of the local recogniser may mean a safety word, whatever the question of the moment is."""
    book, always = language.phrasebook, Live()
    matcher = Matcher(book, by_sound=local.open_vocabulary if local else False)

    def is_safety(hypothesis: Hypothesis) -> bool:
        text = hypothesis.text
        match = book.spot_safety(text, always) or matcher.understand(text, always) or matcher.likely(hypothesis, always)
        return match is not None and match.intent in SAFETY

    return is_safety


def served_voice(server: Address, name: str, language: Language, cache: PromptCache | None) -> Callable[[], Voice]:
    """Starts the voice of a server; `name`: one of its voices, "" for its usual one."""
    return partial(WyomingVoice, server, language.code, name, cache)


def tried(language: Language, hears: Address | None, speaks: Address | None) -> Iterator[Finding]:
    """What the servers make of a moment of silence, and of a sentence."""
    if hears:
        engine = WyomingEngine(hears, language.code, language.wording.number)
        yield _timed(f"Listening with {hears}", lambda: _heard(engine))
    if speaks:
        yield _timed(f"Speaking with {speaks}", lambda: _spoken(speaks, language))


def _timed(what: str, trial: Callable[[], str]) -> Finding:
    began = time.perf_counter()
    try:
        name = trial()
    except CoachError as error:
        return Finding(False, f"{what}: {error}")
    return Finding(True, f"{what}: {name}, in {time.perf_counter() - began:.1f} s.")


def _heard(engine: WyomingEngine) -> str:
    engine.text(np.zeros(RATE, np.int16), USUAL.serving.warm)
    return engine.name


def _spoken(server: Address, language: Language) -> str:
    voice = WyomingVoice(server, language.code)
    voice.clip(language.wording.calibrate, WORDS_A_MINUTE)
    return voice.name
