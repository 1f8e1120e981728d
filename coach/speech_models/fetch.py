"""Brings a Vosk model: downloads its archive or takes one from a stick, checks it, unpacks it, puts it in place.

The only code of the coach that opens an internet socket. Nothing half-done ever lies where a model is looked for.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from coach.errors import ModelError, StorageError
from coach.machine import private
from coach.speech_models.archive import unpack
from coach.speech_models.models import check_model

if TYPE_CHECKING:
    import requests

Progress = Callable[[int, int], None]
"""`progress(done, total)` in bytes; called once for each piece received."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an archive is to be had, and how to know it."""

    url: str
    size: int
    """Bytes."""
    sha256: str
    """Lower case hexadecimal."""

    @property
    def name(self) -> str:
        """The archive's file name."""
        return PurePosixPath(urlsplit(self.url).path).name


OFFICIAL = Source(
    url="https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
    size=41_205_931,
    sha256="30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
)
"""The maker's small model for English, licence Apache 2.0. The maker publishes no hash; this is the one in wide use."""

_ATTEMPTS = 3
_PIECE = 1 << 14
"""Bytes received at a time; what is left of the last piece of a broken connection is lost."""
_TIMEOUT = (10.0, 30.0)
"""Seconds to connect, and of silence while receiving."""
_ROOM = 3
"""Bytes free for each byte of archive: for itself and for what it unpacks to."""
_UNPACKING = ".unpacking-"


def fetch_model(destination: Path, *, source: Source = OFFICIAL, progress: Progress = lambda done, total: None) -> Path:
    """Download `source` and install it below `destination`; gives the model's folder, at once if it is there already.

    A download that broke off goes on where it ended. Raises ModelError (network, server, archive) and StorageError.
    """
    with _storage(destination):
        installed = destination / source.name.removesuffix(".zip")
        if installed.is_dir() and _works(installed):
            return installed
        _make(destination)
        part = destination / f"{source.name}.part"
        _require_room(destination, source)
        _download(part, source, progress)
        if not _is_genuine(part, source):
            part.unlink()
            raise ModelError(f"What {_host(source)} sent is not the model; it was deleted, so run the command again.")
        folder = _install(part, destination)
        part.unlink()
        return folder


def install_archive(archive: Path, destination: Path, *, source: Source | None = OFFICIAL) -> Path:
    """Install a zip that the user brought, as `fetch_model` does; gives the model's folder.

    It must be the very archive of `source`; with None any zip will do that holds one folder with a sound model.
    """
    with _storage(destination):
        if not archive.is_file():
            raise ModelError(f"There is no file {archive}; give the path of a model's zip.", path=archive)
        if source is not None and not _is_genuine(archive, source):
            raise ModelError(
                f"{archive} is not {source.name}; get it from {source.url}, or add --any-archive.", path=archive
            )
        _make(destination)
        return _install(archive, destination)


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"{error.filename or folder}: {error.strerror or error}"
        raise StorageError(
            f"The model cannot be stored ({what}); free some space, or name another folder.", path=folder
        ) from error


def _make(destination: Path) -> None:
    """The model itself may be read by all, but the folder around it also holds what is private."""
    private.make_folder(destination.parent)
    destination.mkdir(exist_ok=True)


def _works(folder: Path) -> bool:
    try:
        check_model(folder)
    except ModelError:
        return False
    return True


def _require_room(destination: Path, source: Source) -> None:
    need, free = source.size * _ROOM, shutil.disk_usage(destination).free
    if free < need:
        raise StorageError(
            f"{destination} has {_mb(free)} free, but the model needs {_mb(need)}; free some space first.",
            path=destination,
        )


def _is_genuine(archive: Path, source: Source) -> bool:
    if _size(archive) != source.size:
        return False
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == source.sha256


def _install(archive: Path, destination: Path) -> Path:
    """Unpack in a hidden folder, try the model there, and only then rename it into place."""
    for stale in destination.glob(f"{_UNPACKING}*"):  # Of a run that was killed.
        shutil.rmtree(stale, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNPACKING, dir=destination, ignore_cleanup_errors=True) as scratch:
        unpacked = unpack(archive, Path(scratch) / "new")
        try:
            check_model(unpacked)
        except ModelError as error:
            reason = str(error).replace(str(unpacked), unpacked.name)
            raise ModelError(f"{archive} cannot be used: {reason}", path=archive) from error
        return _put_in_place(unpacked, destination / unpacked.name, Path(scratch) / "old")


def _put_in_place(new: Path, place: Path, old: Path) -> Path:
    """Rename `new` to `place`; what was there goes to `old`, and comes back if that fails."""
    if place.exists():
        place.rename(old)
    try:
        return new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _mb(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _host(source: Source) -> str:
    return urlsplit(source.url).hostname or source.url


def _download(part: Path, source: Source, progress: Progress) -> None:
    """Fill `part` up to the source's size, asking again as long as each attempt gets further."""
    trouble = ""
    for _ in range(_ATTEMPTS):
        before = _size(part)
        if before != source.size:
            trouble = _attempt(part, source, progress)
        if _size(part) == source.size:
            return
        if _size(part) == before:
            break
    raise ModelError(
        f"{_host(source)} gave only {_mb(_size(part))} of {_mb(source.size)}{trouble}; check the network and run the "
        f"command again, or get {source.name} some other way and name it by --from."
    )


def _attempt(part: Path, source: Source, progress: Progress) -> str:
    """Ask the server once for what is missing; gives what broke it off, or nothing."""
    import requests

    have = _size(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with requests.get(source.url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
            begin = _begin(response, have, source)
            if begin is None:
                part.unlink(missing_ok=True)
            else:
                _receive(response, part, begin, source, progress)
    except requests.RequestException as error:  # What has come is kept.
        return f" ({type(error).__name__})"
    return ""


def _begin(response: "requests.Response", have: int, source: Source) -> int | None:
    """From which byte on the answer brings the archive; None if what we have cannot be continued."""
    if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
        return None
    if response.status_code == HTTPStatus.OK:
        _check_size(response.headers.get("Content-Length", "*"), source)
        return 0
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        raise ModelError(
            f"{source.url} could not be downloaded (status {response.status_code}); try later, or use --from."
        )
    first, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    _check_size(total, source)
    return have if first.startswith(f"{have}-") else None


def _check_size(announced: str, source: Source) -> None:
    if announced.isdecimal() and int(announced) != source.size:
        raise ModelError(
            f"{source.url} has changed ({announced} bytes instead of {source.size}); look for a newer coach."
        )


def _receive(response: "requests.Response", part: Path, begin: int, source: Source, progress: Progress) -> None:
    with part.open("ab" if begin else "wb") as file:
        for piece in response.iter_content(_PIECE):
            begin += len(piece)
            if begin > source.size:
                file.truncate(0)
                raise ModelError(f"{_host(source)} sent more than the model, which was deleted; use --from instead.")
            file.write(piece)
            progress(begin, source.size)
