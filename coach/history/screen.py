"""The history in a terminal: a table of sessions, the soreness over time, and how often there was a massage."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console

from coach.history.plot import in_terminal
from coach.history.reading import Entry
from coach.history.trend import advice, dated, does_it_help, week
from coach.history.words import about_clocks, ending_of, level
from coach.routine import Side
from coach.wording import Wording

_HEADS = ("When", "Min", "Steps", "Left", "Right", "Hurt", "Ended", "Routine")
_COUNTED = frozenset({"Min", "Steps", "Hurt"})
_GAP = "  "
_ASCII = str.maketrans("→─…“”", '>-~""')
"""For terminals that know no others."""
_PIPE = 120
"""Columns where nobody's terminal tells."""


def show(entries: Sequence[Entry], most: int, there_are: int, out: TextIO, now: datetime, wording: Wording) -> None:
    """Write to `out`: a table of the `most` newest of `entries`, which are the oldest first; the rest is about all."""
    console = Console(file=out, highlight=False, markup=False, width=None if out.isatty() else _PIPE)
    fancy = _shows_dots(console)
    sure = dated(entries, now)
    for line in _lines(entries[-most:], sure[-most:], console.width):
        out.write(f"{line if fancy else line.translate(_ASCII)}\n")
    out.write("\n")
    if most < there_are:
        console.print(f"The newest {most} of {there_are}; --all shows every one.")
    if fancy:
        plot = in_terminal(entries, console.width, now, colours=console.is_terminal and not console.no_color)
        out.write(f"\n{plot}\n\n" if plot else "")
    for sentence in (
        *about_clocks(sure),
        *does_it_help(entries, now),
        *week([entry for entry, right in zip(entries, sure, strict=True) if right], now.date()),
        *advice(entries, now, wording),
    ):
        console.print(sentence)


def _lines(entries: Sequence[Entry], sure: Sequence[bool], width: int) -> Iterator[str]:
    """The table: one line a session, also in 80 columns, because only the routine's name is ever cut.

    Rich's own tables take seconds for the sessions of ten years.
    """
    rows = [_HEADS, *map(_row, entries, sure)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = width - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1)
    for place, row in enumerate(rows):
        cells = (
            cell.rjust(wide) if head in _COUNTED else cell.ljust(wide)
            for head, cell, wide in zip(_HEADS[:-1], row[:-1], widths[:-1], strict=True)
        )
        last = row[-1] if cell_len(row[-1]) <= room else set_cell_size(row[-1], max(room - 1, 0)) + "…"
        yield _GAP.join((*cells, last))
        if place == 0:
            yield _GAP.join("─" * wide for wide in (*widths[:-1], max(min(room, widths[-1]), 0)))


def _row(entry: Entry, sure: bool) -> tuple[str, ...]:
    feet = (" → ".join(map(level, entry.soreness(side))) for side in Side)
    steps = f"{entry.done}/{entry.done + entry.skipped + entry.left_out + entry.stopped}"
    minutes = f"{entry.seconds / 60:.0f}"
    when = f"{entry.started:%d %b %y %H:%M}" + ("" if sure else "?")
    return (when, minutes, steps, *feet, str(entry.hurts), ending_of(entry), entry.routine)


def _shows_dots(console: Console) -> bool:
    try:
        "⠿".encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True
