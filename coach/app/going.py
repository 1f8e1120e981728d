"""Shows on standard error that long work goes on: a moving bar in a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable, Collection, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO, TypeVar

import click

from coach.clock import RATE

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

EVERY = 20.0
"""Seconds between two lines where there is no terminal; work that is shorter says nothing."""

T = TypeVar("T")


class Going:
    """A context manager around the work; nothing else may be printed meanwhile."""

    def __init__(self, what: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`what` is done, as "Rehearsing" says it."""
        self._what, self._clock = what, clock
        self._stream = sys.stderr if stream is None else stream
        self._told_at = clock()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._stream is not None and self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TextColumn("{task.fields[about]}", markup=False),
                TimeElapsedColumn(),
                console=Console(file=self._stream),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._task = self._bar.add_task(self._what, total=None, about="")
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def tell(self, about: str, share: float | None = None) -> None:
        """How far it is: a few words, and the share that is done, of 1, where it is known."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, about=about, total=None if share is None else 1.0, completed=share)
        elif self._clock() - self._told_at >= EVERY:
            self._told_at = self._clock()
            click.echo(f"{self._what}: {about}", file=self._stream)


def clock(at: int) -> str:
    """Audio time, in samples, as minutes and seconds: "4:05"."""
    minutes, rest = divmod(at // RATE, 60)
    return f"{minutes}:{rest:02}"


def counted(things: Collection[T], going: Going) -> Iterator[T]:
    """All of `things`, in their order; `going` is told of each as it is taken."""
    for number, thing in enumerate(things, 1):
        going.tell(f"{number} of {len(things)}", (number - 1) / len(things))
        yield thing
