"""Asserts `coach install-desktop` and `coach install-completion`, as a user meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.app import completion
from coach.app.cli import coach
from tests.coach_process import ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(coach, arguments)


@pytest.mark.parametrize("command", ["install-desktop", "install-completion"])
def test_each_names_what_it_writes_and_takes_it_back(home: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/bash")
    told = run(command)
    named = [line.removeprefix("Written: ") for line in told.output.splitlines() if line.startswith("Written: ")]
    assert named == sorted(str(path) for path in home.rglob("*") if path.is_file())
    gone = run(command, "--uninstall")
    assert [line.removeprefix("Deleted: ") for line in gone.output.splitlines()] == named
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert run(command, "--uninstall").exit_code == 0


def test_a_shell_that_is_not_known_is_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    told = run("install-completion")
    assert told.exit_code == 2
    assert "bash, zsh, fish" in told.output
    assert run("install-completion", "fish").exit_code == 0


def test_elsewhere_than_on_linux_there_is_no_menu_entry(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    told = run("install-desktop")
    assert "on Linux only" in str(told.exception)


def test_the_page_on_uninstalling_names_every_file(home: Path) -> None:
    page = (ROOT / "docs" / "uninstalling.md").read_text(encoding="utf-8")
    run("install-desktop")
    for shell in completion.SHELLS:
        run("install-completion", shell)
    written = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert len(written) == 6
    assert [name for name in written if f"`~/{name}`" not in page] == []
