"""A drawing of lines, dots and words, as SVG, which needs nothing, or as PNG, which needs Pillow."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

from coach.errors import StorageError

if TYPE_CHECKING:
    from PIL import ImageDraw

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
_PILLOW_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_SCALE = 2
"""Pixels of the PNG for each unit of the drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    """In units of the drawing, as all lengths."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle, or an empty one."""

    at: Point
    radius: float
    """In units of the drawing."""
    colour: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Square:
    """A filled square."""

    at: Point
    half: float
    """Half of a side."""
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text; `at` is on its base line."""

    at: Point
    text: str
    anchor: Anchor = "start"
    colour: str = "#333333"
    size: int = 12
    """Of the letters, in units of the drawing."""


Shape = Line | Dot | Square | Words


@dataclass(slots=True)
class Drawing:
    """Shapes on white, the first one lowest; x goes right and y goes down, in units of a pixel of the SVG."""

    width: int
    height: int
    title: str
    """What it shows, for those who cannot see it."""
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Draw `shapes` over those there are."""
        self.shapes += shapes

    def svg(self) -> str:
        """The drawing as one svg element."""
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif" {size}>'
        ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
        inner = "\n".join(_svg(shape) for shape in self.shapes)
        return f"{head}\n<title>{escape(self.title)}</title>\n{ground}\n{inner}\n</svg>\n"

    def png(self) -> bytes:
        """The drawing as a PNG file. Raises StorageError where Pillow is not installed."""
        try:
            from PIL import Image, ImageDraw
        except ImportError:
            remedy = 'install it with `pip install "hands-free-coach[plot]"`, or give a file that ends in .svg'
            raise StorageError(f"A PNG needs Pillow: {remedy}.") from None
        image = Image.new("RGB", (self.width * _SCALE, self.height * _SCALE), "#ffffff")
        pencil = ImageDraw.Draw(image)
        for shape in self.shapes:
            _paint(pencil, shape)
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()


def _svg(shape: Shape) -> str:
    match shape:
        case Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            return f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width}"/>'
        case Dot():
            (x, y), fill = shape.at, shape.colour if shape.filled else "#ffffff"
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius}" fill="{fill}" stroke="{shape.colour}"/>'
        case Square():
            (x, y), side = shape.at, 2 * shape.half
            corner = f'x="{x - shape.half:.1f}" y="{y - shape.half:.1f}"'
            return f'<rect {corner} width="{side}" height="{side}" fill="{shape.colour}"/>'
        case Words():
            x, y = shape.at
            look = f'text-anchor="{shape.anchor}" fill="{shape.colour}" font-size="{shape.size}"'
            return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(shape.text)}</text>'


def _paint(pencil: "ImageDraw.ImageDraw", shape: Shape) -> None:
    from PIL import ImageFont

    match shape:
        case Line():
            pencil.line(_pixels(shape.points), shape.colour, round(shape.width * _SCALE))
        case Dot():
            (x, y), r = shape.at, shape.radius
            fill = shape.colour if shape.filled else "#ffffff"
            pencil.ellipse(_pixels([(x - r, y - r), (x + r, y + r)]), fill, shape.colour)
        case Square():
            (x, y), r = shape.at, shape.half
            pencil.rectangle(_pixels([(x - r, y - r), (x + r, y + r)]), shape.colour)
        case Words():
            font = ImageFont.load_default(shape.size * _SCALE)
            pencil.text(_pixels([shape.at])[0], shape.text, shape.colour, font, anchor=_PILLOW_ANCHORS[shape.anchor])


def _pixels(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]
