"""The foot as letters, as SVG and as PNG."""

import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Kind, Side, Step, Zone
from coach.screen.foot import HEEL_FROM_BEHIND, HEEL_FROM_THE_SIDE, SOLE, Movement, figure_for
from coach.screen.movement import PICTURES, ROLLED_ON, motion_for, movement_of
from coach.screen.pictures import png, svg
from coach.screen.raster import Shown, layers
from coach.screen.sketch import Ink, cells

ZONES = [*Zone]


def letters(zone: Zone | None, side: Side, columns: int = 25, rows: int = 20, *, plain: bool = False) -> str:
    return "\n".join("".join(text for text, _ in line) for line in cells(Shown(zone, side), columns, rows, plain=plain))


@pytest.mark.parametrize("size", [(25, 20), (50, 44), (12, 9)])
@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_lit_by_characters_of_its_own(zone: Zone, size: tuple[int, int]) -> None:
    drawn = letters(zone, Side.LEFT, *size)
    assert set(drawn) & set("█▀▄▌▐▛▜▙▟")
    assert not set(letters(None, Side.LEFT, *size)) & set("█▀▄▌▐▛▜▙▟")
    assert all(len(line) == size[0] for line in drawn.splitlines())
    assert len(drawn.splitlines()) == size[1]


def test_zones_lie_where_they_are_on_a_foot() -> None:
    def middle(zone: Zone) -> float:
        rows = [y for y, line in enumerate(letters(zone, Side.LEFT).splitlines()) if "█" in line]
        return sum(rows) / len(rows)

    assert middle(Zone.TOES) < middle(Zone.BALL) < middle(Zone.ARCH) < middle(Zone.HEEL)


@pytest.mark.parametrize("movement", Movement)
@pytest.mark.parametrize("zone", ZONES)
def test_a_right_foot_is_the_mirror_image_of_a_left_one(zone: Zone, movement: Movement) -> None:
    left, right = (layers(Shown(zone, side, movement), 64, 90, 3) for side in (Side.LEFT, Side.RIGHT))
    for name in ("foot", "lit", "hand", "arrow"):
        mirrored = [int(f"{row:064b}"[::-1], 2) for row in getattr(right, name)]
        differing = sum((a ^ b).bit_count() for a, b in zip(mirrored, getattr(left, name), strict=True))
        assert differing <= 0.06 * max(sum(row.bit_count() for row in getattr(left, name)), 20), name
    assert left != right


MOVED = [
    (Zone.ARCH, Movement.STROKE, ""),
    (Zone.SOLE, Movement.TO_AND_FRO, ""),
    *((Zone.SOLE, Movement.TO_AND_FRO, tool) for tool in sorted(ROLLED_ON)),
    (Zone.ACHILLES, Movement.ACROSS, ""),
    (Zone.HEEL, Movement.CIRCLES, ""),
    (Zone.HEEL, Movement.EXPLORE, ""),
]


@pytest.mark.parametrize(("zone", "movement", "tool"), MOVED)
def test_a_movement_moves_and_begins_anew_after_its_last_picture(zone: Zone, movement: Movement, tool: str) -> None:
    shown = Shown(zone, Side.LEFT, movement, tool)
    drawn = [cells(shown, 24, 21, picture) for picture in range(PICTURES + 1)]
    assert not shown.still
    assert drawn[0] == drawn[PICTURES]
    assert len(set(drawn)) >= PICTURES // 2 - 1  # To one side and back, some are seen twice.


def test_a_thumb_walks_from_the_ball_down_to_the_heel_and_the_tendon_is_moved_from_side_to_side() -> None:
    walk, across = (motion_for(*what).hands[0].places for what in MOVED[:1] + MOVED[5:6])
    assert walk[-1][1] > walk[0][1] + 40
    assert {x for x, _ in walk} == {0}
    assert max(x for x, _ in across) > 2 > -2 > min(x for x, _ in across)
    assert {y for _, y in across} == {0}


