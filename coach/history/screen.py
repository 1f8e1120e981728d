"""The history in a terminal: a table of sessions, the soreness over time, and how often there was a massage."""

from collections.abc import Sequence
from datetime import datetime
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from coach.history.plot import in_terminal
from coach.history.reading import Entry
from coach.history.trend import advice, week
from coach.history.words import ending_of, level
from coach.routine import Side

_HEADS = ("When", "Min", "Steps", "Left", "Right", "Hurt", "Ended", "Routine")
_COUNTED = frozenset({"Min", "Steps", "Hurt"})
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
    """One line a session, also in 80 columns: only the routine's name is ever cut."""
    rows = [_row(entry) for entry in entries]
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for head, *cells in zip(_HEADS, *rows, strict=True):
        widest = 0 if head == _HEADS[-1] else max(map(len, (head, *cells)))
        table.add_column(head, justify="right" if head in _COUNTED else "left", no_wrap=True, min_width=widest)
    for row in rows:
        table.add_row(*row)
    return table


def _row(entry: Entry) -> tuple[str, ...]:
    feet = (" → ".join(map(level, entry.soreness(side))) for side in Side)
    steps = f"{entry.done}/{entry.done + entry.skipped + entry.left_out + entry.stopped}"
    minutes = f"{entry.seconds / 60:.0f}"
    when = f"{entry.started:%d %b %y %H:%M}"
    return (when, minutes, steps, *feet, str(entry.hurts), ending_of(entry), entry.routine)


def _shows_dots(console: Console) -> bool:
    try:
        "⠿".encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True
