"""The history in a terminal: a table of sessions, the soreness over time, and how often there was a massage."""

from collections.abc import Sequence
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.table import Table

from coach.history.plot import in_terminal
from coach.history.reading import Entry
from coach.history.trend import advice, week
from coach.history.words import ending_of, level
from coach.routine import Side

_PIPE = 120
"""Columns where nobody's terminal tells."""


def show(entries: Sequence[Entry], most: int, there_are: int, out: TextIO, now: datetime) -> None:
    """Write to `out`: a table of the `most` newest of `entries`, which are the oldest first; the rest is about all."""
    console = Console(file=out, highlight=False, markup=False, width=None if out.isatty() else _PIPE)
    console.print(_table(entries[-most:]))
    if most < there_are:
        console.print(f"The newest {most} of {there_are}; --all shows every one.")
    if _shows_dots(console):
        plot = in_terminal(entries, console.width, colours=console.is_terminal and not console.no_color)
        out.write(f"\n{plot}\n\n" if plot else "")
    for sentence in (*week(entries, now.date()), *advice(entries, now)):
        console.print(sentence)


def _table(entries: Sequence[Entry]) -> Table:
    table = Table()
    for head in ("When", "Routine", "Minutes", "Steps", "Left", "Right", "Hurt", "Ended"):
        table.add_column(head, justify="right" if head in {"Minutes", "Steps", "Hurt"} else "left")
    for entry in entries:
        table.add_row(*_row(entry))
    return table


def _row(entry: Entry) -> tuple[str, ...]:
    feet = (" → ".join(map(level, entry.soreness(side))) for side in Side)
    steps = f"{entry.done} of {entry.done + entry.skipped + entry.left_out + entry.stopped}"
    minutes = f"{entry.seconds / 60:.0f}"
    return (f"{entry.started:%d %b %Y %H:%M}", entry.routine, minutes, steps, *feet, str(entry.hurts), ending_of(entry))


def _shows_dots(console: Console) -> bool:
    try:
        "⠿".encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True
