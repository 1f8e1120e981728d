"""The moving picture of a session: what the screen shows of the events that a rehearsal left, as one SVG that moves.

Each row of the screen that differs is kept once; the frames, of such rows, are pushed past a window by CSS.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from coach.clock import samples, seconds
from coach.language.catalogues import load_language
from coach.rehearsal.script import read_script
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.screen.big import BigScreen
from coach.session import events
from coach.session.session import Session, Settings
from coach.speaking.mixer import CueBegun

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "docs" / "sound" / "session.toml"
EVENTS = ROOT / "docs" / "sound" / "session.jsonl"
STEP = "pressure"
"""The step that is shown."""
BEFORE = 7.0
"""Seconds that are shown before its first count."""
SIZE = (80, 24)
EVERY = 0.5
"""Seconds between two frames."""
WIDE, HIGH = 12.2, 24.4
"""Of a cell, in the pictures that Textual makes."""
NAME = "A minute of a session: a thumb pressed on the heel for thirty seconds, and what the person says meanwhile"
Solid = Callable[[str], str]
"""Makes a picture of the screen one that looks the same with every font."""
_SAID = 2.5
"""Seconds for which it is shown what the person said."""
Told = events.Event | CueBegun
_KINDS = {kind.__name__: kind for kind in Told.__args__}
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = {f"{_SVG}rect", f"{_SVG}text", f"{_SVG}path"}
_FOOT = 25 * WIDE
"""Up to where the foot is drawn: it moves by itself, so that its rows are kept apart from the words beside it."""
_STARTS = re.compile(r"M([\d.-]+) ([\d.-]+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """The screen from a moment on."""

    at: float
    """Seconds from the beginning of the film."""
    svg: str
    said: str
    """What the person has just said, or ""."""


def kept_events(path: Path = EVENTS) -> list[tuple[int, Told]]:
    """Audio time and event of each line of a rehearsal's log."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (samples(line["at"]), msgspec.convert(_without_kinds(line["event"]), _KINDS[line["event"]["kind"]]))
        for line in lines
    ]


def _without_kinds(value: Any) -> Any:
    """Without the names of classes, which the log tells along; a cue has a kind of its own, in small letters."""
    if isinstance(value, dict):
        plain = {key: inner for key, inner in value.items() if key != "kind" or inner[0].islower()}
        return {key: _without_kinds(inner) for key, inner in plain.items()}
    return value


def span(told: list[tuple[int, Told]]) -> tuple[int, int]:
    """From which sample to which the film goes: from a little before the step's first count until it is left."""
    session, counts, end = new_session(), list[int](), 0
    for at, event in told:
        step = session.view().step
        if step and step.id == STEP:
            end = at
            counts += [at] if isinstance(event, CueBegun) else []
        if not isinstance(event, CueBegun):
            session.handle(event)
    return counts[0] - samples(BEFORE), end


def new_session() -> Session:
    """The session of the script as it begins, to be told the kept events."""
    script = read_script(SCRIPT).script
    routine = read_routine(built_in()[script.routine])
    settings = Settings(count_style=script.coach.count, words_a_minute=script.coach.words_a_minute)
    remembered = {name: value for name, value in msgspec.structs.asdict(script.coach.remembered).items() if value}
    return Session(routine, load_language(routine.language, []), settings, remembered)


async def frames(solid: Solid) -> list[Frame]:
    """What the screen shows, one frame for each change, as `solid` makes each picture."""
    told = kept_events()
    begin, end = span(told)
    session, now, found = new_session(), 0, list[Frame]()
    screen = BigScreen(session.view, lambda: now, lambda key: None, lambda: None, light=False)
    said = [
        (event.start, event.end, event.match.phrase)
        for _, event in told
        if isinstance(event, events.Heard) and not event.by_key
    ]
    async with screen.run_test(size=SIZE) as pilot:
        left = iter(told)
        following = next(left, None)
        for moment in range(begin, end, samples(EVERY)):
            while following and following[0] <= moment:
                now, event = following
                effects = [] if isinstance(event, CueBegun) else session.handle(event)
                screen(now, event, effects)
                following = next(left, None)
            now = moment
            talks = next((text for start, _, text in said if start <= moment < start + samples(_SAID)), "")
            screen.level(-24.0 if any(start <= moment <= stop for start, stop, _ in said) else -60.0)
            screen.look()
            await pilot.pause()
            picture = solid(screen.export_screenshot(title="coach"))
            if not found or (found[-1].svg, found[-1].said) != (picture, talks):
                found.append(Frame(seconds(moment - begin), picture, talks))
    return [*found, Frame(seconds(end - begin), "", "")]


