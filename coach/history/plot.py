"""Soreness over time, one line a foot: in the terminal, as SVG or as PNG."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import plotille

from coach.errors import StorageError
from coach.history.drawing import Anchor, Dot, Drawing, Line, Point, Square, Words
from coach.history.reading import Entry
from coach.history.trend import Telling, tellings
from coach.machine import private
from coach.routines.routine import Side

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 44, 40
_COLOURS = {Side.LEFT: "#1f6fb4", Side.RIGHT: "#c4581a"}
_GRID = "#dddddd"
_HIGHEST = 10
_DAY = timedelta(days=1)
_HOURS = timedelta(days=9)
"""A plot of less than this is marked with hours, because days would come twice."""
_TITLE = "Soreness before each session (filled) and after it (empty), zero to ten"
_TERMINAL_COLOURS = {Side.LEFT: "cyan", Side.RIGHT: "yellow"}


def in_terminal(entries: Sequence[Entry], columns: int, now: datetime | None = None, *, colours: bool) -> str:
    """A plot for a terminal of `columns` that can show braille; "" where nothing was told.

    What lies behind `now`, or was dated by a clock that was wrong otherwise, is left out.
    """
    told = _told(entries, now)
    if not any(told.values()):
        return ""
    figure = plotille.Figure()
    figure.width, figure.height, figure.with_colors = max(columns - 24, 20), _HIGHEST + 1, colours
    figure.x_label, figure.y_label = "", "sore"
    figure.set_y_limits(0, _HIGHEST + 1)  # What lies on the upper edge or on the right one is not drawn.
    first, last = _span(told.values())
    figure.set_x_limits(first, last + (last - first) / figure.width)
    day = "%d %b %y" if last - first >= _HOURS else "%a %H:%M"
    figure.register_label_formatter(datetime, lambda at, chars, delta, left: format(at, day).rjust(chars))
    figure.register_label_formatter(float, lambda level, chars, delta, left: _level(level).rjust(chars))
    for side, line in told.items():
        if line:
            dots = [telling.at for telling in line], [float(telling.level) for telling in line]
            colour = _TERMINAL_COLOURS[side] if colours else None
            figure.plot(*dots, label=f"{side} foot, before", lc=colour, marker=side[0])
            after = [(telling.at, float(telling.after)) for telling in line if telling.after is not None]
            if after:
                figure.scatter(
                    *zip(*after, strict=True), label=f"{side} foot, after", lc=colour, marker=side[0].upper()
                )
    return "\n".join(_tidied(str(figure.show(legend=True))))


def _level(level: float) -> str:
    return f"{level:.0f}" if level <= _HIGHEST else ""


def _tidied(plot: str) -> Iterator[str]:
    """The lines of plotille's `plot` without the heading of its legend and the name of the axis of days."""
    for line in plot.splitlines():
        if line != "Legend:" and set(line) != {"-"}:
            yield line.removesuffix(" ()")


def drawing(entries: Sequence[Entry], now: datetime | None = None) -> Drawing:
    """The plot as a drawing, without what was dated by a clock that was wrong; it says so where nothing was told."""
    told = _told(entries, now)
    picture = Drawing(WIDTH, HEIGHT, _TITLE)
    picture.add(Words((_LEFT, 20), _TITLE, size=14))
    _add_levels(picture)
    if not any(told.values()):
        picture.add(Words((WIDTH / 2, HEIGHT / 2), "Nothing was told yet.", "middle"))
        return picture
    first, last = _span(told.values())
    _add_days(picture, first, last)
    for place, (side, line) in enumerate(told.items()):
        if not line:
            continue
        points = tuple(_point(telling, first, last) for telling in line)
        picture.add(*_afterwards(side, line, first, last))
        picture.add(Line(points, _COLOURS[side], 2.0), *(_mark(side, point) for point in points))
        x = _LEFT + 90 * place
        picture.add(_mark(side, (x + 3, 33)), Words((x + 10, 37), f"{side} foot", colour=_COLOURS[side]))
    return picture


def _afterwards(side: Side, line: Sequence[Telling], first: datetime, last: datetime) -> Iterator[Line | Dot]:
    """From each telling a thin line to what it was after the session."""
    for telling in line:
        if telling.after is not None:
            x, y = _point(telling, first, last)
            low = _up(telling.after)
            yield Line(((x, y), (x, low)), _COLOURS[side])
            yield Dot((x, low), 3, _COLOURS[side], filled=False)


def write_plot(entries: Sequence[Entry], path: Path, now: datetime | None = None) -> None:
    """Write the plot to `path`, which ends in .svg or .png. Raises StorageError."""
    kind = path.suffix.lower()
    if kind not in {".svg", ".png"}:
        raise StorageError(f"{path} is neither .svg nor .png: give a name with one of these endings.", path=path)
    picture = drawing(entries, now)
    write(path, picture.png() if kind == ".png" else picture.svg().encode())


def write(path: Path, content: bytes) -> None:
    """Write a whole file, for its owner only. Raises StorageError."""
    try:
        private.write(path, content)
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise StorageError(f"{path} {reason}: free some space or name another place.", path=path) from error


def _told(entries: Sequence[Entry], now: datetime | None) -> dict[Side, list[Telling]]:
    """Of each foot what was told at a known time, in the order of time: within a day a clock may have been put back."""
    return {
        side: sorted((told for told in tellings(entries, side, now) if told.dated), key=lambda told: told.at)
        for side in Side
    }


def _mark(side: Side, at: Point) -> Dot | Square:
    """Each foot has a shape of its own, for those who see no colours."""
    return Dot(at, 3, _COLOURS[side]) if side is Side.LEFT else Square(at, 3, _COLOURS[side])


def _span(lines: Iterable[Sequence[Telling]]) -> tuple[datetime, datetime]:
    """From the first telling to the last; what lies within a day stands in the middle of one."""
    times = [telling.at for line in lines for telling in line]
    first, last = min(times), max(times)
    spare = max((_DAY - (last - first)) / 2, timedelta(0))
    return first - spare, last + spare


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
    """The days at even distances, each once; the day in the middle where there is but one."""
    marks = min(5, (last - first).days + 1) if last - first > _DAY else 1
    for mark in range(marks):
        at = first + (last - first) * (mark / (marks - 1) if marks > 1 else 0.5)
        anchor: Anchor = "middle" if marks == 1 else "start" if mark == 0 else "end" if mark == marks - 1 else "middle"
        picture.add(Words((_across(at, first, last), HEIGHT - _BOTTOM + 22), f"{at:%d %b %Y}", anchor))
