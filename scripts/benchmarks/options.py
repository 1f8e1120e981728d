"""What the commands of the benchmark have in common: their options, and work done by several processes."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import reduce
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from coach.app.parts import places
from coach.hearing.tuning import USUAL, Tuning
from coach.speech_models import models
from scripts.benchmarks.listeners import PLAIN, Engine
from scripts.benchmarks.varying import varied

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)

Callback = Callable[[click.Context, click.Parameter, str | None], Any]
Work = tuple[Callable[[Any], Any], Any]
"""What one process calls, and with what."""


def some_of(known: Sequence[str]) -> Callback:
    """The callback of an option that takes names, commas between."""

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
        names = tuple(name.strip() for name in value.split(",")) if value else tuple(known)
        if unknown := [name for name in names if name not in known]:
            raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(known)}")
        return names

    return chosen


def folders_of_recordings(given: Iterable[Path]) -> tuple[Path, ...]:
    """Those given, and those that COACH_RECORDINGS names."""
    environment = [Path(folder) for folder in os.environ.get("COACH_RECORDINGS", "").split(os.pathsep) if folder]
    return (*given, *environment)


def found_model(model: Path | None) -> Path | None:
    """The Vosk model that the coach would find; `model`: the one that the user named. Raises ModelError."""
    where = places()
    found = models.find_model(model, os.environ, where.checkout_models, where.data)
    return found.path if found else None


def tuned(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Tuning:
    """The callback of an option that varies thresholds of hearing, such as segmenter.clear=4."""
    try:
        return reduce(varied, value, USUAL)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


TUNE = click.option(
    "--tune", multiple=True, callback=tuned, help="Vary a threshold: segmenter.clear=4; may be repeated."
)


def engines_of(names: Iterable[str], model: Path | None, **settings: Any) -> tuple[Engine, ...]:
    """Of the engines called `names` those that can be had with `model`, with these settings."""
    known = {name: Engine(name) for name in ("embedded", "stream")}
    if model:
        known |= {name: Engine(name, model) for name in ("vosk", *PLAIN)}
    chosen = tuple(known[name] for name in names if name in known)
    if not chosen:
        raise click.ClickException("There is no engine to measure: name a Vosk model with --model.")
    return tuple(replace(engine, **settings) for engine in chosen)


def done(work: Sequence[Work], jobs: int) -> list[Any]:
    """What all of `work` gives, in its order; the user sees how far it is."""
    # A process for each, not a fork: an engine's memory must be its own.
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        running = [pool.submit(function, task) for function, task in work]
        _wait(running)
        return [future.result() for future in running]


def _wait(running: list["Future[Any]"]) -> None:
    with Progress(console=Console(stderr=True)) as progress:
        for _ in progress.track(as_completed(running), total=len(running), description="Measuring"):
            pass
