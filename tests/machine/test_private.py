"""What the coach keeps is for its owner only, from the moment it is made, whatever the umask."""

import os
import socket
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.app import calibration, debugging
from coach.clock import BLOCK
from coach.errors import StorageError
from coach.hearing.echo.listening import Listening
from coach.history.export import export
from coach.history.migrations import MIGRATIONS, backup_of
from coach.history.plot import write
from coach.history.store import Store
from coach.machine import private
from coach.routines.copying import new_routine
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.running.eventlog import EventLog
from coach.sound import wav
from coach.sound.edge import Block
from coach.sound.recording import Recording
from coach.speaking.cache import PromptCache
from coach.speech_models import models

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")

QUIET = np.zeros(BLOCK, np.int16)
MEASURED = calibration.Calibration("mic", "speaker", "2026-01-02", Listening.FULL, 40.0, -30.0, -60.0, 20.0, 0, 0)


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A umask that keeps nothing from anybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def log(folder: Path) -> None:
    EventLog(folder / "log.jsonl").close()


def record(folder: Path) -> None:
    recording = Recording(folder / "recording.wav")
    recording.add(Block(0, QUIET, QUIET))
    recording.close()


def remember(folder: Path) -> None:
    with Store(folder / "history.sqlite3", print) as store:
        store.begin(read_routine(built_in()["heel"]))
        modes(folder)  # While the -wal and -shm files are there, too.


def export_all(folder: Path) -> None:
    with Store(folder / "history.sqlite3", print) as store:
        export(store, folder / "history.json")
        export(store, folder / "history.csv")


def draw(folder: Path) -> None:
    private.make_folder(folder)
    write(folder / "plot.svg", b"<svg/>")


def cache(folder: Path) -> None:
    PromptCache(folder).put(QUIET, text="Paused.")


def calibrate(folder: Path) -> None:
    calibration.keep(MEASURED, folder / "calibration.json")


def new(folder: Path) -> None:
    new_routine("evening", built_in()["heel"], folder)


def save_sound(folder: Path) -> None:
    private.make_folder(folder)
    wav.write(folder / "session.wav", QUIET)


def remember_trial(folder: Path) -> None:
    models._remember(folder / "0123")


def debug(folder: Path) -> None:
    with debugging.written_to(folder / "debug.log", lambda sentence: None):
        pass


KEEPERS = [log, debug, record, remember, export_all, draw, cache, calibrate, new, save_sound, remember_trial]


def modes(folder: Path) -> set[str]:
    """The permissions of all that lies in `folder`; fails where others may do anything."""
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*"))}
    open_to_others = {str(path): oct(mode) for path, mode in found.items() if mode & 0o077}
    assert open_to_others == {}
    return {path.name for path in found}


@pytest.mark.parametrize("keep", KEEPERS, ids=[keep.__name__ for keep in KEEPERS])
def test_what_is_kept_and_every_folder_made_for_it_is_private(keep: Callable[[Path], None], tmp_path: Path) -> None:
    keep(tmp_path / "above" / "coach")
    assert len(modes(tmp_path / "above")) > 2


