"""Chooses the parts of the coach on this machine: recogniser, voice, sound edge, routine; and says why.

The only module, beside the command line, that names engines. It loads them when they are asked for: a list of routines
needs none.
"""

import logging
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from coach.clock import samples
from coach.errors import HearingError, ModelError, StorageError, VoiceError
from coach.language.catalogues import languages, load_language
from coach.language.language import ENGLISH, Language
from coach.routines.library import find_routine, routines
from coach.routines.reader import read_routine
from coach.routines.routine import Routine
from coach.session.settings import WORDS_A_MINUTE

if TYPE_CHECKING:
    from coach.app.calibration import Calibration
    from coach.hearing.echo.listening import Listening
    from coach.hearing.echo.meter import Reading
    from coach.hearing.engines.recogniser import Recogniser
    from coach.hearing.engines.vosk_recogniser import VoskRecogniser
    from coach.rehearsal.rehearse import Cast
    from coach.servers.address import Address
    from coach.sound.card import SoundCard
    from coach.speaking.cache import PromptCache
    from coach.speaking.voice import Voice

Tell = Callable[[str], None]
_log = logging.getLogger(__name__)

FETCH = "`coach fetch-model` downloads a larger one"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the coach keeps things on this machine."""

    cache: Path
    data: Path
    checkout_models: Path | None
    """`models/` beside the package, where the coach runs from a checkout."""

    @property
    def routines(self) -> Path:
        """The user's own routines."""
        return self.data / "routines"

    @property
    def voices(self) -> Path:
        """Which voice was chosen for which language."""
        return self.data / "voices.json"

    @property
    def calibration(self) -> Path:
        """What was measured of the sound."""
        return self.data / "calibration.json"

    @property
    def languages(self) -> Path:
        """The user's own catalogues."""
        return self.data / "languages"

    @property
    def models(self) -> Path:
        """Where a fetched model goes."""
        return self.checkout_models or self.data / "models"


