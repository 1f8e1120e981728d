"""The history as one HTML page to hand to a professional: it asks nothing of any network and runs no script."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from coach.history import reading
from coach.history.plot import drawing
from coach.history.reading import Entry, Spot
from coach.history.store import Store
from coach.history.trend import dated, does_it_help, tellings
from coach.history.words import about_clocks, ending_of, level, signs_in
from coach.routine import Side, Zone
from coach.screen import pictures

_STYLE = """
body { font: 16px/1.5 sans-serif; color: #222; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top }
td:first-child, td:last-child { white-space: nowrap }
svg { max-width: 100%; height: auto }
.feet { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin-top: 1rem } figure { margin: 0; text-align: center }
figure svg { height: 13rem; width: auto }
@media print { body { margin: 0; font-size: 12px } tr, figure { break-inside: avoid } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever a routine's name may hold, the page loads nothing."""
_INTRODUCTION = (
    "Notes of a self-massage of the heel, led by a voice coach. Soreness is what the person said, from 0 (none) to 10."
)
_MOST_DRAWN = 4


def report(store: Store, made: datetime) -> str:
    """The whole page. Raises StorageError."""
    entries = reading.sessions(store)
    hurt = reading.where_it_hurt(store)
    sure = dated(entries, made)
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Heel massage: soreness and sessions</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>Heel massage: soreness and sessions</h1>\n<p>{_INTRODUCTION}</p>",
            f"<p>{' '.join(_summary(entries, made))}</p>",
            f"<h2>Soreness</h2>\n{drawing(entries, made).svg()}",
            *(f"<p>{escape(sentence)}</p>" for sentence in (*does_it_help(entries, made), *about_clocks(sure))),
            *_spots("Where it hurt", hurt),
            *_feet(hurt),
            *_spots("Steps that were stopped", reading.where_it_was_stopped(store)),
            *_signs(store, entries),
            *_sessions(entries, sure),
            "</body>\n</html>\n",
        )
    )


def _summary(entries: Sequence[Entry], made: datetime) -> Iterator[str]:
    yield f"Made on {_day(made)}."
    if not entries:
        yield "There are no sessions yet."
        return
    done = [entry for entry in entries if entry.done]
    painful = sum(entry.reason in {"sharp", "hurt"} for entry in done)
    broken_off = f" ({painful} of those ended because it hurt)" if painful else ""
    days = [entry.started for entry, sure in zip(entries, dated(entries, made), strict=True) if sure]
    span = f", from {_day(days[0])} to {_day(days[-1])}" if days else ""
    yield f"Sessions: {len(entries)}, {len(done)} of them with a massage{broken_off}{span}."
    for side in Side:
        if told := tellings(entries, side, made):
            yield f"Soreness of the {side} foot: {told[0].level} at first, {told[-1].level} at last."


def _spots(title: str, spots: Sequence[Spot]) -> Iterator[str]:
    yield f"<h2>{title}</h2>"
    if spots:
        rows = ((spot.foot or "-", spot.title, str(spot.times), _day(spot.last)) for spot in spots)
        yield _table(("Foot", "Step", "Times", "Last on"), rows)
    else:
        yield "<p>None.</p>"


def _feet(spots: Sequence[Spot]) -> Iterator[str]:
    """The foot with the part lit where it hurt, the most frequent first."""
    times: Counter[tuple[Side, Zone]] = Counter()
    for spot in spots:
        if spot.zone and spot.foot in list(Side):
            times[Side(spot.foot), spot.zone] += spot.times
    if times:
        yield '<div class="feet">'
        for (side, zone), count in times.most_common(_MOST_DRAWN):
            caption = f"{side} {zone}: {count} time{'' if count == 1 else 's'}"
            yield f"<figure>{pictures.svg(zone, side)}<figcaption>{caption}</figcaption></figure>"
        yield "</div>"


def _signs(store: Store, entries: Sequence[Entry]) -> Iterator[str]:
    """Every session that began with a warning sign, or was ruled out by an answer."""
    yield "<h2>Warning signs told of</h2>"
    told = [(entry, signs_in(reading.answers(store, entry.id), entry.refused)) for entry in entries]
    rows = [(_moment(entry.started), "; ".join(signs), ending_of(entry)) for entry, signs in told if signs]
    yield _table(("When", "Sign", "The session"), rows) if rows else "<p>None.</p>"


def _sessions(entries: Sequence[Entry], sure: Sequence[bool]) -> Iterator[str]:
    """The newest first."""
    yield "<h2>Sessions</h2>\n<p>Soreness before and after.</p>"
    heads = ("When", "Routine", "Minutes", "Left foot", "Right foot", "Steps done", "Hurt", "Ended")
    yield _table(heads, map(_session, reversed(entries), reversed(sure)))


def _session(entry: Entry, sure: bool) -> tuple[str, ...]:
    feet = (" → ".join(map(level, entry.soreness(side))) for side in Side)
    minutes = f"{entry.seconds / 60:.0f}"
    counts = str(entry.done), str(entry.hurts)
    when = _moment(entry.started) + ("" if sure else " ?")
    return (when, entry.routine, minutes, *feet, *counts, ending_of(entry))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"


def _day(at: datetime) -> str:
    return f"{at:%d %B %Y}"


def _moment(at: datetime) -> str:
    return f"{at:%d %b %Y, %H:%M}"
