"""Points, closed outlines and arrows, of which the drawings of a foot are made. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
"""Across and down, in units of the drawing."""
Outline = tuple[Point, ...]
"""A closed line."""

HEAD = 15.0
"""Length of the head of an arrow, which is as wide."""
THICK = 4.5
"""Of the shaft of an arrow."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through some points with a head at its end."""

    points: tuple[Point, ...]
    both: bool = False
    """Whether it has a head at its start, too."""
    bare: bool = False
    """Whether it has no head at all: a ring around a spot."""

    @property
    def heads(self) -> tuple[Outline, ...]:
        """A triangle for each head, its tip where the line ends."""
        lines = (self.points[::-1], self.points)[: 0 if self.bare else 2 if self.both else 1]
        return tuple(_head(line) for line in lines)

    @property
    def shaft(self) -> tuple[Point, ...]:
        """The line without what lies under a head."""
        points = self.points
        if not self.bare:
            points = _shortened(points[::-1], HEAD * 0.7)[::-1]
        return _shortened(points, HEAD * 0.7) if self.both else points


@dataclass(frozen=True, slots=True)
class Area:
    """The part of some outlines that lies inside a rectangle."""

    outlines: tuple[Outline, ...]
    left: float = 0
    top: float = 0
    right: float = 1000
    bottom: float = 1000


@dataclass(frozen=True, slots=True)
class Hand:
    """What moves on a foot: a hand, part of one, or a tool."""

    outlines: tuple[Outline, ...]
    marks: tuple[Outline, ...] = ()
    """Cut out of it, such as a nail or the seam of a ball."""
    places: tuple[Point, ...] = ((0.0, 0.0),)
    """Where it is put in each picture of its movement; one place where it is still."""

    def at(self, picture: int) -> "Hand":
        """Where it is in that picture of its movement."""
        x, y = self.places[picture % len(self.places)]
        outlines, marks = (tuple(moved(outline, x, y) for outline in each) for each in (self.outlines, self.marks))
        return Hand(outlines, marks)


def smooth(*points: Point, steps: int = 8) -> Outline:
    """A closed Catmull-Rom curve through `points`."""
    n = len(points)
    return tuple(
        _between([points[(i + k) % n] for k in (-1, 0, 1, 2)], step / steps) for i in range(n) for step in range(steps)
    )


def curve(*points: Point, steps: int = 8) -> tuple[Point, ...]:
    """An open one."""
    padded = (points[0], *points, points[-1])
    inner = [_between(list(padded[i : i + 4]), step / steps) for i in range(len(points) - 1) for step in range(steps)]
    return (*inner, points[-1])


def ellipse(x: float, y: float, across: float, down: float) -> Outline:
    """An ellipse around a centre."""
    return arc(x, y, across, down, 0, 360)[:-1]


def arc(x: float, y: float, across: float, down: float, begin: float, end: float) -> tuple[Point, ...]:
    """A part of an ellipse, from one angle to another, in degrees clockwise from the right."""
    turns = [math.radians(begin + (end - begin) * k / 36) for k in range(37)]
    return tuple((x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns)


def capsule(x: float, y: float, across: float, down: float) -> Outline:
    """A rectangle around a centre whose shorter sides are round."""
    r = min(across, down)
    return tuple(
        (x + math.copysign(across - r, c) + r * c, y + math.copysign(down - r, s) + r * s)
        for c, s in (
            (math.cos(2 * math.pi * (k + 0.5) / 32), math.sin(2 * math.pi * (k + 0.5) / 32)) for k in range(32)
        )
    )


def moved(points: Sequence[Point], x: float, y: float) -> tuple[Point, ...]:
    """`points`, so much farther to the right and down."""
    return tuple((a + x, b + y) for a, b in points)


def turned(points: Sequence[Point], degrees: float) -> tuple[Point, ...]:
    """`points`, turned clockwise around (0, 0)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return tuple((x * c - y * s, x * s + y * c) for x, y in points)


def ribbon(points: Sequence[Point], thick: float) -> Iterator[Outline]:
    """A quadrangle for each piece of a line."""
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if length:
            dx, dy = (x1 - x0) / length * thick / 2, (y1 - y0) / length * thick / 2
            yield (
                (x0 - dx - dy, y0 - dy + dx),
                (x1 + dx - dy, y1 + dy + dx),
                (x1 + dx + dy, y1 + dy - dx),
                (x0 - dx + dy, y0 - dy - dx),
            )


def _head(line: Sequence[Point]) -> Outline:
    """A triangle at the tip of a line, which is given from its tip on."""
    tip = line[0]
    tail = next((point for point in line if math.dist(point, tip) >= HEAD), line[-1])
    turn = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
    c, s = math.cos(turn), math.sin(turn)
    return tip, *((tip[0] - HEAD * c - w * s, tip[1] - HEAD * s + w * c) for w in (HEAD / 2, -HEAD / 2))


def _shortened(line: Sequence[Point], by: float) -> tuple[Point, ...]:
    """A line, which is given from its tip on, that begins so much later."""
    tip = line[0]
    rest = [point for point in line if math.dist(point, tip) > by] or [line[-1]]
    away = math.dist(rest[0], tip)
    start = tuple(a + (b - a) * by / away for a, b in zip(tip, rest[0], strict=True)) if away else tip
    return ((start[0], start[1]), *rest)


def _between(p: list[Point], t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))

    return axis(p[0][0], p[1][0], p[2][0], p[3][0]), axis(p[0][1], p[1][1], p[2][1], p[3][1])
