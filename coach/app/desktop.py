"""A menu entry and its icon for the desktops of Linux, which start the coach in a terminal.

Both lie in the user's own folders, as the freedesktop.org specifications have them; nothing else is changed.
"""

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from coach.errors import StorageError
from coach.routines.routine import Side, Zone
from coach.screen import pictures

NAME = "hands-free-coach"
ENTRY = f"applications/{NAME}.desktop"
ICON = f"icons/hicolor/scalable/apps/{NAME}.svg"
"""Below the user's data folder."""

_SPECIAL = '"`$\\'
"""What a quoted argument of an Exec line escapes."""
_STAY_OPEN = '"$0" "$@" || { echo; echo "Press Enter to close this window."; read -r _; }'
"""For sh: whatever went wrong can be read before the window goes."""


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The user's own data folder, where desktops look for menu entries."""
    named = Path(environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def command() -> list[str]:
    """How this very program is started: by a checkout's scripts/coach, by the installed command, or by Python."""
    checkout = Path(__file__).resolve().parents[2] / "scripts" / "coach"
    if checkout.is_file():
        return [str(checkout)]
    installed = shutil.which(sys.argv[0])
    if installed and Path(installed).stem == "coach":
        return [str(Path(installed).absolute())]
    return [sys.executable, "-P", "-m", "coach"]


def entry(program: Sequence[str]) -> str:
    """The menu entry that starts `program`, a command and its arguments."""
    line = " ".join(quoted(part) for part in ("sh", "-c", _STAY_OPEN, *program))
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\n"
        "Name=Heel massage coach\nName[de]=Fersenmassage\n"
        "Comment=Leads you through a heel massage by voice, offline\n"
        "Comment[de]=Führt mit der Stimme durch eine Fersenmassage, ohne Internet\n"
        f"Exec={line}\nIcon={NAME}\nTerminal=true\n"
        "Categories=Utility;Accessibility;\nKeywords=massage;heel;foot;voice;\n"
    )


def quoted(argument: str) -> str:
    """One argument of an Exec line: quoted, then escaped once more as every text of a desktop entry is."""
    escaped = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in argument).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")


def icon() -> str:
    """The sole of a foot with the heel lit, in a square."""
    drawing = re.sub("<text.*?</text>", "", pictures.svg(Zone.HEEL, Side.RIGHT), flags=re.DOTALL)
    sole = re.sub(r' width="\S+" height="\S+"', ' x="16" y="16" width="224" height="224"', drawing, count=1)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">\n'
        f'<rect width="256" height="256" rx="48" fill="#fff"/>\n{sole}</svg>\n'
    )


def install(data: Path, program: Sequence[str]) -> list[Path]:
    """Write both below `data`; gives their paths. Raises StorageError."""
    written = []
    for name, text in ((ENTRY, entry(program)), (ICON, icon())):
        path = data / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path} cannot be written ({error.strerror}): make its folder yours.") from error
        written.append(path)
    return written


def uninstall(data: Path) -> list[Path]:
    """Delete both; gives those that were there. Raises StorageError."""
    there = [data / name for name in (ENTRY, ICON) if (data / name).exists()]
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise StorageError(f"{path} cannot be deleted ({error.strerror}): delete it yourself.") from error
    return there
