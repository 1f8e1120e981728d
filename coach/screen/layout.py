"""How a scene fills the panes of the big screen, whatever their size: lines of text, each piece with its kind. Pure."""

import textwrap
from collections.abc import Callable, Sequence
from itertools import zip_longest

from coach.screen.digits import fit, paragraph
from coach.screen.foot import figure_for
from coach.screen.scene import Scene
from coach.screen.sketch import cells

KINDS = ("paper", "foot", "lit", "hand", "arrow", "pointer", "strong", "dim", "huge", "plate")
"""Of pieces of text: each has its style."""

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with its kind."""

Forms = list[list[Line]]
"""What can stand in a pane, from the smallest: each a number of lines."""

_ROOMY = 100
"""Columns from which on the foot in hand may be of twice the size."""
_TALL = 36
"""Rows from which on there are blank lines between panes."""
_BIG_ROWS = 4
"""Rows of one line of the smallest big letters."""
_TALLEST = 34
"""Rows of the largest seconds."""


def drawing(scene: Scene, width: int, height: int, *, plain: bool = False) -> list[Line]:
    """The foot, named above, with its zone and the movement named below; `plain` as `coach.screen.sketch` has it."""
    shown, labels = scene.foot, scene.labels
    figure = figure_for(shown.zone, shown.movement, shown.tool) if shown.zone else None
    name = f"{scene.foot_name}, {labels.figures[figure.name]}" if figure and scene.foot_name else ""
    drawn = cells(shown, width, max(height - 3, 0), scene.picture, plain=plain)
    lines = [tuple((text, mark.value) for text, mark in line) for line in drawn]
    label: Line = (("██ ", "lit"), (labels.zones[shown.zone].upper(), "strong")) if shown.zone else ()
    return [((name.center(width), "dim"),), *lines, label, ((labels.movements.get(shown.movement, ""), "strong"),)]


def _side(scene: Scene, width: int) -> Forms:
    big = paragraph(scene.side, width, 99, 1)
    large = paragraph(scene.side, width, 99, 2) if width >= _ROOMY else ()
    return [[((scene.side, "strong"),)], *(_apart(lines) for lines in (big, large) if lines)]


def _title(scene: Scene, width: int) -> Forms:
    """The step, and as much of its place as there is room for; in big letters where there are rows for them."""
    title = scene.title if len(scene.title) <= width - 2 else scene.title[: width - 3] + "…"
    room = width - len(title) - 3
    place = next((text for text in (scene.place, scene.place.partition(",")[0], "") if len(text) <= room), "")
    small: list[Line] = [((f" {title} ", "plate"), (f" {place.rjust(room)}", "strong"))]
    big = paragraph(scene.title, width, 9, 1)
    return [small, [*_strong(big), ((scene.place, "strong"),)]] if big and scene.title else [small]


def _session(scene: Scene, width: int) -> Forms:
    return [[_bar(scene.labels.session, scene.progress, f"{int(100 * scene.progress)} %", width)]]


def _hold(scene: Scene, width: int) -> Forms:
    if scene.held is None:
        return []
    done, target = scene.held
    labels = scene.labels
    return [[_bar(labels.this_step, done / max(target, 1), labels.held.format(done=done, target=target), width)]]


def _bar(name: str, share: float, figures: str, width: int) -> Line:
    room = max(width - 10 - 12, 4)
    full = int(share * room)
    return ((f"{name:<10}", "dim"), ("█" * full, "lit"), ("─" * (room - full), "foot"), (f" {figures:>11}", "strong"))


def _huge(scene: Scene, width: int) -> Forms:
    """The seconds and beside them the state, or the word that matters; in one line, and ever larger."""
    small = " ".join(text for text in (scene.huge, scene.unit, scene.state) if text)
    forms: Forms = [[((small[:width], "huge"),)], *(_word(scene, width, rows) for rows in range(3, _TALLEST))]
    return [form for place, form in enumerate(forms) if not place or len(form) > len(forms[place - 1])]


def _word(scene: Scene, width: int, height: int) -> list[Line]:
    """The seconds or the word, and the state beside it."""
    word = fit(scene.huge, width, height)
    wide = max(map(len, word))
    state = _beside(scene, width - wide - 2, height) if len(word) > 1 else [scene.state][: wide + 2 < width]
    pairs = zip_longest(word, state, fillvalue="")
    lines: list[Line] = [
        ((left.ljust(wide + 2) if right else left, "huge"), (right, "strong")) for left, right in pairs
    ]
    return lines if state or not scene.state else [*lines, ((scene.state, "strong"),)]


def _strong(lines: Sequence[str]) -> list[Line]:
    return [((line, "strong"),) for line in lines]


def _apart(lines: Sequence[str]) -> list[Line]:
    """Big letters, which may fill their last row, and a blank line below them."""
    return [*_strong(lines), ()]


def _beside(scene: Scene, room: int, height: int) -> list[str]:
    """The state and what is counted, as far as there is room for them beside the digits."""
    if not scene.state or room < len(scene.state):
        return []
    unit = ["", scene.unit] if scene.unit and room >= len(scene.unit) else []
    state = fit(scene.state, room, max(height // 2, 3))
    return [*(state if len(state) + len(unit) <= max(height, 3) else (scene.state,)), *unit]


def _caption(scene: Scene, width: int) -> Forms:
    """What is spoken now, always whole; in big letters, as large as there is room for."""
    big = (paragraph(scene.caption, width, 999, 1), *(_larger(scene.caption, width, scale) for scale in (2, 3)))
    return [_wrapped(scene.caption, width, "strong"), *(_apart(lines) for lines in big if lines)]


def _larger(text: str, width: int, scale: int) -> tuple[str, ...]:
    """`text` at that scale and no smaller."""
    lines = paragraph(text, width, 999, scale)
    return lines if lines and lines != paragraph(text, width, 999, scale - 1) else ()


def _mode(scene: Scene, width: int) -> Forms:
    bars, word = scene.level
    room = max(width - len(scene.mode) - 2, 0)
    full, half = (f"{'█' * (bars // part)}{'─' * (10 // part - bars // part)} " for part in (1, 2))
    meters = (f" {scene.labels.microphone} {text}" for text in (f"{full}{word:<8}", f"{full}{word}", half + word, word))
    meter = next((text for text in meters if len(text) <= room), "")
    return [[((f" {scene.mode} ", "plate"), (meter.rjust(room), "paper"))]]


def _heard(scene: Scene, width: int) -> Forms:
    big = paragraph(scene.heard, width, _BIG_ROWS, 1) if scene.heard != scene.labels.nothing_heard else ()
    return [_wrapped(scene.heard, width, "strong"), *([_strong([*big, *[""] * (_BIG_ROWS - len(big))])] if big else [])]


def _offers(scene: Scene, width: int) -> Forms:
    """What is asked for and the safety words; then all of it; then the first and the last in big letters above."""
    always = _phrases(scene.labels.always, scene.safety, width)
    beside = always if scene.asked else []
    all_ = [*_say(scene, scene.offers, width), *beside]
    ends = _ends(scene.offers, width)
    rows = [paragraph(", ".join(line), width, _BIG_ROWS, 1) for line in ends]
    big = _strong([row for drawn in rows for row in (*drawn, *[""] * (_BIG_ROWS - len(drawn)))])
    shown = {offer for line in ends for offer in line}
    rest = [*_say(scene, [offer for offer in scene.offers if offer not in shown], width), *beside]
    return [
        all_ if scene.asked else always,
        all_,
        [*big, *rest] if big else [],
        [*big, *all_] if len(shown) < len(scene.offers) else [],
    ]


def _say(scene: Scene, offers: Sequence[str], width: int) -> list[Line]:
    return _phrases(scene.labels.say if scene.hears else scene.labels.press, offers, width)


def _phrases(text: str, offers: Sequence[str], width: int) -> list[Line]:
    phrases = ", ".join(offer.replace(" ", "\N{NO-BREAK SPACE}") for offer in offers)
    return _wrapped(text.format(phrases=phrases), width, "strong") if offers else []


def _ends(offers: tuple[str, ...], width: int) -> list[tuple[str, ...]]:
    """As many as fit on two lines of big letters, from both ends."""
    first = _as_many(offers, width)
    last = _as_many(offers[: len(first) - 1 : -1], width)[::-1]
    return [line for line in (first, last) if paragraph(", ".join(line), width, _BIG_ROWS, 1)]


def _as_many(offers: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Of the first offers, those that fit on one line in big letters."""
    count = len(offers)
    while count > 1 and not paragraph(", ".join(offers[:count]), width, _BIG_ROWS, 1):
        count -= 1
    return offers[:count]


