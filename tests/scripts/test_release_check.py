"""scripts/release-check finds what a release must not have, and what it plays comes with the coach."""

import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from coach.language.catalogues import languages
from coach.rehearsal import __path__ as rehearsal
from coach.rehearsal.script import read_script
from coach.routines.reader import read_routine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script() -> ModuleType:
    loader = SourceFileLoader("release_check", str(ROOT / "scripts" / "release-check"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_rehearsal_comes_with_the_coach_and_its_routine_lies_beside_it() -> None:
    sample = Path(rehearsal[0]) / "sample"
    assert read_script(sample / "rehearsal.toml").script.routine == "routine.toml"
    assert len(read_routine(sample / "routine.toml", languages([])).foot_steps) == 2


def test_the_version_is_the_same_everywhere_but_for_a_changelog_that_may_be_behind(script: ModuleType) -> None:
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f'__version__ = "{version}"' in (ROOT / "coach" / "__init__.py").read_text(encoding="utf-8")
    with pytest.raises(script.CheckFailedError, match=r"coach/__init__\.py tells another one than 9\.9\.9"):
        script.one_version("9.9.9")


@pytest.mark.parametrize("line", ["numpy>=1.26", "numpy==2.0.0", "numpy @ https://example.com/numpy.whl"])
def test_a_lock_without_an_exact_version_and_its_hash_is_found(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    for name in ("requirements-build.lock", "requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"# made\n{line}\n")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    with pytest.raises(script.CheckFailedError, match=r"numpy.* has no exact version with a hash"):
        script.locks()


def test_a_wheel_that_holds_something_else_than_git_knows_is_found(script: ModuleType, tmp_path: Path) -> None:
    manual = script.run("git", "-C", ROOT, "ls-files", "share/man").split()
    assert manual
    known = [*script.run("git", "-C", ROOT, "ls-files", "coach").split(), *(f"a.data/data/{name}" for name in manual)]
    for extra, told in ((["coach/own.sqlite3"], "own.sqlite3"), ([], "")):
        with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
            for name in (*known, *extra, "a.dist-info/METADATA"):
                wheel.writestr(name, "")
        if told:
            with pytest.raises(script.CheckFailedError, match=told):
                script.wheel_holds(tmp_path / "a.whl")
        else:
            assert script.wheel_holds(tmp_path / "a.whl").startswith(f"{len(known)} files")


def test_licences_that_bind_the_coach_itself_are_found(script: ModuleType) -> None:
    for good in ("MIT", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "LGPL-2.1-or-later"):
        assert script.LICENCES.search(good)
    for odd in ("AGPL-3.0", "GPL-3.0-or-later", "Proprietary", "UNKNOWN", "SSPL-1.0"):
        assert not script.LICENCES.search(odd)


def test_every_package_that_is_listed_has_a_licence_that_may_be_used(script: ModuleType) -> None:
    rows = script.listed_licences()
    assert {"numpy", "wyoming", "linkify-it-py"} <= set(rows)
    assert {name: licence for name, licence in rows.items() if not script.LICENCES.search(licence)} == {}


def test_a_command_that_fails_is_told_with_what_it_said(script: ModuleType) -> None:
    with pytest.raises(script.CheckFailedError, match="sh ended with 3: oh no"):
        script.run("sh", "-c", "echo oh no; exit 3")
