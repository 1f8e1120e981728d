"""`coach list`, `coach new` and `coach check`: the routines there are, and routines of one's own."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.app.completion import routine_names
from coach.app.going import Going, clock, counted
from coach.errors import CoachError
from coach.routines.library import built_in, routines
from coach.session.settings import WORDS_A_MINUTE

if TYPE_CHECKING:
    from coach.app.parts import Places
    from coach.language.language import Language
    from coach.routines.routine import Routine
    from coach.toml.file import TomlFile

FILE = click.Path(path_type=Path)
LANGUAGE = click.option("--language", default="", metavar="CODE", help="Such as de; by default the routine's own.")


@click.command("list")
def list_routines() -> None:
    """List the routines."""
    from coach.app import parts

    where = parts.places()
    own = where.routines
    for name, path in routines([own]).items():
        click.echo(f"{name:12} {_described(path, where)}")
        if path not in built_in().values():
            click.echo(f"{'':12} {path}")
    click.echo(f"Start one with `coach --routine NAME`; `coach new NAME` makes one of your own in {own}.")


@click.command()
@click.argument("name")
@click.option(
    "--like", type=click.Choice(sorted(built_in())), default="heel", show_default=True, help="The routine to copy."
)
def new(name: str, like: str) -> None:
    """Make a routine of your own, called NAME: a copy with comments, for you to edit."""
    from coach.app import parts
    from coach.routines.copying import new_routine

    path = new_routine(name, built_in()[like], parts.places().routines)
    click.echo(f"Written: {path}")
    click.echo(f"Change it, then run `coach check {name}`, and start it with `coach --routine {name}`.")
    if name in built_in():
        click.echo(f"From now on it takes the place of the built-in {name}.")


@click.command()
@click.argument("routine", shell_complete=routine_names)
@click.option("--model", type=FILE, help="Folder of a Vosk model: warn of words that it does not know.")
@click.option("--listen", is_flag=True, help="Also speak it, and warn of what is taken for a command (a minute).")
@LANGUAGE
def check(routine: str, model: Path | None, listen: bool, language: str) -> None:
    """Check ROUTINE, a name or a file: what is wrong, what could be better, and how long it takes.

    Errors end with exit status 2; whatever could be better is only a warning.
    """
    from coach.app import parts
    from coach.app.lint import remarks
    from coach.errors import RoutineError
    from coach.language.catalogues import languages
    from coach.routines.reader import read_routine
    from coach.toml import file as tomlfile

    where = parts.places()
    path = parts.routine_file(routine, Path.cwd(), where, language)
    read = read_routine(path, languages([where.languages]))
    spoken = parts.choose_language(where, language or read.language)
    _tell_time(read, spoken)
    file = tomlfile.read(path, RoutineError)
    for line in (*remarks(file, spoken), *_lacking(file, spoken, model), *_guessed(file, spoken)):
        click.echo(f"Warning: {line}", err=True)
    if listen:
        for line in _overheard(read, spoken, model):
            click.echo(f"Warning: {line}", err=True)
    else:
        click.echo(f"`coach check {shlex.quote(routine)} --listen` also speaks it, and listens for commands in it.")


def _tell_time(read: "Routine", language: "Language") -> None:
    """How long the routine takes, in the voice of this machine."""
    from coach.app import parts
    from coach.app.duration import FEWEST, MOST, minutes_a_foot

    voice, trouble = parts.choose_voice_or_silence(parts.places(), "", language)
    try:
        with Going("Speaking the routine") as going:
            times = {
                foot: minutes_a_foot(read, language, voice, WORDS_A_MINUTE, lambda at: going.tell(clock(at)), side)
                for foot, (side, _) in read.feet().items()
            }
    finally:
        voice.close()
    for foot, (_, steps) in read.feet().items():
        timed = sum(step.seconds for step in steps) / 60
        click.echo(f"{read.name}: {len(steps)} steps {foot}, {times[foot]:.1f} minutes, {timed:.1f} of them timed.")
    if trouble:
        click.echo(f"The time of speech is estimated. {trouble}", err=True)
    for minutes in times.values():
        if not FEWEST <= minutes <= MOST:
            fault = "short" if minutes < FEWEST else "long"
            told = f"{minutes:.1f} minutes" if len(times) > 1 else "that"
            click.echo(f"Warning: {told} is {fault}; {FEWEST:.0f} to {MOST:.0f} minutes a foot are good.", err=True)


def _lacking(file: "TomlFile", language: "Language", model: Path | None) -> list[str]:
    """A line about the words that the Vosk model lacks; nothing where there is no model."""
    from coach.app import parts
    from coach.app.lint import unknown_words, words

    vosk = parts.choose_vosk(parts.places(), language, model)
    if vosk is None:
        return []
    lines = list(unknown_words(file, vosk.name, vosk.missing_words(words(file))))
    vosk.close()
    return lines


def _guessed(file: "TomlFile", language: "Language") -> list[str]:
    """A line about the words that the natural voice does not know."""
    from coach.app.lint import guessed_words, words
    from coach.language.language import ENGLISH
    from coach.speaking.guesses import guessed

    if language.code != ENGLISH:
        return []
    return list(guessed_words(file, [word for word in words(file) if guessed(word)]))


def _overheard(read: "Routine", language: "Language", model: Path | None) -> Iterator[str]:
    """A line for each sentence that the coach would take for a command, spoken in the voice of this machine."""
    from coach.app import parts
    from coach.app.overheard import overheard
    from coach.language.intents import Intent

    where = parts.places()
    voice, trouble = parts.choose_voice_or_silence(where, "", language)
    recogniser = parts.choose_recogniser(where, language, model).recogniser
    texts = list(dict.fromkeys(_own_sentences(read, language)))
    try:
        with Going("Listening to itself") as going:
            heard = list(overheard(recogniser, language, voice, counted(texts, going), WORDS_A_MINUTE))
        for found in heard:
            if found.intent is not Intent.ANSWER:
                yield f"{found}; say it in other words."
    finally:
        voice.close()
        recogniser.close()
    if trouble:
        yield trouble


def _own_sentences(read: "Routine", language: "Language") -> Iterator[str]:
    """What is spoken only in this routine: its texts, and sentences of the language that name a step of it."""
    from coach.session.repertoire import sentences_of

    texts = set(_texts(asdict(read)))
    named = [part.casefold() for step in read.steps for part in (step.title, step.again) if part]
    spoken = (*sentences_of(read, language.wording), *(cue.text for step in read.steps for cue in step.cues))
    yield from (sentence for sentence in spoken if sentence in texts)
    yield from (sentence for sentence in spoken if any(part in sentence.casefold() for part in named))


def _texts(of: object) -> Iterator[str]:
    """Every text in what a routine holds."""
    if isinstance(of, str):
        yield of
    elif isinstance(of, Mapping | list | tuple):
        for part in of.values() if isinstance(of, Mapping) else of:
            yield from _texts(part)


def _described(path: Path, where: "Places") -> str:
    from coach.app import parts
    from coach.language.catalogues import languages
    from coach.routines.reader import read_routine

    try:
        routine = read_routine(path, languages([where.languages]))
        language = parts.choose_language(where, routine.language)
    except CoachError as error:
        return f"cannot be used: {error}"
    feet = (
        f"{len(steps)} steps {foot}, {sum(step.seconds for step in steps) / 60:.1f} minutes of them timed"
        for foot, (_, steps) in routine.feet().items()
    )
    return f"{routine.name}: {'; '.join(feet)}, {language.about}"
