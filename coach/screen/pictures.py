"""The drawing of a foot as SVG and as PNG, from the data of `coach.screen.foot`; needs no library. Pure."""

import math
import struct
import zlib
from collections.abc import Iterator

from coach.routines.routine import Side, Zone
from coach.screen.foot import Area, Arrow, Figure, Movement, Outline, figure_for
from coach.screen.sketch import placed, raster

MARGIN = 6.0
_FOOTER = 16.0
_STYLE = """
.foot { fill: #8884; stroke: #777; stroke-width: 1.5 }
.lit { fill: #d97800 } .hatch { stroke: #fff8; stroke-width: 1 }
.arrow, .halo { stroke: #111; stroke-width: 3; stroke-linecap: round } .halo { stroke: #fff; stroke-width: 5 }
.head { fill: #111; stroke: #fff; stroke-width: 1 }
.foot-drawing text { font: 9px sans-serif; fill: #777 }
"""
_COLOURS = ((255, 255, 255), (196, 196, 196), (217, 120, 0), (17, 17, 17))
"""Of paper, foot, lit zone and arrow."""
_ARROW = 3


def svg(zone: Zone, side: Side, movement: Movement = Movement.NONE) -> str:
    """The foot with `zone` lit, hatched and named, for light and for dark ground."""
    figure = figure_for(zone, movement)
    width, height = figure.width + 2 * MARGIN, figure.height + 2 * MARGIN + _FOOTER
    title = f"{side} foot, {figure.name}: {zone}" + (f", {movement}" if movement else "")
    mirror = f' transform="translate({figure.width:g} 0) scale(-1 1)"' if side is Side.RIGHT else ""
    key = f"{side}-{zone}"  # Several drawings may stand on one page.
    body = "\n".join((*_outlines(figure), *_lit(figure.zones[zone], key), *_arrows(figure.arrows(zone, movement))))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="foot-drawing" role="img" '
        f'viewBox="{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}" '
        f'width="{3 * width:g}" height="{3 * height:g}">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f'<defs><pattern id="lines-{key}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path class="hatch" d="M0 6 6 0"/></pattern></defs>\n<g{mirror}>\n{body}\n</g>\n'
        f'<text x="{figure.width / 2:g}" y="{figure.height + 12:g}" text-anchor="middle">'
        f"{_caption(zone, movement)}</text>\n</svg>\n"
    )


def png(zone: Zone, side: Side, movement: Movement = Movement.NONE, height: int = 480) -> bytes:
    """The same drawing in dots, `height` of them high, without its words."""
    figure = figure_for(zone, movement)
    unit = height / (figure.height + 2 * MARGIN)
    width = round((figure.width + 2 * MARGIN) * unit)
    dots = raster(figure, zone, side, width, height, unit)
    for arrow in figure.arrows(zone, movement):
        _ink(dots, placed(arrow, figure, side, (width, height), unit), 2.0 * unit)
    rows = b"".join(b"\0" + bytes(row) for row in dots)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = bytes(part for colour in _COLOURS for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _caption(zone: Zone, movement: Movement) -> str:
    return f"{zone}: {movement}" if movement else zone.value


def _path(outline: Outline) -> str:
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in outline) + "Z"


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


def _arrows(arrows: tuple[Arrow, ...]) -> Iterator[str]:
    for arrow in arrows:
        (x0, y0), (x1, y1) = arrow.start, arrow.end
        if arrow.start == arrow.end:
            yield f'<circle class="head" cx="{x0:g}" cy="{y0:g}" r="6"/>'
            continue
        yield from (f'<path class="{kind}" d="M{x0:g} {y0:g}L{x1:g} {y1:g}"/>' for kind in ("halo", "arrow"))
        for points in _heads(arrow, 8.0):
            yield '<path class="head" d="M' + " ".join(f"{x:.1f} {y:.1f}" for x, y in points) + 'Z"/>'


def _heads(arrow: Arrow, size: float) -> Iterator[Outline]:
    """The triangles at the ends that have a head."""
    for tip, tail in ((arrow.end, arrow.start), (arrow.start, arrow.end))[: 2 if arrow.both else 1]:
        turn = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
        along, beside = (math.cos(turn) * size, math.sin(turn) * size), (-math.sin(turn) * size, math.cos(turn) * size)
        yield (
            (tip[0] + along[0] / 2, tip[1] + along[1] / 2),
            (tip[0] - along[0] / 2 + beside[0] / 2, tip[1] - along[1] / 2 + beside[1] / 2),
            (tip[0] - along[0] / 2 - beside[0] / 2, tip[1] - along[1] / 2 - beside[1] / 2),
        )


def _ink(dots: list[list[int]], arrow: Arrow, thick: float) -> None:
    """Draw an arrow into the dots: round brushes along its line, and growing ones behind each head."""
    length = math.dist(arrow.start, arrow.end)
    head = 3 * thick
    for step in range(int(length) + 1):
        share = step / length if length else 0.0
        x, y = (a + (b - a) * share for a, b in zip(arrow.start, arrow.end, strict=True))
        to_tip = min(length - step, step if arrow.both else length)
        _dab(dots, x, y, max(thick / 2, to_tip * 0.6 if to_tip < head else 0.0) if length else head / 1.5)


def _dab(dots: list[list[int]], x: float, y: float, radius: float) -> None:
    for row in range(max(int(y - radius), 0), min(int(y + radius) + 1, len(dots))):
        for column in range(max(int(x - radius), 0), min(int(x + radius) + 1, len(dots[row]))):
            if math.hypot(column - x, row - y) <= radius:
                dots[row][column] = _ARROW


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
