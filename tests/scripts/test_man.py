"""The manual pages are of the commands as they are."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.app.cli import coach

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_kept_are_made_from_the_help_as_it_is() -> None:
    checked = subprocess.run(
        (sys.executable, ROOT / "scripts" / "man", "--check"), capture_output=True, text=True, timeout=60
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("command", [None, *coach.commands])
def test_every_command_has_a_page_that_names_its_options(command: str | None) -> None:
    page = (ROOT / "share" / "man" / "man1" / f"{f'coach-{command}' if command else 'coach'}.1").read_text()
    assert page.startswith(f'.TH "COACH{f" {command.upper()}" if command else ""}" "1"')
    options = [
        option for parameter in (coach.commands[command] if command else coach).params for option in parameter.opts
    ]
    assert [option for option in options if option.startswith("--") and option.replace("-", r"\-") not in page] == []
