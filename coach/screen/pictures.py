"""The drawing of a foot as SVG and as PNG, from the data of `coach.screen.foot`; needs no library. Pure."""

import struct
import zlib
from collections.abc import Iterator, Sequence

from coach.routines.routine import Side, Zone
from coach.screen.foot import Figure, Movement, figure_for
from coach.screen.movement import EACH, motion_for
from coach.screen.raster import Layers, Shown, layers
from coach.screen.shapes import Area, Arrow, Hand, Point

MARGIN = 6.0
_FOOTER = 16.0
_STYLE = """
.foot { fill: #8884; stroke: #777; stroke-width: 1.5 }
.lit { fill: #c46a00 } .hatch { stroke: #fff8; stroke-width: 1 }
.arrow, .halo { stroke: #111; stroke-width: 4; fill: none; stroke-linecap: round }
.halo { stroke: #fff; stroke-width: 7 }
.hand { fill: #fff; stroke: #111; stroke-width: 1.5; stroke-linejoin: round } .mark { fill: none; stroke: #111 }
.head { fill: #111; stroke: #fff; stroke-width: 1 }
.ground { fill: #fff }
.foot-drawing text { font: 9px sans-serif; fill: #555 }
"""
COLOURS = ((255, 255, 255), (225, 225, 225), (196, 106, 0), (17, 17, 17), (90, 90, 90))
"""Of paper, foot, lit zone, arrow, and the foot's edge and hands."""


def svg(zone: Zone, side: Side, movement: Movement = Movement.NONE, tool: str = "") -> str:
    """The foot with `zone` lit, hatched and named, for light and for dark ground."""
    figure, motion = figure_for(zone, movement, tool), motion_for(zone, movement, tool)
    width, height = figure.width + 2 * MARGIN, figure.height + 2 * MARGIN + _FOOTER
    title = f"{side} foot, {figure.name}: {zone}" + (f", {movement}" if movement else "")
    mirror = f' transform="translate({figure.width:g} 0) scale(-1 1)"' if side is Side.RIGHT else ""
    key = f"{side}-{zone}"  # Several drawings may stand on one page.
    ground = f'x="{-MARGIN:g}" y="{-MARGIN:g}" width="{width:g}" height="{height:g}" rx="{MARGIN:g}"'
    over = (piece for arrow in motion.arrows for piece in _arrow(arrow))
    hands = (piece for n, hand in enumerate(motion.hands) for piece in _hand(hand, f"moves-{key}-{n}"))
    body = "\n".join((*_outlines(figure), *_lit(figure.zones[zone], key), *over, *hands))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="foot-drawing" role="img" '
        f'viewBox="{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}" '
        f'width="{3 * width:g}" height="{3 * height:g}">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f'<defs><pattern id="lines-{key}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path class="hatch" d="M0 6 6 0"/></pattern></defs>\n'
        f'<rect class="ground" {ground}/>\n'
        f"<g{mirror}>\n{body}\n</g>\n"
        f'<text x="{figure.width / 2:g}" y="{figure.height + 12:g}" text-anchor="middle">'
        f"{_caption(zone, movement)}</text>\n</svg>\n"
    )


def png(zone: Zone, side: Side, movement: Movement = Movement.NONE, tool: str = "", height: int = 480) -> bytes:
    """The same drawing in dots, `height` of them high, without its words."""
    figure = figure_for(zone, movement, tool)
    width = round(height * (figure.width + 2 * MARGIN) / (figure.height + 2 * MARGIN))
    drawn = layers(Shown(zone, side, movement, tool), width, height)
    rows = b"".join(b"\0" + _row(drawn, y, width) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = bytes(part for colour in COLOURS for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _caption(zone: Zone, movement: Movement) -> str:
    return f"{zone}: {movement}" if movement else zone.value


def _path(outline: Sequence[Point], *, closed: bool = True) -> str:
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in outline) + "Z" * closed


def _outlines(figure: Figure) -> Iterator[str]:
    for outline in figure.outlines:
        yield f'<path class="foot" d="{_path(outline)}"/>'


def _lit(areas: tuple[Area, ...], key: str) -> Iterator[str]:
    for n, area in enumerate(areas):
        box = (
            f'x="{area.left:g}" y="{area.top:g}" width="{area.right - area.left:g}" height="{area.bottom - area.top:g}"'
        )
        outlines = "".join(_path(outline) for outline in area.outlines)
        yield f'<clipPath id="{key}-{n}"><rect {box}/></clipPath>'
        yield f'<path class="lit" clip-path="url(#{key}-{n})" d="{outlines}"/>'
        yield f'<path fill="url(#lines-{key})" clip-path="url(#{key}-{n})" d="{outlines}"/>'


def _arrow(arrow: Arrow) -> Iterator[str]:
    shaft = _path(arrow.shaft, closed=False)
    yield from (f'<path class="{kind}" d="{shaft}"/>' for kind in ("halo", "arrow"))
    yield from (f'<path class="head" d="{_path(head)}"/>' for head in arrow.heads)


def _hand(hand: Hand, name: str) -> Iterator[str]:
    """Where it is at first; what looks at it moves it, unless its user wants things still."""
    x, y = hand.places[0]
    pieces = "".join(
        f'<path class="{kind}" d="{_path(outline)}"/>'
        for kind, outlines in (("hand", hand.outlines), ("mark", hand.marks))
        for outline in outlines
    )
    if len(hand.places) == 1:
        yield f'<g transform="translate({x:g} {y:g})">{pieces}</g>'
        return
    steps = "".join(
        f"{100 * k / len(hand.places):.1f}%{{transform:translate({a:.1f}px,{b:.1f}px)}}"
        for k, (a, b) in enumerate((*hand.places, hand.places[0]))
    )
    whole = f"{len(hand.places) * EACH:g}s"
    yield (
        f"<style>@keyframes {name} {{{steps}}}\n"
        f"@media (prefers-reduced-motion: no-preference) {{ .{name} {{ animation: {name} {whole} linear infinite }} }}"
        f'</style><g class="{name}" transform="translate({x:.1f} {y:.1f})">{pieces}</g>'
    )


def _row(drawn: Layers, y: int, width: int) -> bytes:
    """The colour of every dot of a row."""
    over = ((drawn.foot, 1), (drawn.lit, 2), (drawn.arrow, 3), (drawn.rim, 4), (drawn.hand, 4))
    row = bytearray(width)
    for rows, colour in over:
        for x in range(width) if rows[y] else ():
            if rows[y] >> x & 1 and (rows is not drawn.rim or not drawn.lit[y] >> x & 1):
                row[x] = colour
    return bytes(row)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
