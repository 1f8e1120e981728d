"""The foot as letters, as SVG and as PNG."""

import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Kind, Side, Step, Zone
from coach.screen.foot import HEEL_FROM_BEHIND, HEEL_FROM_THE_SIDE, SOLE, Movement, figure_for, movement_of
from coach.screen.pictures import png, svg
from coach.screen.sketch import Ink, cells

ZONES = [*Zone]


def letters(zone: Zone | None, side: Side, columns: int = 25, rows: int = 20, *, move: Movement = Movement.NONE) -> str:
    return "\n".join("".join(text for text, _ in line) for line in cells(zone, side, columns, rows, move))


@pytest.mark.parametrize("size", [(25, 20), (50, 44), (12, 9)])
@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_lit_by_characters_of_its_own(zone: Zone, size: tuple[int, int]) -> None:
    drawn = letters(zone, Side.LEFT, *size)
    assert "█" in drawn
    assert "█" not in letters(None, Side.LEFT, *size)
    assert all(len(line) == size[0] for line in drawn.splitlines())
    assert len(drawn.splitlines()) == size[1]


def test_zones_lie_where_they_are_on_a_foot() -> None:
    def middle(zone: Zone) -> float:
        rows = [y for y, line in enumerate(letters(zone, Side.LEFT).splitlines()) if "█" in line]
        return sum(rows) / len(rows)

    assert middle(Zone.TOES) < middle(Zone.BALL) < middle(Zone.ARCH) < middle(Zone.HEEL)


@pytest.mark.parametrize("zone", ZONES)
def test_a_right_foot_is_the_mirror_image_of_a_left_one(zone: Zone) -> None:
    mirrored = "\n".join(line[::-1] for line in letters(zone, Side.RIGHT).splitlines())
    assert mirrored == letters(zone, Side.LEFT)
    assert letters(zone, Side.RIGHT) != letters(zone, Side.LEFT)


@pytest.mark.parametrize(
    ("zone", "movement", "arrows"),
    [
        (Zone.ARCH, Movement.STROKE, "▼"),
        (Zone.SOLE, Movement.TO_AND_FRO, "▲▼"),
        (Zone.ACHILLES, Movement.ACROSS, "◄►"),
        (Zone.HEEL, Movement.CIRCLES, "▲▼◄►"),
        (Zone.HEEL, Movement.PRESS, "●"),
        (Zone.TOES, Movement.TOES_UP, "▲"),
        (Zone.TOES, Movement.TOES_DOWN, "▼"),
    ],
)
def test_arrows_show_the_direction(zone: Zone, movement: Movement, arrows: str) -> None:
    for side in Side:
        drawn = letters(zone, side, move=movement)
        assert {letter for letter in drawn if letter in "▲▼◄►●"} == set(arrows)


def test_a_thumb_sets_its_mark_on_the_lit_zone() -> None:
    pieces = [piece for line in cells(Zone.HEEL, Side.LEFT, 25, 20, Movement.PRESS) for piece in line]
    assert ("●", Ink.ARROW) in pieces


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
    drawn = [figure_for(step.zone, moves[step.id]).arrows(step.zone, moves[step.id]) for step in routine.foot_steps]
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
    assert set(dots) == {0, 1, 2, 3}
