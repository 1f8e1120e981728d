"""How a scene fills the panes of the big screen, whatever their size: lines of text, each piece with its kind. Pure."""

import textwrap
from collections.abc import Callable
from itertools import zip_longest

from coach.screen.digits import fit
from coach.screen.foot import figure_for
from coach.screen.scene import Scene
from coach.screen.sketch import cells

KINDS = ("paper", "foot", "lit", "arrow", "pointer", "strong", "dim", "huge", "plate")
"""Of pieces of text: each has its style."""

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with its kind."""

Draw = Callable[[Scene, int, int], list[Line]]
"""Makes the lines of a pane from a scene, for a width and a height in cells."""


def _foot(scene: Scene, width: int, height: int) -> list[Line]:
    zone, side, movement = scene.foot
    figure = figure_for(zone, movement) if zone else None
    name = f"{scene.side.split()[-2].lower()} foot, {figure.name}" if figure and " FOOT" in scene.side else ""
    drawing = [
        tuple((text, mark.value) for text, mark in line) for line in cells(zone, side, width, height - 3, movement)
    ]
    label: Line = (("██ ", "lit"), (zone.upper(), "strong")) if zone else ()
    return [((name.center(width), "dim"),), *drawing, label, (((movement.value), "strong"),)]


def _side(scene: Scene, width: int, height: int) -> list[Line]:
    return [((line, "strong"),) for line in fit(scene.side, width, height)]


def _title(scene: Scene, width: int, height: int) -> list[Line]:
    """The step, and as much of its place as there is room for."""
    title = scene.title if len(scene.title) <= width - 2 else scene.title[: width - 3] + "…"
    room = width - len(title) - 3
    place = next((text for text in (scene.place, scene.place.partition(",")[0], "") if len(text) <= room), "")
    return [((f" {title} ", "plate"), (f" {place.rjust(room)}", "strong"))]


def _session(scene: Scene, width: int, height: int) -> list[Line]:
    return [_bar("session", scene.progress, f"{int(100 * scene.progress)} %", width)]


def _hold(scene: Scene, width: int, height: int) -> list[Line]:
    if scene.held is None:
        return [()]
    done, target = scene.held
    return [_bar("this step", done / max(target, 1), f"{done} of {target} s", width)]


def _bar(name: str, share: float, figures: str, width: int) -> Line:
    room = max(width - 10 - 12, 4)
    full = int(share * room)
    return ((f"{name:<10}", "dim"), ("█" * full, "lit"), ("░" * (room - full), "foot"), (f" {figures:>11}", "strong"))


def _huge(scene: Scene, width: int, height: int) -> list[Line]:
    """The seconds and beside them the state; or the word that matters, and under it what is said or asked."""
    word = fit(scene.huge, width, height)
    wide = max(map(len, word))
    state = _beside(scene, width - wide - 2, height)
    pairs = zip_longest(word, state, fillvalue="")
    lines: list[Line] = [((left.ljust(wide + 2), "huge"), (right, "strong")) for left, right in pairs]
    if scene.unit:
        return lines
    under = [scene.state] if scene.state and not state else []
    return [*lines, (), *(((text, "strong"),) for text in under), *_wrapped(scene.caption, width, 4, "strong")]


def _beside(scene: Scene, room: int, height: int) -> list[str]:
    """The state and what is counted, as far as there is room for them beside the digits."""
    state = fit(scene.state, room, max(height // 2, 3)) if scene.state and room >= len(scene.state) else ()
    unit = ["", scene.unit] if scene.unit and room >= len(scene.unit) else []
    return [*state, *unit]


def _caption(scene: Scene, width: int, height: int) -> list[Line]:
    """What is said while seconds fill the place above; else it stands there."""
    return _wrapped(scene.caption if scene.unit else "", width, height, "paper")


def _mode(scene: Scene, width: int, height: int) -> list[Line]:
    bars, word = scene.level
    meter = f" mic {'█' * bars}{'░' * (10 - bars)} {word:<8}"
    return [((f" {scene.mode} ", "plate"), (meter.rjust(max(width - len(scene.mode) - 2, 0)), "paper"))]


def _heard(scene: Scene, width: int, height: int) -> list[Line]:
    return [((scene.heard[:width], "strong"),)]


def _offers(scene: Scene, width: int, height: int) -> list[Line]:
    return _wrapped(
        "say: " + ", ".join(offer.replace(" ", "\N{NO-BREAK SPACE}") for offer in scene.offers), width, height, "strong"
    )


def _notice(scene: Scene, width: int, height: int) -> list[Line]:
    return _wrapped(scene.notice, width, height, "dim")


def _wrapped(text: str, width: int, height: int, kind: str) -> list[Line]:
    lines = textwrap.wrap(text, width, max_lines=height, placeholder=" …", break_on_hyphens=False)
    return [((line.replace("\N{NO-BREAK SPACE}", " "), kind),) for line in lines]


WORDS: dict[str, Draw] = {
    "side": _side,
    "title": _title,
    "session": _session,
    "huge": _huge,
    "hold": _hold,
    "caption": _caption,
    "mode": _mode,
    "heard": _heard,
    "offers": _offers,
    "notice": _notice,
}
"""The panes beside the drawing, from the top, and what stands in each."""

FOOT: Draw = _foot
"""What stands in the pane of the drawing."""
