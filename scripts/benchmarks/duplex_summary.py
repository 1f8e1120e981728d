"""The coach beside the plain loop in one table, of what was measured of talking over it; for people and for README."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from scripts.benchmarks.alone import AloneReport
from scripts.benchmarks.counting import Counted
from scripts.benchmarks.duplex import HOLD
from scripts.benchmarks.duplex_figures import Over, Spread, over, overs
from scripts.benchmarks.duplex_plan import OWN_VOICES, EngineReport
from scripts.benchmarks.figures import Share
from scripts.benchmarks.listeners import PLAIN, SPOTTING

BEGIN, END = "<!-- talking over the coach: begin -->", "<!-- talking over the coach: end -->"
"""Between these lines of a file lies the table."""

NOTHING = "-"
_TITLES = {
    "embedded": "coach, embedded engine",
    "vosk": "coach, Vosk",
    "baseline": "plain loop, whole phrases",
    SPOTTING: "plain loop, any word",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """A table: a title for each column, and rows of a label and a cell for each column."""

    titles: list[str]
    rows: list[tuple[str, list[str]]]


def summary(reports: Sequence[EngineReport], counting: Sequence[Counted]) -> Summary:
    """The figures that matter most, a column for each engine."""
    rows = [*_words(reports), *_alone(reports), *_counting(reports, counting), *_cost(reports)]
    return Summary([_TITLES[report.engine] for report in reports], [row for row in rows if any(map(_told, row[1]))])


def markdown(table: Summary, about: Mapping[str, Any]) -> str:
    """The table, and where and when it was made."""
    lines = (
        ["", *table.titles],
        ["---", *(["---:"] * len(table.titles))],
        *([label, *cells] for label, cells in table.rows),
    )
    text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    versions = about["versions"].items()
    packages = ", ".join(f"{name} {version}" for name, version in versions if version[0].isdecimal())
    made = f"{str(about['date'])[:10]}, {about['cpu']}, {about['cores']} cores, Python {about['python']}; {packages}."
    return f"{text}\n\n{made}\n"


def put_into(file: Path, text: str) -> None:
    """Write `text` between the two marks in `file`, or as the whole of it where it has none."""
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    new = f"{before}{begin}\n{text}{end}{after}" if begin and end else f"{BEGIN}\n{text}{END}\n"
    file.write_text(new, encoding="utf-8")


def percent(share: Share) -> str:
    """Such as "97.2 %"."""
    return f"{100 * share.count / share.of:.1f} %" if share.of else NOTHING


def interval(share: Share) -> str:
    """Such as "95-99", in percent."""
    return NOTHING if share.low is None or share.high is None else f"{100 * share.low:.0f}-{100 * share.high:.0f}"


def decibels(ratio: float) -> str:
    """Such as "+6 dB"."""
    return f"{ratio:+.0f} dB" if ratio else "0 dB"


def seconds(*values: float | None) -> str:
    """Such as "0.12 / 0.34 s"."""
    return NOTHING if None in values else " / ".join(f"{value:.2f}" for value in values) + " s"


def _told(cell: str) -> bool:
    return cell not in {"", NOTHING}


def _words(reports: Sequence[EngineReport]) -> Iterator[tuple[str, list[str]]]:
    yield "voices", [_voices(report) for report in reports]
    found = [
        {row.ratio: row for row in overs(report.spoken) if (row.way, row.room) == ("all", "all")} for report in reports
    ]
    for ratio in dict.fromkeys(ratio for rows in found for ratio in rows if ratio is not None):
        cells = [_recall(rows[ratio]) if ratio in rows else NOTHING for rows in found]
        yield f"commands heard over the coach, {decibels(ratio)}", cells
    whole = [over(report.spoken) for report in reports]
    yield "taken for another command", [percent(row.wrong) for row in whole]
    yield "words before which a command was invented", [percent(row.invented) for row in whole]
    yield "end of other word → acted on, p50 / p95", [_middle(row.other_latency) for row in whole]
    safety = [over(report.safety) for report in reports]
    yield "safety words heard over the coach, 0 dB", [_recall(row) for row in safety]
    yield "end of safety word → acted on, p50 / p95", [_middle(row.latency) for row in safety]
    yield "safety word believed to begin, after it did: p5 / p50 / p95", [_three(row.backdated) for row in safety]
    yield "end of word → silence on the speaker, p50 / p95", [_middle(row.silent) for row in whole]
    yield "words that the coach ducks for", [percent(row.ducked) if row.ducked.count else NOTHING for row in whole]
    yield "first sound → ducked, p50 / p95", [_middle(row.ducking) for row in whole]
    yield "echo taken out, median of all scenes", [_suppression(report.suppression_db) for report in reports]


def _voices(report: EngineReport) -> str:
    corpora = dict.fromkeys(one.outcome.utterance.corpus for one in report.spoken)
    words = {(one.outcome.utterance.phrase, one.outcome.utterance.source) for one in report.spoken}
    if not corpora:
        return NOTHING
    return f"{len(words)} " + ("phrases in its model's voices" if OWN_VOICES in corpora else "recordings of people")


def _suppression(found: Sequence[float]) -> str:
    return f"{median(found):.0f} dB" if found else NOTHING


def _recall(row: Over) -> str:
    return f"{percent(row.right)} ({interval(row.right)}) of {row.right.of}" if row.right.of else NOTHING


def _middle(found: Spread) -> str:
    return seconds(found.p50, found.p95)


def _three(found: Spread) -> str:
    return seconds(found.p5, found.p50, found.p95)


def _alone(reports: Sequence[EngineReport]) -> Iterator[tuple[str, list[str]]]:
    for ratio in dict.fromkeys(one.ratio for report in reports for one in report.alone):
        cells = [_false([one for one in report.alone if one.ratio == ratio]) for report in reports]
        yield f"false commands in sessions alone, {decibels(ratio)}", cells


def _false(alone: Iterable[AloneReport]) -> str:
    sessions = list(alone)
    minutes = sum(one.minutes for one in sessions)
    return f"{sum(len(one.false) for one in sessions)} in {minutes:.0f} min" if sessions else NOTHING


def _counting(reports: Sequence[EngineReport], counting: Sequence[Counted]) -> Iterator[tuple[str, list[str]]]:
    worst = [max((one.count_error_ms or 0.0 for one in report.alone), default=None) for report in reports]
    ways = " / ".join(one.way for one in counting)
    errors = " / ".join(f"{one.error_ms:,.0f}" for one in counting) + " ms"
    drifts = " / ".join(f"{one.drift_ms:,.1f}" for one in counting) + " ms/s"
    # Counts that are off by so much at most drift by no more than from one side to the other.
    ours = [("", "") if e is None else (f"{e:.1f} ms at most", f"{2 * e / (HOLD - 1):.1f} ms/s at most") for e in worst]
    cells = [(errors, drifts) if r.engine in PLAIN else cell for r, cell in zip(reports, ours, strict=True)]
    last = max((one.counts for one in counting), default=HOLD)
    yield f"error of the {last}th count; plain: {ways}", [error for error, _ in cells]
    yield "drift of the counts", [drift for _, drift in cells]


def _cost(reports: Sequence[EngineReport]) -> Iterator[tuple[str, list[str]]]:
    for part in dict.fromkeys(part for report in reports for part in report.cpu):
        yield f"CPU-seconds a second, {part}", [_number(report.cpu.get(part)) for report in reports]
    yield "peak memory", [NOTHING if r.peak_megabytes is None else f"{r.peak_megabytes:.0f} MB" for r in reports]


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"
