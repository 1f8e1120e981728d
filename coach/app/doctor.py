"""What works on this machine, what is missing and how to fix it; and whether a session can be held."""

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from coach.app import parts, system_packages
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


class Way(Enum):
    """What a session takes its orders by; speech needs no finding here, since captions take its place."""

    MICROPHONE = auto()
    RECOGNISER = auto()
    KEYS = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line about this machine."""

    good: bool
    text: str
    gives: Way | None = None
    """What is there, where this finding is good."""

    def __str__(self) -> str:
        return f"{GOOD if self.good else BAD} {self.text}"


def verdict(found: Iterable[Finding]) -> Finding:
    """Whether a session can be held with what was found: it needs a microphone that is understood, or keys."""
    ways = {finding.gives for finding in found if finding.good}
    by_voice = {Way.MICROPHONE, Way.RECOGNISER} <= ways
    if by_voice and Way.KEYS in ways:
        return Finding(True, "A session can be held, by voice and by keys.")
    if by_voice:
        return Finding(True, "A session can be held, by voice.")
    if Way.KEYS in ways:
        return Finding(True, "A session can be held, by keys only.")
    return Finding(False, "No session can be held: connect a microphone, or start the coach in a terminal.")


def findings(where: Places, model: Path | None, language: Language) -> Iterator[Finding]:
    """One finding for each part, good or bad."""
    yield Finding(True, f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from (Finding(False, package.advice) for package in system_packages.missing())
    yield from _sound()
    yield from _guarded("Recogniser", lambda: _recogniser(where, model, language))
    yield from _guarded("Echo", lambda: _echo(where))
    yield from _guarded("Voice", lambda: _voice(where, language))
    yield from _guarded("Languages", lambda: _languages(where))
    yield from _guarded("Routines", lambda: _routines(where))
    yield _terminal()


def _guarded(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except CoachError as error:
        yield Finding(False, f"{name}: {error}")


def _sound() -> Iterator[Finding]:
    found = devices()
    if found.problem:
        yield Finding(False, f"Sound: {found.problem}")
    for kind, names, usual in (
        ("Microphone", found.inputs, found.default_input),
        ("Speaker", found.outputs, found.default_output),
    ):
        if names:
            others = ", ".join(name for name in names if name != usual)
            text = f"{kind}: {usual}" + (f" (others: {others})" if others else "")
            yield Finding(True, text, Way.MICROPHONE if names is found.inputs else None)
        elif not found.problem:
            yield Finding(False, f"{kind}: none is connected; connect one.")


def _echo(where: Places) -> Iterator[Finding]:
    canceller, line = choose_canceller()
    yield Finding(canceller.name != "none", line)
    if better := better_than(canceller):
        yield Finding(True, f"Echo: {better}.")
    canceller.close()
    if last := kept(where.calibration):
        yield from calibrated(last)
    else:
        yield Finding(
            True,
            "The echo has not been measured yet: `coach doctor --calibrate` measures it, with one spoken sentence.",
        )


def calibrated(found: Calibration) -> Iterator[Finding]:
    """What was measured of the sound, and what would make it better."""
    delay = "no echo was found" if found.delay_ms is None else f"the echo comes after {found.delay_ms:.0f} ms"
    softer = "" if found.suppression_db is None else f", and is made {found.suppression_db:.0f} dB softer"
    yield Finding(True, f"Measured on {found.day} with {found.microphone} and {found.speaker}: {delay}{softer}.")
    levels = f"{found.echo_dbfs:.0f} dBFS while the coach speaks, {found.noise_dbfs:.0f} dBFS in the quiet"
    yield Finding(True, f"Microphone: {levels}; {found.clipped} samples clipped, sound lost {found.overflows} times.")
    yield Finding(found.listening is Listening.FULL, f"Listening while it speaks: {found.listening}.")
    yield from (Finding(False, sentence) for sentence in found.advice())


def _recogniser(where: Places, model: Path | None, language: Language) -> Iterator[Finding]:
    chosen = parts.choose_recogniser(where, language, model)
    yield Finding(True, chosen.line, Way.RECOGNISER)
    if isinstance(chosen.recogniser, VoskRecogniser):
        phrases = language.phrasebook.all_phrases
        missing = chosen.recogniser.missing_words(phrases)
        if missing:
            yield Finding(False, f"The model lacks {', '.join(missing)}: phrases with these words work by key only.")
        else:
            yield Finding(True, f"The model knows every word of the {len(phrases)} phrases.")
    for trouble in models.skipped_models(where.checkout_models, where.data, language.code):
        yield Finding(False, trouble)
    chosen.recogniser.close()


def _voice(where: Places, language: Language) -> Iterator[Finding]:
    voice = parts.choose_voice(where, language.voice)
    yield Finding(True, f"Voice: {voice.name}; its spoken sentences are kept in {where.cache}.")
    voice.close()


def _languages(where: Places) -> Iterator[Finding]:
    for code in sorted(languages([where.languages])):
        try:
            yield Finding(True, f"Language {code}: {parts.choose_language(where, code).about}.")
        except CoachError as error:
            yield Finding(False, f"Language {code}: {error}")
    yield Finding(True, f"Catalogues of your own go into {where.languages}.")


def _routines(where: Places) -> Iterator[Finding]:
    for name, path in routines([where.routines]).items():
        try:
            routine = read_routine(path)
        except CoachError as error:
            yield Finding(False, f"Routine {name}: {error}")
        else:
            steps = ", ".join(f"{len(steps)} steps {foot}" for foot, (_, steps) in routine.feet().items())
            yield Finding(True, f"Routine {name}: {routine.name}, {steps}.")
    yield Finding(True, f"Routines of your own go into {where.routines}.")


def _terminal() -> Finding:
    if sys.stdin is not None and sys.stdin.isatty():
        return Finding(True, f"Keys: the terminal {os.environ.get('TERM', '')} passes them on one by one.", Way.KEYS)
    advice = "start the coach in one, or type whole commands line by line"
    return Finding(False, f"Keys: standard input is not a terminal; {advice}.")
