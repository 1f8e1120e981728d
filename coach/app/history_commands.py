"""`coach history` and `coach report`: what is remembered, to look at, to take along and to forget."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from coach.app import endings
from coach.history.store import Store, history_file

FILE = click.Path(path_type=Path, dir_okay=False)
_MOST = 20


@click.command()
@click.option("--all", "everything", is_flag=True, help=f"Show every session, not only the newest {_MOST}.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the soreness to this file, .svg or .png.")
@click.option("--export", "exported", type=FILE, metavar="FILE", help="Write everything to this file, .csv or .json.")
@click.option(
    "--decimal", type=click.Choice(["point", "comma"]), help="With --export to .csv: how your spreadsheet writes 1.5."
)
@click.option("--forget", is_flag=True, help="Delete the history; it asks first.")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="With --forget: delete only sessions before this day, such as 2026-01-31.",
)
@click.option("--yes", is_flag=True, help="With --forget: do not ask.")
def history(
    everything: bool,
    plot: Path | None,
    exported: Path | None,
    decimal: str | None,
    forget: bool,
    before: datetime | None,
    yes: bool,
) -> None:
    """Show your earlier sessions.

    A table, the soreness of each foot over time, and how often you had a massage. None of it leaves this machine.
    """
    if (before or yes) and not forget:
        raise click.UsageError("--before and --yes belong to --forget.")
    if decimal and not (exported and exported.suffix.lower() == ".csv"):
        raise click.UsageError("--decimal belongs to --export FILE.csv.")
    with _store() as store:
        if exported:
            _export(store, exported, comma=decimal == "comma")
        if plot:
            _plot(store, plot)
        if forget:
            _forget(store, before, sure=yes)
        elif not (exported or plot):
            _show(store, None if everything else _MOST)


@click.command()
@click.argument("file", type=FILE)
def report(file: Path) -> None:
    """Write FILE, one HTML page for a doctor or a physiotherapist."""
    from coach.history.plot import write
    from coach.history.report import report as page

    with _store() as store:
        write(file, page(store, datetime.now().astimezone()).encode())
    click.echo(f"Written: {file}. Open it in a browser, or print it.")


@contextlib.contextmanager
def _store() -> Iterator[Store]:
    with Store(history_file(), lambda line: click.echo(line, err=True)) as store:
        yield store


def _export(store: Store, path: Path, *, comma: bool) -> None:
    from coach.history.export import export

    count = export(store, path, comma=comma)
    click.echo(f"Written: {path}, {count} session{'' if count == 1 else 's'}.")


def _plot(store: Store, path: Path) -> None:
    from coach.history.plot import write_plot
    from coach.history.reading import sessions

    write_plot(sessions(store), path, datetime.now().astimezone())
    click.echo(f"Written: {path}.")


def _forget(store: Store, before: datetime | None, *, sure: bool) -> None:
    which = f"every session before {before:%d %B %Y}" if before else "every session"
    if not sure:
        click.confirm(f"Forget {which} for good?", abort=True)
    count = store.forget(before.astimezone() if before else None)
    click.echo(f"Forgotten: {count} session{'' if count == 1 else 's'}.")
    for path in store.set_aside:
        click.echo(f"A damaged history of earlier still lies at {path}: delete it by hand if you want it gone.")


def _show(store: Store, most: int | None) -> None:
    from coach.history.reading import RECENT, how_many, sessions
    from coach.history.screen import show
    from coach.language.catalogues import load_language
    from coach.language.language import ENGLISH

    entries = sessions(store, RECENT if most else -1)
    if not entries:
        click.echo("Nothing is remembered yet: the first session will be.")
        return
    endings.require_memory(endings.MEMORY)  # The plot needs numpy, which would end the program by itself.
    now, wording = datetime.now().astimezone(), load_language(ENGLISH).wording
    show(entries, most or len(entries), how_many(store), sys.stdout, now, wording)
