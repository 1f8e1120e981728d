"""A foot with what moves on it, in dots: each layer is a row of bits for every row of dots. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.routines.routine import Side, Zone
from coach.screen.foot import Movement, figure_for
from coach.screen.movement import motion_for
from coach.screen.shapes import THICK, Area, Outline, ribbon

Rows = list[int]
"""Bit x of row y is the dot in column x."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be drawn: a foot, the zone that is lit, and what is done there."""

    zone: Zone | None
    side: Side
    movement: Movement = Movement.NONE
    tool: str = ""
    """What the foot rolls on; "" for hands."""

    @property
    def still(self) -> bool:
        """Whether all pictures of it are the same."""
        return self.zone is None or not motion_for(self.zone, self.movement, self.tool).moves


@dataclass(frozen=True, slots=True)
class Layers:
    """A drawing in dots. A dot of `hand` or `arrow` is in no other layer."""

    foot: Rows
    lit: Rows
    hand: Rows
    arrow: Rows
    rim: Rows
    """The dots of the foot that lie at its edge, without what a hand hides."""


def layers(shown: Shown, width: int, height: int, picture: int = 0) -> Layers:
    """`shown` as large as it fits, amid `height` rows of `width` square dots, in that picture of its movement."""
    canvas, base = _base(shown, width, height)
    motion = motion_for(shown.zone, shown.movement, shown.tool) if shown.zone else None
    hand, arrow = [0] * height, [0] * height
    for arrow_ in motion.arrows if motion else ():
        thick = max(THICK, 1.6 / canvas.unit)
        canvas.fill(arrow, (*arrow_.heads, *ribbon(arrow_.shaft, thick)))
    for moving in motion.hands if motion else ():
        there, marks = moving.at(picture), [0] * height
        canvas.fill(hand, there.outlines)
        canvas.fill(marks, there.marks)
        hand = [row & ~mark for row, mark in zip(hand, marks, strict=True)]
    near = grown(hand, width)
    return Layers(
        [row & ~hide for row, hide in zip(base.foot, near, strict=True)],
        [row & ~hide for row, hide in zip(base.lit, near, strict=True)],
        hand,
        [row & ~hide for row, hide in zip(arrow, near, strict=True)],
        [row & ~hide for row, hide in zip(base.rim, near, strict=True)],
    )


def grown(rows: Rows, width: int) -> Rows:
    """With the dots beside each, and two above and below it: what makes a piece stand out from the next."""
    full = (1 << width) - 1
    wide = [(row | row << 1 | row >> 1) & full for row in rows]
    return [
        wide[y] | _at(wide, y - 1) | _at(wide, y + 1) | _at(rows, y - 2) | _at(rows, y + 2) for y in range(len(rows))
    ]


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where the units of a figure lie among the dots."""

    width: int
    height: int
    unit: float
    """Dots of one unit."""
    figure_width: float
    left: float
    top: float
    mirrored: bool

    def fill(self, rows: Rows, outlines: Sequence[Outline], within: Area | None = None) -> None:
        """Set the dots whose centres lie in any of the outlines, and in the rectangle of `within`."""
        for outline in outlines:
            points = [self._dot(x, y) for x, y in outline]
            box = self._box(within) if within else (0.0, 0.0, float(self.width), float(self.height))
            first = max(math.ceil(max(min(y for _, y in points), box[1]) - 0.5), 0)
            last = min(math.ceil(min(max(y for _, y in points), box[3]) - 0.5), self.height)
            for y in range(first, last):
                rows[y] |= self._row(points, y + 0.5, box[0], box[2])

    def _row(self, points: Sequence[tuple[float, float]], y: float, left: float, right: float) -> int:
        crossings, row = sorted(_crossings(points, y)), 0
        for enter, leave in zip(crossings[::2], crossings[1::2], strict=True):
            first = max(math.ceil(max(enter, left) - 0.5), 0)
            last = min(math.ceil(min(leave, right) - 0.5), self.width)
            if first < last:
                row |= (1 << last) - (1 << first)
        return row

    def _dot(self, x: float, y: float) -> tuple[float, float]:
        across = self.figure_width - x if self.mirrored else x
        return self.left + across * self.unit, self.top + y * self.unit

    def _box(self, area: Area) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = self._dot(area.left, area.top), self._dot(area.right, area.bottom)
        return min(x0, x1), y0, max(x0, x1), y1


@lru_cache(32)
def _base(shown: Shown, width: int, height: int) -> tuple[_Canvas, Layers]:
    """Where it lies, and all that never moves."""
    figure = figure_for(shown.zone or Zone.FOOT, shown.movement, shown.tool)
    unit = min(width / figure.width, height / figure.height)
    left, top = (width - figure.width * unit) / 2, (height - figure.height * unit) / 2
    canvas = _Canvas(width, height, unit, figure.width, left, top, shown.side is Side.RIGHT)
    foot, lit = [0] * height, [0] * height
    canvas.fill(foot, figure.outlines)
    for area in figure.zones.get(shown.zone, ()) if shown.zone else ():
        canvas.fill(lit, area.outlines, area)
    rim = foot
    for _ in range(1 if unit < 0.35 else 2 if unit < 1.2 else 3):
        rim = [row & inner for row, inner in zip(rim, _shrunk(rim), strict=True)]
    return canvas, Layers(foot, lit, [], [], [row & ~inner for row, inner in zip(foot, rim, strict=True)])


def _shrunk(rows: Rows) -> Rows:
    """Without the dots that have none beside, above or below them."""
    return [row << 1 & row >> 1 & _at(rows, y - 1) & _at(rows, y + 1) for y, row in enumerate(rows)]


def _at(rows: Rows, y: int) -> int:
    return rows[y] if 0 <= y < len(rows) else 0


def _crossings(points: Sequence[tuple[float, float]], y: float) -> Iterator[float]:
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        if (y0 <= y) != (y1 <= y):
            yield x0 + (y - y0) / (y1 - y0) * (x1 - x0)
