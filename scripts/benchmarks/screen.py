"""What the screen costs while a hold is counted: processor time of the whole program, with the screen and without."""

import os
import pty
import select
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

_ROUTINE = """
format = 1
name = "Bench"
changeover = "Now the other one."

[[steps]]
title = "long hold"
kind = "hold"
zone = "heel"
seconds = 600
instruction = "Press."
"""
_SIZES = ((80, 24), (160, 50))
_KEYS = "nnnnnnnl4"
"""Well, and only the left foot, of a soreness of four."""
_ASKED, _COUNTED = '"answers": ["no", "yes"]', '"number": 5}, "at"'
"""What the log holds when the first question is asked, and when a hold has been counted for some seconds."""


@click.command()
@click.option("--seconds", default=20.0, show_default=True, help="Of the hold, for each figure.")
def screen(seconds: float) -> None:
    """What the screen costs of one core while a hold is counted, and how much it sends. Linux only."""
    if not Path("/proc/self/stat").exists():
        raise click.ClickException("Processor time is read from /proc, which this system has not.")
    table = Table("Screen", "Of one core", "Bytes a second", title="A hold, without microphone and speaker")
    for columns, rows in _SIZES:
        for plain in (False, True):
            share, sent = held(columns, rows, plain=plain, span=seconds)
            name = f"{columns} x {rows}, {'plain lines' if plain else 'full screen'}"
            table.add_row(name, f"{100 * share:.1f} %", f"{sent:.0f}")
    Console().print(table)


def held(columns: int, rows: int, *, plain: bool, span: float) -> tuple[float, float]:
    """Processor seconds, and bytes written to the terminal, a second while a hold is counted."""
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        log = Path(name) / "events.jsonl"
        with _coach(Path(name), log, columns, rows, plain=plain) as (child, terminal):
            _await(log, terminal, _ASKED)
            for key in _KEYS:
                os.write(terminal, key.encode())
                _read(terminal, 0.3)
            _await(log, terminal, _COUNTED)
            before, began = _processor_seconds(child), time.monotonic()
            sent = _read(terminal, span)
            spent = time.monotonic() - began
            return (_processor_seconds(child) - before) / spent, sent / spent


@contextmanager
def _coach(folder: Path, log: Path, columns: int, rows: int, *, plain: bool) -> Iterator[tuple[int, int]]:
    """The program on a terminal of its own: its process, and the terminal's other end."""
    import fcntl
    import termios

    (folder / "bench.toml").write_text(_ROUTINE)
    env = {**os.environ, "TERM": "xterm-256color"}
    env |= {f"COACH_{place}_DIR": str(folder / place) for place in ("STATE", "DATA", "CACHE")}
    silent = ("--no-microphone", "--no-speaker", *["--plain"] * plain)
    command = (sys.executable, "-m", "coach", "--routine", str(folder / "bench.toml"), "--log", str(log), *silent)
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, command, env)  # noqa: S606 - there is no shell to want
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield child, terminal
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _await(log: Path, terminal: int, wanted: str, patience: float = 60.0) -> None:
    """Until a line of the program's log holds `wanted`."""
    end = time.monotonic() + patience
    while not (log.exists() and wanted in log.read_text()):
        _read(terminal, 0.2)
        if time.monotonic() > end:
            raise click.ClickException(f"The coach did not come as far as {wanted} within {patience:.0f} s.")


def _read(terminal: int, span: float) -> int:
    """Take what is shown for `span` seconds; gives how many bytes."""
    end, taken = time.monotonic() + span, 0
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            taken += len(os.read(terminal, 65536))
    return taken


def _processor_seconds(process: int) -> float:
    """Of user and system, of all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
