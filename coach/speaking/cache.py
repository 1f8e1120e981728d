"""Rendered prompts kept on disk between runs. Several processes may share the folder; a broken entry is no entry."""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from coach.errors import RecordingError, StorageError
from coach.machine import private
from coach.sound import wav
from coach.sound.edge import Samples

FORMAT = 4
"""Raise it when trimming, levels or the files change: older entries are then no longer found."""

LARGEST = 200_000_000
"""Bytes that the folder may hold; at open the entries used longest ago make room."""

_ENTRY = re.compile(r"[0-9a-f]{64}\.wav")
_UNFINISHED = "prompt-", ".part"
_ABANDONED = 3600.0  # seconds; an unfinished file this old was left by a crash
_CHECKSUM = 4  # bytes


_SYNTHESISERS = ("pyttsx3", "espeakng-loader", "hibari-tts", "piper-tts")


class Identity(msgspec.Struct, frozen=True):
    """Who speaks: what a synthesiser tells of itself when it has been started."""

    engine: str
    """With its version."""
    voice: str
    """As the engine calls it."""
    language: str
    """Its code, such as "en-us"; "" where the engine tells none."""
    pace: Sequence[tuple[int, float]]
    """Its rates, and the words a minute that they come to."""


class PromptCache:
    """WAV files named by what they say. Each ends in a CRC-32, which players ignore: a power cut can leave zeros."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        """Open the folder, making it if need be. Raises StorageError where it cannot be written."""
        self._folder = folder
        try:
            private.make_folder(folder)
            with tempfile.TemporaryFile(dir=folder):
                pass
            self._shrink(largest)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def get(self, **what: object) -> Samples | None:
        """The prompt that `put` was given under the same names and values; None if absent or damaged."""
        path = self._path(what)
        try:
            stored = path.read_bytes()
            if _checksum(stored[:-_CHECKSUM]) != stored[-_CHECKSUM:]:
                return None
            with contextlib.suppress(OSError):  # a folder that is only read still serves
                os.utime(path)
            return wav.read(path)
        except (OSError, RecordingError):
            return None

    def put(self, sound: Samples, **what: object) -> None:
        """Keep a prompt; appears at once and whole. Raises StorageError."""
        prefix, suffix = _UNFINISHED
        try:
            handle, name = tempfile.mkstemp(suffix, prefix, self._folder)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        unfinished = Path(name)
        try:
            os.close(handle)
            _write(unfinished, sound)
            unfinished.replace(self._path(what))
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        finally:
            with contextlib.suppress(OSError):  # On a full disk it would keep what little is left.
                unfinished.unlink(missing_ok=True)

    def identity(self, asked_for: Mapping[str, object]) -> Identity | None:
        """Who spoke when that was asked for on this machine, with the same packages; None where nobody did."""
        try:
            return msgspec.json.decode(self._card(asked_for).read_bytes(), type=Identity)
        except (OSError, msgspec.MsgspecError):
            return None

    def remember(self, asked_for: Mapping[str, object], identity: Identity) -> None:
        """Keep that for the next start, so that it need not be asked; a disk that cannot is no trouble."""
        prefix, suffix = _UNFINISHED
        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(suffix, prefix, self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(identity))
            Path(name).replace(self._card(asked_for))

    def _card(self, asked_for: Mapping[str, object]) -> Path:
        given = {"format": FORMAT, "machine": platform.platform(), **asked_for, **dict(map(_version, _SYNTHESISERS))}
        return self._folder / f"voice-{_digest(given)}.json"

    def _path(self, what: dict[str, object]) -> Path:
        return self._folder / f"{_digest({'format': FORMAT, **what})}.wav"

    def _shrink(self, largest: int) -> None:
        """Remove what a crash left behind, then the entries used longest ago; never a file that is not ours."""
        kept = 0
        for used, size, path in sorted(self._files(), reverse=True):
            kept += size
            unfinished = path.suffix == _UNFINISHED[1]
            if kept > largest or (unfinished and abs(time.time() - used) > _ABANDONED):
                with contextlib.suppress(OSError):  # another process may just be reading it, on Windows
                    path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        prefix, suffix = _UNFINISHED
        for path in self._folder.iterdir():
            if _ENTRY.fullmatch(path.name) or (path.name.startswith(prefix) and path.suffix == suffix):
                with contextlib.suppress(OSError):  # another process is shrinking too
                    status = path.stat()
                    yield status.st_mtime, status.st_size, path


def _digest(what: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _version(package: str) -> tuple[str, str]:
    try:
        return package, importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return package, ""


def _write(path: Path, sound: Samples) -> None:
    wav.write(path, sound)
    checksum = _checksum(path.read_bytes())
    with path.open("ab") as file:
        file.write(checksum)


def _checksum(stored: bytes) -> bytes:
    return zlib.crc32(stored).to_bytes(_CHECKSUM, "little")


def _unwritable(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"The prompt cache {folder} cannot be written ({error.strerror}): "
        "set the environment variable COACH_CACHE_DIR to a folder that can.",
        path=folder,
    )
