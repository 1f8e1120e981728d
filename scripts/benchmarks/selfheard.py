"""`scripts/bench selfheard`: speaks all that the coach can say into its own ear. Ends with status 1 where it obeys."""

import sys
from collections import Counter
from collections.abc import Iterator

import click

from coach.app.overheard import Overheard, overheard
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser, plain_words
from coach.hearing.meaning.selfheard import is_own
from coach.language.catalogues import load_language
from coach.language.intents import Intent
from coach.language.language import Language
from coach.session.settings import WORDS_A_MINUTE
from coach.speaking.choice import SYSTEM, named
from coach.speaking.pyttsx_voice import HEART
from scripts.benchmarks import spoken
from scripts.benchmarks.options import some_of

VOICES = (HEART, SYSTEM)
"""Those that may speak English where nobody chooses."""


@click.command()
@click.option("--voices", callback=some_of(VOICES), help=f"Of {','.join(VOICES)}.")
@click.option("--part", default="1/1", show_default=True, metavar="K/N", help="Only the Kth of N parts of all texts.")
@click.option("--rate", default=WORDS_A_MINUTE, show_default=True, help="Words a minute.")
def selfheard(voices: tuple[str, ...], part: str, rate: int) -> None:
    """What the coach takes for a command in what it says itself, without canceller and mask, in English.

    Answers, and commands all of whose words the sentence holds, are only told: these are masked while they play. No
    other may be heard but in the welcome and in sentences that name some.
    """
    language = load_language("en")
    first, parts = map(int, part.split("/"))
    faults = sum(_faults(language, name, rate, slice(first - 1, None, parts)) for name in voices)
    sys.exit(1 if faults else 0)


def _faults(language: Language, name: str, rate: int, some: slice) -> int:
    texts = (*spoken.sentences(language), *spoken.cues(language))[some]
    recogniser, voice = MoonshineRecogniser(), named(name, None)
    counts: Counter[str] = Counter()
    try:
        for kind, found in _judged(language, overheard(recogniser, language, voice, texts, rate)):
            counts[kind] += 1
            click.echo(f"{voice.name}: {kind:7} {found}")
    finally:
        voice.close()
        recogniser.close()
    told = ", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items()))
    click.echo(f"{voice.name}: {len(texts)} texts; {told or 'nothing heard'}.")
    return counts["FAULT"]


def _judged(language: Language, heard: Iterator[Overheard]) -> Iterator[tuple[str, Overheard]]:
    wording = language.wording
    names, welcome = frozenset(spoken.naming(language)), {*wording.welcome, *wording.welcome_back}
    for found in heard:
        if found.text in (welcome if found.is_safety else names):
            yield "named", found
        elif found.intent is Intent.ANSWER:
            yield "answer", found
        else:
            masked = is_own(found.phrase, plain_words(found.text).split())
            yield ("masked" if masked else "FAULT"), found
