"""Where routines lie: those that come with the coach, and those in the user's folders, which go before them."""

import importlib.resources
from collections.abc import Iterable, Mapping
from pathlib import Path

from coach.errors import RoutineError
from coach.toml.file import shown, shown_path

_SUFFIX = ".toml"


def built_in() -> Mapping[str, Path]:
    """Name and file of each routine that comes with the coach."""
    return _in_folder(Path(str(importlib.resources.files(__package__))))


def routines(folders: Iterable[Path]) -> Mapping[str, Path]:
    """Name and file of every routine there is, the user's own first; an earlier folder hides the same name in a later.

    Raises RoutineError for a folder that is there and cannot be read.
    """
    found: dict[str, Path] = {}
    for routines_there in (*(_in_folder(folder) for folder in folders), built_in()):
        found = {**found, **{name: path for name, path in routines_there.items() if name not in found}}
    return found


def find_routine(name_or_path: str, folders: Iterable[Path]) -> Path:
    """The file of a routine, given its name or a path to it (with a `/`, or ending in `.toml`).

    A path is not looked at here, `read_routine` does that;
    an unknown name raises RoutineError with the names there are.
    """
    path = Path(name_or_path)
    if path.is_absolute() or path.parent != Path() or _is_file(path):
        return _expanded(path)
    known = routines(folders)
    name = name_or_path.removesuffix(_SUFFIX)
    if name in known:
        return known[name]
    if name != name_or_path:
        return path
    raise RoutineError(
        f"there is no routine {shown(name)}; choose {_choice(known)}, or give the path of a {_SUFFIX} file."
    )


def _in_folder(folder: Path) -> dict[str, Path]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX and path.stem)
    except FileNotFoundError:
        return {}
    except OSError as fault:
        reason = f"cannot be read ({fault.strerror})"
        raise RoutineError(f"the folder {shown_path(folder)} {reason}; give one that can.", path=folder) from None
    return {path.stem: path for path in paths}


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the file system
        return False


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # "~nobody/…": no such user, so the path is taken as it is
        return path


def _choice(known: Mapping[str, Path]) -> str:
    return " or ".join(shown_path(Path(name)) for name in sorted(known))
