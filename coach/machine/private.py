"""Files and folders for their owner's eyes only: what is kept of a person's health, words and voice.

Each is made private, not made so afterwards. On Windows, where a user's own folders are private already, nothing is
tightened. Imports nothing else of the coach.
"""

import contextlib
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

FOLDER, FILE = 0o700, 0o600
"""Permissions: all for the owner, nothing for anybody else."""

_OTHERS = 0o077
_MODELS = "models"
"""The folder of the speech models, which tell nothing of the person."""
_WINDOWS = os.name == "nt"
_OURS = re.compile(
    r"history-running-\d+|history[\w-]*\.(sqlite3(-wal|-shm|-journal)?|lock)|calibration\.json|[0-9a-f]{64}\.wav"
    r"|debug\.log(\.\d+)?"
)
"""The names of private files that the coach writes into a folder that may be another's too."""


def make_folder(path: Path) -> None:
    """Make `path` and what is missing above it, for the owner only; a folder that is there stays as it is.

    Raises OSError.
    """
    if not path.parent.exists():
        make_folder(path.parent)
    path.mkdir(FOLDER, exist_ok=True)


def opener(name: str, flags: int) -> int:
    """For `open(path, mode, opener=opener)`: a new file is private from the start, one that is there from now on.

    A pipe or a device keeps its permissions, and so does another person's file. Raises OSError.
    """
    descriptor = os.open(name, flags, FILE)
    if not _WINDOWS:
        with contextlib.suppress(OSError):
            status = os.fstat(descriptor)
            if _is_open_to_others(status, stat.S_ISREG):
                os.fchmod(descriptor, FILE)
    return descriptor


def write(path: Path, content: bytes) -> None:
    """Write a whole private file. Raises OSError."""
    with open(path, "wb", opener=opener) as file:
        file.write(content)


def make_database(path: Path) -> None:
    """Make the private file in which SQLite will keep a database; one that is there is tightened, with its companions.

    SQLite gives each file that it makes beside a database the database's own permissions. Raises OSError.
    """
    try:
        # Never opens one that is there: closing it would end the locks that this process holds on it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE))
    except FileExistsError:
        for ending in ("", "-wal", "-shm", "-journal"):
            _tighten(path.with_name(path.name + ending))


def tighten(environ: Mapping[str, str] = os.environ) -> None:
    """Take from others what an older coach left open to them; what cannot be changed stays as it is.

    The coach's own folders are tightened with all that is in them, save the speech models. Of a folder that the user
    named by COACH_CACHE_DIR and the like, which others may use too, only the coach's private files are.
    """
    if _WINDOWS:
        return
    for root in (platformdirs.user_cache_path, platformdirs.user_data_path, platformdirs.user_state_path):
        _tighten_all(root("coach"))
    for variable in ("COACH_CACHE_DIR", "COACH_DATA_DIR", "COACH_STATE_DIR"):
        if environ.get(variable):
            _tighten_ours(Path(environ[variable]))
            _tighten_ours(Path(environ[variable]) / "prompts")


def _tighten_ours(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name):
                _tighten(path)


def _tighten_all(root: Path) -> None:
    if root.is_symlink():
        return  # It leads to a folder that is not the coach's own.
    _tighten(root)
    for folder, names, files in os.walk(root):  # Follows no symbolic links.
        names[:] = [name for name in names if name != _MODELS]
        for name in (*names, *files):
            _tighten(Path(folder) / name)


def _tighten(path: Path) -> None:
    with contextlib.suppress(OSError):
        status = path.lstat()
        if _is_open_to_others(status, stat.S_ISREG):
            path.chmod(FILE)
        elif _is_open_to_others(status, stat.S_ISDIR):
            path.chmod(FOLDER)


def _is_open_to_others(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    return is_kind(status.st_mode) and bool(status.st_mode & _OTHERS)
