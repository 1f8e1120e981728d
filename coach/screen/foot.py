"""The drawing of a foot as data: from below, from the side and from behind, and its zones. Pure.

A left foot is stored, a right one is its mirror image. `coach.screen.movement` tells how hands and tools move on it,
`coach.screen.sketch` draws it in letters, `coach.screen.pictures` as SVG and PNG.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach.routines.routine import Zone
from coach.screen.shapes import Area, Outline, ellipse, smooth


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
class Figure:
    """A left foot seen from somewhere."""

    name: str
    width: float
    """In units of its own, as its height and its outlines."""
    height: float
    outlines: tuple[Outline, ...]
    zones: Mapping[Zone, tuple[Area, ...]]


_TOES = (
    ellipse(18, 20, 13, 18),
    ellipse(42, 17, 8, 14),
    ellipse(59, 23, 7, 12),
    ellipse(74, 32, 6.5, 11),
    ellipse(88, 44, 6, 10),
)
_BODY = smooth(
    *((50, 199), (30, 191), (21, 170), (26, 147), (36, 124), (34, 104), (20, 86), (6, 66), (8, 48), (24, 41)),
    *((46, 36), (66, 43), (84, 58), (92, 74), (89, 96), (83, 120), (80, 146), (79, 170), (70, 191)),
)

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
)
EXPLORED = Figure(
    SOLE.name, SOLE.width, SOLE.height, SOLE.outlines, {**SOLE.zones, Zone.HEEL: (Area((_BODY,), top=86),)}
)
"""The sole, of which heel and arch are explored together."""

_LEG = smooth(
    *((76, 1), (74, 26), (72, 50), (62, 66), (44, 80), (26, 91), (15, 98), (14, 106), (22, 111), (40, 111)),
    *((58, 107), (74, 111), (92, 114), (105, 109), (109, 96), (104, 82), (98, 68), (98, 48), (104, 24), (109, 1)),
)
_TIPS = Area((_LEG,), right=31, top=84)
_FROM_THE_SIDE = {
    Zone.FOOT: (Area((_LEG,), top=62),),
    Zone.SOLE: (Area((_LEG,), top=102),),
    Zone.TOES: (_TIPS,),
    Zone.BALL: (Area((_LEG,), left=31, right=46, top=96),),
    Zone.ARCH: (Area((_LEG,), left=46, right=74, top=96),),
    Zone.HEEL: (Area((_LEG,), left=78, top=88),),
    Zone.ACHILLES: (Area((_LEG,), left=90, top=56, bottom=86),),
}
HEEL_FROM_THE_SIDE = Figure("from the side", 112, 155, (_LEG,), _FROM_THE_SIDE)
"""With room below, for a hand at the toes or a tool under the sole."""

_BACK = smooth(
    *((30, 1), (32, 22), (37, 44), (36, 58), (33, 68), (37, 76), (34, 90), (33, 102), (40, 112)),
    *((52, 114), (63, 111), (68, 101), (67, 88), (64, 74), (68, 62), (64, 54), (63, 42), (68, 22), (70, 1)),
)
_LITTLE_TOE = smooth((35, 98), (24, 99), (17, 105), (19, 111), (38, 111))
_TENDON = smooth((42, 40), (43, 60), (42, 76), (38, 86), (62, 86), (58, 76), (57, 60), (58, 40))
HEEL_FROM_BEHIND = Figure(
    "from behind",
    100,
    116,
    (_BACK, _LITTLE_TOE),
    {Zone.ACHILLES: (Area((_TENDON,), top=46, bottom=84),)},
)


def figure_for(zone: Zone, movement: Movement = Movement.NONE, tool: str = "") -> Figure:
    """Where `zone` and `movement` are best seen from; `tool` is what the foot rolls on, "" for hands."""
    if zone is Zone.ACHILLES:
        return HEEL_FROM_BEHIND
    if movement in {Movement.TOES_UP, Movement.TOES_DOWN} or (movement is Movement.TO_AND_FRO and tool):
        return HEEL_FROM_THE_SIDE
    return EXPLORED if movement is Movement.EXPLORE else SOLE
