"""Labelled utterances: recordings of any folder, named `<phrase>.<source>.wav`, and when each phrase is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coach.errors import RecordingError
from coach.hearing.files import PHASES
from coach.language.intents import SAFETY, Intent, Match
from scripts.benchmarks.english import ANSWERS, COMMANDS, PHRASES, match, spot_safety

MID_STEP = "timed"
"""The phase in which most commands are given, and in which other speech is most of what the coach hears."""
QUESTIONS = ("yes-no", "pain", "feet", "tools")
"""The phases in which answers are live."""

SAFETY_PHRASES = frozenset(phrase for intent in SAFETY for phrase in COMMANDS[intent])

_OWN_PHASE = {**dict.fromkeys(COMMANDS[Intent.RESUME], "paused"), **dict.fromkeys(COMMANDS[Intent.READY], "waiting")}
_COMMANDS = frozenset(phrase for phrases in COMMANDS.values() for phrase in phrases)
_BY_LETTERS = {re.sub(r"[^a-z]", "", phrase): phrase for phrase in sorted(PHRASES)}


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that one person said, and the phase in which it is presented."""

    corpus: str
    phrase: str
    """A phrase of the table, or other words, which must be rejected."""
    source: str
    """Who said it."""
    phase: str
    """A name in `coach.hearing.files.PHASES`."""
    path: Path
    gain_db: float = 0.0
    """By how much it is louder than all other speech presented, where it is said over the coach."""

    @property
    def expected(self) -> Match | None:
        """What the coach is to understand; None for what is no phrase."""
        live = PHASES[self.phase]
        return (spot_safety(self.phrase, live) or match(self.phrase, live)) if self.phrase in PHRASES else None


def recordings(folder: Path) -> list[Utterance]:
    """The labelled recordings of `folder`, which gives the corpus its name. Raises RecordingError if there are none."""
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() == ".wav")
    if not paths:
        raise RecordingError(f"{folder} holds no WAV files: give a folder of recordings named `<phrase>.<who>.wav`.")
    return [utterance for path in paths for utterance in said(folder.name, *label(path), path)]


def label(path: Path) -> tuple[str, str]:
    """The phrase and the source that a file name gives: `im-ready.anna.wav` is "i'm ready" by "anna"."""
    words, _, source = path.stem.partition(".")
    words = " ".join(re.split(r"[\s_-]+", words.strip().lower()))
    return _BY_LETTERS.get(re.sub(r"[^a-z]", "", words), words), source or path.parent.name


def said(corpus: str, phrase: str, source: str, path: Path) -> list[Utterance]:
    """One utterance for each phase in which it is presented."""
    return [Utterance(corpus, phrase, source, phase, path) for phase in phases_of(phrase)]


def phases_of(phrase: str) -> Iterable[str]:
    """Where `phrase` is said in a session. What is no phrase is said mid-step and under every question."""
    if phrase not in PHRASES:
        return (MID_STEP, *QUESTIONS)
    if phrase in _COMMANDS:
        return (_OWN_PHASE.get(phrase, MID_STEP),)
    return (next(phase for phase in (*QUESTIONS, "hurt") if _answers(phrase, phase)),)


def _answers(phrase: str, phase: str) -> bool:
    return any(phrase in ANSWERS[answer] for answer in PHASES[phase].answers)
