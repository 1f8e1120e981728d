"""Sound files in and out: whatever rate, width or channels come in, 16 kHz mono int16 comes out.

The only module that imports soundfile and soxr for files. Reads WAV, and AIFF because macOS's synthesiser writes it.
"""

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from coach import private
from coach.clock import RATE
from coach.errors import RecordingError, StorageError
from coach.sound.edge import Samples

_FORMATS = {"WAV", "WAVEX", "RF64", "AIFF"}
_FULL_SCALE = 32_767
# A program that writes to a pipe cannot know the length, and leaves a length near the top of the field: no truncation.
_UNKNOWN_LENGTH = 0x7FFF_0000


def read(path: Path | str) -> Samples:
    """The whole of a sound file as 16 kHz mono; 8 to 32 bits or float, any rate, channels averaged.

    Raises RecordingError for a file that is missing, empty, cut short or no WAV file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            _refuse_truncated(path, file)
            with soundfile.SoundFile(file) as opened:
                return _mono_16k(path, opened)
    except OSError as error:
        raise RecordingError(f"{path} cannot be read ({error.strerror}): give the path of a WAV file.") from error
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise RecordingError(f"{path} is not a WAV file: convert it to WAV, or give another file.") from error


def write(path: Path | str, *channels: Samples, rate: int = RATE) -> None:
    """Write int16 channels of equal length, `rate` samples a second, as a 16-bit WAV file for its owner only.

    Raises StorageError where the file cannot be written.
    """
    try:
        with open(path, "wb", opener=private.opener) as file:
            soundfile.write(file, np.column_stack(channels), rate, subtype="PCM_16", format="WAV")
    except (OSError, soundfile.SoundFileError) as error:
        raise StorageError(f"{path} cannot be written ({error}): free some space or choose another folder.") from error


def resampled(sound: npt.NDArray[np.floating] | Samples, rate: int) -> Samples:
    """`sound` of `rate` samples a second, shape (n,), int16 or float in ±1, as 16 kHz int16; peaks are clipped."""
    if sound.dtype == np.int16 and rate == RATE:
        return np.asarray(sound, dtype=np.int16)
    scaled: npt.NDArray[np.floating] = sound.astype(np.float32) * (1.0 if sound.dtype == np.int16 else _FULL_SCALE)
    if rate != RATE:
        scaled = soxr.resample(scaled, rate, RATE)
    clipped: Samples = np.clip(np.rint(scaled), -_FULL_SCALE, _FULL_SCALE).astype(np.int16)
    return clipped


def _mono_16k(path: Path, opened: soundfile.SoundFile) -> Samples:
    if opened.format not in _FORMATS:
        raise RecordingError(f"{path} is a {opened.format} file: convert it to WAV.")
    if opened.frames == 0:
        raise RecordingError(f"{path} holds no sound: record it again, or give another file.")
    if opened.subtype == "PCM_16" and opened.channels == 1:
        return resampled(opened.read(dtype="int16"), opened.samplerate)
    frames = opened.read(dtype="float32", always_2d=True)
    # Float files may hold NaN, which would become an arbitrary int16.
    return resampled(np.nan_to_num(frames.mean(axis=1)), opened.samplerate)


def _refuse_truncated(path: Path, file: BinaryIO) -> None:
    """Raise RecordingError for a RIFF file that ends within its samples: libsndfile silently reads what is there."""
    if file.seek(0, 2) == 0:
        raise RecordingError(f"{path} is empty: record it again, or give another file.")
    file.seek(0)
    missing = _missing_bytes(file)
    if missing:
        raise RecordingError(f"{path} is cut short, {missing} bytes are missing: copy or record it again.")
    file.seek(0)


def _missing_bytes(file: BinaryIO) -> int:
    """How many bytes of its data chunk a RIFF file lacks; 0 for every other file, and for an unknown length."""
    riff = file.read(12)
    if riff[:4] != b"RIFF" or riff[8:] != b"WAVE":
        return 0
    while len(header := file.read(8)) == 8:
        name, length = struct.unpack("<4sI", header)
        if name == b"data":
            return 0 if length >= _UNKNOWN_LENGTH else max(0, length - _bytes_left(file))
        file.seek(length + length % 2, 1)
    return 0


def _bytes_left(file: BinaryIO) -> int:
    here = file.tell()
    return file.seek(0, 2) - here
