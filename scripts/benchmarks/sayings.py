"""How much of what people say is understood: sayings with their meanings, by text, and by voice."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from coach.errors import CoachError, RecordingError
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.files import FileEar
from coach.language.catalogues import load_language
from coach.language.intents import (
    AFTER_HURT,
    ANSWERS,
    FEET,
    NUMBERS,
    PAIN,
    SHARP,
    SIDES,
    SKIP,
    TOOLS,
    YES_NO,
    Intent,
    Live,
    Match,
)
from coach.language.language import ENGLISH, Language
from scripts.benchmarks.options import FILE, found_model
from scripts.benchmarks.synthetic import Speaker, speak

PHASES = {
    "yesno": Live(answers=YES_NO),
    "signs": Live(answers=YES_NO, signs=frozenset({"swelling", "redness", "fever", "numbness"})),
    "pain": Live(answers=PAIN),
    "feet": Live(answers=FEET),
    "sides": Live(answers=SIDES),
    "tools": Live(answers=TOOLS),
    "correct": Live(answers=YES_NO, before=frozenset(ANSWERS)),
    "waiting": Live(waiting=True),
    "hold": Live(timed=True),
    "paused": Live(paused=True, timed=True),
    "hurt": Live(answers=AFTER_HURT | YES_NO, timed=True),
    "stop": Live(answers=YES_NO, ending=True, timed=True),
}
"""What may be said in each phase of a file of sayings."""
NOTHING = "nothing"
HEADER = ["phase", "said", "meaning"]
VOICES = ("heart", "en-us", "en-gb-x-rp+m4")
"""The natural voice, and two of espeak-ng's that are heard well."""
RATE, PITCH = 160, 50

