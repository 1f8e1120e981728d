"""The drawing of a foot as data: from below, from the side and from behind; its zones, and how hands move there. Pure.

A left foot is stored, a right one is its mirror image. `coach.screen.sketch` draws it in letters,
`coach.screen.pictures` as SVG and PNG.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from coach.routines.routine import Kind, Step, Zone

Point = tuple[float, float]
"""Across and down, in units of the drawing."""
Outline = tuple[Point, ...]
"""A closed line."""


class Movement(StrEnum):
    """What the hands do there, or the foot; its value is how the drawing is captioned."""

    NONE = ""
    PRESS = "press and hold"
    STROKE = "from ball to heel"
    CIRCLES = "in circles"
    ACROSS = "side to side"
    TO_AND_FRO = "heel to toes and back"
    EXPLORE = "lightly, all over"
    TOES_DOWN = "toes down"
    TOES_UP = "toes up"


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from `start` to `end`; with no length, a spot that is pressed."""

    start: Point
    end: Point
    both: bool = False
    """Whether it has a head at either end."""


@dataclass(frozen=True, slots=True)
class Area:
    """The part of some outlines that lies inside a rectangle."""

    outlines: tuple[Outline, ...]
    left: float = 0
    """In the units of the figure, as all lengths here; y goes down."""
    top: float = 0
    right: float = 1000
    bottom: float = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A left foot seen from somewhere."""

    name: str
    width: float
    """In units of its own, as its height and its outlines."""
    height: float
    outlines: tuple[Outline, ...]
    zones: dict[Zone, tuple[Area, ...]]
    movements: dict[tuple[Zone, Movement], tuple[Arrow, ...]]

    def arrows(self, zone: Zone, movement: Movement) -> tuple[Arrow, ...]:
        """The arrows of `movement` in `zone`; none where that has no picture."""
        return self.movements.get((zone, movement), ())


def _smooth(*points: Point, steps: int = 8) -> Outline:
    """A closed Catmull-Rom curve through `points`."""
    n = len(points)
    return tuple(
        _between([points[(i + k) % n] for k in (-1, 0, 1, 2)], step / steps) for i in range(n) for step in range(steps)
    )


def _between(p: list[Point], t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))

    return axis(p[0][0], p[1][0], p[2][0], p[3][0]), axis(p[0][1], p[1][1], p[2][1], p[3][1])


def _ellipse(x: float, y: float, across: float, down: float) -> Outline:
    turns = [2 * math.pi * k / 32 for k in range(32)]
    return tuple((x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns)


def _ring(x: float, y: float, r: float) -> tuple[Arrow, ...]:
    """Four arrows around a centre, clockwise."""
    return (
        Arrow((x - r / 2, y - r), (x + r / 2, y - r)),
        Arrow((x + r, y - r / 2), (x + r, y + r / 2)),
        Arrow((x + r / 2, y + r), (x - r / 2, y + r)),
        Arrow((x - r, y + r / 2), (x - r, y - r / 2)),
    )


_TOES = (
    _ellipse(18, 20, 13, 18),
    _ellipse(42, 17, 8, 14),
    _ellipse(59, 23, 7, 12),
    _ellipse(74, 32, 6.5, 11),
    _ellipse(88, 44, 6, 10),
)
_BODY = _smooth(
    *((50, 199), (30, 191), (21, 170), (26, 147), (36, 124), (34, 104), (20, 86), (6, 66), (8, 48), (24, 41)),
    *((46, 36), (66, 43), (84, 58), (92, 74), (89, 96), (83, 120), (80, 146), (79, 170), (70, 191)),
)
_ALL_OVER = (Arrow((50, 192), (50, 148), both=True), Arrow((30, 168), (72, 168), both=True))

SOLE = Figure(
    "sole",
    100,
    200,
    (*_TOES, _BODY),
    {
        Zone.FOOT: (Area((*_TOES, _BODY)),),
        Zone.SOLE: (Area((_BODY,)),),
        Zone.TOES: (Area(_TOES),),
        Zone.BALL: (Area((_BODY,), bottom=86),),
        Zone.ARCH: (Area((_BODY,), top=86, bottom=142),),
        Zone.HEEL: (Area((_BODY,), top=142),),
    },
    {
        (Zone.SOLE, Movement.TO_AND_FRO): (Arrow((56, 182), (56, 54), both=True),),
        (Zone.SOLE, Movement.CIRCLES): _ring(58, 115, 16),
        (Zone.SOLE, Movement.PRESS): (Arrow((56, 115), (56, 115)),),
        (Zone.ARCH, Movement.STROKE): (Arrow((48, 92), (48, 136)), Arrow((68, 92), (68, 136))),
        (Zone.ARCH, Movement.CIRCLES): _ring(58, 114, 16),
        (Zone.ARCH, Movement.PRESS): (Arrow((58, 114), (58, 114)),),
        (Zone.HEEL, Movement.CIRCLES): _ring(50, 170, 17),
        (Zone.HEEL, Movement.PRESS): (Arrow((50, 170), (50, 170)),),
        (Zone.HEEL, Movement.EXPLORE): _ALL_OVER,
        (Zone.BALL, Movement.CIRCLES): _ring(48, 63, 16),
        (Zone.BALL, Movement.PRESS): (Arrow((48, 63), (48, 63)),),
        (Zone.TOES, Movement.PRESS): (Arrow((18, 20), (18, 20)),),
    },
)

_LEG = _smooth(
    *((64, 1), (62, 26), (60, 50), (50, 66), (32, 80), (14, 91), (3, 98), (2, 106), (10, 111), (28, 111)),
    *((46, 107), (62, 111), (80, 114), (93, 109), (97, 96), (92, 82), (86, 68), (86, 48), (92, 24), (97, 1)),
)
_TIPS = Area((_LEG,), right=19, top=84)
HEEL_FROM_THE_SIDE = Figure(
    "from the side",
    100,
    116,
    (_LEG,),
    {
        Zone.FOOT: (Area((_LEG,), top=62),),
        Zone.SOLE: (Area((_LEG,), top=102),),
        Zone.TOES: (_TIPS,),
        Zone.BALL: (Area((_LEG,), left=19, right=34, top=96),),
        Zone.ARCH: (Area((_LEG,), left=34, right=62, top=96),),
        Zone.HEEL: (Area((_LEG,), left=66, top=88),),
        Zone.ACHILLES: (Area((_LEG,), left=78, top=56, bottom=86),),
    },
    {
        (Zone.TOES, Movement.TOES_UP): (Arrow((8, 84), (8, 56)),),
        (Zone.TOES, Movement.TOES_DOWN): (Arrow((8, 66), (8, 90)),),
    },
)

_BACK = _smooth(
    *((30, 1), (32, 22), (37, 44), (36, 58), (33, 68), (37, 76), (34, 90), (33, 102), (40, 112)),
    *((52, 114), (63, 111), (68, 101), (67, 88), (64, 74), (68, 62), (64, 54), (63, 42), (68, 22), (70, 1)),
)
_LITTLE_TOE = _smooth((35, 98), (24, 99), (17, 105), (19, 111), (38, 111))
_TENDON = _smooth((45, 44), (46, 60), (45, 78), (43, 86), (57, 86), (55, 78), (54, 60), (55, 44))
_THUMB = _smooth((2, 86), (2, 70), (16, 60), (28, 55), (33, 60), (30, 68), (20, 75), (12, 88))
_FOREFINGER = _smooth((98, 84), (98, 66), (84, 57), (72, 54), (68, 59), (71, 65), (82, 70), (90, 85))
HEEL_FROM_BEHIND = Figure(
    "from behind",
    100,
    116,
    (_BACK, _LITTLE_TOE, _THUMB, _FOREFINGER),
    {Zone.ACHILLES: (Area((_TENDON,), top=46, bottom=86),)},
    {
        (Zone.ACHILLES, Movement.ACROSS): (Arrow((36, 64), (64, 64), both=True),),
        (Zone.ACHILLES, Movement.PRESS): (Arrow((50, 64), (50, 64)),),
        (Zone.ACHILLES, Movement.CIRCLES): (Arrow((50, 64), (50, 64)),),
    },
)
"""With thumb and forefinger on both sides of the tendon, just above the heel bone; they move across it."""


def figure_for(zone: Zone, movement: Movement = Movement.NONE) -> Figure:
    """Where `zone` and `movement` are best seen from."""
    bends = movement in {Movement.TOES_UP, Movement.TOES_DOWN}
    if zone is Zone.ACHILLES:
        return HEEL_FROM_BEHIND
    return HEEL_FROM_THE_SIDE if bends else SOLE


_USUAL = {
    Zone.ARCH: Movement.STROKE,
    Zone.SOLE: Movement.TO_AND_FRO,
    Zone.ACHILLES: Movement.ACROSS,
    Zone.HEEL: Movement.CIRCLES,
    Zone.BALL: Movement.CIRCLES,
}


def movement_of(step: Step) -> Movement:
    """How a step moves, as far as its kind, its zone and its own words tell."""
    if step.kind is Kind.GUIDE:
        return Movement.NONE
    if step.zone is Zone.TOES:
        return _bend(step)
    if step.kind is Kind.HOLD:
        return Movement.PRESS
    return Movement.EXPLORE if step.explores and step.zone is Zone.HEEL else _USUAL.get(step.zone, Movement.NONE)


def _bend(step: Step) -> Movement:
    words = f"{step.id} {step.title}".lower().replace("-", " ").split()
    if "down" in words:
        return Movement.TOES_DOWN
    return Movement.TOES_UP if "up" in words else Movement.PRESS if step.kind is Kind.HOLD else Movement.NONE
