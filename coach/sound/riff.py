"""How long a WAV or AIFF file says that its sound is, and how long it is: what libsndfile takes on trust. Pure."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

UNKNOWN_LENGTH = 0x7FFF_0000
"""A program that writes to a pipe cannot know the length, and leaves one near the top of the field."""
_LONG = 0xFFFF_FFFF
"""In RF64: the length stands in the ds64 chunk."""
_ORDERS = {b"RIFF": "<", b"RIFX": ">", b"RF64": "<", b"BW64": "<", b"FORM": ">"}
"""The kinds of file that are made of chunks, and the order of the bytes of their lengths."""


@dataclass(frozen=True, slots=True)
class SoundChunk:
    """The chunk that holds the samples. All in bytes."""

    length_at: int
    """Where its length is written."""
    written: int
    """Its length, as it is written."""
    there: int
    """How much there is behind its header, up to the end of the file."""
    left_open: bool
    """Whether the program that wrote it never came back to fill in the length, and there is sound all the same."""
    order: str
    """Of the bytes of a length: "<" or ">"."""

    @property
    def missing(self) -> int:
        """How much of the sound is not there; 0 where its length was never known."""
        return 0 if self.left_open or self.written >= UNKNOWN_LENGTH > self.there else max(0, self.written - self.there)


def find_sound(file: BinaryIO) -> SoundChunk | None:
    """The chunk of the samples in `file`, a seekable one; None in a file of another kind, or without such a chunk."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(12)
    order = _ORDERS.get(head[:4])
    if order is None or len(head) < 12:
        return None
    whole: int = struct.unpack(f"{order}I", head[4:8])[0]
    long_length = 0
    for name, at, length in _chunks(file, order):
        if name == b"ds64":
            long_length = _length_in_ds64(file)
        if name in {b"data", b"SSND"}:
            there = size - at - 8
            ends_here = whole <= at or whole >= UNKNOWN_LENGTH
            left_open = name == b"data" and length == 0 < there and ends_here
            written = long_length if length == _LONG and long_length else length
            return SoundChunk(at + 4, written, there, left_open, order)
    return None


def _chunks(file: BinaryIO, order: str) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of each chunk; the file stands behind its header."""
    at = 12
    while True:
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            return
        name, length = header[:4], struct.unpack(f"{order}I", header[4:])[0]
        yield name, at, length
        at += 8 + length + length % 2


def _length_in_ds64(file: BinaryIO) -> int:
    lengths = file.read(16)
    return int(struct.unpack("<QQ", lengths)[1]) if len(lengths) == 16 else 0
