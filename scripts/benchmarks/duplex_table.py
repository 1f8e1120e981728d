"""What was measured of talking over the coach, as tables that a person can read."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.device_figures import of_devices
from scripts.benchmarks.duplex import SpokenOver
from scripts.benchmarks.duplex_figures import ALL, Over, Spread, missed, mistaken, over, overs
from scripts.benchmarks.duplex_plan import EngineReport
from scripts.benchmarks.duplex_summary import NOTHING, Summary, decibels, interval, percent, seconds
from scripts.benchmarks.figures import Share

_EXPLAINED = (
    "user to echo: by how much the user, who speaks at -26 dBFS, is louder at the microphone than the coach's echo. "
    "\\[low-high], and (low-high) in the last table: 95 % interval in percent. latency: from the true end of the word "
    "until it is acted on, computing as CPU time on this machine included (p50 / p95); below zero where the coach "
    "needed less than the whole word. silence: from the word's end until the speaker is silent. ducking: from the "
    "word's first sound until the coach is softer. back-dating: where the word was believed to begin, after its first "
    "sound (p5 / p50 / p95). invented: words before which a command was heard that nobody gave. Safety words: the "
    "recorded ones also 4 and 8 % faster and slower, 3 dB louder, 3 and 6 dB softer; a test model's by each of its "
    "voices. The plain loops fall silent at a command as the coach does, and wait for no synthesiser when they count: "
    "both better than in most scripts. Alone, they take commands but no answers. Memory is that of the measuring "
    "process, room included."
)
_COLUMNS = ("n", "right", "wrong", "invented", "latency", "silence", "ducked for", "ducking", "back-dating")


def show(console: Console, table: Summary, reports: Sequence[EngineReport]) -> None:
    """Everything, the summary last."""
    for report in reports:
        if report.spoken or report.safety or report.devices:
            console.print(f"\n[bold]{report.engine}[/]: {report.listener}")
            console.print(_words(report))
            _say_losses(console, report)
    if any(report.spoken or report.devices for report in reports):
        console.print(_rooms(reports))
    console.print(_summary(table))
    for report in reports:
        _say_false(console, report)
    console.print(f"\n[dim]{_EXPLAINED}[/]")


def _words(report: EngineReport) -> Table:
    table = Table("user to echo", "over", title="Words said over the coach", title_justify="left")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    rows = [row for row in overs(report.spoken) if row.ratio is not None and row.room == ALL and row.way != ALL]
    last = None
    for row in sorted(rows, key=lambda row: (-(row.ratio or 0.0), row.way != "instructions")):
        if last is not None and row.ratio != last:
            table.add_section()
        last = row.ratio
        table.add_row(decibels(row.ratio or 0.0), row.way, *_cells(row))
    if report.safety:
        table.add_section()
        table.add_row("0 dB", "safety words", *_cells(over(report.safety)))
    return table


def _cells(row: Over) -> list[str]:
    return [
        str(row.right.of),
        _with_interval(row.right),
        _with_interval(row.wrong),
        _with_interval(row.invented),
        seconds(row.latency.p50, row.latency.p95),
        seconds(row.silent.p50, row.silent.p95),
        percent(row.ducked) if row.ducked.count else NOTHING,
        seconds(row.ducking.p50, row.ducking.p95),
        _backdating(row.backdated),
    ]


def _with_interval(share: Share) -> str:
    return f"{percent(share)} \\[{interval(share)}]"


def _backdating(found: Spread) -> str:
    return seconds(found.p5, found.p50, found.p95)


def _rooms(reports: Sequence[EngineReport]) -> Table:
    """Recall by simulated room and by device, and what was heard of each device alone."""
    table = Table("engine", "room or device", title="\nHeard right, room by room", title_justify="left")
    every = [said for report in reports for said in (*report.spoken, *report.over_devices)]
    ratios = sorted({said.ratio for said in every}, reverse=True)
    for ratio in ratios:
        table.add_column(decibels(ratio), justify="right")
    table.add_column("wrong, invented", justify="right")
    table.add_column("false alone", justify="right")
    for report in reports:
        table.add_section()
        for row in _places("rooms", report.spoken, ratios):
            table.add_row(report.engine, *row, NOTHING)
        alone = of_devices(report.devices)
        for row in _places("devices", report.over_devices, ratios):
            figures = alone["devices"].get(row[0], alone)["alone"]
            table.add_row(report.engine, *row, f"{figures['false']} in {figures['minutes']:.0f} min")
    return table


def _places(kind: str, spoken: Sequence[SpokenOver], ratios: Sequence[float]) -> Iterator[list[str]]:
    """A row for each place in which somebody spoke, and one for all of them."""
    places = [*dict.fromkeys(said.room for said in spoken), ALL]
    found = {(row.room, row.ratio): row for row in overs(spoken) if row.way == ALL}
    for place in places if spoken else ():
        rows = [found.get((place, ratio)) for ratio in ratios]
        every = found[place, None]
        losses = f"{every.wrong.count}, {every.invented.count} of {every.wrong.of}"
        yield [place if place != ALL else f"all {kind}", *(_share(row.right if row else None) for row in rows), losses]


def _share(share: Share | None) -> str:
    return NOTHING if share is None else f"{_with_interval(share)} of {share.of}"


def _summary(table: Summary) -> Table:
    shown = Table("", title="\nThe coach beside a plain loop", title_justify="left")
    for title in table.titles:
        shown.add_column(title, justify="right")
    for label, cells in table.rows:
        shown.add_row(label, *cells)
    return shown


def _say_losses(console: Console, report: EngineReport) -> None:
    everything = [*report.spoken, *report.safety, *report.over_devices]
    for title, shares in (("missed", missed(everything)), ("taken for another", mistaken(everything))):
        if shares:
            console.print(f"[bold]{title}[/]: {_listed(shares)}", highlight=False)


def _listed(shares: Mapping[str, Share], most: int = 12) -> str:
    named = [f"{phrase} {share.count}/{share.of}" for phrase, share in shares.items()]
    rest = f", and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + rest


def _say_false(console: Console, report: EngineReport) -> None:
    heard = [false.phrase for one in report.alone for false in one.false] + report.before_the_words
    if heard:
        counts = {phrase: heard.count(phrase) for phrase in dict.fromkeys(heard)}
        named = ", ".join(f"{phrase} {count}" for phrase, count in sorted(counts.items(), key=lambda item: -item[1]))
        console.print(f"[bold]{report.engine}, heard in the coach alone[/]: {named}", highlight=False)
    if unfinished := [one for one in report.alone if one.finished != "done"]:
        ends = ", ".join(f"{decibels(one.ratio)}: {one.finished}" for one in unfinished)
        console.print(f"[bold]{report.engine}, session alone not led to its end[/]: {ends}", highlight=False)
