"""How fast hostile routine files are refused, and how fast ten years of daily sessions are listed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from coach.app.going import Going
from coach.errors import RoutineError
from coach.history.store import Store, history_file
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from tests.routines.hostile import hostile

DAY = 86_400


@click.command()
@click.option("--files", default=1000, show_default=True, help="Hostile files.")
@click.option("--years", default=10, show_default=True, help="Of one session a day.")
@click.option("--seed", default=6, show_default=True)
def memory(files: int, years: int, seed: int) -> None:
    """How fast hostile routine files are refused, and the history of years is listed."""
    table = Table("What", "Figure")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder, Going("Measuring") as going:
        for row in (*refusals(Path(folder), files, seed, going.tell), *listings(Path(folder), years)):
            table.add_row(*row)
    Console().print(table)


def refusals(
    folder: Path, files: int, seed: int, tell: Callable[[str, float], None] = lambda about, share: None
) -> Iterator[tuple[str, str]]:
    """How many files were refused, how many happened to be fit to be taught, and the slowest of each kind."""
    slowest: dict[str, float] = {}
    refused = fit = 0
    made, path = hostile(seed), folder / "hostile.toml"
    while refused < files:
        kind, content = next(made)
        tell(f"{refused} of {files} files refused", refused / files)
        path.write_bytes(content)
        began = time.perf_counter()
        try:
            read_routine(path)
            fit += 1
        except RoutineError:
            refused += 1
        slowest[kind] = max(slowest.get(kind, 0.0), time.perf_counter() - began)
    yield "hostile routine files refused", str(refused)
    yield "  changed ones that can still be taught", str(fit)
    for kind, spent in slowest.items():
        yield f"  slowest, {kind}", f"{1000 * spent:.0f} ms"


def listings(folder: Path, years: int) -> Iterator[tuple[str, str]]:
    """The time that `coach history` takes, from the start of the program to its end."""
    env = {**os.environ, "COACH_STATE_DIR": str(folder)}
    sessions = fill(history_file(env), years)
    for options in ((), ("--all",)):
        command = (sys.executable, "-m", "coach", "history", *options)
        best = min(_seconds(command, env) for _ in range(3))
        yield f"`coach {' '.join(command[3:])}` of {sessions} sessions, whole program", f"{1000 * best:.0f} ms"


def fill(path: Path, years: int) -> int:
    """A session a day, each of both feet; gives how many."""
    routine = read_routine(built_in()["heel"])
    end = datetime.now().astimezone().timestamp()
    days = 365 * years
    moment = [end - days * DAY]
    with Store(path, print, lambda: moment[0]) as store:
        store.rows("PRAGMA synchronous = OFF")
        for day in range(days):
            moment[0] = end - (days - day) * DAY
            session = store.begin(routine)
            levels = {(foot, when): day % 6 for foot in ("left", "right") for when in ("before", "after")}
            store.save_answers(session, {"feeling": "no", "diabetes": "no"}, dict(levels))
            for foot in ("left", "right"):
                for step in routine.foot_steps:
                    store.add_step(session, foot, step.id, step.title, "done", step.seconds)
            store.end(session, "done", 1000.0, for_good=True)
    return days


def _seconds(command: tuple[str, ...], env: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began
