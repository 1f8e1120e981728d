"""Unpacks a model's zip without trusting it: no path leaves the folder, no bomb fills the disk, damage is seen."""

import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from coach.errors import ModelError

MAX_FILES = 1_000
MAX_UNPACKED = 1 << 30
"""Bytes; the official small model has 70 million, the largest with a dynamic graph 300 million."""
MAX_RATIO = 100
"""Unpacked bytes for each byte of archive; a model reaches three."""

_PART = r"[A-Za-z0-9_][A-Za-z0-9._+-]*"
_NAME = re.compile(rf"(?=.{{1,200}}$){_PART}(/{_PART})+/?|{_PART}/")
"""Names as models have them. Leaves no way to write "..", an absolute path, a drive or a hidden file."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)
"""What zipfile raises over an archive that is damaged or made to confuse it."""


def unpack(archive: Path, into: Path) -> Path:
    """Unpack into the new folder `into`; gives the one folder that the archive holds.

    Raises ModelError for a hostile or damaged archive, OSError where it cannot be stored; then `into` is incomplete.
    """
    into.mkdir()
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            _check(archive, members)
            for member in members:
                _extract(opened, member, into)
    except _DAMAGE as error:
        raise ModelError(f"{archive} is damaged or not a zip file; download it again.", path=archive) from error
    return into / members[0].orig_filename.split("/")[0]


def _check(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    trouble = next(filter(None, map(_member_trouble, members)), "") or _whole_trouble(archive, members)
    if trouble:
        raise ModelError(f"{archive} was refused, because {trouble}; get it from the model's maker.", path=archive)


def _member_trouble(member: zipfile.ZipInfo) -> str:
    # Not `filename`, from which zipfile has already taken out what it thinks wrong.
    name = member.orig_filename
    if not _NAME.fullmatch(name):
        return f"no model holds a file named {name!r}"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if name.endswith("/") else stat.S_IFREG):
        return f"{name} is a link or a special file"
    if member.compress_type not in _METHODS or member.flag_bits & _ENCRYPTED:
        return f"{name} is encrypted or packed in an unusual way"
    return ""


def _whole_trouble(archive: Path, members: list[zipfile.ZipInfo]) -> str:
    size = sum(member.file_size for member in members)
    if len(members) > MAX_FILES:
        return f"it holds more than {MAX_FILES} files"
    if size > MAX_UNPACKED or size > MAX_RATIO * archive.stat().st_size:
        return f"it would unpack to {size / 1e6:.0f} MB"
    return _names_trouble([member.orig_filename for member in members])


def _names_trouble(names: list[str]) -> str:
    if len({name.split("/")[0] for name in names}) != 1:
        return "it does not hold exactly one folder"
    folded = [name.rstrip("/").casefold() for name in names]
    files = {name.casefold() for name in names if not name.endswith("/")}
    parents = {str(parent) for name in folded for parent in PurePosixPath(name).parents}
    if len(set(folded)) != len(folded) or files & parents:
        return "two of its files have the same name"
    return ""


def _extract(opened: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    """Write one member; zipfile gives no more than the announced size and raises if the checksum is wrong."""
    path = into / member.orig_filename
    if member.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as packed, path.open("xb") as file:
        shutil.copyfileobj(packed, file)
