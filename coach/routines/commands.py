"""`coach list`, `coach new` and `coach check`: the routines there are, and routines of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.errors import CoachError
from coach.routines.library import built_in, routines
from coach.settings import WORDS_A_MINUTE

if TYPE_CHECKING:
    from coach.tomlfile import TomlFile

FILE = click.Path(path_type=Path)


@click.command("list")
def list_routines() -> None:
    """List the routines there are."""
    from coach import parts

    own = parts.places().routines
    for name, path in routines([own]).items():
        click.echo(f"{name:12} {_described(path)}")
        if path not in built_in().values():
            click.echo(f"{'':12} {path}")
    click.echo(f"Start one with `coach --routine NAME`; `coach new NAME` makes one of your own in {own}.")


@click.command()
@click.argument("name")
@click.option("--like", type=click.Choice(sorted(built_in())), default="heel", show_default=True, help="What to copy.")
def new(name: str, like: str) -> None:
    """Make a routine of your own, NAME: a copy with comments, to be changed in an editor."""
    from coach import parts
    from coach.routines.copying import new_routine

    path = new_routine(name, built_in()[like], parts.places().routines)
    click.echo(f"Written: {path}")
    click.echo(f"Change it, then run `coach check {name}`, and start it with `coach --routine {name}`.")
    if name in built_in():
        click.echo(f"From now on it takes the place of the built-in {name}.")


@click.command()
@click.argument("routine")
@click.option("--model", type=FILE, help="Folder of a Vosk model, to look its words up in.")
def check(routine: str, model: Path | None) -> None:
    """Check a ROUTINE, a file or a name: what is wrong, what could be better, and how long it takes.

    A file that cannot be taught ends with status 2; what could be better is only a warning.
    """
    from coach import parts, tomlfile
    from coach.errors import RoutineError
    from coach.routines.lint import remarks

    path = parts.routine_file(routine, Path.cwd(), parts.places())
    _tell_time(path)
    file = tomlfile.read(path, RoutineError)
    for line in (*remarks(file), *_lacking(file, model)):
        click.echo(f"Warning: {line}", err=True)


def _tell_time(path: Path) -> None:
    """How long the routine in `path` takes, in the voice of this machine."""
    from coach import parts
    from coach.duration import FEWEST, MOST, minutes_a_foot
    from coach.routines.reader import read_routine

    read = read_routine(path)
    voice, trouble = parts.choose_voice_or_silence(parts.places(), "")
    try:
        minutes = minutes_a_foot(read, voice, WORDS_A_MINUTE)
    finally:
        voice.close()
    seconds = sum(step.seconds for step in read.foot_steps)
    timed = f"{minutes:.1f} minutes, {seconds / 60:.1f} of them timed"
    click.echo(f"{read.name}: {len(read.foot_steps)} steps a foot, {timed}.")
    if trouble:
        click.echo(f"The time of speech is estimated. {trouble}", err=True)
    if not FEWEST <= minutes <= MOST:
        fault = "short" if minutes < FEWEST else "long"
        click.echo(f"Warning: that is {fault}; {FEWEST:.0f} to {MOST:.0f} minutes a foot are good.", err=True)


def _lacking(file: "TomlFile", model: Path | None) -> list[str]:
    """A line about the words that the Vosk model lacks; nothing where there is no model."""
    from coach import parts
    from coach.routines.lint import unknown_words, words

    vosk = parts.choose_vosk(parts.places(), model)
    if vosk is None:
        return []
    lines = list(unknown_words(file, vosk.name, vosk.missing_words(words(file))))
    vosk.close()
    return lines


def _described(path: Path) -> str:
    from coach.routines.reader import read_routine

    try:
        routine = read_routine(path)
    except CoachError as error:
        return f"is of no use: {error}"
    minutes = sum(step.seconds for step in routine.foot_steps) / 60
    return f"{routine.name}: {len(routine.foot_steps)} steps a foot, {minutes:.1f} minutes of them timed"
