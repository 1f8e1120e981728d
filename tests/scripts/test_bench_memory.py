"""The benchmark of the memory tells what it measured, on less of everything."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def test_it_tells_how_many_files_were_refused_and_how_long_the_history_takes() -> None:
    command = (sys.executable, "-m", "scripts.benchmarks", "memory", "--files", "40", "--years", "1")
    told = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=120).stdout
    rows = {name.strip(): figure.strip() for name, figure in (line.split("│")[1:3] for line in told.splitlines()[3:-1])}
    assert rows.pop("hostile routine files refused") == "40"
    assert int(rows.pop("changed ones that can still be taught")) < 10
    assert sum(name.startswith("slowest, ") for name in rows) == 8
    listed = [name for name in rows if name.startswith("`coach history")]
    assert listed == [f"`coach history{option}` of 365 sessions, whole program" for option in ("", " --all")]
    assert all(figure.endswith(" ms") for figure in rows.values())
