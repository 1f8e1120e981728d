"""The house: few modules at the root, floors that only look down, and tests that stand where the code stands."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
AT_THE_ROOT = 6

ACROSS = {
    "app/test_hostile_paths": "every command, with paths that are hard on it",
    "app/test_no_trace": "every command, and what it leaves on the disk",
    "hearing/test_over_the_coach": "ear and echo together",
    "hearing/test_partials": "ear and recognisers together",
    "history/test_any_life": "store, recorder and memory together",
    "history/test_every_second": "store and recorder together, killed at any second",
    "history/test_killed": "store and recorder together, in a process that is killed",
    "history/test_ten_years": "the whole history, when there is a lot of it",
    "rehearsal/test_alone": "whole rehearsals: nobody answers",
    "rehearsal/test_docs": "docs/rehearsals.md",
    "rehearsal/test_german": "whole rehearsals: in German",
    "rehearsal/test_in_the_natural_voice": "whole rehearsals: the natural voice",
    "rehearsal/test_whole_session": "whole rehearsals",
    "routines/test_german_routines": "a routine in another language",
    "routines/test_heel": "heel.toml",
    "routines/test_hostile": "reader and lines together, on files made to hurt",
    "routines/test_morning": "a routine of another kind",
    "routines/test_odd": "routines at the edge of what may be written",
    "session/test_brevity": "the whole session: how soon it comes to the first touch",
    "session/test_turns": "the whole session, turn by turn",
    "speaking/test_natural_voice": "a driver, through the voice",
}
"""Tests of more than one module, and of what."""


def modules(folder: Path) -> set[str]:
    """The names of a folder's modules and folders."""
    return {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()} - {"__pycache__"}


def stray_tests(tests: Path, code: Path) -> list[str]:
    """Tests that neither a module beside them nor one whose name theirs begins with explains."""
    strays = []
    for test in sorted(tests.rglob("test_*.py")):
        folder = test.parent.relative_to(tests)
        if folder.parts[:1] in ((), ("scripts",)):
            continue
        name = test.stem.removeprefix("test_")
        known = modules(code / folder) if (code / folder).is_dir() else set()
        if not any(name == module or name.startswith(f"{module}_") for module in known):
            strays.append(str(folder / test.stem))
    return strays


def test_few_modules_stand_at_the_root() -> None:
    at_the_root = [path.name for path in (HOUSE / "coach").glob("*.py")]
    assert 1 <= len(at_the_root) <= AT_THE_ROOT, at_the_root


def test_every_folder_says_what_it_is_and_what_it_may_import() -> None:
    rooms = [path for path in (HOUSE / "coach").iterdir() if (path / "__init__.py").is_file()]
    assert rooms
    silent = [room.name for room in rooms if "mport" not in (room / "__init__.py").read_text(encoding="utf-8")]
    assert silent == []


def test_tests_stand_where_the_code_stands() -> None:
    assert set(stray_tests(HOUSE / "tests", HOUSE / "coach")) == set(ACROSS)


def test_a_test_without_its_module_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "coach" / "sound").mkdir(parents=True)
    (tmp_path / "coach" / "sound" / "room.py").touch()
    (tmp_path / "tests" / "sound").mkdir(parents=True)
    for name in ("test_room.py", "test_room_noise.py", "test_rooms.py"):
        (tmp_path / "tests" / "sound" / name).touch()
    assert stray_tests(tmp_path / "tests", tmp_path / "coach") == ["sound/test_rooms"]


def linted(folder: Path, contract: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--config", str(contract), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_no_import_goes_up_and_none_in_a_circle() -> None:
    run = linted(HOUSE, HOUSE / "pyproject.toml")
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("where", "line"), [("machine", "import coach.app"), ("sound", "import coach.session")])
def test_an_import_that_goes_up_is_noticed(tmp_path: Path, where: str, line: str) -> None:
    for room in ("app", "session", "sound", "machine"):
        (tmp_path / "coach" / room).mkdir(parents=True)
        (tmp_path / "coach" / room / "__init__.py").touch()
    (tmp_path / "coach" / "__init__.py").touch()
    (tmp_path / "coach" / where / "wrong.py").write_text(f"{line}\n")
    contract = tmp_path / "pyproject.toml"
    contract.write_text(
        '[tool.importlinter]\nroot_package = "coach"\n[[tool.importlinter.contracts]]\nname = "floors"\n'
        'type = "layers"\ncontainers = ["coach"]\nlayers = ["app", "session : sound", "machine"]\n'.replace(":", "|")
    )
    run = linted(tmp_path, contract)
    assert run.returncode == 1
    assert "coach." + where in run.stdout
