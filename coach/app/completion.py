"""Completion of the coach's commands, options and routines by Tab: click's own scripts, put where each shell looks."""

import os
from collections.abc import Mapping
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from coach.errors import StorageError
from coach.routines.library import routines

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "coach"
_VARIABLE = "_COACH_COMPLETE"
_ZSH_FILE = "_coach"
_MARK = "# completion of the hands-free coach"
"""At the end of the line in .zshrc that is ours."""


def shell_of(environ: Mapping[str, str] = os.environ) -> str:
    """The user's shell, as it names itself; "" for one that cannot be completed for."""
    name = Path(environ.get("SHELL", "")).name
    return name if name in SHELLS else ""


def script_of(command: click.Command, shell: str) -> str:
    """The script that lets `shell` complete `command`."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(shell)
    return kind(command, {}, PROGRAM, _VARIABLE).source()


def path_of(shell: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where that shell finds such a script by itself; zsh is told by a line in .zshrc."""
    if shell == "fish":
        return _base(environ, "XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "coach.fish"
    data = _base(environ, "XDG_DATA_HOME", ".local/share")
    if shell == "zsh":
        return data / "zsh" / "site-functions" / _ZSH_FILE
    return data / "bash-completion" / "completions" / "coach"


def install(command: click.Command, shell: str, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Write the script, and zsh's line; gives the files written to. Raises StorageError."""
    path = path_of(shell, environ)
    written = [_write(path, script_of(command, shell))]
    if shell == "zsh":
        settings = _zshrc(environ)
        line = f"fpath=({_quoted(path.parent)} $fpath); autoload -Uz compinit && compinit  {_MARK}\n"
        before = _without_our_line(settings)
        gap = "\n" if before and not before.endswith("\n") else ""
        written.append(_write(settings, f"{before}{gap}{line}"))
    return written


def uninstall(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Take back what was written for every shell; gives the files. Raises StorageError."""
    changed = [path for shell in SHELLS if (path := path_of(shell, environ)).exists()]
    for path in changed:
        try:
            path.unlink()
        except OSError as error:
            raise StorageError(f"{path} cannot be deleted ({error.strerror}): delete it yourself.") from error
    settings = _zshrc(environ)
    if settings.exists() and (rest := _without_our_line(settings)) != _read(settings):
        changed.append(_write(settings, rest))
    return changed


def routine_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """For `shell_complete=`: the routines there are, and files."""
    from coach.app import parts

    names = [CompletionItem(name) for name in routines([parts.places().routines]) if name.startswith(begun)]
    return names or [CompletionItem(begun, type="file")]


def _zshrc(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("ZDOTDIR") or Path.home()) / ".zshrc"


def _base(environ: Mapping[str, str], variable: str, usual: str) -> Path:
    named = Path(environ.get(variable, ""))
    return named if named.is_absolute() else Path.home() / usual


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def _without_our_line(settings: Path) -> str:
    lines = _read(settings).splitlines(keepends=True)
    return "".join(line for line in lines if not line.rstrip().endswith(_MARK))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}): make it readable.") from error


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}): make it yours.") from error
    return path