def _notice(scene: Scene, width: int) -> Forms:
    return [_wrapped(scene.notice, width, "dim")] if scene.notice else []


def _wrapped(text: str, width: int, kind: str) -> list[Line]:
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return [((line.replace("\N{NO-BREAK SPACE}", " "), kind),) for line in lines]


WORDS: dict[str, Callable[[Scene, int], Forms]] = {
    "side": _side,
    "title": _title,
    "session": _session,
    "huge": _huge,
    "caption": _caption,
    "hold": _hold,
    "mode": _mode,
    "heard": _heard,
    "offers": _offers,
    "notice": _notice,
}
"""The panes beside the drawing, from the top, and what can stand in each."""

_NEEDED = ("caption 0", "offers 0", "huge 0", "title 0", "offers 1", "notice 0", "mode 0")
"""What has rows first, in this order: a pane, and which of its forms."""
_USUAL = ("heard 0", "huge 3 rows", "side 0", "hold 0", "session 0")
_WITH_SECONDS = (
    *("huge 2 fifths", "side 1", "caption 1", "title 1", "offers 2", "offers 3"),
    *("caption 2", "side 2", "heard 1"),
)
"""While seconds are counted they are largest, and as large for every sentence that has room beside them."""
_WITH_WORDS = (
    *("caption 1", "offers 2", "caption 2", "side 1", "title 1", "offers 3", "caption 3"),
    *("huge 1 fifths", "side 2", "huge 2 fifths", "heard 1"),
)
"""Elsewhere what is said or asked is, then the answers with their keys."""

