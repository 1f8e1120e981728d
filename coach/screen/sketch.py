"""The foot in the letters of a terminal: block characters that differ by zone, so that none needs a colour. Pure."""

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from coach.routines.routine import Side, Zone
from coach.screen.foot import Area, Arrow, Figure, Movement, Outline, Point, figure_for


class Ink(StrEnum):
    """What a piece of the text drawing is; each has characters of its own, so that none needs a colour."""

    PAPER = "paper"
    FOOT = "foot"
    LIT = "lit"
    ARROW = "arrow"
    """On the lit zone."""
    POINTER = "pointer"
    """An arrow elsewhere."""


Piece = tuple[str, Ink]
_ON_LIT = {Ink.LIT, Ink.ARROW}
_BARE, _DIM, _LIT = range(3)


@cache
def cells(
    zone: Zone | None, side: Side, columns: int, rows: int, movement: Movement = Movement.NONE
) -> tuple[tuple[Piece, ...], ...]:
    """The drawing in `rows` lines of `columns` characters, as large as fits, with `zone` lit (None: nothing).

    A cell is taken for twice as high as wide. The lit zone is solid, the rest of the foot is shaded.
    """
    figure = figure_for(zone or Zone.FOOT, movement)
    unit = min(columns / figure.width, 2 * rows / figure.height)
    dots = raster(figure, zone, side, columns, 2 * rows, unit)
    lines = [
        [_cell(above, below) for above, below in zip(upper, lower, strict=True)]
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    ]
    for arrow in figure.arrows(zone, movement) if zone else ():
        _draw(lines, placed(arrow, figure, side, (columns, 2 * rows), unit))
    return tuple(tuple(_joined(line)) for line in lines)


def raster(figure: Figure, zone: Zone | None, side: Side, width: int, height: int, unit: float) -> list[list[int]]:
    """`height` rows of `width` square dots: 0 paper, 1 foot, 2 lit; the figure amid them at `unit` dots a unit."""
    areas = ((_DIM, (Area(figure.outlines),)), (_LIT, figure.zones.get(zone, ()) if zone else ()))
    left, top = (width - figure.width * unit) / 2, (height - figure.height * unit) / 2
    dots = [[_BARE] * width for _ in range(height)]
    for value, pieces in areas:
        for area in pieces:
            for y in range(height):
                _fill(dots[y], value, area, (y + 0.5 - top) / unit, left, unit)
    return [row[::-1] for row in dots] if side is Side.RIGHT else dots


def placed(arrow: Arrow, figure: Figure, side: Side, size: tuple[int, int], unit: float) -> Arrow:
    """`arrow` in the dots of a raster of that size."""

    left, top = (size[0] - figure.width * unit) / 2, (size[1] - figure.height * unit) / 2

    def place(point: Point) -> Point:
        across = point[0] if side is Side.LEFT else figure.width - point[0]
        return left + across * unit, top + point[1] * unit

    return Arrow(place(arrow.start), place(arrow.end), arrow.both)


def _fill(row: list[int], value: int, area: Area, y: float, left: float, unit: float) -> None:
    """Set the dots of one row whose centres lie in the area, `y` being the row's own centre."""
    if not area.top <= y < area.bottom:
        return
    for outline in area.outlines:
        crossings = sorted(_crossings(outline, y))
        for enter, leave in zip(crossings[::2], crossings[1::2], strict=True):
            first = math.ceil(max(enter, area.left) * unit + left - 0.5)
            last = math.ceil(min(leave, area.right) * unit + left - 0.5)
            for x in range(max(first, 0), min(last, len(row))):
                row[x] = value


def _crossings(outline: Outline, y: float) -> Iterator[float]:
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 <= y) != (y1 <= y):
            yield x0 + (y - y0) / (y1 - y0) * (x1 - x0)


def _cell(above: int, below: int) -> Piece:
    if _LIT in (above, below):
        return {(_LIT, _BARE): "▀", (_BARE, _LIT): "▄"}.get((above, below), "█"), Ink.LIT
    return ("░", Ink.FOOT) if above or below else (" ", Ink.PAPER)


def _draw(lines: list[list[Piece]], arrow: Arrow) -> None:
    (x0, y0), (x1, y1) = ((int(x), int(y / 2)) for x, y in (arrow.start, arrow.end))
    shaft, heads = _letters(arrow)
    for x, y in _steps(x0, y0, x1, y1):
        lines[y][x] = (shaft, Ink.ARROW if lines[y][x][1] in _ON_LIT else Ink.POINTER)
    lines[y1][x1] = (heads[0], lines[y1][x1][1])
    if arrow.both:
        lines[y0][x0] = (heads[1], lines[y0][x0][1])


def _letters(arrow: Arrow) -> tuple[str, str]:
    """The letter of the shaft, and those of the heads at its end and at its start."""
    if arrow.start == arrow.end:
        return "●", "●●"
    across, down = arrow.end[0] - arrow.start[0], arrow.end[1] - arrow.start[1]
    if abs(across) < abs(down):
        return "│", "▼▲" if down > 0 else "▲▼"
    return "─", "►◄" if across > 0 else "◄►"


def _steps(x0: int, y0: int, x1: int, y1: int) -> Iterator[tuple[int, int]]:
    n = max(abs(x1 - x0), abs(y1 - y0), 1)
    for k in range(n + 1):
        yield round(x0 + (x1 - x0) * k / n), round(y0 + (y1 - y0) * k / n)


def _joined(line: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    text, kind = "", Ink.PAPER
    for letter, mark in line:
        if mark is not kind and text:
            yield text, kind
            text = ""
        text, kind = text + letter, mark
    if text:
        yield text, kind
