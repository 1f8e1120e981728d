"""What the doctor finds, on a machine without sound; each fault with what mends it."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.doctor import BAD, GOOD, findings
from coach.hearing.canceller import choose_canceller
from coach.languages.catalogues import load_language
from coach.parts import Places
from tests.coach_process import environment
from tests.english import ENGLISH
from tests.sound import virtual_card


def examined(folder: Path, *arguments: str) -> list[str]:
    """The lines of `coach doctor` where no sound server answers."""
    finished = subprocess.run(
        (sys.executable, "-m", "coach", "doctor", *arguments),
        env=environment(folder, virtual_card.environment(folder)),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0
    assert finished.stderr == ""
    return finished.stdout.splitlines()


def test_every_part_is_told_of_in_one_line_each(tmp_path: Path, test_model: Path) -> None:
    told = examined(tmp_path, "--model", str(test_model))
    assert all(line.startswith((GOOD, BAD)) for line in told)
    for part in ("Python", "Sound", "Listening with Vosk", "knows every word", "Voice", "Routine", "Keys"):
        assert [line for line in told if part in line], part


def test_what_is_missing_is_told_with_its_remedy(tmp_path: Path, test_model: Path) -> None:
    told = [line for line in examined(tmp_path, "--model", str(test_model)) if line.startswith(BAD)]
    sound, keys = told
    assert "plug one in" in sound
    assert "type whole commands line by line" in keys


def test_a_broken_part_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    told = list(findings(Places(tmp_path / "in-the-way", tmp_path / "data", None), tmp_path / "no-model", ENGLISH))
    assert [line for line in told if line.startswith(f"{BAD} Recogniser")]
    assert [line for line in told if line.startswith(f"{BAD} Voice") and "COACH_CACHE_DIR" in line]
    assert [line for line in told if line.startswith(f"{GOOD} Routine")]


@pytest.mark.parametrize("broken", ["format = 1\nname = 3\n"])
def test_a_broken_routine_of_the_users_is_told(tmp_path: Path, broken: str) -> None:
    where = Places(tmp_path / "cache", tmp_path / "data", None)
    where.routines.mkdir(parents=True)
    (where.routines / "mine.toml").write_text(broken)
    assert [line for line in findings(where, None, ENGLISH) if line.startswith(BAD) and "mine.toml" in line]


def test_every_language_is_told_of_and_a_broken_catalogue_of_the_users_with_its_fault(tmp_path: Path) -> None:
    where = Places(tmp_path / "cache", tmp_path / "data", None)
    where.languages.mkdir(parents=True)
    (where.languages / "xx.toml").write_text("format = 1\n")
    told = list(findings(where, None, ENGLISH))
    assert f"{GOOD} Language de: German, machine-checked only" in told
    assert f"{GOOD} Language en: English" in told
    assert [line for line in told if line.startswith(f"{BAD} Language xx: ") and "xx.toml" in line]


def test_another_language_is_examined_with_its_own_voice_and_recogniser(tmp_path: Path) -> None:
    told = list(findings(Places(tmp_path / "cache", tmp_path / "data", None), None, load_language("de")))
    assert [line for line in told if line.startswith(f"{BAD} Recogniser: There is no recogniser for German")]
    assert [line for line in told if line.startswith(f"{GOOD} Voice") and "gmw/de" in line]


def test_a_canceller_that_is_not_the_best_is_told_of_with_the_way_to_a_better_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.doctor.choose_canceller", lambda: choose_canceller("pyaec"))
    told = list(findings(Places(tmp_path / "cache", tmp_path / "data", None), None, ENGLISH))
    assert [line for line in told if line.startswith(GOOD) and "with pyaec" in line]
    assert [line for line in told if line.startswith(f"{GOOD} Echo: ") and "libspeexdsp" in line]
