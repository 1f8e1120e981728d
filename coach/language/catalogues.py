"""Where catalogues lie: those that come with the coach, and those in the user's folder, which go before them."""

import importlib.resources
from collections.abc import Iterable, Mapping
from pathlib import Path

from coach.errors import LanguageError
from coach.language.language import Language
from coach.language.reading import read_language
from coach.toml.file import read, shown, shown_path

_SUFFIX = ".toml"


def built_in() -> Mapping[str, Path]:
    """Code and file of each language that comes with the coach."""
    return _in_folder(Path(str(importlib.resources.files(__package__))))


def languages(folders: Iterable[Path]) -> Mapping[str, Path]:
    """Code and file of every language there is; an earlier folder hides the same code in a later one."""
    found: dict[str, Path] = {}
    for there in (*map(_in_folder, folders), built_in()):
        found = {**there, **found}
    return found


def load_language(code: str, folders: Iterable[Path] = ()) -> Language:
    """The language of that code. Raises LanguageError with the codes there are, or for a fault in its file."""
    known = languages(folders)
    if code not in known:
        choice = " or ".join(sorted(known))
        raise LanguageError(f"there is no language {shown(code)}; choose {choice}, or add a catalogue of that name.")
    language = read_language(known[code])
    if language.code != code:
        path = known[code]
        message = f"{shown_path(path)} is the catalogue of {shown(language.code)}; name the file {language.code}.toml."
        error, position = LanguageError(message, path=path), read(path, LanguageError).position_of(("code",))
        error.line, error.column = position.line, position.column
        error.field, error.found, error.expected = "code", shown(language.code), shown(code)
        raise error
    return language


def _in_folder(folder: Path) -> dict[str, Path]:
    try:
        return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix == _SUFFIX and path.stem}
    except FileNotFoundError:
        return {}
    except OSError as fault:
        reason = f"cannot be read ({fault.strerror})"
        raise LanguageError(f"the folder {shown_path(folder)} {reason}; give one that can.", path=folder) from None
