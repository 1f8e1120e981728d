"""Figures as tables that a person can read."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.figures import Hourly, Latency, Losses, Row, Share
from scripts.benchmarks.hearing import Report

_EXPLAINED = (
    "Latency: seconds from the true end of the word until the command is acted on (p50 / p95); of that, computing "
    "(p50 / p95) as CPU time on this machine, waiting in line included; at endpoint: how many of the right ones waited "
    "for it. right, wrong, rejected: n of n; \\[low-high] is the 95 % interval. invented: commands heard in the noise "
    "before an utterance."
)


def show(
    console: Console, report: Report, rows: Sequence[Row], hourly: Sequence[Hourly], lost: Sequence[Losses]
) -> None:
    """Everything about one engine."""
    console.print(f"\n[bold]{report.engine}[/]: {report.listener}")
    console.print(_cost(report))
    if rows:
        console.print(_commands(rows))
    if hourly:
        console.print(_talk(hourly))
    for losses in lost:
        _say_losses(console, losses)


def explain(console: Console) -> None:
    """What the columns mean."""
    console.print(f"\n[dim]{_EXPLAINED}[/]")


def _cost(report: Report) -> str:
    parts = [
        f"loads in {report.load_seconds:.2f} s",
        f"peak memory {report.peak_megabytes:.0f} MB",
        f"CPU-seconds a second: {report.cpu_silent:.3f} in silence",
        f"{_number(report.cpu_commands)} with commands",
        f"{_number(report.cpu_talk)} while people talk",
        f"at most {report.furthest_behind:.2f} s behind",
    ]
    return ", ".join(parts)


def _commands(rows: Sequence[Row]) -> Table:
    table = Table("corpus", "condition", title="Commands and answers", title_justify="left")
    for name in (
        "right",
        "wrong",
        "rejected",
        "invented",
        "latency",
        "computing",
        "at endpoint",
        "safety words",
        "their latency",
    ):
        table.add_column(name, justify="right")
    corpus = ""
    for row in rows:
        if corpus and row.corpus != corpus:
            table.add_section()
        corpus = row.corpus
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> list[str]:
    return [
        row.corpus,
        row.condition,
        f"{_share(row.right)} {_interval(row.right)}",
        _share(row.wrong),
        _share(row.rejected),
        str(row.invented),
        _latency(row.latency),
        f"{_number(row.latency.computed_p50)} / {_number(row.latency.computed_p95)}",
        f"{row.at_the_endpoint}/{row.right.count}",
        _share(row.safety),
        f"{_latency(row.safety_latency)} (n {row.safety_latency.n})",
    ]


def _talk(hourly: Sequence[Hourly]) -> Table:
    table = Table("phase", "talk", title="False accepts in other people's talk", title_justify="left")
    for name in ("accepts", "hours", "an hour", "at most (95 %)"):
        table.add_column(name, justify="right")
    table.add_column("heard")
    for row in hourly:
        heard = ", ".join(f"{phrase} {count}" for phrase, count in row.heard.items())
        table.add_row(
            row.phase, row.kind, str(row.count), f"{row.hours:.3f}", f"{row.an_hour:.1f}", f"{row.at_most:.1f}", heard
        )
    return table


def _say_losses(console: Console, losses: Losses) -> None:
    elsewhere = {phrase: who for phrase, who in losses.missed_in_quiet.items() if phrase not in losses.never_heard}
    if len(losses.never_heard) == losses.phrases:
        console.print(
            f"[bold]{losses.corpus}[/]: each of the {losses.phrases} phrases is unheard, of one or more who say it"
        )
    else:
        _say(console, f"{losses.corpus}, never heard", losses.never_heard)
        _say(console, f"{losses.corpus}, missed in quiet", elsewhere)
    if losses.confusions:
        named = ", ".join(f"{pair} {count}" for pair, count in losses.confusions.items())
        console.print(f"[bold]{losses.corpus}, taken for another[/]: {named}", highlight=False)


def _say(console: Console, title: str, unheard: Mapping[str, Sequence[str]]) -> None:
    if unheard:
        named = "; ".join(f"{phrase} ({', '.join(who)})" for phrase, who in unheard.items())
        console.print(f"[bold]{title}[/]: {named}", highlight=False)


def _share(share: Share) -> str:
    return f"{share.count}/{share.of}" if share.of else "-"


def _interval(share: Share) -> str:
    return "" if share.low is None or share.high is None else f"\\[{100 * share.low:.0f}-{100 * share.high:.0f} %]"


def _latency(latency: Latency) -> str:
    return f"{_number(latency.p50)} / {_number(latency.p95)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
