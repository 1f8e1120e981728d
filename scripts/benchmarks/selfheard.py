"""`scripts/bench selfheard`: speaks all that the coach can say into its own ear. Ends with status 1 where it obeys."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from coach.app.overheard import Overheard, overheard
from coach.app.parts import choose_recogniser, places
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser, plain_words
from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.meaning.selfheard import is_own
from coach.language.catalogues import load_language
from coach.language.language import ENGLISH, Language
from coach.session.settings import WORDS_A_MINUTE
from coach.session.table import ANSWERING
from coach.speaking.choice import SYSTEM, named
from coach.speaking.pyttsx_voice import HEART
from coach.speaking.voice import Voice
from scripts.benchmarks import spoken
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.options import FOLDER, some_of
from scripts.benchmarks.through import heard_through

VOICES = (HEART, SYSTEM)
"""Those that may speak English where nobody chooses."""


@click.command()
@click.option("--voices", callback=some_of(VOICES), help=f"Of {','.join(VOICES)}; English only.")
@click.option("--part", default="1/1", show_default=True, metavar="K/N", help="Only the Kth of N parts of all texts.")
@click.option("--rate", default=WORDS_A_MINUTE, show_default=True, help="Words a minute.")
@click.option("--through", is_flag=True, help="In a room, by canceller, mask and ear of a session; English only.")
@click.option("--language", "code", default=ENGLISH, show_default=True, help="Whose texts, in its usual voice.")
@click.option("--model", type=FOLDER, help="Folder of a Vosk model, for a language that needs one.")
def selfheard(voices: tuple[str, ...], part: str, rate: int, through: bool, code: str, model: Path | None) -> None:
    """What the coach takes for a command in what it says itself: raw, without canceller and mask, or --through them.

    Raw, answers, and commands all of whose words the sentence holds, are only told: these are masked while they play.
    No other may be heard but in sentences that name some, and no safety word but in the welcome. Through all that a
    session has, nothing may be heard but an answer, whose question is not asked then.
    """
    language = load_language(code)
    if through and code != ENGLISH:
        raise click.UsageError("Only English is measured through the canceller.")
    first, parts = map(int, part.split("/"))
    texts = (*spoken.sentences(language), *spoken.cues(language))[first - 1 :: parts]
    faults = 0
    for name in voices if code == ENGLISH else (language.voice or SYSTEM,):
        voice = named(name, None)
        try:
            found = _through(voice, texts, rate) if through else _raw(language, voice, texts, rate, model)
            faults += _told(voice.name, len(texts), found)
        finally:
            voice.close()
    sys.exit(1 if faults else 0)


_Judged = Iterator[tuple[str, Overheard]]


def _told(name: str, many: int, judged: _Judged) -> int:
    """Prints what was heard; gives the number of faults."""
    counts: Counter[str] = Counter()
    for kind, found in judged:
        counts[kind] += 1
        click.echo(f"{name}: {kind:7} {found}")
    told = ", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items()))
    click.echo(f"{name}: {many} texts; {told or 'nothing heard'}.")
    return counts["FAULT"]


def _raw(language: Language, voice: Voice, texts: tuple[str, ...], rate: int, model: Path | None) -> _Judged:
    recogniser = _recogniser(language, model)
    wording = language.wording
    names, welcome = frozenset(spoken.naming(language)), {*wording.welcome, *wording.welcome_back}
    try:
        for found in overheard(recogniser, language, voice, texts, rate):
            if found.text in (welcome if found.is_safety else names):
                yield "named", found
            elif found.intent in ANSWERING:
                yield "answer", found
            else:
                masked = not found.is_safety and is_own(found.phrase, plain_words(found.text).split())
                yield ("masked" if masked else "FAULT"), found
    finally:
        recogniser.close()


def _through(voice: Voice, texts: tuple[str, ...], rate: int) -> _Judged:
    for found in heard_through(Engine("embedded"), voice, texts, rate):
        yield ("answer" if found.intent in ANSWERING else "FAULT"), found


def _recogniser(language: Language, model: Path | None) -> Recogniser:
    if language.code == ENGLISH and model is None:
        return MoonshineRecogniser()
    return choose_recogniser(places(), language, model).recogniser
