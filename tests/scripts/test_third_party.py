"""THIRD_PARTY.md tells of every package that the coach runs on, and of its licence."""

import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTED = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("third_party", str(ROOT / "scripts" / "third_party"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_every_package_that_is_installed_to_run_the_coach_is_listed(script: ModuleType) -> None:
    found, absent = script.packages()
    rows = {line.split(" | ")[0].strip("| ") for line in LISTED.splitlines() if line.startswith("| ")}
    assert {script.normal(one.name) for one in found} <= {script.normal(row) for row in rows} | set(absent)
    assert len(found) > 25


def test_every_licence_is_known(script: ModuleType) -> None:
    assert "UNKNOWN" not in script.text()
    assert "UNKNOWN" not in LISTED


def test_whatever_is_under_a_gpl_or_lgpl_is_explained(script: ModuleType) -> None:
    for line in LISTED.splitlines():
        if line.startswith("| ") and re.search(r"GPL", line):
            assert f"- **{script.normal(line.split(' | ')[0].strip('| '))}**: " in LISTED


def test_the_notice_of_the_natural_voice_is_kept_whole() -> None:
    from importlib.metadata import distribution

    files = distribution("hibari-tts").files or []
    (notice,) = [file for file in files if file.name == "NOTICE"]
    assert notice.read_text(encoding="utf-8").strip() in LISTED
