"""Completion by Tab: the scripts lie where shells look, bash completes with one, and all of it is taken back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.app import completion
from coach.app.cli import coach
from coach.errors import StorageError
from tests.coach_process import ROOT

HOME = {"bash": ".local/share/bash-completion/completions/coach", "fish": ".config/fish/completions/coach.fish"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("shell", "place"), HOME.items())
def test_bash_and_fish_find_the_script_by_themselves(home: Path, shell: str, place: str) -> None:
    assert completion.install(coach, shell, {}) == [home / place]
    assert "_COACH_COMPLETE" in (home / place).read_text()


def test_zsh_is_told_by_one_line_however_often_and_the_rest_of_its_settings_stays(home: Path) -> None:
    settings = home / ".zshrc"
    settings.write_bytes(b"setopt autocd\n\xff")
    for _ in range(2):
        completion.install(coach, "zsh", {})
    assert settings.read_bytes().count(b"fpath=") == 1
    assert completion.uninstall({}) == [completion.path_of("zsh", {}), settings]
    assert settings.read_bytes() == b"setopt autocd\n\xff\n"
    assert completion.uninstall({}) == []


def test_settings_that_cannot_be_written_are_told(home: Path) -> None:
    (home / ".zshrc").mkdir()
    with pytest.raises(StorageError, match="zshrc cannot be read"):
        completion.install(coach, "zsh", {})


@pytest.mark.parametrize(
    ("shell", "known"), [("/bin/zsh", "zsh"), ("/usr/local/bin/fish", "fish"), ("/bin/tcsh", ""), ("", "")]
)
def test_the_users_shell_is_known_by_its_name(shell: str, known: str) -> None:
    assert completion.shell_of({"SHELL": shell}) == known


def test_bash_completes_commands_and_routines(tmp_path: Path) -> None:
    program = tmp_path / "coach"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coach "$@"\n')
    program.chmod(0o700)
    typed = "COMPREPLY=(); COMP_WORDS=(./coach {}); COMP_CWORD={}; _coach_completion ./coach; echo ${{COMPREPLY[@]}}"
    script = "\n".join((completion.script_of(coach, "bash"), typed.format("doc", 1), typed.format("--routine mor", 2)))
    run = subprocess.run(
        ["bash", "--norc"],
        input=script,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COACH_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert [sorted(line.split()) for line in run.stdout.splitlines()] == [["doctor"], ["morning", "morning.de"]]
