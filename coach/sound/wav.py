"""Sound files in and out: whatever rate, width or channels come in, 16 kHz mono int16 comes out.

The only module that imports soundfile and soxr for files. Reads WAV, and AIFF because macOS's synthesiser writes it.
"""

import io
import struct
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from coach.clock import RATE
from coach.errors import RecordingError, StorageError
from coach.machine import private
from coach.sound.edge import Samples
from coach.sound.riff import SoundChunk, find_sound

_FORMATS = {"WAV", "WAVEX", "RF64", "AIFF"}
_FULL_SCALE = 32_767
_PIECE = 1 << 16
"""Frames read at once."""
_SCALES = (1.0, 2.0**15, 2.0**23, 2.0**31)
"""Full scale of float samples: what it should be, and of whole numbers of 16, 24 and 32 bits that were only retyped."""
_HEADROOM = 8.0
"""How far a float sample may be over full scale, and be loud rather than in another scale: 18 dB."""
_GLITCHES = 160
"""Samples, 10 ms of them, that may be out of a scale without its being another one."""
_CANCELLED = 0.24
"""Power of the channels' mean against the loudest channel's, below which they cancel: two that have nothing in common
give a half, one that is silent beside one that is not a quarter, and one that is the other turned round nothing."""
_FOREIGN = (soundfile.SoundFileError, RuntimeError, ValueError, TypeError, struct.error)
"""What soundfile raises of a file that it cannot read: its own errors, and now and then a plain one."""


def read(path: Path | str) -> Samples:
    """The whole of a sound file as 16 kHz mono; any width, codec of WAV and rate, channels averaged.

    A length that its recorder never filled in is found, float samples in the scale of whole numbers are taken for what
    they are, and of channels that cancel each other the loudest is read.

    Raises RecordingError for a file that is missing, empty, cut short or no WAV file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return _sound_of(path, file)
    except OSError as error:
        why = error.strerror or error
        raise RecordingError(f"{path} cannot be read ({why}): give the path of a WAV file.", path=path) from error
    except MemoryError as error:
        raise RecordingError(
            f"{path} is too long for this machine's memory: cut it into shorter files.", path=path
        ) from error
    except _FOREIGN as error:
        raise RecordingError(
            f"{path} is not a WAV file: convert it to WAV, or give another file.", path=path
        ) from error


def write(path: Path | str, *channels: Samples, rate: int = RATE) -> None:
    """Write int16 channels of equal length, `rate` samples a second, as a 16-bit WAV file for its owner only.

    Raises StorageError where the file cannot be written.
    """
    try:
        with open(path, "wb", opener=private.opener) as file:
            soundfile.write(file, np.column_stack(channels), rate, subtype="PCM_16", format="WAV")
    except (OSError, soundfile.SoundFileError) as error:
        raise StorageError(
            f"{path} cannot be written ({error}): free some space or choose another folder.", path=Path(path)
        ) from error


def resampled(sound: npt.NDArray[np.floating] | Samples, rate: int) -> Samples:
    """`sound` of `rate` samples a second, shape (n,), int16 or float in ±1, as 16 kHz int16; peaks are clipped."""
    if sound.dtype == np.int16 and rate == RATE:
        return np.asarray(sound, dtype=np.int16)
    scaled: npt.NDArray[np.floating] = sound.astype(np.float32) * (1.0 if sound.dtype == np.int16 else _FULL_SCALE)
    if rate != RATE:
        scaled = soxr.resample(scaled, rate, RATE)
    clipped: Samples = np.clip(np.rint(scaled), -_FULL_SCALE, _FULL_SCALE).astype(np.int16)
    return clipped


def _sound_of(path: Path, file: BinaryIO) -> Samples:
    """The sound of an open file; refuses one that ends within its samples, of which libsndfile reads what is there."""
    if file.seek(0, 2) == 0:
        raise RecordingError(f"{path} is empty: record it again, or give another file.", path=path)
    sound = find_sound(file)
    if sound and sound.missing:
        raise RecordingError(
            f"{path} is cut short, {sound.missing} bytes are missing: copy or record it again.", path=path
        )
    whole = _with_its_length(file, sound) if sound and sound.left_open else file
    whole.seek(0)
    with soundfile.SoundFile(whole) as opened:
        return _mono_16k(path, opened)


def _with_its_length(file: BinaryIO, sound: SoundChunk) -> BinaryIO:
    """A copy of `file`, which a recorder left without the length of its sound, that has it."""
    file.seek(0)
    copy = bytearray(file.read())
    for at, length in ((4, len(copy) - 8), (sound.length_at, sound.there)):
        struct.pack_into(f"{sound.order}I", copy, at, length)
    return io.BytesIO(copy)


def _mono_16k(path: Path, opened: soundfile.SoundFile) -> Samples:
    if opened.format not in _FORMATS:
        raise RecordingError(f"{path} is a {opened.format} file: convert it to WAV.", path=path)
    as_it_is = opened.subtype == "PCM_16" and opened.channels == 1
    frames = _frames(opened, "int16" if as_it_is else "float32")
    if not len(frames):
        raise RecordingError(f"{path} holds no sound: record it again, or give another file.", path=path)
    return resampled(frames[:, 0] if as_it_is else _mono(_in_scale(frames)), opened.samplerate)


def _frames(opened: soundfile.SoundFile, dtype: str) -> npt.NDArray[Any]:
    """All frames, shape (n, channels), piece by piece: some codecs cannot tell beforehand how many there are."""
    pieces = [opened.read(_PIECE, dtype=dtype, always_2d=True)]
    while len(pieces[-1]) == _PIECE:
        pieces.append(opened.read(_PIECE, dtype=dtype, always_2d=True))
    return np.concatenate(pieces)


def _in_scale(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Frames in ±1, of float samples that may hold NaN or were written in the scale of whole numbers."""
    frames = np.nan_to_num(frames, posinf=0.0, neginf=0.0)  # Either would become an arbitrary int16.
    beyond = (np.count_nonzero(np.abs(frames) > scale * _HEADROOM) for scale in _SCALES)
    scale = next((scale for scale, glitches in zip(_SCALES, beyond, strict=True) if glitches < _GLITCHES), _SCALES[-1])
    in_scale: npt.NDArray[np.float32] = np.clip(frames / np.float32(scale), -_HEADROOM, _HEADROOM)
    return in_scale


def _mono(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The mean of the channels; where they cancel each other, as with one cable turned round, the loudest of them."""
    mean: npt.NDArray[np.float32] = frames.mean(axis=1)
    powers = np.square(frames).mean(axis=0, dtype=np.float64)
    if np.square(mean).mean(dtype=np.float64) < _CANCELLED * powers.max():
        return frames[:, int(powers.argmax())]
    return mean