@pytest.mark.parametrize("zone", [Zone.HEEL, Zone.ARCH, Zone.BALL])
def test_circles_have_a_round_arrow(zone: Zone) -> None:
    (arrow,) = motion_for(zone, Movement.CIRCLES).arrows
    assert len(arrow.points) > 20
    assert len(arrow.heads) == 1
    (x, y), (end_x, end_y) = arrow.points[0], arrow.points[-1]
    assert ((x - end_x) ** 2 + (y - end_y) ** 2) ** 0.5 < 40


def test_exploring_lights_heel_and_arch() -> None:
    explored, heel = (
        layers(Shown(Zone.HEEL, Side.LEFT, how), 100, 200).lit for how in (Movement.EXPLORE, Movement.CIRCLES)
    )
    assert not any(heel[90:130])
    assert all(explored[90:130])


@pytest.mark.parametrize("plain", [True, False])
def test_hands_and_arrows_have_letters_of_their_own(plain: bool) -> None:
    for zone, movement, tool in MOVED:
        pieces = [
            piece for line in cells(Shown(zone, Side.LEFT, movement, tool), 24, 21, plain=plain) for piece in line
        ]
        marks = {mark for _, mark in pieces}
        assert marks >= {Ink.FOOT, Ink.LIT, Ink.HAND}
        assert marks & {Ink.ARROW, Ink.POINTER}


def test_a_console_without_braille_gets_letters_that_every_font_has() -> None:
    for zone, movement, tool in MOVED:
        text = "".join(
            text for line in cells(Shown(zone, Side.LEFT, movement, tool), 24, 21, plain=True) for text, _ in line
        )
        assert set(text) <= set(" ░▒▀▄█•")


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (5, 3), (120, 77)])
def test_it_is_drawn_whatever_the_room(size: tuple[int, int]) -> None:
    for plain in (True, False):
        drawn = cells(Shown(Zone.HEEL, Side.LEFT, Movement.CIRCLES), *size, plain=plain)
        assert [sum(len(text) for text, _ in line) for line in drawn] == [size[0]] * size[1]


def test_the_tendon_is_seen_from_behind_and_bent_toes_from_the_side() -> None:
    assert figure_for(Zone.ACHILLES) is HEEL_FROM_BEHIND
    assert figure_for(Zone.TOES, Movement.TOES_UP) is HEEL_FROM_THE_SIDE
    assert figure_for(Zone.TOES) is SOLE


def test_each_step_of_the_built_in_routine_moves_as_its_words_say() -> None:
    routine = read_routine(built_in()["heel"])
    moves = {step.id: movement_of(step) for step in routine.foot_steps}
    assert moves["stretch-down"] is Movement.TOES_DOWN
    assert moves["stretch-up"] is Movement.TOES_UP
    assert moves["thumb-walk"] is Movement.STROKE
    assert moves["pressure"] is Movement.PRESS
    assert moves["wipe"] is Movement.NONE
    drawn = [motion_for(step.zone, moves[step.id]).arrows for step in routine.foot_steps]
    assert sum(not arrows for arrows in drawn) == 1


def test_a_motion_of_the_toes_without_a_direction_has_none() -> None:
    step = Step("wiggle", "wiggle", Kind.MOTION, Zone.TOES, ("Wiggle.",), seconds=10)
    assert movement_of(step) is Movement.NONE


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("zone", ZONES)
def test_the_svg_is_well_formed_names_the_zone_and_lights_it(zone: Zone, side: Side) -> None:
    root = ElementTree.fromstring(svg(zone, side))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title", "").startswith(f"{side} foot")
    assert root.findtext(f"{space}text") == zone.value
    assert root.findall(f".//{space}path[@class='lit']")
    assert bool(root.findall(f".//{space}g[@transform]")) is (side is Side.RIGHT)


def test_the_png_has_the_size_asked_for_and_all_its_colours() -> None:
    picture = png(Zone.ACHILLES, Side.LEFT, Movement.ACROSS, height=200)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT") + 4
    dots = zlib.decompress(picture[start : picture.index(b"IEND") - 8])
    assert height == 200
    assert len(dots) == height * (width + 1)
    assert set(dots) == {0, 1, 2, 3, 4}
