"""Changes made on purpose are noticed by the tests that are about what was changed: `scripts/mutate`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

MUTATE = Path(__file__).parents[2] / "scripts" / "mutate"


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="mutmut forks")
@pytest.mark.parametrize("part", ["segmenter", "mixer", "ear", "meaning", "session"])
def test_most_changes_made_on_purpose_are_noticed(part: str) -> None:
    command = [sys.executable, str(MUTATE), part, "--sample", "40", "--minutes", "3"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tried = re.search(r"(\d+) of \d+ changes tried", told)
    noticed = re.search(r"(\d+) noticed", told)
    assert tried, told
    assert noticed, told
    assert int(noticed[1]) >= 0.7 * int(tried[1]), told
