"""`scripts/bench sayings`: what it counts, and what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.benchmarks.sayings import sayings

LINES = (
    "phase\tsaid\tmeaning\nhold\tlet's move on\tnext\nhold\tpurple\tpause\n"
    "hold\tnice weather\tnothing\nhold\tnext\tnothing\n"
)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(sayings, arguments)
    return result.exit_code, result.output


def test_it_counts_what_was_understood_and_what_was_left_alone(tmp_path: Path) -> None:
    file, out = tmp_path / "sayings.tsv", tmp_path / "out.json"
    file.write_text(LINES)
    status, output = run(str(file), "--json", str(out))
    assert status == 0, output
    assert "Understood 1 of 2 (50.0 %); talk left alone 1 of 2." in output
    figures = json.loads(out.read_text())
    assert [figures[name] for name in ("understood", "of", "left_alone", "talk")] == [1, 2, 1, 2]
    assert [(wrong["line"], wrong["said"], wrong["understood"]) for wrong in figures["misunderstood"]] == [
        (3, "purple", "nothing"),
        (5, "next", "next"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hold\tnext\n", "line 1: write phase, what is said, and what is meant"),
        ("lunch\tnext\tnext\n", "there is no phrase 'lunch'".replace("phrase", "phase")),
        ("", "holds no sayings"),
        ("hold\t\tnext\n", "line 1"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "sayings.tsv"
    file.write_text(text)
    status, output = run(str(file))
    assert status == 2
    assert expected in output
    assert output.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--language", "xx"), ("--json", "/nowhere/out.json")])
def test_what_cannot_be_had_is_told_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "sayings.tsv"
    file.write_text(LINES)
    status, output = run(str(file), *arguments)
    assert status == 2
    assert "Traceback" not in output


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.tsv", binary):
        status, output = run(str(path))
        assert status == 2
        assert "cannot be read as text" in output
