"""The real program in a process of its own: types to it, follows its log, and reads what it printed."""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from tests import rendered

ROOT = Path(__file__).parents[1]
Line = dict[str, Any]

ROUTINE = """
format = 1
name = "Short"
changeover = "Now take the other one."
closing = "That was all."

[[steps]]
id = "seat"
title = "your seat"
kind = "guide"
zone = "foot"
instruction = "Sit down, and put the bare foot on the other knee, so that you reach the heel with ease."

[[steps]]
id = "first"
title = "first hold"
kind = "hold"
zone = "heel"
seconds = 20
instruction = "Press."

[[steps]]
id = "second"
title = "second hold"
kind = "hold"
zone = "sole"
seconds = 5
instruction = "Press once more."
"""
INTERVIEW = [*["no"] * 5, "left", "skip"]
"""The answers that lead to the first step, on the left foot."""


def environment(folder: Path, sound: Mapping[str, str], *, cold: bool = False) -> dict[str, str]:
    """An environment whose cache and data lie in `folder` and whose sound is `sound`; `cold`: an empty cache."""
    places = {f"COACH_{place}_DIR": str(folder / place.lower()) for place in ("CACHE", "DATA", "STATE")}
    if not cold:
        rendered.lend(folder / "cache" / "prompts")
    ours = {**places, "OMP_NUM_THREADS": "1"}
    return {**os.environ, "PYTHONPATH": str(ROOT), **ours, **sound}


class CoachProcess:
    """A context manager around `coach OPTIONS` with its standard input in our hands; killed at the end."""

    def __init__(
        self,
        env: Mapping[str, str],
        folder: Path,
        *options: str,
        stdin: int = subprocess.PIPE,
        under: tuple[str, ...] = (),
        read: bool = True,
    ) -> None:
        """`under`: another program that starts the coach, with its arguments.

        Without `read` nobody reads what it prints, and it can print four kilobytes.
        """
        self._cache = env.get("COACH_CACHE_DIR")
        self._log_path = folder / "events.jsonl"
        self._log_path.unlink(missing_ok=True)
        self.routine = self.write_routine(folder)
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            (*under, sys.executable, "-m", "coach", "--routine", self.routine, "--log", self._log_path, *options),
            cwd=folder,
            env=dict(env),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.printed: list[str] = []
        self.errors: list[str] = []
        self._place = 0
        self._readers = [self._collect(self.process.stderr, self.errors)]
        if read:
            self._readers.append(self._collect(self.process.stdout, self.printed))
        else:
            assert self.process.stdout is not None
            fcntl.fcntl(self.process.stdout, fcntl.F_SETPIPE_SZ, 4096)

    @staticmethod
    def write_routine(folder: Path) -> Path:
        """Write ROUTINE into `folder`; gives the file."""
        path = folder / "short.toml"
        path.write_text(ROUTINE)
        return path

    def __enter__(self) -> "CoachProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._cache:
            rendered.keep(Path(self._cache) / "prompts")

    def type(self, *lines: str) -> None:
        """Type lines, all at once."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def log(self) -> list[Line]:
        """Every line of the log so far."""
        if not self._log_path.exists():
            return []
        whole = self._log_path.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def wait_for(self, wanted: Callable[[Line], bool], seconds: float = 30) -> Line:
        """The next line of the log that is `wanted`, after those that an earlier call has passed."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            lines = self.log()
            for place in range(self._place, len(lines)):
                if wanted(lines[place]):
                    self._place = place + 1
                    return lines[place]
            assert self.process.poll() is None, f"the coach ended: {self.printed[-5:]} {self.errors[-5:]}"
            time.sleep(0.02)
        raise AssertionError(f"not in the log within {seconds} s; printed last: {self.printed[-5:]} {self.errors[-5:]}")

    def wait_for_print(self, text: str, seconds: float = 30) -> str:
        """The first printed line that holds `text`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = next((line for line in self.printed if text in line), None)
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{text!r} was not printed within {seconds} s: {self.printed[-5:]} {self.errors[-5:]}")

    def answer_the_interview(self) -> None:
        """Type every answer as soon as the first question may be answered."""
        self.wait_for(lambda line: any(effect["live"]["answers"] for effect in effects(line, "Listen")))
        self.type(*INTERVIEW)

    def end(self, seconds: float = 10) -> int:
        """Its exit status, once it has ended by itself and all it printed is read."""
        status = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(5)
        return status

    @staticmethod
    def _collect(stream: Any, lines: list[str]) -> threading.Thread:
        def read() -> None:
            for line in stream:
                lines.append(line)  # noqa: PERF402 - one at a time, so that the test sees each at once

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread


def effects(line: Line, kind: str) -> Iterator[Line]:
    """The effects of one kind in a line of the log."""
    return (effect for effect in line["effects"] if effect["kind"] == kind)


def count(number: int) -> Callable[[Line], bool]:
    """Whether a count begins."""
    return lambda line: line["event"].get("cue", {}).get("number") == number


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has started and that live."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def any_count(line: Line) -> bool:
    """Whether whichever count begins."""
    return bool(line["event"].get("cue", {}).get("kind") == "count")


def note(what: str, **details: object) -> Callable[[Line], bool]:
    """Whether something is noted, with at least these details."""
    return lambda line: any(
        effect["what"] == what and details.items() <= effect["details"].items() for effect in effects(line, "Note")
    )


def heard(intent: str) -> Callable[[Line], bool]:
    """Whether a command is understood."""
    return lambda line: line["event"]["kind"] == "Heard" and line["event"]["match"]["intent"] == intent


def begun(text: str) -> Callable[[Line], bool]:
    """Whether this is to be said."""
    return lambda line: any(text in sentence for effect in effects(line, "Say") for sentence in effect["sentences"])
