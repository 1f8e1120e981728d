"""Where Vosk models lie, and whether one may be handed to the engine: a broken one makes its library end the process.

`check_shape` only reads files; `check_model` also tries the model in a child process, once. Both raise ModelError.
"""

import hashlib
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from coach.errors import ModelError
from coach.machine import private

MADE_FOR_TESTS = "MADE-FOR-TESTS"
"""A folder that holds a file of this name is never picked by itself."""

VARIABLE = "COACH_VOSK_MODEL"
"""The environment variable that names a model's folder."""

_MAGIC = struct.pack("<i", 0x7EB2FDD6)
"""What every OpenFST file begins with."""

_HAS_OUTPUT_SYMBOLS = 2
"""The flag in an OpenFST header that says that the words are inside."""

_IVECTOR = ("splice.conf", "online_cmvn.conf", "final.mat", "global_cmvn.stats", "final.dubm")
"""What must lie beside ivector/final.ie."""

_TRIAL_SECONDS = 120.0
"""How long the child may take; the slowest board that we know of loads the small model in ten."""

_CHILD = """
import sys
sys.path[:] = sys.argv[2:]
from coach.hearing.engines.vosk_engine import try_model
try_model(sys.argv[1])
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one of the two layouts that Vosk knows keeps its files, relative to the model's folder."""

    acoustic: str
    conf: str
    graph: str
    word_boundary: str

    @property
    def hclr(self) -> str:
        """The half of the decoding graph that phrases are composed with at run time."""
        return f"{self.graph}HCLr.fst"


