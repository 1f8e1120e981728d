"""Starts `card_child` and reads what it tells."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]


def see(env: dict[str, str], *scenario: str, stderr: int | None = None) -> dict[str, Any]:
    """What one scenario told, in its one line."""
    finished = subprocess.run(
        (sys.executable, "-m", "tests.sound.card_child", *scenario),
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=stderr,
        timeout=60,
        check=True,
    )
    told: dict[str, Any] = json.loads(finished.stdout)
    return told


class Watched:
    """A context manager: a card open in a process of its own, that tells of each loss and recovery."""

    def __init__(self, env: dict[str, str], *arguments: str, stderr: int | None = None) -> None:
        self.process = subprocess.Popen(
            (sys.executable, "-m", "tests.sound.card_child", "watch", *arguments),
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        self.opened = self.next()

    def __enter__(self) -> "Watched":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def next(self) -> dict[str, Any]:
        """The next line; the test fails if the child has ended."""
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def until(self, *, microphone: bool, speaker: bool) -> dict[str, Any]:
        """The line that says that the two are as wanted."""
        while True:
            told = self.next()
            if (told["microphone"], told["speaker"]) == (microphone, speaker):
                return told

    def finish(self) -> dict[str, Any]:
        """Have the card closed; the account of the whole."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        told = self.next()
        while "consecutive" not in told:
            told = self.next()
        return {**told, **self.next()}
