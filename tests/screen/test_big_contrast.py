"""Text differs from its ground by at least 4.5 to 1 and drawings by 3 to 1, on a dark ground and on a light one."""

import re

import pytest
from textual.color import Color
from textual.theme import Theme

from coach.routines.routine import Side, Zone
from coach.screen.big import DARK, LIGHT
from coach.screen.foot import Movement
from coach.screen.pictures import COLOURS, svg

TEXT, DRAWING = 4.5, 3.0
OF_THE_SCREEN = {
    "foreground": TEXT,
    "dim": TEXT,
    "lit": TEXT,  # The seconds, too.
    "foot": DRAWING,
    "hand": DRAWING,
}
"""What is drawn on the background; a plate and an arrow on the lit zone are the same in reverse."""


def contrast(one: str, other: str) -> float:
    """Of two colours, as the Web Content Accessibility Guidelines define it."""
    darker, lighter = sorted(_luminance(Color.parse(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_what_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_all_colours_of_the_screen_stand_out_from_its_ground(theme: Theme) -> None:
    colours = {"foreground": theme.foreground, **theme.variables}
    assert set(colours) == set(OF_THE_SCREEN)
    measured = {name: contrast(str(colour), str(theme.background)) for name, colour in colours.items()}
    assert {name for name, least in OF_THE_SCREEN.items() if measured[name] < least} == set()


def test_drawings_bring_their_own_ground_and_stand_out_from_it() -> None:
    drawn = svg(Zone.HEEL, Side.LEFT, Movement.CIRCLES)
    (ground,) = re.findall(r"\.ground { fill: (#\w+) }", drawn)
    (text,) = re.findall(r"text {[^}]*fill: (#\w+) }", drawn)
    edges = [
        re.findall(rf"\.{name}[^{{]*{{[^}}]*{how}: (#\w+)", drawn)[0]
        for name, how in (("foot", "stroke"), ("lit", "fill"), ("hand", "stroke"), ("arrow", "stroke"))
    ]
    assert contrast(text, ground) >= TEXT
    assert min(contrast(edge, ground) for edge in edges) >= DRAWING
    paper, _, lit, arrow, edge = ("#{:02x}{:02x}{:02x}".format(*colour) for colour in COLOURS)
    assert min(contrast(colour, paper) for colour in (lit, arrow, edge)) >= DRAWING
    assert contrast(arrow, lit) >= DRAWING