def places(environ: Mapping[str, str] = os.environ) -> Places:
    """The usual folders of this machine; COACH_CACHE_DIR and COACH_DATA_DIR override them."""
    beside = Path(__file__).resolve().parents[2] / "models"
    return Places(
        cache=Path(environ.get("COACH_CACHE_DIR") or platformdirs.user_cache_path("coach")),
        data=Path(environ.get("COACH_DATA_DIR") or platformdirs.user_data_path("coach")),
        checkout_models=beside if (beside / "README.md").is_file() else None,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part, and the words of the start-up line about it."""

    recogniser: "Recogniser"
    line: str


def choose_recogniser(
    where: Places, language: Language, model: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Chosen:
    """Vosk where a model is found, else the embedded engine. Raises ModelError, or HearingError where there is neither.

    `model`: the folder the user named, or None. The embedded engine hears English only.
    """
    from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
    from coach.speech_models import models

    found = models.find_model(model, environ, where.checkout_models, where.data, language.code)
    if found:
        line = f"Listening with Vosk, model {found.path.name} ({found.reason})."
        return Chosen(_vosk(found.path, language), line)
    if language.code != ENGLISH:
        remedy = (
            f"put a Vosk model for it ({language.usual_model} is usual) into {where.models}, or name one by --model"
        )
        raise HearingError(f"There is no recogniser for {language.name}: {remedy}.")
    recogniser = MoonshineRecogniser()
    skipped = models.skipped_models(where.checkout_models, where.data, language.code)
    why = "see doctor" if skipped else "no Vosk model was found"
    return Chosen(recogniser, f"Listening with {recogniser.name} ({why}; {FETCH}).")


def unknown_words(recogniser: "Recogniser", phrases: Collection[str]) -> Sequence[str]:
    """The words of `phrases` that the recogniser cannot hear, sorted; none where it may hear any word."""
    from coach.hearing.engines.vosk_recogniser import VoskRecogniser

    return recogniser.missing_words(phrases) if isinstance(recogniser, VoskRecogniser) else ()


def _vosk(folder: Path, language: Language) -> "VoskRecogniser":
    from coach.hearing.engines.vosk_recogniser import VoskRecogniser

    recogniser = VoskRecogniser(folder, language.phrasebook.decoys)
    if language.lacks(recogniser.missing_words(language.phrasebook.vocabulary)):
        recogniser.close()
        remedy = f"name one for it by --model ({language.usual_model} is usual)"
        raise ModelError(f"The model in {folder} does not know the words of {language.name}: {remedy}.", path=folder)
    return recogniser


def choose_voice(where: Places, name: str = "", pitch: int | None = None, tell: Tell = _log.warning) -> "Voice":
    """The voice of that name alone; for "" the usual one for English, and others behind it should it fail.

    Its prompts are cached. `pitch`: 0 to 99, espeak-ng only. `tell` is given a sentence when another voice takes over.
    Raises VoiceError and StorageError.
    """
    from coach.speaking import choice

    cache = _prompts(where)
    if name or pitch is not None:
        return choice.named(name or choice.SYSTEM, cache, pitch)
    return choice.usual(ENGLISH, "", cache, tell, choice.preferred(ENGLISH, where.voices))


def choose_voice_or_silence(
    where: Places, name: str, language: Language, tell: Tell = _log.warning, server: "Address | None" = None
) -> tuple["Voice", str]:
    """The voice to speak a language in, or silent clips that keep the captions' pace, and a line about what is missing.

    `name`: the voice that was asked for; "" is the one that was chosen before, else the language's usual one. `tell` is
    given a sentence when another voice takes over. `server`: speaks where it can; `name` is then one of its voices.

    A cache that cannot be written costs the cache. Raises VoiceError for a voice that was asked for by name.
    """
    from coach.app.served import served_voice
    from coach.speaking import choice
    from coach.speaking.silent_voice import SilentVoice

    cache, trouble = None, ""
    try:
        cache = _prompts(where)
    except StorageError as error:
        trouble = f"What is spoken is not kept for the next time: {error}"
    served = served_voice(server, name, language, cache) if server else None
    must = bool(name) and not served
    first = name if must else choice.preferred(language.code, where.voices)
    try:
        voice = choice.usual(language.code, language.voice, cache, tell, first, first_must=must, served=served)
        return voice, trouble
    except VoiceError as error:
        if must:
            raise
        return SilentVoice(), f"No speech, only captions: {error}"


def _prompts(where: Places) -> "PromptCache":
    from coach.speaking.cache import PromptCache

    return PromptCache(where.cache / "prompts")


def choose_vosk(where: Places, language: Language, model: Path | None = None) -> "VoskRecogniser | None":
    """The Vosk recogniser that a session would use; None where there is no model. Raises ModelError."""
    from coach.speech_models import models

    found = models.find_model(model, os.environ, where.checkout_models, where.data, language.code)
    return _vosk(found.path, language) if found else None


def load_routine(name: str, folder: Path | None, where: Places, language: str = "") -> Routine:
    """The routine of a name or a path; a relative path is looked for in `folder` first. Raises RoutineError.

    `language`: a code; of two routines "heel" and "heel.de" it is the second one for "de".
    """
    return read_routine(routine_file(name, folder, where, language), languages([where.languages]))


def routine_file(name: str, folder: Path | None, where: Places, language: str = "") -> Path:
    """The file of that routine. Raises RoutineError for an unknown name."""
    folders = [folder, where.routines] if folder else [where.routines]
    if language and (there := routines(folders).get(f"{name}.{language}")):
        return there
    beside = folder / name if folder else None
    if beside and name.endswith(".toml") and _exists(beside):
        return beside
    return find_routine(name, folders)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # A name too long for the file system, or a folder that may not be looked into.
        return False


def choose_language(where: Places, code: str) -> Language:
    """The language of that code, the user's own catalogue first. Raises LanguageError."""
    return load_language(code, [where.languages])


def cast(where: Places, model: Path | None) -> "Cast":
    """The parts of a rehearsal."""
    from coach.rehearsal.rehearse import Cast

    return Cast(
        recogniser=lambda language: choose_recogniser(where, language, model).recogniser,
        voice=lambda name, pitch: choose_voice(where, name, pitch),
        routine=lambda name, folder: load_routine(name, folder, where),
        language=lambda code: choose_language(where, code),
    )


def sound_card(
    microphone: str | None, speaker: str | None, *, listen: bool, speak: bool, together: int = 1
) -> "SoundCard":
    """The sound card, not yet open; devices by name or number, None for the usual ones; `together` as in SoundCard."""
    from coach.sound.card import SoundCard

    return SoundCard(
        _device(microphone), _device(speaker), want_microphone=listen, want_speaker=speak, together=together
    )


def calibrate(where: Places, language: Language, microphone: str | None, speaker: str | None) -> "Calibration":
    """Measure the sound card, and keep what was found. Raises SoundError, VoiceError and StorageError."""
    from coach.app import calibration
    from coach.hearing.echo.canceller import choose_canceller

    voice = choose_voice(where, language.voice)
    try:
        sentence = voice.clip(language.wording.calibrate, WORDS_A_MINUTE)
    finally:
        voice.close()
    card = sound_card(microphone, speaker, listen=True, speak=True)
    canceller, _ = choose_canceller()
    names = device_names(microphone, speaker)
    found = calibration.calibrate(card, sentence, canceller, names, datetime.now(UTC).date())
    calibration.keep(found, where.calibration)
    return found


def readings(
    where: Places, language: Language, microphone: str | None, speaker: str | None, longest: float | None
) -> "Iterator[Reading]":
    """What the sound card hears, live, for at most `longest` seconds. Raises SoundError and VoiceError."""
    from coach.app import listen
    from coach.hearing.echo.canceller import choose_canceller

    voice = choose_voice(where, language.voice)
    try:
        sentence = voice.clip(language.wording.calibrate, WORDS_A_MINUTE)
    finally:
        voice.close()
    card = sound_card(microphone, speaker, listen=True, speak=True)
    return listen.readings(card, sentence, choose_canceller()[0], None if longest is None else samples(longest))


def usual_listening(where: Places, microphone: str | None, speaker: str | None) -> "Listening":
    """How the coach may listen with these devices, as far as it was measured."""
    from coach.app.calibration import kept
    from coach.hearing.echo.listening import Listening

    found = kept(where.calibration, device_names(microphone, speaker))
    return found.listening if found else Listening.FULL


def device_names(microphone: str | None, speaker: str | None) -> tuple[str, str]:
    """The names of microphone and speaker, those of the usual ones where None is given."""
    from coach.sound.devices import devices

    found = devices()
    return microphone or found.default_input or "", speaker or found.default_output or ""


def _device(name: str | None) -> str | int | None:
    return int(name) if name is not None and name.isdecimal() else name
