"""Asserts that whatever path a command is given, it ends with exit status 0 or 2 and one sentence, and never hangs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.app.cli import main

LONG = "x" * 300
COMMANDS: dict[str, list[str]] = {
    "check": ["check", "{}.toml"],
    "check, by name": ["check", "{}"],
    "hear": ["hear", "{}"],
    "rehearse": ["rehearse", "{}"],
    "report": ["report", "{}"],
    "plot": ["history", "--plot", "{}.svg"],
    "plot, as pixels": ["history", "--plot", "{}.png"],
    "export": ["history", "--export", "{}.csv"],
    "export, with everything": ["history", "--export", "{}.json"],
    "routine": ["--no-microphone", "--routine", "{}"],
    "log": ["--no-microphone", "--log", "{}"],
    "model": ["hear", "--model", "{}", "sound.wav"],
    "archive": ["fetch-model", "--from", "{}", "--any-archive"],
}


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _nowhere(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _bytes(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


PATHS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing": ("missing", lambda path: None),
    "in no folder": ("no/such/folder/file", lambda path: None),
    "too long": (LONG, lambda path: None),
    "below a file": ("sound.wav/file", lambda path: None),
    "a folder": ("folder", _folder),
    "a link to itself": ("loop", _loop),
    "a link to nothing": ("dangling", _nowhere),
    "any bytes": ("bytes", _bytes),
    "no UTF-8": (os.fsdecode(b"b\xe4d"), _bytes),
    "of nobody": ("~nobody-of-that-name/file", lambda path: None),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", PATHS)
def test_a_path_is_used_or_refused_in_a_sentence(
    command: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"COACH_{name}_DIR", str(tmp_path / name))
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115 - for the whole of the test
    (tmp_path / "sound.wav").write_bytes(b"no sound")
    name, make = PATHS[kind]
    arguments = [part.format(name) for part in COMMANDS[command]]
    for part in arguments:
        if name in part and "/" not in name:
            make(tmp_path / part)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr().err
    assert ended.value.code in (0, 2)
    assert "Traceback" not in told
    if ended.value.code == 2:
        assert told.strip().splitlines()[-1].endswith((".", ".'"))
