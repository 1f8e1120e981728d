"""The menu entry: what it says to a desktop, and that what it starts is this program."""

import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from coach.app import desktop
from coach.errors import StorageError
from tests.coach_process import ROOT

HOSTILE = '/tmp/a b/100% "$HOME" `id` \\ it\'s/coach'


def arguments(text: str) -> list[str]:
    """The Exec line of an entry as a desktop reads it, by the Desktop Entry Specification."""
    line = next(line for line in text.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    letters = iter(line.replace("\\\\", "\\"))  # The escapes of every text of an entry.
    found: list[str] = []
    inside = False
    for letter in letters:
        if letter == '"':
            inside = not inside
            found += [""] if inside else []
        elif inside:
            found[-1] += next(letters) if letter == "\\" else letter
    return [argument.replace("%%", "%") for argument in found]


def test_the_entry_starts_the_program_in_a_terminal() -> None:
    lines = desktop.entry(["/usr/bin/coach"]).splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Terminal=true" in lines
    assert arguments(desktop.entry(["/usr/bin/coach"]))[-1] == "/usr/bin/coach"


def test_a_path_of_any_letters_is_started_as_it_is_and_an_error_stays_to_be_read(tmp_path: Path) -> None:
    read = arguments(desktop.entry([HOSTILE, "-m", "coach"]))
    assert read[-3:] == [HOSTILE, "-m", "coach"]
    failing = tmp_path / "it's $odd"
    failing.write_text("#!/bin/sh\necho told\nexit 2\n")
    failing.chmod(0o700)
    run = subprocess.run(
        arguments(desktop.entry([str(failing)])), input="\n", capture_output=True, text=True, timeout=10, check=True
    )
    assert run.stdout.splitlines()[0] == "told"
    assert "Press Enter" in run.stdout


def test_in_a_checkout_the_entry_starts_the_checkout() -> None:
    assert desktop.command() == [str(ROOT / "scripts" / "coach")]


def test_the_icon_is_a_drawing_in_a_square() -> None:
    drawn = ET.fromstring(desktop.icon())
    assert drawn.get("viewBox") == "0 0 256 256"
    assert drawn.findall(".//{*}path")
    assert not drawn.findall(".//{*}text")


def test_what_is_installed_is_uninstalled(tmp_path: Path) -> None:
    written = desktop.install(tmp_path, ["coach"])
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [desktop.ENTRY, desktop.ICON]
    assert all(path.is_file() for path in written)
    assert desktop.uninstall(tmp_path) == written
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert desktop.uninstall(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        desktop.install(tmp_path, ["coach"])


def test_the_folder_is_the_desktops_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert desktop.folder({"XDG_DATA_HOME": "/data"}) == Path("/data")
    assert desktop.folder({"XDG_DATA_HOME": "relative"}) == tmp_path / ".local" / "share"
