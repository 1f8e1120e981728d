"""Every command that README.md and docs/ tell of is one that the coach has, with options that it knows."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from coach.app.cli import coach
from tests.coach_process import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_COMMAND = re.compile(
    r"(?:`|^ {4,}(?:[^\s#][^#\n]* )?)(?:\S*scripts/)?coach((?: +[^#&|>`;\n]+)?)(?:$|[#&|>`\n])", re.MULTILINE
)


def commands(page: str) -> Iterator[list[str]]:
    """The arguments of each call of the coach in the code of a page, indented or between backticks."""
    for found in _COMMAND.finditer(page):
        yield shlex.split(found[1].removesuffix(" 2"))


def refusal_of(arguments: list[str], command: click.Command = coach) -> str:
    """What is wrong with such a call, or ""."""
    context = click.Context(command, info_name=command.name)
    try:
        _, rest, _ = command.make_parser(context).parse_args(arguments)
    except click.UsageError as error:
        return error.format_message()
    if isinstance(command, click.Group) and rest:
        below = command.commands.get(rest[0])
        return refusal_of(rest[1:], below) if below else f"there is no command {rest[0]}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_in_the_docs_is_one_of_the_coachs(page: Path) -> None:
    told = list(commands(page.read_text(encoding="utf-8")))
    assert [(arguments, wrong) for arguments in told if (wrong := refusal_of(arguments))] == []


def test_a_command_that_is_not_there_would_be_noticed() -> None:
    page = "Type `coach doctor --lisen` or `scripts/coach dokter`.\n\n    coach list  # all\n"
    assert [refusal_of(arguments) != "" for arguments in commands(page)] == [True, True, False]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(list(commands(readme))) > 12