_ROOM = {"offers 2", "offers 3"}
"""Only answers are large where rows are few."""
_LAST = {"side", "title", "heard"}
"""Never large while neither what is said nor the one word is."""


def arranged(scene: Scene, width: int, height: int) -> dict[str, list[Line]]:
    """The lines of every pane in WORDS, together at most `height`: what matters most first, then as large as it goes.

    What is spoken now is whole, and the safety words are there, wherever there are cells enough for both.
    """
    forms = {name: draw(scene, width) for name, draw in WORDS.items()}
    chosen: dict[str, list[Line]] = {name: [] for name in WORDS}
    left = height
    for wish in (*_NEEDED, *_USUAL, *(_WITH_SECONDS if scene.counting else _WITH_WORDS)):
        name, _, which = wish.partition(" ")
        if wish in _ROOM and height < _TALL and not scene.asked:
            continue
        if which != "0" and name in _LAST and all(chosen[each] == forms[each][0] for each in ("huge", "caption")):
            continue
        if wish == "heard 1" and height < _TALL:
            continue
        form = _form(forms[name], which, height)
        if form and len(chosen[name]) <= len(form) <= left + len(chosen[name]):
            left += len(chosen[name]) - len(form)
            chosen[name] = form
    return _spaced(chosen, left, height)


def _form(forms: Forms, which: str, height: int) -> list[Line]:
    """The form of that number; or the largest of so many rows, or of so many fifths of the height; else no line."""
    number, _, unit = which.partition(" ")
    if not unit:
        return forms[int(number)] if int(number) < len(forms) else []
    most = int(number) if unit == "rows" else int(number) * height // 5
    return max((form for form in forms if len(form) <= most), key=len, default=[])


def _spaced(chosen: dict[str, list[Line]], left: int, height: int) -> dict[str, list[Line]]:
    """Blank lines after what is to stand apart; what remains of the rows is left under the caption."""
    apart = (
        ("caption", "huge", "side", "title", "session", "hold", "mode", "heard")
        if height >= _TALL
        else ("huge", "session", "caption")
    )
    for name in [name for name in apart if chosen[name]][:left]:
        chosen[name] = [*chosen[name], ()]
        left -= 1
    chosen["caption"] = [*chosen["caption"], *[()] * left]
    return chosen
