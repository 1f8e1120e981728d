"""Asserts that a thousand hostile files are each refused with one sentence; `scripts/bench memory` tells how fast."""

from collections import Counter
from itertools import islice
from pathlib import Path

from coach.errors import RoutineError
from coach.routines.reader import read_routine
from tests.routines.hostile import hostile

FILES = 1000


def test_a_thousand_hostile_files_are_each_refused_with_one_sentence(tmp_path: Path) -> None:
    refused: Counter[str] = Counter()
    path = tmp_path / "hostile.toml"
    for kind, content in islice(hostile(6), FILES + FILES // 10):
        path.write_bytes(content)
        try:
            assert read_routine(path).foot_steps
        except RoutineError as error:
            refused[kind] += 1
            assert_one_sentence(str(error), path)
    assert refused.total() >= FILES
    assert min(refused.values()) > 90
    assert len(refused) == 8


def assert_one_sentence(message: str, path: Path) -> None:
    """It names the file, stays on one line, ends as a sentence does, and is short enough to be read."""
    assert message.startswith(str(path))
    assert message.isprintable()
    assert message.endswith(".")
    assert len(message) < len(str(path)) + 500
