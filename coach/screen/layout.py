"""How a scene fills the panes of the big screen, whatever their size: lines of text, each piece with its kind. Pure."""

import textwrap
from collections.abc import Callable, Sequence
from itertools import zip_longest

from coach.screen.digits import fit, paragraph
from coach.screen.foot import figure_for
from coach.screen.scene import Scene
from coach.screen.sketch import cells

KINDS = ("paper", "foot", "lit", "arrow", "pointer", "strong", "dim", "huge", "plate")
"""Of pieces of text: each has its style."""

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with its kind."""

_BIG_OFFERS = 9
"""Rows from which on there are two lines of big letters among the offers."""

Draw = Callable[[Scene, int, int], list[Line]]
"""Makes the lines of a pane from a scene, for a width and a height in cells."""


def _foot(scene: Scene, width: int, height: int) -> list[Line]:
    zone, side, movement = scene.foot
    figure = figure_for(zone, movement) if zone else None
    labels = scene.labels
    name = f"{scene.foot_name}, {labels.figures[figure.name]}" if figure and scene.foot_name else ""
    drawing = [
        tuple((text, mark.value) for text, mark in line) for line in cells(zone, side, width, height - 3, movement)
    ]
    label: Line = (("██ ", "lit"), (labels.zones[zone].upper(), "strong")) if zone else ()
    return [((name.center(width), "dim"),), *drawing, label, ((labels.movements.get(movement, ""), "strong"),)]


def _side(scene: Scene, width: int, height: int) -> list[Line]:
    return _strong(fit(scene.side, width, height))


def _title(scene: Scene, width: int, height: int) -> list[Line]:
    """The step, and as much of its place as there is room for; in big letters where there are rows for them."""
    if big := paragraph(scene.title, width, height - 1, 1):
        return [*_strong(big), ((scene.place, "strong"),)]
    title = scene.title if len(scene.title) <= width - 2 else scene.title[: width - 3] + "…"
    room = width - len(title) - 3
    place = next((text for text in (scene.place, scene.place.partition(",")[0], "") if len(text) <= room), "")
    return [((f" {title} ", "plate"), (f" {place.rjust(room)}", "strong"))]


def _session(scene: Scene, width: int, height: int) -> list[Line]:
    return [_bar(scene.labels.session, scene.progress, f"{int(100 * scene.progress)} %", width)]


def _hold(scene: Scene, width: int, height: int) -> list[Line]:
    if scene.held is None:
        return [()]
    done, target = scene.held
    labels = scene.labels
    return [_bar(labels.this_step, done / max(target, 1), labels.held.format(done=done, target=target), width)]


def _bar(name: str, share: float, figures: str, width: int) -> Line:
    room = max(width - 10 - 12, 4)
    full = int(share * room)
    return ((f"{name:<10}", "dim"), ("█" * full, "lit"), ("░" * (room - full), "foot"), (f" {figures:>11}", "strong"))


def _huge(scene: Scene, width: int, height: int) -> list[Line]:
    """The seconds and beside them the state; or the word that matters, and under it what is said or asked."""
    if scene.unit:
        return _word(scene, width, height)
    for rows, gap in ((height, 1), (height // 2, 1), (3, 0)):  # A smaller word, if there is room then for big letters.
        lines = [*_word(scene, width, rows), *[()] * gap]
        if big := paragraph(scene.caption, width, height - len(lines)):
            return [*lines, *_strong(big)]
    lines = [*_word(scene, width, height), ()]
    return [*lines, *_wrapped(scene.caption, width, max(height - len(lines), 1), "strong")]


def _word(scene: Scene, width: int, height: int) -> list[Line]:
    """The seconds or the word, and the state beside or under it."""
    word = fit(scene.huge, width, height)
    wide = max(map(len, word))
    state = _beside(scene, width - wide - 2, height)
    pairs = zip_longest(word, state, fillvalue="")
    lines: list[Line] = [((left.ljust(wide + 2), "huge"), (right, "strong")) for left, right in pairs]
    return lines if state or not scene.state else [*lines, ((scene.state, "strong"),)]


def _said(text: str, width: int, height: int, kind: str) -> list[Line]:
    """A sentence, in big letters where there is room for all of it."""
    return _strong(paragraph(text, width, height)) or _wrapped(text, width, max(height, 1), kind)


def _strong(lines: Sequence[str]) -> list[Line]:
    return [((line, "strong"),) for line in lines]


def _beside(scene: Scene, room: int, height: int) -> list[str]:
    """The state and what is counted, as far as there is room for them beside the digits."""
    state = fit(scene.state, room, max(height // 2, 3)) if scene.state and room >= len(scene.state) else ()
    unit = ["", scene.unit] if scene.unit and room >= len(scene.unit) else []
    return [*state, *unit]


def _caption(scene: Scene, width: int, height: int) -> list[Line]:
    """What is said while seconds fill the place above; else it stands there."""
    return _said(scene.caption if scene.unit else "", width, height, "paper")


def _mode(scene: Scene, width: int, height: int) -> list[Line]:
    bars, word = scene.level
    meter = f" {scene.labels.microphone} {'█' * bars}{'░' * (10 - bars)} {word:<8}"
    return [((f" {scene.mode} ", "plate"), (meter.rjust(max(width - len(scene.mode) - 2, 0)), "paper"))]


def _heard(scene: Scene, width: int, height: int) -> list[Line]:
    return _strong(paragraph(scene.heard, width, height, 1)) or _wrapped(scene.heard, width, height, "strong")


def _offers(scene: Scene, width: int, height: int) -> list[Line]:
    """All of them; where there are rows for it, the first and the last (the safety words) in big letters above.

    Where the rest of the rows are too few for all, they are for those that are not big.
    """
    lines = _ends(scene.offers, width) if height >= _BIG_OFFERS else []
    big = tuple(row for line in lines for row in (*paragraph(", ".join(line), width, 3, 1), ""))
    shown = {offer for line in lines for offer in line}
    room = height - len(big)
    small = _say(scene, scene.offers, width, height)
    if len(small) > room:
        small = _say(scene, [offer for offer in scene.offers if offer not in shown], width, room)
    return [*_strong(big), *small]


def _say(scene: Scene, offers: Sequence[str], width: int, height: int) -> list[Line]:
    phrases = ", ".join(offer.replace(" ", "\N{NO-BREAK SPACE}") for offer in offers)
    say = scene.labels.say if scene.hears else scene.labels.press
    return _wrapped(say.format(phrases=phrases), width, height, "strong") if offers else []


def _ends(offers: tuple[str, ...], width: int) -> list[tuple[str, ...]]:
    """As many as fit on two lines of big letters, from both ends."""
    first = _as_many(offers, width)
    last = _as_many(offers[: len(first) - 1 : -1], width)[::-1]
    return [line for line in (first, last) if paragraph(", ".join(line), width, 3, 1)]


def _as_many(offers: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Of the first offers, those that fit on one line in big letters."""
    count = len(offers)
    while count > 1 and not paragraph(", ".join(offers[:count]), width, 3, 1):
        count -= 1
    return offers[:count]


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
