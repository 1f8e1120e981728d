"""A recording is whole after every second, and what cannot be written ends it alone."""

import resource
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.errors import StorageError
from coach.sound.edge import Block
from coach.sound.paced import PacedEdge
from coach.sound.recording import RecordedEdge, Recording


def block(number: int) -> Block:
    return Block(number * BLOCK, np.full(BLOCK, number, np.int16), np.full(BLOCK, -number, np.int16))


def frames(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)


def test_what_was_played_is_left_and_what_was_heard_is_right(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "new" / "r.wav")
    for number in range(70):
        recording.add(block(number))
    recording.close()
    recording.close()
    recorded = frames(tmp_path / "new" / "r.wav")
    expected = np.repeat(np.arange(70), BLOCK)
    assert np.array_equal(recorded, np.column_stack((-expected, expected)))


def test_before_it_is_closed_all_but_the_last_second_is_on_disk(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "r.wav")
    assert len(frames(tmp_path / "r.wav")) == 0
    for number in range(149):
        recording.add(block(number))
    assert len(frames(tmp_path / "r.wav")) == 2 * RATE
    recording.close()


def test_nothing_is_added_after_the_end(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "r.wav")
    recording.close()
    recording.add(block(1))
    assert len(frames(tmp_path / "r.wav")) == 0


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="name another place"):
        Recording(tmp_path)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond 100,000 bytes: a second and a half."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.faults
def test_a_full_disk_ends_the_recording_but_not_the_session(tmp_path: Path, full_disk: None) -> None:
    told: list[str] = []
    edge = RecordedEdge(PacedEdge(), Recording(tmp_path / "r.wav"), told.append)
    edge.open(lambda n: np.ones(n, np.int16), lambda: None)
    blocks = [edge.read() for _ in range(120)]
    edge.close()
    assert None not in blocks
    assert len(told) == 1
    assert "free some space" in told[0]
    assert len(frames(tmp_path / "r.wav")) >= RATE


def test_a_disk_that_is_full_from_the_start_is_told_before_the_session() -> None:
    with pytest.raises(StorageError, match="No space left"):
        Recording(Path("/dev/full"))
