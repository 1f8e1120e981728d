"""How hands and tools move on the drawing of a foot, and the arrows that show it. Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from coach.routines.routine import Kind, Step, Zone
from coach.screen.foot import Movement
from coach.screen.shapes import Arrow, Hand, Point, arc, capsule, curve, ellipse, moved, smooth, turned

PICTURES = 12
"""Of which a movement consists, before it begins anew."""
EACH = 0.4
"""Seconds that each is shown."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What is drawn over a foot to show a movement."""

    arrows: tuple[Arrow, ...] = ()
    hands: tuple[Hand, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether its pictures differ."""
        return any(len(hand.places) > 1 for hand in self.hands)


_ANGLES = [2 * math.pi * k / PICTURES for k in range(PICTURES)]
_CENTRES: dict[Zone, Point] = {
    Zone.FOOT: (50, 110),
    Zone.SOLE: (57, 112),
    Zone.TOES: (42, 20),
    Zone.BALL: (48, 64),
    Zone.ARCH: (58, 114),
    Zone.HEEL: (50, 168),
    Zone.ACHILLES: (50, 62),
}
"""Of the zones, where they are seen from."""

_THUMB = smooth((-8, 62), (-9, 34), (-10, 15), (-6, 3), (0, 0), (6, 3), (10, 15), (9, 34), (8, 62))
_NAIL = smooth((-4.5, 14), (-4, 6), (0, 4), (4, 6), (4.5, 14), (0, 16))
_KNUCKLES = tuple(capsule(x, y, 3.2, 9) for x, y in ((-12.6, 1), (-4.2, -1), (4.2, 0), (12.6, 3)))
_FINGERS = tuple(capsule(x, y, 5, 19) for x, y in ((-13, 5), (0, 0), (13, 4)))
_PALM = (*(capsule(x, y, 3.6, 20) for x, y in ((-17, -14), (-5.8, -20), (5.8, -19), (17, -12))), ellipse(0, 14, 21, 17))


def _thumb(tip: Point, places: tuple[Point, ...] = ((0.0, 0.0),), degrees: float = 0) -> Hand:
    """A thumb that comes from below, turned around its tip."""
    outline, nail = (moved(turned(each, degrees), *tip) for each in (_THUMB, _NAIL))
    return Hand((outline,), (nail,), places)


def _sway(across: float, down: float) -> tuple[Point, ...]:
    """To one side, to the other and back."""
    return tuple((across * math.sin(turn), down * math.sin(turn)) for turn in _ANGLES)


def _way(line: tuple[Point, ...], *, back: bool) -> tuple[Point, ...]:
    """Along a line, and the same way back, or at once to its beginning."""
    count = PICTURES // 2 + 1 if back else PICTURES
    there = [line[round(k * (len(line) - 1) / (count - 1))] for k in range(count)]
    return (*there, *there[-2:0:-1]) if back else tuple(there)


def _circles(zone: Zone) -> Motion:
    """Knuckles that go round within a round arrow."""
    x, y = _CENTRES[zone]
    ring = Arrow(arc(x, y, 27, 26, -50, 250))
    places = tuple((x + 6 * math.cos(turn), y + 6 * math.sin(turn)) for turn in _ANGLES)
    return Motion((ring,), (Hand(_KNUCKLES, (), places),))


def _press(zone: Zone) -> Motion:
    """A thumb that stays where it is, in a ring."""
    x, y = _CENTRES[zone]
    return Motion((Arrow(arc(x, y, 17, 17, 0, 360), bare=True),), (_thumb((x - 5, y - 9), degrees=-38),))


def _stroke() -> Motion:
    """Two thumbs that walk in turn, from the ball of the foot to the heel."""
    steps = [(0.0, 58.0 * k / (PICTURES - 1)) for k in range(PICTURES)]
    left, right = (
        [(x, y + (5 if k % 4 in ahead else 0)) for k, (x, y) in enumerate(steps)] for ahead in ((0, 1), (2, 3))
    )
    return Motion((Arrow(((95, 92), (95, 168))),), (_thumb((47, 84), tuple(left)), _thumb((70, 84), tuple(right))))


_ALL_OVER = curve((52, 184), (66, 168), (36, 154), (70, 138), (44, 122), (72, 106), (52, 92))
"""From the heel over the arch."""


def _explore(zone: Zone) -> Motion:
    """Fingertips that go lightly over the whole zone."""
    line = _ALL_OVER if zone is Zone.HEEL else arc(*_CENTRES[zone], 16, 12, 0, 300)
    return Motion((Arrow(line),), (Hand(_FINGERS, (), tuple((x, y + 14) for x, y in _way(line, back=True))),))


def _to_and_fro(tool: str) -> Motion:
    """A tool under the sole that rolls between heel and toes, or a hand that strokes it."""
    if tool not in _TOOLS:
        line = tuple((57.0, 62.0 + k) for k in range(113))
        return Motion((Arrow(((97, 70), (97, 182)), both=True),), (Hand(_PALM, (), _way(line, back=True)),))
    outlines, marks = _TOOLS[tool]
    line = tuple((28.0 + k, 126.0) for k in range(67))
    return Motion((Arrow(((16, 147), (106, 147)), both=True),), (Hand(outlines, marks, _way(line, back=True)),))


_ROUND = ellipse(0, 0, 13, 13)
_TOOLS: dict[str, tuple[tuple[tuple[Point, ...], ...], tuple[tuple[Point, ...], ...]]] = {
    "bottle": ((_ROUND,), (ellipse(0, 0, 6, 6),)),
    "ball": ((_ROUND,), (smooth((-13, -5), (0, -1), (13, -5), (13, -3), (0, 1.5), (-13, -3)),)),
    "roller": (
        (_ROUND, *(ellipse(13 * math.cos(a), 13 * math.sin(a), 3, 3) for a in _ANGLES[::2])),
        (ellipse(0, 0, 3, 3),),
    ),
}
"""What can be rolled on, seen from its end: its outlines, and what is cut out of them."""

ROLLED_ON = frozenset(_TOOLS)
"""The tools of which there is a drawing."""
_GRIP = tuple(capsule(x, y, 13, 4.5) for x, y in ((17, 111), (16, 123), (18, 135)))
"""Fingers that draw the toes up from below."""
_PINCH = (
    smooth((2, 86), (2, 70), (14, 60), (27, 54), (34, 59), (31, 67), (20, 74), (12, 88)),
    smooth((98, 84), (98, 66), (84, 57), (73, 54), (66, 59), (69, 66), (82, 70), (90, 85)),
)
"""Thumb and forefinger on both sides of the tendon."""


_ACROSS = Motion((Arrow(((20, 30), (80, 30)), both=True),), (Hand(_PINCH, (), _sway(4, 0)),))
_PINCHED = Motion((), (Hand(_PINCH),))
_TOES_UP = Motion((Arrow(arc(54, 104, 44, 44, 192, 246)),), (Hand(_GRIP),))
_TOES_DOWN = Motion((Arrow(arc(56, 88, 46, 46, 200, 128)),))

_SHOWN: dict[Movement, Callable[[Zone, str], Motion]] = {
    Movement.NONE: lambda zone, tool: Motion(),
    Movement.PRESS: lambda zone, tool: _press(zone),
    Movement.STROKE: lambda zone, tool: _stroke(),
    Movement.CIRCLES: lambda zone, tool: _circles(zone),
    Movement.ACROSS: lambda zone, tool: Motion(),
    Movement.TO_AND_FRO: lambda zone, tool: _to_and_fro(tool),
    Movement.EXPLORE: lambda zone, tool: _explore(zone),
    Movement.TOES_DOWN: lambda zone, tool: _TOES_DOWN,
    Movement.TOES_UP: lambda zone, tool: _TOES_UP,
}


@cache
def motion_for(zone: Zone, movement: Movement, tool: str = "") -> Motion:
    """What shows `movement` in `zone`; `tool` is what the foot rolls on, "" for hands."""
    if zone is Zone.ACHILLES:
        return {Movement.ACROSS: _ACROSS, Movement.NONE: Motion()}.get(movement, _PINCHED)
    return _SHOWN[movement](zone, tool)


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
