import threading
import time

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.sound.edge import Samples
from coach.sound.paced import PacedEdge


def silence(n: int) -> Samples:
    return np.zeros(n, np.int16)


def test_neither_microphone_nor_speaker_is_alive() -> None:
    edge = PacedEdge()
    edge.open(silence, lambda: None)
    block = edge.read()
    edge.close()
    assert block is not None
    assert not block.microphone_alive
    assert not block.speaker_alive
    assert not block.microphone.any()


def test_audio_time_never_runs_ahead_of_real_time() -> None:
    edge = PacedEdge()
    began = time.monotonic()
    edge.open(silence, lambda: None)
    for _ in range(20):
        block = edge.read()
        assert block is not None
        assert block.at / RATE <= time.monotonic() - began
    edge.close()


def test_audio_time_that_a_slow_reader_missed_is_made_up_for() -> None:
    edge = PacedEdge()
    edge.open(silence, lambda: None)
    edge.read()
    time.sleep(10 * BLOCK / RATE)
    due = time.monotonic() + BLOCK / RATE / 2
    blocks = 0
    while time.monotonic() < due:
        edge.read()
        blocks += 1
    edge.close()
    assert blocks >= 9


def test_closing_ends_a_read_that_waits() -> None:
    edge = PacedEdge()
    edge.open(silence, lambda: None)
    ended = threading.Event()

    def read_all() -> None:
        while edge.read() is not None:
            pass
        ended.set()

    threading.Thread(target=read_all, daemon=True).start()
    edge.close()
    assert ended.wait(5)


def test_what_a_program_slept_through_is_not_played_in_a_rush(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("coach.sound.paced.time.monotonic", lambda: now[0])
    edge = PacedEdge()
    edge.open(lambda n: np.zeros(n, np.int16), lambda: None)
    monkeypatch.setattr(edge._closed, "wait", lambda seconds: now.__setitem__(0, now[0] + seconds))
    for _ in range(10):
        edge.read()
    now[0] += 60.0
    stood = now[0]
    for _ in range(50):
        edge.read()
    assert now[0] - stood == pytest.approx(49 * BLOCK / RATE)