@pytest.mark.parametrize("keep", KEEPERS, ids=[keep.__name__ for keep in KEEPERS])
def test_nothing_is_open_to_others_for_even_a_moment(
    keep: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing needs tightening: with `chmod` out of order it is private all the same."""
    for name in ("chmod", "fchmod"):
        monkeypatch.setattr(os, name, lambda *_, **__: None)
    keep(tmp_path / "coach")
    modes(tmp_path / "coach")


@pytest.mark.parametrize("keep", [log, record, draw, calibrate, save_sound])
def test_a_file_that_is_there_already_is_private_once_it_is_written_anew_and_a_named_folder_stays(
    keep: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "named"
    keep(folder)
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)
    keep(folder)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_the_copy_of_an_older_history_and_its_journals_are_private(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with sqlite3.connect(path) as old:
        old.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    old.close()
    path.chmod(0o644)
    tmp_path.chmod(0o700)
    with Store(path, print) as store:
        store.begin(read_routine(built_in()["heel"]))
        assert {backup_of(path, 1).name, "history.sqlite3-wal", "history.sqlite3-shm"} <= modes(tmp_path)


def test_a_history_and_journals_that_a_crash_left_open_to_others_are_tightened(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    store = Store(path, print)  # Never closed: its journals stay.
    store.begin(read_routine(built_in()["heel"]))
    for part in tmp_path.glob("*.sqlite3*"):
        part.chmod(0o666)
    with Store(path, print):
        assert {"history.sqlite3", "history.sqlite3-wal", "history.sqlite3-shm"} <= modes(tmp_path)
    store.close()


def test_opening_a_history_leaves_the_locks_of_another_that_this_process_has_open(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with Store(path, print) as store:
        store._connection.execute("BEGIN IMMEDIATE")
        private.make_database(path)
        busy = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
        assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", busy]) != 0


def test_a_folder_whose_parent_is_a_file_is_refused_as_ever(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        private.make_folder(tmp_path / "file" / "folder" / "below")
    with pytest.raises(StorageError):
        EventLog(tmp_path / "file" / "log.jsonl")


def test_a_device_or_a_pipe_keeps_its_permissions(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o666)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    private.write(pipe, b"heard")
    assert os.read(reader, 10) == b"heard"
    os.close(reader)
    assert stat.S_IMODE(pipe.stat().st_mode) == 0o666


# --- at the start -----------------------------------------------------------------------------------------------------


class Home:
    """A home folder as an older coach left it, open to everybody."""

    def __init__(self, folder: Path) -> None:
        self.cache, self.data, self.state = (folder / name / "coach" for name in ("cache", "data", "state"))
        self.files = [
            self.cache / "prompts" / f"{'0' * 64}.wav",
            self.data / "calibration.json",
            self.data / "routines" / "evening.toml",
            self.state / "history.sqlite3",
            self.state / "history.sqlite3-wal",
            self.state / "history-version-1.sqlite3",
            self.state / "history-damaged-2026-01-02-030405.sqlite3",
        ]
        self.model = self.data / "models" / "small" / "README"
        for path in (*self.files, self.model):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for kind in ("CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
        monkeypatch.delenv(f"COACH_{kind}_DIR", raising=False)
    if sys.platform == "darwin":
        pytest.skip("macOS keeps these in ~/Library, whatever XDG says")
    return Home(tmp_path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_that_an_older_coach_left_open_to_others_is_tightened(home: Home) -> None:
    private.tighten()
    assert {mode(path) for path in home.files} == {0o600}
    assert {mode(path.parent) for path in home.files} == {0o700}
    assert {mode(folder) for folder in (home.cache, home.data, home.state)} == {0o700}


def test_speech_models_and_the_folders_around_the_coachs_own_stay_as_they_are(home: Home, tmp_path: Path) -> None:
    private.tighten()
    assert (mode(home.model), mode(home.model.parent)) == (0o666, 0o777)
    assert {mode(tmp_path / name) for name in ("cache", "data", "state")} == {0o777}


def test_of_a_folder_that_the_user_named_only_the_coachs_private_files_are_tightened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = Home(tmp_path / "shared")
    foreign = others.state / "holiday.jpg"
    foreign.touch()
    places = {"COACH_CACHE_DIR": others.cache, "COACH_DATA_DIR": others.data, "COACH_STATE_DIR": others.state}
    private.tighten({name: str(path) for name, path in places.items()})
    tightened = {path for path in (*others.files, foreign) if mode(path) == 0o600}
    assert tightened == {path for path in others.files if path.suffix != ".toml"}
    assert {mode(folder) for folder in (others.cache, others.data, others.state)} == {0o777}


def test_what_a_symbolic_link_leads_to_is_left_alone(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "shared.toml").touch()
    (home.data / "routines" / "link").symlink_to(elsewhere)
    (home.data / "routines" / "link.toml").symlink_to(elsewhere / "shared.toml")
    private.tighten()
    assert (mode(elsewhere), mode(elsewhere / "shared.toml")) == (0o777, 0o666)


def test_what_cannot_be_changed_stops_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    private.tighten()
    assert {mode(path) for path in home.files} == {0o666}


def test_a_socket_among_the_files_is_no_trouble(home: Home) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(home.state / "s"))
        private.tighten()
    assert mode(home.state) == 0o700
