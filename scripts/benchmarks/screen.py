"""What the screen costs while a clock runs: processor time of the whole program, with the screen and without."""

import os
import pty
import select
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import soundfile
from rich.console import Console
from rich.table import Table

from coach.app.going import Going, counted
from coach.clock import BLOCK, RATE
from tests.sound.virtual_card import VirtualCard

_ROUTINE = """
format = 1
name = "Bench"
changeover = "Now the other one."

[[steps]]
title = "long hold"
kind = "{kind}"
zone = "arch"
seconds = 600
instruction = "Press."
"""
LOG, SOUND = "events.jsonl", "session.wav"
_SIZES = ((80, 24), (160, 50))
_KEYS = "nnnnnl4"
"""Well, and only the left foot, of a soreness of four."""
_ASKED = '"answers": ["no", "yes"]'
"""What the log holds when the first question is asked."""
_TAKEN = '"tone": "accepted"'
"""What the log holds of a key that was taken: one that comes before its question has begun to sound is not."""
_RUNS = '"kind": "Schedule"'
"""What the log holds when the clock is about to run."""
PATIENCE = 60.0
"""Seconds that the program may take from one thing it is waited for to the next."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hold cost, each a second."""

    processor: float
    """Seconds of processor time, of all threads."""
    sent: float
    """Bytes written to the terminal."""
    lost: int | None
    """Blocks of the microphone that were lost in all; None without a sound card."""


@click.command()
@click.option("--seconds", default=20.0, show_default=True, help="Of the hold, for each figure.")
@click.option("--card", is_flag=True, help="With a virtual sound card (PulseAudio), listening and speaking.")
def screen(seconds: float, card: bool) -> None:
    """What the screen costs of one core while a hold is counted or the drawing moves, and whether sound is lost.

    Linux only.
    """
    if not Path("/proc/self/stat").exists():
        raise click.ClickException("Processor time is read from /proc, which this system has not.")
    table = Table("Screen", "Of one core", "Bytes a second", "Blocks lost", title=f"{seconds:.0f} s of a step")
    kinds = [(kind, plain) for kind in ("hold", "motion") for plain in (False, True)]
    wanted = [(size, kind, plain) for size in _SIZES for kind, plain in kinds]
    with Going("Holding") as going:
        for (columns, rows), kind, plain in counted(wanted, going):
            cost = held(columns, rows, plain=plain, span=seconds, with_card=card, kind=kind)
            name = f"{columns} x {rows}, {'plain lines' if plain else 'full screen'}, {kind}"
            lost = "no card" if cost.lost is None else f"{cost.lost} of {seconds / BLOCK * RATE:.0f}"
            table.add_row(name, f"{100 * cost.processor:.1f} %", f"{cost.sent:.0f}", lost)
    Console().print(table)


def held(columns: int, rows: int, *, plain: bool, span: float, with_card: bool, kind: str = "hold") -> Cost:
    """The cost of a step of that kind whose clock runs, on a terminal of that size."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coach-bench-")))
        card = stack.enter_context(VirtualCard()) if with_card else None
        child, terminal = stack.enter_context(_coach(folder, columns, rows, plain=plain, card=card, kind=kind))
        log = folder / LOG
        _await(log, terminal, _ASKED)
        for taken, key in enumerate(_KEYS, start=1):
            _press(key, log, terminal, taken)
        _await(log, terminal, _RUNS)
        _read(terminal, 1.5)
        before, began = _processor_seconds(child), time.monotonic()
        sent = _read(terminal, span)
        spent = time.monotonic() - began
        processor = _processor_seconds(child) - before
        lost = _lost(folder / SOUND, spent) if card else None
        return Cost(processor / spent, sent / spent, lost)


def _lost(path: Path, span: float) -> int:
    """Blocks of the last `span` seconds that are silence throughout: the card's room is never silent."""
    heard = soundfile.read(path, dtype="int16")[0][-int(span * RATE) :, 1]
    blocks = heard[: len(heard) // BLOCK * BLOCK].reshape(-1, BLOCK)
    return int((~blocks.any(axis=1)).sum())


@contextmanager
def _coach(
    folder: Path, columns: int, rows: int, *, plain: bool, card: VirtualCard | None, kind: str
) -> Iterator[tuple[int, int]]:
    """The program on a terminal of its own: its process, and the terminal's other end."""
    import fcntl
    import termios

    (folder / "bench.toml").write_text(_ROUTINE.format(kind=kind))
    env = {**os.environ, "TERM": "xterm-256color", **(card.env if card else {})}
    env |= {f"COACH_{place}_DIR": str(folder / place) for place in ("STATE", "DATA", "CACHE")}
    sound = ("--record", str(folder / SOUND)) if card else ("--no-microphone", "--no-speaker")
    told = ("--routine", str(folder / "bench.toml"), "--log", str(folder / LOG), "--rate", "300", *["--plain"] * plain)
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, (sys.executable, "-m", "coach", *told, *sound), env)  # noqa: S606 - no shell wanted
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield child, terminal
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _press(key: str, log: Path, terminal: int, taken: int) -> None:
    """Press a key, and once more while it is not taken, until the program's log tells of `taken` keys that were."""
    end = time.monotonic() + PATIENCE
    while _told(log, _TAKEN) < taken:
        os.write(terminal, key.encode())  # That the same answer comes twice does no harm.
        again = time.monotonic() + 0.5
        while _told(log, _TAKEN) < taken and time.monotonic() < again:
            _read(terminal, 0.05)
        _give_up_after(end, f"take the key {key}")


def _await(log: Path, terminal: int, wanted: str) -> None:
    """Until a line of the program's log holds `wanted`."""
    end = time.monotonic() + PATIENCE
    while not _told(log, wanted):
        _read(terminal, 0.05)
        _give_up_after(end, f"come as far as {wanted}")


def _told(log: Path, wanted: str) -> int:
    """How often the program's log holds `wanted`."""
    return log.read_text().count(wanted) if log.exists() else 0


def _give_up_after(end: float, what: str) -> None:
    if time.monotonic() > end:
        raise click.ClickException(f"The coach did not {what} within {PATIENCE:.0f} s.")


def _read(terminal: int, span: float) -> int:
    """Take what is shown for `span` seconds; gives how many bytes."""
    end, taken = time.monotonic() + span, 0
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                taken += len(os.read(terminal, 65536))
            except OSError as error:
                raise click.ClickException("The coach ended in the middle of the measurement.") from error
    return taken


def _processor_seconds(process: int) -> float:
    """Of user and system, of all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
