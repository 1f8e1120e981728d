"""What the doctor finds on a machine without sound, with how to fix it; and its exit status."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from coach.app.doctor import BAD, GOOD, Finding, Way, findings, verdict
from coach.app.parts import Places
from coach.hearing.echo.canceller import choose_canceller
from coach.language.catalogues import load_language
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
    assert finished.returncode == 1  # Neither a microphone nor a terminal.
    assert finished.stderr == ""
    return finished.stdout.splitlines()


def lines(found: Iterable[Finding]) -> list[str]:
    """As they are printed."""
    return [str(finding) for finding in found]


def test_every_part_is_told_of_in_one_line_each(tmp_path: Path, test_model: Path) -> None:
    told = examined(tmp_path, "--model", str(test_model))
    assert all(line.startswith((GOOD, BAD)) for line in told)
    for part in ("Python", "Sound", "Listening with Vosk", "knows every word", "Voice", "Routine", "Keys"):
        assert [line for line in told if part in line], part


def test_what_is_missing_is_told_with_its_remedy(tmp_path: Path, test_model: Path) -> None:
    told = [line for line in examined(tmp_path, "--model", str(test_model)) if line.startswith(BAD)]
    sound, keys, held = [line for line in told if not re.search(r"is missing, and without it .* apt-get install", line)]
    assert "plug one in" in sound
    assert "type whole commands line by line" in keys
    assert "No session can be held: connect a microphone, or start the coach in a terminal." in held


def test_a_broken_part_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    told = lines(findings(Places(tmp_path / "in-the-way", tmp_path / "data", None), tmp_path / "no-model", ENGLISH))
    assert [line for line in told if line.startswith(f"{BAD} Recogniser")]
    assert [line for line in told if line.startswith(f"{BAD} Voice") and "COACH_CACHE_DIR" in line]
    assert [line for line in told if line.startswith(f"{GOOD} Routine")]


@pytest.mark.parametrize("broken", ["format = 1\nname = 3\n"])
def test_a_broken_routine_of_the_users_is_told(tmp_path: Path, broken: str) -> None:
    where = Places(tmp_path / "cache", tmp_path / "data", None)
    where.routines.mkdir(parents=True)
    (where.routines / "mine.toml").write_text(broken)
    assert [line for line in lines(findings(where, None, ENGLISH)) if line.startswith(BAD) and "mine.toml" in line]


def test_every_language_is_told_of_and_a_broken_catalogue_of_the_users_with_its_fault(tmp_path: Path) -> None:
    where = Places(tmp_path / "cache", tmp_path / "data", None)
    where.languages.mkdir(parents=True)
    (where.languages / "xx.toml").write_text("format = 1\n")
    told = lines(findings(where, None, ENGLISH))
    assert f"{GOOD} Language de: German, machine-checked only." in told
    assert f"{GOOD} Language en: English." in told
    assert [line for line in told if line.startswith(f"{BAD} Language xx: ") and "xx.toml" in line]


def test_another_language_is_examined_with_its_own_voice_and_recogniser(tmp_path: Path) -> None:
    told = lines(findings(Places(tmp_path / "cache", tmp_path / "data", None), None, load_language("de")))
    assert [line for line in told if line.startswith(f"{BAD} Recogniser: There is no recogniser for German")]
    assert [line for line in told if line.startswith(f"{GOOD} Voice") and "gmw/de" in line]


def test_a_canceller_that_is_not_the_best_is_told_of_with_the_way_to_a_better_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.app.doctor.choose_canceller", lambda: choose_canceller("pyaec"))
    told = lines(findings(Places(tmp_path / "cache", tmp_path / "data", None), None, ENGLISH))
    assert [line for line in told if line.startswith(GOOD) and "with pyaec" in line]
    assert [line for line in told if line.startswith(f"{GOOD} Echo: ") and "libspeexdsp" in line]


# --- whether a session can be held ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "held"),
    [
        ({Way.MICROPHONE, Way.RECOGNISER, Way.KEYS}, "by voice and by keys"),
        ({Way.MICROPHONE, Way.RECOGNISER}, "by voice"),
        ({Way.KEYS}, "by keys only"),
        ({Way.RECOGNISER, Way.KEYS}, "by keys only"),
        ({Way.MICROPHONE, Way.KEYS}, "by keys only"),
        ({Way.MICROPHONE}, None),
        ({Way.RECOGNISER}, None),
        (set(), None),
    ],
)
def test_a_session_needs_a_microphone_that_is_understood_or_keys(there: set[Way], held: str | None) -> None:
    found = [Finding(True, "there", way) for way in there]
    missing = [Finding(False, "missing", way) for way in set(Way) - there]
    told = verdict([*found, *missing])
    assert told.good is (held is not None)
    assert told.text.endswith(f"can be held, {held}." if held else "or start the coach in a terminal.")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_in_a_terminal_without_sound_a_session_can_be_held_by_keys(tmp_path: Path, test_model: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        finished = subprocess.run(
            (sys.executable, "-m", "coach", "doctor", "--model", str(test_model)),
            env=environment(tmp_path, virtual_card.environment(tmp_path)),
            cwd=tmp_path,
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert finished.returncode == 0
    assert finished.stdout.splitlines()[-1] == f"{GOOD} A session can be held, by keys only."
