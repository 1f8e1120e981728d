"""What works on this machine and what does not, each finding one line, each fault with what mends it."""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from coach.app import parts
from coach.app.calibration import Calibration, kept
from coach.app.parts import Places
from coach.errors import CoachError
from coach.hearing.echo.canceller import better_than, choose_canceller
from coach.hearing.echo.listening import Listening
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.catalogues import languages
from coach.language.language import Language
from coach.routines.library import routines
from coach.routines.reader import read_routine
from coach.sound.devices import devices
from coach.speech_models import models

GOOD, BAD = "ok  ", "MISS"


def findings(where: Places, model: Path | None, language: Language) -> Iterator[str]:
    """One line each, good or bad."""
    yield f"{GOOD} Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield from _sound()
    yield from _guarded("Recogniser", lambda: _recogniser(where, model, language))
    yield from _guarded("Echo", lambda: _echo(where))
    yield from _guarded("Voice", lambda: _voice(where, language))
    yield from _guarded("Languages", lambda: _languages(where))
    yield from _guarded("Routines", lambda: _routines(where))
    yield _terminal()


def _guarded(name: str, look: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look()
    except CoachError as error:
        yield f"{BAD} {name}: {error}"


def _sound() -> Iterator[str]:
    found = devices()
    if found.problem:
        yield f"{BAD} Sound: {found.problem}"
    for kind, names, usual in (
        ("Microphone", found.inputs, found.default_input),
        ("Speaker", found.outputs, found.default_output),
    ):
        if names:
            others = ", ".join(name for name in names if name != usual)
            yield f"{GOOD} {kind}: {usual}" + (f" (others: {others})" if others else "")
        elif not found.problem:
            yield f"{BAD} {kind}: none is connected; connect one."


def _echo(where: Places) -> Iterator[str]:
    canceller, line = choose_canceller()
    yield f"{BAD if canceller.name == 'none' else GOOD} {line}"
    if better := better_than(canceller):
        yield f"{GOOD} Echo: {better}."
    canceller.close()
    if last := kept(where.calibration):
        yield from calibrated(last)
    else:
        yield f"{GOOD} Nothing was measured of the echo yet: `coach doctor --calibrate` does, with one sentence."


def calibrated(found: Calibration) -> Iterator[str]:
    """What was measured of the sound, and what would make it better."""
    delay = "no echo was found" if found.delay_ms is None else f"the echo comes after {found.delay_ms:.0f} ms"
    softer = "" if found.suppression_db is None else f", and is made {found.suppression_db:.0f} dB softer"
    yield f"{GOOD} Measured on {found.day} with {found.microphone} and {found.speaker}: {delay}{softer}."
    levels = f"{found.echo_dbfs:.0f} dBFS while the coach speaks, {found.noise_dbfs:.0f} dBFS in the quiet"
    yield f"{GOOD} Microphone: {levels}; {found.clipped} samples clipped, sound lost {found.overflows} times."
    yield f"{GOOD if found.listening is Listening.FULL else BAD} Listening while it speaks: {found.listening}."
    yield from (f"{BAD} {sentence}" for sentence in found.advice())


def _recogniser(where: Places, model: Path | None, language: Language) -> Iterator[str]:
    chosen = parts.choose_recogniser(where, language, model)
    yield f"{GOOD} {chosen.line}"
    if isinstance(chosen.recogniser, VoskRecogniser):
        phrases = language.phrasebook.all_phrases
        missing = chosen.recogniser.missing_words(phrases)
        if missing:
            yield f"{BAD} The model lacks {', '.join(missing)}: phrases with these words work by key only."
        else:
            yield f"{GOOD} The model knows every word of the {len(phrases)} phrases."
    for trouble in models.skipped_models(where.checkout_models, where.data, language.code):
        yield f"{BAD} {trouble}"
    chosen.recogniser.close()


def _voice(where: Places, language: Language) -> Iterator[str]:
    voice = parts.choose_voice(where, language.voice)
    yield f"{GOOD} Voice: {voice.name}; its prompts are cached in {where.cache}"
    voice.close()


def _languages(where: Places) -> Iterator[str]:
    for code in sorted(languages([where.languages])):
        try:
            yield f"{GOOD} Language {code}: {parts.choose_language(where, code).about}"
        except CoachError as error:
            yield f"{BAD} Language {code}: {error}"
    yield f"{GOOD} Catalogues of your own go into {where.languages}"


def _routines(where: Places) -> Iterator[str]:
    for name, path in routines([where.routines]).items():
        try:
            routine = read_routine(path)
        except CoachError as error:
            yield f"{BAD} Routine {name}: {error}"
        else:
            yield f"{GOOD} Routine {name}: {routine.name}, {len(routine.foot_steps)} steps a foot"
    yield f"{GOOD} Routines of your own go into {where.routines}"


def _terminal() -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        return f"{GOOD} Keys: the terminal {os.environ.get('TERM', '')} gives them one by one"
    return f"{BAD} Keys: standard input is no terminal; start the coach in one, or type whole commands line by line."
