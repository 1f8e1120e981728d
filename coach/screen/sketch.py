"""The foot in the letters of a terminal, which differ by what they show, so that none needs a colour. Pure.

Lines are drawn in Braille, eight dots a cell, and what is lit in quarters of a cell; a console whose font has neither
gets halves.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from coach.screen.raster import Layers, Rows, Shown, layers


class Ink(StrEnum):
    """What a piece of the text drawing is; each has characters of its own, so that none needs a colour."""

    PAPER = "paper"
    FOOT = "foot"
    LIT = "lit"
    HAND = "hand"
    """A hand or a tool."""
    ARROW = "arrow"
    """On the lit zone; drawn in reverse."""
    POINTER = "pointer"
    """An arrow elsewhere."""


Piece = tuple[str, Ink]
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By which quarters are set: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""
_HALVES = " ▀▄█"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Of a Braille letter, by row and column."""


@lru_cache(256)
def cells(
    shown: Shown, columns: int, rows: int, picture: int = 0, *, plain: bool = False
) -> tuple[tuple[Piece, ...], ...]:
    """The drawing in `rows` lines of `columns` characters, as large as it fits, in that picture of its movement.

    A cell is taken for twice as high as wide. `plain`: for a font without Braille and quarters.
    """
    if plain:
        drawn = layers(shown, columns, 2 * rows, picture)
        return tuple(tuple(_joined(_coarse(drawn, x, 2 * y) for x in range(columns))) for y in range(rows))
    drawn = layers(shown, 2 * columns, 4 * rows, picture)
    return tuple(tuple(_joined(_fine(drawn, 2 * x, 4 * y) for x in range(columns))) for y in range(rows))


def _fine(drawn: Layers, x: int, y: int) -> Piece:
    """The letter of two by four dots."""
    arrow, lit = _braille(drawn.arrow, x, y), _quarters(drawn.lit, x, y)
    if arrow:
        on_lit = lit.bit_count() > 2
        return chr(0x2800 + arrow), Ink.ARROW if on_lit else Ink.POINTER
    hand = _quarters(drawn.hand, x, y)
    if hand and hand.bit_count() >= lit.bit_count():
        return _QUARTERS[hand], Ink.HAND
    if lit:
        return _QUARTERS[lit], Ink.LIT
    rim = _braille(drawn.rim, x, y)
    return (chr(0x2800 + rim), Ink.FOOT) if rim else (" ", Ink.PAPER)


def _coarse(drawn: Layers, x: int, y: int) -> Piece:
    """The letter of one dot above another."""
    for rows, mark in ((drawn.hand, Ink.HAND), (drawn.lit, Ink.LIT)):
        if halves := _bit(rows, x, y) | _bit(rows, x, y + 1) << 1:
            pointed = _bit(drawn.arrow, x, y) or _bit(drawn.arrow, x, y + 1)
            return ("•", Ink.ARROW) if pointed else (_HALVES[halves] if mark is Ink.LIT else "▒", mark)
    if _bit(drawn.arrow, x, y) or _bit(drawn.arrow, x, y + 1):
        return "•", Ink.POINTER
    return ("░", Ink.FOOT) if _bit(drawn.foot, x, y) or _bit(drawn.foot, x, y + 1) else (" ", Ink.PAPER)


def _bit(rows: Rows, x: int, y: int) -> int:
    return rows[y] >> x & 1


def _quarters(rows: Rows, x: int, y: int) -> int:
    return (rows[y] >> x & 3) | (rows[y + 2] >> x & 3) << 2


def _braille(rows: Rows, x: int, y: int) -> int:
    letter = 0
    for row, (left, right) in enumerate(_DOTS):
        dots = rows[y + row] >> x
        letter |= (left if dots & 1 else 0) | (right if dots & 2 else 0)
    return letter


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
