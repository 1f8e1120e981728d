"""Soreness over time, one line a foot: in the terminal, as SVG or as PNG."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import plotille

from coach import private
from coach.errors import StorageError
from coach.history.drawing import Anchor, Dot, Drawing, Line, Point, Square, Words
from coach.history.reading import Entry
from coach.history.trend import Telling, tellings
from coach.routine import Side

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 44, 40
_COLOURS = {Side.LEFT: "#1f6fb4", Side.RIGHT: "#c4581a"}
_GRID = "#dddddd"
_HIGHEST = 10
_TITLE = "Soreness at the start of each session, zero to ten"
_TERMINAL_COLOURS = {Side.LEFT: "cyan", Side.RIGHT: "yellow"}


def in_terminal(entries: Sequence[Entry], columns: int, *, colours: bool) -> str:
    """A plot for a terminal of `columns` that can show braille; "" where nothing was told."""
    told = _told(entries)
    if not any(told.values()):
        return ""
    figure = plotille.Figure()
    figure.width, figure.height, figure.with_colors = max(columns - 24, 20), 10, colours
    figure.x_label, figure.y_label = "", "sore"
    figure.set_y_limits(0, _HIGHEST)
    figure.set_x_limits(*_span(told.values()))
    figure.register_label_formatter(datetime, lambda at, chars, delta, left: f"{at:%d %b %y}".rjust(chars))
    figure.register_label_formatter(float, lambda level, chars, delta, left: f"{level:.0f}".rjust(chars))
    for side, line in told.items():
        if line:
            dots = [telling.at for telling in line], [float(telling.level) for telling in line]
            colour = _TERMINAL_COLOURS[side] if colours else None
            figure.plot(*dots, label=f"{side} foot", lc=colour, marker=side[0])
    return "\n".join(_tidied(str(figure.show(legend=True))))


def _tidied(plot: str) -> Iterator[str]:
    """The lines of plotille's `plot` without the heading of its legend and the name of the axis of days."""
    for line in plot.splitlines():
        if line != "Legend:" and set(line) != {"-"}:
            yield line.removesuffix(" ()")


def drawing(entries: Sequence[Entry]) -> Drawing:
    """The plot as a drawing; it says so where nothing was told."""
    told = _told(entries)
    picture = Drawing(WIDTH, HEIGHT, _TITLE)
    picture.add(Words((_LEFT, 20), _TITLE, size=14))
    _add_levels(picture)
    if not any(told.values()):
        picture.add(Words((WIDTH / 2, HEIGHT / 2), "Nothing was told yet.", "middle"))
        return picture
    first, last = _span(told.values())
    _add_days(picture, first, last)
    for place, (side, line) in enumerate(told.items()):
        points = tuple(_point(telling, first, last) for telling in line)
        picture.add(Line(points, _COLOURS[side], 2.0), *(_mark(side, point) for point in points))
        x = _LEFT + 90 * place
        picture.add(_mark(side, (x + 3, 33)), Words((x + 10, 37), f"{side} foot", colour=_COLOURS[side]))
    return picture


def write_plot(entries: Sequence[Entry], path: Path) -> None:
    """Write the plot to `path`, which ends in .svg or .png. Raises StorageError."""
    kind = path.suffix.lower()
    if kind not in {".svg", ".png"}:
        raise StorageError(f"{path} is neither .svg nor .png: give a name that ends so.")
    picture = drawing(entries)
    write(path, picture.png() if kind == ".png" else picture.svg().encode())


def write(path: Path, content: bytes) -> None:
    """Write a whole file, for its owner only. Raises StorageError."""
    try:
        private.write(path, content)
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise StorageError(f"{path} {reason}: free some space or name another place.") from error


def _told(entries: Sequence[Entry]) -> dict[Side, list[Telling]]:
    return {side: tellings(entries, side) for side in Side}


def _mark(side: Side, at: Point) -> Dot | Square:
    """Each foot has a shape of its own, for those who see no colours."""
    return Dot(at, 3, _COLOURS[side]) if side is Side.LEFT else Square(at, 3, _COLOURS[side])


def _span(lines: Iterable[Sequence[Telling]]) -> tuple[datetime, datetime]:
    """From the first telling to the last, at least a day."""
    times = [telling.at for line in lines for telling in line]
    first, last = min(times), max(times)
    return first, max(last, first + timedelta(days=1))


def _point(telling: Telling, first: datetime, last: datetime) -> Point:
    return _across(telling.at, first, last), _up(telling.level)


def _across(at: datetime, first: datetime, last: datetime) -> float:
    return _LEFT + (at - first) / (last - first) * (WIDTH - _LEFT - _RIGHT)


def _up(level: float) -> float:
    return HEIGHT - _BOTTOM - level / _HIGHEST * (HEIGHT - _TOP - _BOTTOM)


def _add_levels(picture: Drawing) -> None:
    for level in range(0, _HIGHEST + 1, 2):
        y = _up(level)
        picture.add(Line(((_LEFT, y), (WIDTH - _RIGHT, y)), _GRID), Words((_LEFT - 8, y + 4), str(level), "end"))


def _add_days(picture: Drawing, first: datetime, last: datetime) -> None:
    marks = min(5, (last - first).days + 1)
    for mark in range(marks):
        at = first + (last - first) * (mark / max(marks - 1, 1))
        anchor: Anchor = "start" if mark == 0 else "end" if mark == marks - 1 else "middle"
        picture.add(Words((_across(at, first, last), HEIGHT - _BOTTOM + 22), f"{at:%d %b %Y}", anchor))
