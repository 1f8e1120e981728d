"""`scripts/bench duplex`: how well the coach is talked over, beside a plain loop."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from coach.clock import seconds
from coach.errors import CoachError
from coach.speaking.choice import named
from coach.speaking.pyttsx_voice import HEART
from scripts.benchmarks import duplex_table, machine
from scripts.benchmarks.counting import WAYS, Counted, PlainCounting
from scripts.benchmarks.device_figures import of_devices
from scripts.benchmarks.devices import devices
from scripts.benchmarks.duplex_figures import missed, mistaken, over, overs
from scripts.benchmarks.duplex_plan import FULL, QUICK, DuplexPlan, EngineReport, gathered, work
from scripts.benchmarks.duplex_summary import markdown, put_into, summary
from scripts.benchmarks.english import ENGLISH
from scripts.benchmarks.halves import HALVES
from scripts.benchmarks.listeners import CANCELLERS, DUPLEX_ENGINES
from scripts.benchmarks.options import FILE, FOLDER, TUNE, done, engines_of, folders_of_recordings, found_model, some_of
from scripts.benchmarks.rooms import ROOMS
from scripts.testmodel.cached import cached_model

_CHECKOUT = Path(__file__).resolve().parents[2]
_ROOM_NAMES = tuple(room.name for room in ROOMS)
_SHORT_NAMES = tuple(str(number) for number in range(1, len(ROOMS) + 1))


def _ratios(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[float, ...]:
    try:
        ratios = tuple(float(ratio) for ratio in value.split(",")) if value else ()
    except ValueError as error:
        raise click.BadParameter("give numbers of dB with commas between, as in 6,0,-6") from error
    if any(not -40 <= ratio <= 40 for ratio in ratios):
        raise click.BadParameter("a ratio lies between -40 and 40 dB")
    return ratios


@click.command()
@click.argument("recordings", nargs=-1, type=FOLDER)
@click.option(
    "--model", type=FOLDER, help="Vosk model; without it, the one that the coach would find, or a test model."
)
@click.option("--engines", callback=some_of(DUPLEX_ENGINES), help=f"Of {','.join(DUPLEX_ENGINES)}.")
@click.option("--ratios", callback=_ratios, help="dB, user to echo: such as 6,0,-6,-12.")
@click.option(
    "--rooms",
    callback=some_of(_SHORT_NAMES),
    help=f"By number: {'; '.join(f'{n} {name}' for n, name in zip(_SHORT_NAMES, _ROOM_NAMES, strict=True))}.",
)
@click.option(
    "--echoes", type=FOLDER, help="Pairs NAME.played.wav, NAME.heard.wav of real devices: talk over these as well."
)
@click.option("--devices", help="Of the echoes, only those of these names, with commas between.")
@click.option("--echoes-only", is_flag=True, help="No simulated rooms, no sessions, no plain counting.")
@click.option("--words", type=click.IntRange(1), help="How many words are said over each echo at each ratio.")
@click.option("--alone", type=click.FloatRange(0), help="Seconds for which each echo is heard alone at each ratio.")
@click.option("--voice", default=HEART, show_default=True, help="The coach's: heart, system, or another's name.")
@click.option("--half", type=click.Choice(HALVES), help="Only the speakers that were tuned to, or those held out.")
@click.option(
    "--canceller",
    type=click.Choice(CANCELLERS),
    help="Which takes the echo out (-alone: and tells whether anybody speaks, too); without it, the coach's choice.",
)
@TUNE
@click.option("--rounds", type=click.IntRange(1), help="How often each recording is said in each place.")
@click.option("--quick", is_flag=True, help="Less of everything: about two minutes, on two cores.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes at a time.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "json_file", type=FILE, help="Write every figure there.")
@click.option(
    "--markdown", "markdown_file", type=FILE, help="Write the summary there, between the marks if it has them."
)
def duplex(quick: bool, jobs: int, json_file: Path | None, markdown_file: Path | None, **given: Any) -> None:
    """How well commands are heard over the coach's own voice, and what it hears in itself, beside a plain loop.

    RECORDINGS: folders of WAVs named `<phrase>.<who>.wav`; COACH_RECORDINGS (paths parted as in PATH) adds more. They
    are said over the coach in simulated rooms, and over the ECHOES of real devices, looped. A Vosk model that was made
    for tests hears the synthetic voices that it was made from. Nothing of the recordings is kept.

    The engines baseline and spotting are plain Vosk loops: the one acts on a phrase as a whole, the other on any in it.
    """
    console = Console(width=None if Console().is_terminal else 190)
    try:
        plan = _plan(QUICK if quick else FULL, given)
        reports, counting = _measured(plan, jobs)
    except CoachError as error:
        raise click.ClickException(str(error)) from error
    about, table = machine.about(), summary(reports, counting)
    duplex_table.show(console, table, reports)
    if markdown_file:
        put_into(markdown_file, markdown(table, about))
    if json_file:
        json_file.write_text(json.dumps(_document(about, plan, reports, counting), indent=1, default=str) + "\n")


def _plan(usual: DuplexPlan, given: dict[str, Any]) -> DuplexPlan:
    names = given["engines"]
    model = found_model(given["model"])
    if not model and set(names) - {"embedded"}:
        click.echo("No Vosk model was found: Vosk is measured with a model made for tests.", err=True)
        model = cached_model(_CHECKOUT / ".cache")
    recordings = folders_of_recordings(given["recordings"])
    if not recordings and "embedded" in names:
        click.echo(
            "No recordings were given, so nobody speaks to the embedded engine: name a folder of them.", err=True
        )
    plan = replace(
        usual,
        engines=engines_of(names, model, canceller=given["canceller"], tuning=given["tune"]),
        ratios=given["ratios"] or usual.ratios,
        rooms=usual.rooms if len(given["rooms"]) == len(ROOMS) else tuple(ROOMS[int(n) - 1] for n in given["rooms"]),
        rounds=given["rounds"] or usual.rounds,
        recordings=recordings,
        half=given["half"],
        voice=given["voice"],
        seed=given["seed"],
    )
    return _with_echoes(plan, given) if given["echoes"] else plan


def _with_echoes(plan: DuplexPlan, given: dict[str, Any]) -> DuplexPlan:
    """`plan` with the recorded echoes that were asked for. Raises RecordingError."""
    found = devices(given["echoes"])
    names = given["devices"].split(",") if given["devices"] else [device.name for device in found]
    if unknown := set(names) - {device.name for device in found}:
        raise click.ClickException(f"{given['echoes']} has no echo called {min(unknown)}.")
    return replace(
        plan,
        devices=tuple(device for device in found if device.name in names),
        device_ratios=given["ratios"] or plan.device_ratios,
        device_words=given["words"] or plan.device_words,
        device_alone=plan.device_alone if given["alone"] is None else given["alone"],
        rooms=() if given["echoes_only"] else plan.rooms,
        counts=0 if given["echoes_only"] else plan.counts,
    )


def _measured(plan: DuplexPlan, jobs: int) -> tuple[list[EngineReport], list[Counted]]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        todo = work(plan, Path(folder))
        spoken = _spoken(plan.counts, plan.voice) if plan.counts else []
        counting = [PlainCounting(way, spoken).start() for way in WAYS if spoken]
        reports = gathered(plan, done(todo, jobs))
    return reports, [one.result() for one in counting]


def _spoken(counts: int, name: str) -> list[float]:
    """How many seconds the coach's voice takes for each number of a hold."""
    voice = named(name, None)
    try:
        return [
            seconds(len(voice.clip(ENGLISH.wording.count(n), ENGLISH.count_rate).sound)) for n in range(1, counts + 1)
        ]
    finally:
        voice.close()


def _document(
    about: dict[str, Any], plan: DuplexPlan, reports: Sequence[EngineReport], counting: Sequence[Counted]
) -> dict[str, Any]:
    return {
        **about,
        "plan": asdict(plan),
        "engines": {report.engine: _entry(report) for report in reports},
        "echoes": {report.engine: of_devices(report.devices) for report in reports if report.devices},
        "plain_counting": [asdict(one) for one in counting],
    }


def _entry(report: EngineReport) -> dict[str, Any]:
    return {
        "over_the_coach": [asdict(row) for row in overs(report.spoken)],
        "safety_words": [asdict(row) for row in overs(report.safety)],
        "all_over_the_coach": asdict(over(report.spoken)),
        "missed": {phrase: asdict(share) for phrase, share in missed(report.spoken).items()},
        "mistaken": {phrase: asdict(share) for phrase, share in mistaken(report.spoken).items()},
        "false_commands_alone": sum(len(one.false) for one in report.alone),
        **asdict(report),
    }