Hear = Callable[[str, Live], Match | None]
"""What the coach makes of one saying in one phase."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One line of a file."""

    line: int
    phase: str
    said: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A saying, and what was understood."""

    saying: Saying
    understood: tuple[str, ...]
    """The meanings that it is as good as; empty where nothing was understood."""

    @property
    def right(self) -> bool:
        """Whether it was understood, or talk left alone."""
        return not self.understood if self.saying.meaning == NOTHING else self.saying.meaning in self.understood


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "json_file", type=FILE, help="Write every figure there.")
@click.option("--language", default=ENGLISH, show_default=True, help="The catalogue to understand it by.")
@click.option("--by-voice", is_flag=True, help="Each saying spoken, and heard by the recogniser, beside its text.")
@click.option("--voices", default=",".join(VOICES), show_default=True, help="Of the synthesiser, commas between.")
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Vosk model to hear by.")
def sayings(file: Path, json_file: Path | None, language: str, by_voice: bool, voices: str, model: Path | None) -> None:
    """How much of FILE is understood: lines of phase, what is said, and what is meant, tabs between.

    Talk is what means "nothing": it must be left alone.
    """
    try:
        known, lines = load_language(language), read(file)
        results = {"text": [Heard(one, by_text(known, one)) for one in lines]}
        if by_voice:
            results |= {voice: list(spoken(known, lines, voice, model)) for voice in voices.split(",")}
        document = {way: figures(heard) for way, heard in results.items()}
        if json_file:
            write(json_file, {**document["text"], "by_voice": {way: document[way] for way in list(document)[1:]}})
    except CoachError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(error.exit_status) from error
    console = Console(width=None if Console().is_terminal else 160)
    for way, heard in results.items():
        show(console, way, heard)


# --- the file ---------------------------------------------------------------------------------------------------------


def read(file: Path) -> list[Saying]:
    """The sayings of a file. Raises RecordingError for the first thing in it that is none."""
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as fault:
        raise RecordingError(f"{file} cannot be read as text ({fault}); give a file of sayings.") from None
    found = [_saying(file, number, row) for number, row in enumerate(rows, 1) if row and row != HEADER]
    if not found:
        raise RecordingError(f"{file} holds no sayings; give lines of phase, what is said and what is meant.")
    return found


def _saying(file: Path, number: int, row: list[str]) -> Saying:
    if len(row) != len(HEADER) or not all(part.strip() for part in row):
        raise RecordingError(f"{file}, line {number}: write phase, what is said, and what is meant, tabs between.")
    phase, said, meaning = (part.strip() for part in row)
    if phase not in PHASES:
        raise RecordingError(f"{file}, line {number}: there is no phase {phase!r}; use one of {', '.join(PHASES)}.")
    return Saying(number, phase, said, meaning)


# --- understanding ----------------------------------------------------------------------------------------------------


def by_text(language: Language, saying: Saying) -> tuple[str, ...]:
    """The meanings of a saying as it is written, decided as the ear decides."""
    book, live = language.phrasebook, PHASES[saying.phase]
    match = book.spot_safety(saying.said, live) or book.match(saying.said, live)
    return meanings(match, saying.phase) if match else ()


def meanings(match: Match, phase: str) -> tuple[str, ...]:
    """What `match` is called in a file of sayings; where a phase makes two intents one, both."""
    if match.intent is Intent.ANSWER:
        both = (f"{match.also} or {match.answer}",) if match.also in NUMBERS else ()
        return (*(both or (match.answer,)), *((SHARP,) if phase == "hurt" and match.answer == "yes" else ()))
    if match.intent in {Intent.CORRECT, Intent.CHANGE}:
        return (f"{match.intent} {match.answer}",)
    if match.intent is Intent.ASK:
        return f"ask {match.topic}", f"ask {match.topic.removesuffix(' exactly')}"
    return (match.intent.value, *_as_good_as(match, phase))


def _as_good_as(match: Match, phase: str) -> Iterator[str]:
    if match.intent is Intent.NEXT and match.topic == SKIP:
        yield SKIP
    if phase == "waiting" and match.intent in {Intent.NEXT, Intent.READY}:
        yield from (Intent.NEXT.value, Intent.READY.value)
    if phase == "hurt" and match.topic == SHARP:
        yield SHARP


def spoken(language: Language, lines: Sequence[Saying], voice: str, model: Path | None) -> Iterator[Heard]:
    """Each saying said by a synthetic voice and heard by a recogniser. Raises VoiceError, HearingError, ModelError."""
    recogniser = _recogniser(language, model)
    try:
        for saying, (_, sound) in zip(
            lines, speak(Speaker(voice, RATE, PITCH), [one.said for one in lines]), strict=True
        ):
            ear = _Overheard(recogniser, language, PHASES[saying.phase])
            rows = list(ear.hear(sound))
            yield Heard(saying, meanings(ear.matches[0], saying.phase) if rows else ())
    finally:
        recogniser.close()


class _Overheard(FileEar):
    """An ear for a recording that keeps what it understood whole."""

    def __init__(self, recogniser: Recogniser, language: Language, live: Live) -> None:
        super().__init__(recogniser, language.phrasebook, live)
        self.matches: list[Match] = []
        hear = self._ear.hear

        def kept(block: Any) -> Any:
            events = hear(block)
            self.matches += [event.match for event in events if hasattr(event, "match")]
            return events

        self._ear.hear = kept  # type: ignore[method-assign]


def _recogniser(language: Language, model: Path | None) -> Recogniser:
    if model is None and language.code == ENGLISH:
        return MoonshineRecogniser()
    found = found_model(model)
    if not found:
        raise RecordingError(f"There is no recogniser for {language.name}: name a Vosk model with --model.")
    return VoskRecogniser(found, language.phrasebook.decoys)


# --- figures ----------------------------------------------------------------------------------------------------------


def figures(heard: Sequence[Heard]) -> dict[str, Any]:
    """How many were understood, and of talk how many left alone, and every line that was not."""
    talk = [one for one in heard if one.saying.meaning == NOTHING]
    meant = [one for one in heard if one.saying.meaning != NOTHING]
    wrong = [
        {**asdict(one.saying), "understood": one.understood[0] if one.understood else NOTHING}
        for one in heard
        if not one.right
    ]
    return {
        "understood": sum(one.right for one in meant),
        "of": len(meant),
        "left_alone": sum(one.right for one in talk),
        "talk": len(talk),
        "misunderstood": wrong,
    }


def write(file: Path, document: dict[str, Any]) -> None:
    """Write the figures. Raises RecordingError."""
    try:
        file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise RecordingError(f"{file} cannot be written ({fault.strerror}); name another file.") from None


def show(console: Console, way: str, heard: Sequence[Heard]) -> None:
    """A table by phase and meaning, every line that was not understood, and the sums."""
    table = Table("phase", "meaning", "right", "of", "not understood", title=f"Sayings by {way}")
    for phase, meaning in sorted({(one.saying.phase, one.saying.meaning) for one in heard}):
        these = [one for one in heard if (one.saying.phase, one.saying.meaning) == (phase, meaning)]
        table.add_row(phase, meaning, str(sum(one.right for one in these)), str(len(these)), _wrong(these))
    console.print(table)
    total = figures(heard)
    console.print(
        f"Understood {total['understood']} of {total['of']}{_share(total['understood'], total['of'])};"
        f" talk left alone {total['left_alone']} of {total['talk']}."
    )


def _wrong(heard: Iterable[Heard]) -> str:
    return ", ".join(
        f"{one.saying.said} ({one.understood[0] if one.understood else NOTHING})" for one in heard if not one.right
    )


def _share(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.1f} %)" if whole else ""
