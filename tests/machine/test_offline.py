"""The switches against libraries that send: set before anything is loaded, whatever the user's environment says."""

import os
import re
import subprocess
import sys

import pytest

from coach.machine.offline import SWITCHES
from tests.coach_process import ROOT

SEEN = """
import ctypes, subprocess, sys
getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
for name in sys.argv[1:]:
    print(name, (getenv(name.encode()) or b"").decode(), flush=True)
"""
"""Prints environment variables as the C library sees them, which need not be what Python's copy of them holds."""
AND_IN_A_CHILD = f"subprocess.run([sys.executable, '-c', {SEEN!r}, *sys.argv[1:]], check=True)"
NOT_OURS = {name: value for name, value in os.environ.items() if name not in SWITCHES}


def printed(code: str, **users: str) -> str:
    """What `code` prints in a Python of its own, given the switches' names, where the user set `users`."""
    env = {**NOT_OURS, "PYTHONPATH": str(ROOT), **users}
    command = (sys.executable, "-c", code, *SWITCHES)
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no one C library to ask")
@pytest.mark.parametrize(
    "module", ["coach", "coach.app.cli", "coach.hearing.engines.moonshine_engine", "coach.speaking.renderer"]
)
@pytest.mark.parametrize("users", [{}, dict.fromkeys(SWITCHES, "0")], ids=["unset", "set to the contrary"])
def test_whatever_of_the_coach_is_imported_sets_every_switch_for_c_and_for_child_processes(
    module: str, users: dict[str, str]
) -> None:
    told = "".join(f"{name} {value}\n" for name, value in SWITCHES.items())
    assert printed(f"import {module}\n{SEEN}\n{AND_IN_A_CHILD}", **users) == told * 2


def test_no_library_is_loaded_before_the_switches_are_set() -> None:
    code = "import sys; before = set(sys.modules); import coach; new = set(sys.modules) - before"
    code += "; print(sorted(name for name in new if name.partition('.')[0] not in sys.stdlib_module_names))"
    assert printed(code) == "['coach', 'coach.machine', 'coach.machine.offline']\n"


def test_a_library_that_sends_is_imported_by_the_coach_alone_so_tests_and_benchmarks_pass_the_switches() -> None:
    sources = [path for folder in ("scripts", "tests") for path in (ROOT / folder).rglob("*.py")]
    importing = re.compile(r"^\s*(import|from) onnxruntime\b", re.MULTILINE)
    assert len(sources) > 100
    assert [path for path in sources if importing.search(path.read_text(encoding="utf-8"))] == []
