"""`scripts/bench`: what it can be asked to measure."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from coach.errors import CoachError
from scripts.benchmarks import figures, machine, table
from scripts.benchmarks.duplex_command import duplex
from scripts.benchmarks.halves import HALVES
from scripts.benchmarks.hearing import Report, measure
from scripts.benchmarks.listeners import ENGINES
from scripts.benchmarks.memory import memory
from scripts.benchmarks.mixing import Condition, condition
from scripts.benchmarks.options import FILE, FOLDER, TUNE, done, engines_of, folders_of_recordings, found_model, some_of
from scripts.benchmarks.plan import CORPORA, FULL, QUICK, Plan, gather, merged, tasks
from scripts.benchmarks.sayings import sayings
from scripts.benchmarks.screen import screen
from scripts.benchmarks.selfheard import selfheard
from scripts.benchmarks.starting import starting
from scripts.benchmarks.voice import voice


def _conditions(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[Condition, ...]:
    try:
        return tuple(condition(name) for name in value.split(",")) if value else ()
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group()
def main() -> None:
    """Measure the coach."""


main.add_command(duplex)


@main.command()
@click.argument("recordings", nargs=-1, type=FOLDER)
@click.option("--other", multiple=True, type=FOLDER, help="Folder of WAVs of other people's speech; may be repeated.")
@click.option("--model", type=FOLDER, help="Vosk model; without it, the one that the coach would find.")
@click.option("--engines", callback=some_of(ENGINES), help=f"Of {','.join(ENGINES)}.")
@click.option("--corpora", callback=some_of(CORPORA), help=f"Of {','.join(CORPORA)}.")
@click.option("--conditions", callback=_conditions, help="Such as quiet,babble@20,t60@0.8,far,clipped,gated.")
@click.option("--half", type=click.Choice(HALVES), help="Only the speakers that were tuned to, or those held out.")
@click.option(
    "--hours", type=click.FloatRange(0), help="Of other speech: that much mid-step, that much under questions."
)
@click.option("--mid-step-only", is_flag=True, help="Of other speech: none under questions.")
@TUNE
@click.option("--quick", is_flag=True, help="Less of everything: about a minute.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes at a time.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "json_file", type=FILE, help="Write every figure there.")
def hearing(quick: bool, json_file: Path | None, jobs: int, **given: Any) -> None:
    """How well commands are heard, how fast, and how often other speech is taken for one.

    RECORDINGS: folders of WAVs named `<phrase>.<who>.wav`; COACH_RECORDINGS (paths parted as in PATH) adds more. A
    recording of what is no phrase must be rejected. Nothing of them is kept.
    """
    console = Console(width=None if Console().is_terminal else 190)
    try:
        plan = _plan(FULL if not quick else QUICK, given)
        reports = _measured(plan, jobs)
    except CoachError as error:
        raise click.ClickException(str(error)) from error
    for report in reports:
        table.show(console, report, *_figures(report))
    table.explain(console)
    if json_file:
        json_file.write_text(json.dumps(_document(plan, reports), indent=1, default=str) + "\n")


def _plan(usual: Plan, given: dict[str, Any]) -> Plan:
    conditions: tuple[Condition, ...] | None = given["conditions"]
    model = found_model(given["model"])
    if not model:
        click.echo("No Vosk model was found, so Vosk is left out: name one with --model.", err=True)
    return Plan(
        engines=engines_of(given["engines"], model, tuning=given["tune"]),
        conditions=conditions or usual.conditions,
        corpora=given["corpora"],
        recordings=folders_of_recordings(given["recordings"]),
        other=given["other"],
        hours=usual.hours if given["hours"] is None else given["hours"],
        mid_step_only=given["mid_step_only"],
        thorough=usual.thorough,
        half=given["half"],
        seed=given["seed"],
    )


def _measured(plan: Plan, jobs: int) -> list[Report]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        todo = tasks(plan, gather(plan, Path(folder)))
        return merged(done([(measure, task) for task in todo], jobs))


def _figures(report: Report) -> tuple[list[figures.Row], list[figures.Hourly], list[figures.Losses]]:
    return figures.rows(report.outcomes), figures.hourly(report), figures.losses(report.outcomes)


def _document(plan: Plan, reports: Iterable[Report]) -> dict[str, Any]:
    return {**machine.about(), "plan": asdict(plan), "engines": {report.engine: _entry(report) for report in reports}}


def _entry(report: Report) -> dict[str, Any]:
    rows, hourly, losses = _figures(report)
    return {
        "commands": [asdict(row) for row in rows],
        "false_accepts_hourly": [asdict(row) for row in hourly],
        "losses": [asdict(loss) for loss in losses],
        **asdict(report),
    }


main.add_command(memory)
main.add_command(screen)
main.add_command(selfheard)
main.add_command(voice)
main.add_command(sayings)
main.add_command(starting)

if __name__ == "__main__":
    main(prog_name="scripts/bench")