NESTED = Layout("am/final.mdl", "conf/", "graph/", "graph/phones/word_boundary.int")
FLAT = Layout("final.mdl", "", "", "word_boundary.int")


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that passed its check."""

    path: Path
    reason: str
    """Why this one, for the start-up line: "--model", "models/ of this checkout" …"""
    skipped: tuple[str, ...] = ()
    """One sentence for each folder that was passed over on the way."""


def find_model(
    explicit: Path | None,
    environ: Mapping[str, str],
    checkout_models: Path | None,
    user_data: Path,
    language: str = "en",
) -> FoundModel | None:
    """The model to use; `user_data` is the coach's own data folder, whose `models/` is looked into.

    One whose name tells of another `language` ("vosk-model-small-de-0.15") is looked at only if it was asked for.
    A model that was asked for by name and is wrong raises ModelError; a wrong one that merely lies there is skipped.
    """
    if explicit is not None:
        return _asked_for(explicit, "--model")
    if environ.get(VARIABLE):
        return _asked_for(Path(environ[VARIABLE]), VARIABLE)
    skipped: list[str] = []
    for folder, reason in _places(checkout_models, user_data):
        for candidate in _candidates(folder, language):
            if trouble := _trouble(candidate):
                skipped.append(trouble)
            else:
                return FoundModel(candidate, reason, tuple(skipped))
    return None


def skipped_models(checkout_models: Path | None, user_data: Path, language: str = "en") -> tuple[str, ...]:
    """One sentence for each folder that lies where models do and can not be used by itself."""
    folders = [folder for folder, _ in _places(checkout_models, user_data)]
    troubles = (_trouble(candidate) for folder in folders for candidate in _candidates(folder, language))
    return tuple(trouble for trouble in troubles if trouble)


def check_model(folder: Path, cache: Path | None = None) -> None:
    """Raise ModelError unless `folder` has the shape of a model and a child process could hear with it.

    A passed trial is remembered in `cache` for these very files (name, size, time, inode), so that it costs nothing
    the next time and survives the folder's being moved.
    """
    check_shape(folder)
    remembered = (cache or _checked_models()) / _identity(folder)
    if not _is_remembered(remembered):
        _try_in_child(folder)
        _remember(remembered)


def check_shape(folder: Path) -> None:
    """Raise ModelError, with what is missing and what to do, unless `folder` holds the files of a Vosk model."""
    try:
        layout = _layout(folder)
        _check_acoustics(folder, layout)
        _check_graph(folder, layout)
        _check_ivector(folder)
    except OSError as error:
        raise _wrong(folder, f"{error.filename or 'a file'} cannot be read ({error.strerror})") from error


def _asked_for(folder: Path, reason: str) -> FoundModel:
    try:
        folder = folder.expanduser()
        check_model(folder)
    except (ModelError, RuntimeError) as error:
        raise ModelError(f"The model given by {reason} cannot be used: {error}", path=folder) from error
    return FoundModel(folder, reason)


def _places(checkout_models: Path | None, user_data: Path) -> Iterator[tuple[Path, str]]:
    if checkout_models is not None:
        yield checkout_models, "models/ of this checkout"
    yield user_data / "models", "your data folder"


def _candidates(place: Path, language: str) -> list[Path]:
    """The folders in `place` that may be for `language`, the newest first; hidden ones are downloads under way."""
    try:
        folders = [entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
        folders = [folder for folder in folders if _language_of(folder.name) in {None, language.partition("-")[0]}]
        return sorted(folders, key=lambda folder: (-folder.stat().st_mtime, folder.name))
    except OSError:
        return []


def _language_of(name: str) -> str | None:
    """The language that the name of an official model tells, or None."""
    found = re.match(r"vosk-model(?:-small|-big)?-([a-z]{2,3})\b", name)
    return found[1] if found else None


def _trouble(folder: Path) -> str:
    if (folder / MADE_FOR_TESTS).exists():
        return f"{folder} was made for tests; name it with --model to use it all the same."
    try:
        check_model(folder)
    except ModelError as error:
        return str(error)
    return ""


def _wrong(folder: Path, what: str, remedy: str = "run `coach fetch-model` for one that works") -> ModelError:
    return ModelError(f"The speech model in {folder} cannot be used, because {what}; {remedy}.", path=folder)


def _layout(folder: Path) -> Layout:
    """Which layout `folder` has, told as the library tells it."""
    if not folder.is_dir():
        raise _wrong(folder, "there is no such folder", "give the folder that a model's zip was unpacked to")
    if (folder / "am/final.mdl").is_file() and (folder / "conf/model.conf").is_file():
        return NESTED
    if (folder / "final.mdl").is_file() and (folder / "mfcc.conf").is_file():
        return FLAT
    deeper = [path.parent.parent for path in folder.glob("*/am/final.mdl")]
    if deeper:
        raise _wrong(folder, "the model lies one folder deeper", f"give {deeper[0]}")
    raise _wrong(folder, "it holds no am/final.mdl with a conf/model.conf")


def _check_acoustics(folder: Path, layout: Layout) -> None:
    if not _head(folder / layout.acoustic).lstrip(b"\0B").startswith(b"<TransitionModel>"):
        raise _wrong(folder, f"{layout.acoustic} is not an acoustic model")
    if not any((folder / f"{layout.conf}{kind}.conf").is_file() for kind in ("mfcc", "fbank")):
        raise _wrong(folder, f"{layout.conf}mfcc.conf is missing")
    # Without silence phones the library loads, then aborts at the first sound. The flat layout has them built in.
    if layout is NESTED and not _silence_phones(_text(folder, f"{layout.conf}model.conf")):
        raise _wrong(folder, "conf/model.conf names no --endpoint.silence-phones")


def _silence_phones(conf: str) -> bool:
    return bool(re.search(r"^\s*--endpoint\.silence-phones=\d+(:\d+)*\s*(#.*)?$", conf, re.MULTILINE))


def _check_graph(folder: Path, layout: Layout) -> None:
    if (folder / f"{layout.graph}HCLG.fst").exists() or not (folder / layout.hclr).is_file():
        what = f"it has no {layout.hclr} and so cannot listen for a list of phrases"
        raise _wrong(folder, what, "take a model with a dynamic graph, such as `coach fetch-model` brings")
    _check_fst(folder, layout.hclr)
    if not re.fullmatch(r"[\d\s]*", _text(folder, f"{layout.graph}disambig_tid.int")):
        raise _wrong(folder, f"{layout.graph}disambig_tid.int holds more than numbers")
    if not _words_inside(folder, layout):
        _check_words(folder, f"{layout.graph}words.txt")


def _check_fst(folder: Path, name: str) -> None:
    if not _head(folder / name).startswith(_MAGIC):
        raise _wrong(folder, f"{name} is not a graph")


def _words_inside(folder: Path, layout: Layout) -> bool:
    """Whether Gr.fst brings the words, as that of the official small model does; then words.txt is not read."""
    name = f"{layout.graph}Gr.fst"
    if not (folder / name).is_file():
        return False
    _check_fst(folder, name)
    return bool(_fst_flags(_head(folder / name)) & _HAS_OUTPUT_SYMBOLS)


def _fst_flags(head: bytes) -> int:
    """The flags of an OpenFST header: magic, two strings with their lengths, version, flags."""
    try:
        place = 4
        for _ in range(2):
            place += 4 + int(struct.unpack_from("<i", head, place)[0])
        return int(struct.unpack_from("<i", head, place + 4)[0])
    except struct.error:
        return 0


def _check_words(folder: Path, name: str) -> None:
    lines = _text(folder, name).splitlines()
    if not lines or not all(re.fullmatch(r"\S+\s+\d+\s*", line) for line in lines):
        raise _wrong(folder, f"{name} is not a list of words and numbers")


def _check_ivector(folder: Path) -> None:
    if (folder / "ivector/final.ie").exists():
        for name in _IVECTOR:
            _head(folder / "ivector" / name)


def _head(path: Path) -> bytes:
    """The first bytes of a regular file; asks whether it is one because opening a pipe would wait for ever."""
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    with path.open("rb") as file:
        return file.read(256)


def _text(folder: Path, name: str) -> str:
    _head(folder / name)
    try:
        return (folder / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(folder, f"{name} is not text") from error


def _identity(folder: Path) -> str:
    """A name for exactly these files: changed by any edit, copy or exchange of one, not by a renamed folder."""
    digest = hashlib.sha256()
    try:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            stat = path.stat()
            digest.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns} {stat.st_ino}\n".encode())
    except (OSError, UnicodeEncodeError) as error:
        raise _wrong(folder, "its files cannot all be listed") from error
    return digest.hexdigest()


def _checked_models() -> Path:
    cache = os.environ.get("COACH_CACHE_DIR")
    return (Path(cache) if cache else platformdirs.user_cache_path("coach")) / "checked-models"


def _is_remembered(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:  # A folder that may not be looked into.
        return False


def _remember(place: Path) -> None:
    try:
        private.make_folder(place.parent)
        place.touch(private.FILE)
    except OSError:
        pass  # The trial is then run again at the next start, which costs a second and nothing else.


def _try_in_child(folder: Path) -> None:
    """Load the model and hear noise with it in a process of its own, which is what dies if the library does."""
    command = [sys.executable, "-c", _CHILD, str(folder), *sys.path]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise _wrong(folder, f"trying it out failed ({type(error).__name__})") from error
    if done.returncode != 0:
        raise _wrong(folder, "the recogniser fails with it, as it does when a file is cut short or garbled")
