"""The debug log, through the real program and by itself: what it tells, who may read it, and what its failures cost."""

import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.app import debugging
from coach.app.cli import coach
from coach.machine.lane import Lane
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice

LOG = logging.getLogger("coach.somewhere")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"COACH_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.delenv("COACH_DEBUG", raising=False)
    return tmp_path / "state"


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A word that is near to a command, and none."""
    path, voice = tmp_path_factory.mktemp("word") / "puzzle.wav", PyttsxVoice("gmw/en-us")
    wav.write(path, voice.clip("puzzle", 163).sound)
    voice.close()
    return path


def test_a_word_that_was_refused_is_in_the_log_with_the_bar_it_missed(state: Path, word: Path) -> None:
    result = CliRunner().invoke(coach, ["hear", "--debug", "--live", "timed", str(word)])
    told = (state / "debug.log").read_text()
    assert str(state / "debug.log") in result.stderr
    assert 'refused final "puzzle"' in told
    assert 'most like "pause": likeness' in told
    assert "needs 0.85" in told
    assert "now: commands; timed" in told
    assert "real-time factor" in told


def test_there_is_no_log_unless_it_is_asked_for(state: Path, word: Path) -> None:
    CliRunner().invoke(coach, ["hear", str(word)])
    assert not state.exists()


@pytest.mark.parametrize(("value", "made"), [("1", True), ("0", False), ("", False)])
def test_the_environment_asks_for_it_too(state: Path, monkeypatch: pytest.MonkeyPatch, value: str, made: bool) -> None:
    monkeypatch.setenv("COACH_DEBUG", value)
    CliRunner().invoke(coach, ["hear", "--live", "nowhere", "missing.wav"])
    assert (state / "debug.log").exists() is made


def test_what_needs_no_sound_leaves_no_log_of_its_own_accord(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DEBUG", "1")
    CliRunner().invoke(coach, ["list"])
    assert not (state / "debug.log").exists()


def test_an_error_that_ends_the_program_is_in_the_log(state: Path) -> None:
    CliRunner().invoke(coach, ["--debug", "hear", "--live", "nowhere", "missing.wav"])
    assert "There is no phase 'nowhere'" in (state / "debug.log").read_text()


@pytest.fixture
def told() -> list[str]:
    return []


def test_nothing_is_logged_once_it_has_ended(tmp_path: Path, told: list[str]) -> None:
    with debugging.written_to(tmp_path / "debug.log", told.append):
        LOG.debug("within")
    LOG.debug("after")
    assert "within" in (tmp_path / "debug.log").read_text()
    assert "after" not in (tmp_path / "debug.log").read_text()
    assert not LOG.isEnabledFor(logging.DEBUG)
    assert len(told) == 1


def test_it_is_rotated_and_every_part_is_private(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debugging, "LARGEST", 2000)
    for _ in range(2):  # The second one goes on with the files of the first.
        with debugging.written_to(tmp_path / "log" / "debug.log", told.append):
            for number in range(200):
                LOG.debug("line %d", number)
    names = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert names == ["debug.log", *(f"debug.log.{number + 1}" for number in range(debugging.OLDER))]
    assert max(path.stat().st_size for path in (tmp_path / "log").iterdir()) <= 2000
    assert (tmp_path / "log" / "debug.log").read_text().splitlines()[-1].endswith("line 199")
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "log").iterdir()} == {0o600}


def test_a_file_that_cannot_be_opened_costs_the_log_alone(tmp_path: Path, told: list[str]) -> None:
    (tmp_path / "file").touch()
    with debugging.written_to(tmp_path / "file" / "debug.log", told.append):
        LOG.debug("goes on")
    (sentence,) = told
    assert sentence.startswith("There is no debug log: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_costs_the_log_alone_and_is_told_at_the_end(
    told: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with debugging.written_to(Path("/dev/full"), told.append):
        LOG.debug("goes on")
    assert "not complete" in told[-1]
    assert "No space left" in told[-1]
    assert capfd.readouterr().err == ""


def test_after_a_failure_the_log_goes_on_and_tells_what_it_lacks(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, aside = tmp_path / "log" / "debug.log", tmp_path / "aside"
    written = threading.Semaphore(0)
    emit = debugging._File.emit

    def emitted(file: debugging._File, record: logging.LogRecord) -> None:
        emit(file, record)
        written.release()

    monkeypatch.setattr(debugging._File, "emit", emitted)
    monkeypatch.setattr(debugging, "LARGEST", 300)  # So that it is opened anew now and then.
    with debugging.written_to(path, told.append):
        assert written.acquire(timeout=5)
        for number in range(9):
            if number == 3:
                path.parent.rename(aside)
            if number == 6:
                aside.rename(path.parent)
            LOG.debug("line %d %s", number, "." * 250)
            assert written.acquire(timeout=5)
    lines = "\n".join(part.read_text() for part in path.parent.iterdir())
    assert "3 lines could not be written here" in lines
    assert "line 8" in lines
    assert "not complete" in told[-1]


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A disk that answers only after the test."""
    answer = threading.Event()
    monkeypatch.setattr(debugging._File, "emit", lambda file, record: answer.wait(20))
    yield
    answer.set()


def test_nobody_waits_for_a_disk_that_hangs(
    tmp_path: Path, told: list[str], hanging: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debugging, "PATIENCE", 0.1)
    monkeypatch.setattr(debugging, "LIMIT", 3)
    done = threading.Event()

    def log() -> None:
        for number in range(100):
            LOG.debug("line %d", number)
        done.set()

    with debugging.written_to(tmp_path / "debug.log", told.append):
        threading.Thread(target=log).start()
        assert done.wait(5)
    assert "not complete" in told[-1]


def test_a_line_whose_text_cannot_be_made_costs_itself(capfd: pytest.CaptureFixture[str]) -> None:
    taken: list[logging.LogRecord] = []
    lane = Lane("lines", taken.append)
    queued = debugging._Queued(lane)
    for text in ("%d", "the next: %s"):
        queued.handle(logging.LogRecord("coach", logging.DEBUG, "", 0, text, ("no number",), None))
    assert lane.close(5)
    assert [record.getMessage() for record in taken] == ["the next: no number"]
    assert queued.dropped == 1
    assert capfd.readouterr().err == ""
