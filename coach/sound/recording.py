"""Writes down what goes through a sound edge while it happens: left what was played, right what the microphone heard.

After each second the file on disk is whole: a program that is killed loses no more than its last second.
"""

import contextlib
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np

from coach.clock import BLOCK, RATE
from coach.errors import StorageError
from coach.machine import private
from coach.machine.lane import Lane
from coach.sound.edge import Block, Play, Settled, SoundEdge

CHANNELS, WIDTH = 2, 2
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_UNKNOWN = 0xFFFF_FFFF
FLUSH = RATE // BLOCK
"""Blocks that are written at once: a second's."""

WAITING = 60 * FLUSH
"""Blocks that may wait for a slow disk: a minute's, two megabytes."""
RECORDING_ENDS_WITHIN = 2.0
"""Seconds at the end for what waits."""


class Recording:
    """A WAV file, 16 kHz, 16 bits, two channels, that grows. One thread adds; any may close."""

    def __init__(self, path: Path) -> None:
        """Begin the file, in place of what it held. Raises StorageError."""
        self._path = path
        self._blocks: list[Block] = []
        self._bytes = 0
        self._lock = threading.Lock()
        try:
            private.make_folder(path.parent)
            self._file: BinaryIO | None = open(path, "wb", opener=private.opener)  # noqa: SIM115 - until `close`
            self._store(self._file, b"")
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written ({error.strerror}): name another place.", path=path
            ) from error

    def add(self, block: Block) -> None:
        """Take one block; nothing once closed. Raises StorageError, and is closed then."""
        with self._lock:
            if self._file is None:
                return
            self._blocks.append(block)
            if len(self._blocks) >= FLUSH:
                self._write(self._file)

    def close(self) -> None:
        """Write what is left. Raises StorageError. May be called twice."""
        with self._lock:
            if self._file is not None:
                self._write(self._file)
                self._give_up()

    def _write(self, file: BinaryIO) -> None:
        blocks, self._blocks = self._blocks, []
        try:
            self._store(file, b"".join(map(_interleaved, blocks)))
        except OSError as error:
            self._give_up()
            raise StorageError(
                f"{self._path} ends here ({error}): free some space for the next one.", path=self._path
            ) from error

    def _store(self, file: BinaryIO, sound: bytes) -> None:
        """Append, then bring the header's lengths up to date: in between they are merely too small."""
        file.write(sound)
        self._bytes += len(sound)
        file.seek(0)
        file.write(_header(self._bytes))
        file.seek(0, 2)
        file.flush()

    def _give_up(self) -> None:
        file, self._file = self._file, None
        with contextlib.suppress(OSError):  # On a full disk even the end cannot be written.
            if file is not None:
                file.close()


class RecordedEdge:
    """A SoundEdge that is recorded, in a thread of its own. What cannot be written ends the recording alone."""

    def __init__(self, edge: SoundEdge, recording: Recording, on_problem: Callable[[str], None]) -> None:
        """`on_problem` is told in one sentence, once, that the recording has ended early; from any thread."""
        self._edge = edge
        self._recording = recording
        self._on_problem = on_problem
        self._recorded = True
        self._lane: Lane[Block] = Lane("recording", self._add, limit=WAITING)

    @property
    def stalled(self) -> bool:
        """As the edge within."""
        return self._edge.stalled

    def open(self, play: Play, settled: Settled) -> None:
        """As the edge within."""
        self._edge.open(play, settled)

    def read(self) -> Block | None:
        """As the edge within."""
        block = self._edge.read()
        if block is not None and self._recorded and not self._lane.put(block):
            self._end("The recording ends here (the disk is too slow): name another place for the next one.")
        return block

    def close(self) -> None:
        """Close both; a disk that hangs is not waited for."""
        self._edge.close()
        if self._lane.close(RECORDING_ENDS_WITHIN):
            try:
                self._recording.close()
            except StorageError as error:
                self._end(str(error))

    def _add(self, block: Block) -> None:
        try:
            self._recording.add(block)
        except StorageError as error:
            self._end(str(error))

    def _end(self, why: str) -> None:
        ended, self._recorded = not self._recorded, False
        if not ended:
            self._on_problem(why)


def _header(data: int) -> bytes:
    """Of a WAV file with so many bytes of sound; a length beyond four gigabytes, eighteen hours, is told as unknown."""
    known = min(data, _UNKNOWN - _HEADER.size)
    frame = CHANNELS * WIDTH
    form = (b"fmt ", 16, 1, CHANNELS, RATE, RATE * frame, frame, 8 * WIDTH)
    return _HEADER.pack(b"RIFF", known + _HEADER.size - 8, b"WAVE", *form, b"data", known)


def _interleaved(block: Block) -> bytes:
    return np.column_stack((block.played, block.microphone)).astype("<i2").tobytes()