class _Rows:
    """The rows of all frames, each kept once, and the styles that they need."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.styles: dict[str, str] = {}

    def of(self, picture: str) -> str:
        """The frame, as uses of rows."""
        root = ET.fromstring(picture)  # noqa: S314 - Textual made it
        styles = dict(re.findall(r"\.(coach-r\d+)\s*{([^}]*)}", "".join(root.itertext())))
        parts: dict[tuple[int, bool], list[str]] = {}
        for element in root.iter():
            if element.tag in _DRAWN and _is_in_matrix(element):
                left, top = _corner(element)
                row = int((top + 0.4) // HIGH)
                parts.setdefault((row, left < _FOOT), []).append(self._moved(element, row, styles))
        return "".join(
            f'<use href="#{self._name("".join(part))}" y="{HIGH * row:g}"/>' for (row, _), part in parts.items()
        )

    def _moved(self, element: ET.Element, row: int, styles: Mapping[str, str]) -> str:
        """The element in a row of its own, styled by what this film calls its style."""
        tag = element.tag.removeprefix(_SVG)
        wanted = {name: element.get(name) for name in ("x", "width", "height", "fill", "fill-opacity", "textLength")}
        kind = element.get("class")
        if kind and kind in styles:
            wanted["class"] = self.styles.setdefault(" ".join(styles[kind].split()), f"s{len(self.styles)}")
            wanted["fill"] = None
        if tag == "path":
            moved = _STARTS.sub(lambda at: f"M{at[1]} {float(at[2]) - HIGH * row:.1f}", element.get("d", ""))
            wanted["d"] = moved.replace("z", "").replace(".0", "")
        else:
            wanted["y"] = f"{float(element.get('y', '0')) - HIGH * row:g}"
        given = "".join(f' {name}="{value}"' for name, value in sorted(wanted.items()) if value is not None)
        return f"<{tag}{given}>{escape(element.text or '')}</{tag}>" if tag == "text" else f"<{tag}{given}/>"

    def _name(self, row: str) -> str:
        return self.kept.setdefault(row, f"l{len(self.kept)}")


def _corner(element: ET.Element) -> tuple[float, float]:
    """Where it begins: a text is placed by its base line, and a path has as many beginnings as boxes."""
    if element.tag == f"{_SVG}path":
        starts = [(float(at[1]), float(at[2])) for at in _STARTS.finditer(element.get("d", ""))]
        return min(x for x, _ in starts), min(y for _, y in starts)
    base = 18.5 if element.tag == f"{_SVG}text" else 0.0
    return float(element.get("x", "0")), float(element.get("y", "0")) - base


def _is_in_matrix(element: ET.Element) -> bool:
    return (element.get("class") or "").startswith("coach-r") or element.get("shape-rendering") == "crispEdges"


def svg(shown: list[Frame], name: str) -> str:
    """The film: the screen, and below it what the person says."""
    rows = _Rows()
    wide, high = SIZE[0] * WIDE, SIZE[1] * HIGH
    strip = [rows.of(frame.svg) + _bubble(frame.said, wide, high) for frame in shown[:-1]]
    tall, whole = high + 60, shown[-1].at
    reel = "".join(f'<g transform="translate(0 {tall * n:g})">{frame}</g>' for n, frame in enumerate(strip))
    steps = "".join(
        f"{100 * frame.at / whole:.3f}%{{transform:translateY({-tall * n:g}px)}}" for n, frame in enumerate(shown[:-1])
    )
    kinds = "".join(f".{kind}{{{style}}}" for style, kind in rows.styles.items())
    defs = "".join(f'<g id="{key}">{row}</g>' for row, key in rows.kept.items())
    poster = next((n for n, frame in enumerate(shown[:-1]) if frame.at > 0.4 * whole), 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" '
        f'viewBox="0 0 {wide + 20:g} {tall + 12:g}">'
        f"<title>{escape(name)}</title>\n<style>text{{font:20px 'DejaVu Sans Mono',Menlo,Consolas,monospace;"
        f"white-space:pre}}{kinds}.you{{font-weight:bold;fill:#111}}"
        f"#reel{{animation:reel {whole:.1f}s step-end infinite}}@keyframes reel{{{steps}}}"
        f"@media (prefers-reduced-motion:reduce){{#reel{{animation:none;transform:translateY({-tall * poster:g}px)}}}}"
        f"</style>\n<defs>{defs}</defs>\n"
        f'<rect width="{wide + 20:g}" height="{tall + 12:g}" rx="8" fill="#000"/>\n'
        f'<svg x="10" y="8" width="{wide:g}" height="{tall:g}"><g id="reel">\n{reel}\n</g></svg>\n</svg>\n'
    )


def _bubble(said: str, wide: float, high: float) -> str:
    """What the person says, in a bubble under the screen."""
    if not said:
        return ""
    words = f"You: “{said}”"
    length = 12.04 * len(words) + 36
    left = (wide - length) / 2
    return (
        f'<rect x="{left:g}" y="{high + 10:g}" width="{length:g}" height="40" rx="20" fill="#fff"/>'
        f'<text class="you" x="{left + 18:g}" y="{high + 37:g}">{escape(words)}</text>'
    )
