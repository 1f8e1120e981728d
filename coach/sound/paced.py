"""A sound edge without any device: audio time goes on in real time, unheard, so that captions and keys still work."""

import threading
import time

import numpy as np

from coach.clock import BLOCK, RATE
from coach.sound.edge import Block, Play, Settled

CATCH_UP = 1.0
"""Seconds of audio time, at most, that are made up for after a delay."""


class PacedEdge:
    """Pulls one block every 20 ms by the monotonic clock, without drift; the microphone gives zeros."""

    stalled = False

    def __init__(self) -> None:
        self._play: Play | None = None
        self._closed = threading.Event()
        self._began = 0.0
        self._at = 0

    def open(self, play: Play, settled: Settled) -> None:
        """Start audio time; needs no device, so it never fails."""
        self._play = play
        self._began = time.monotonic()

    def read(self) -> Block | None:
        """The block that begins now or, after a delay, the next one that is due; None once closed."""
        due = self._began + self._at / RATE  # From the beginning each time: errors of sleeping do not add up.
        now = time.monotonic()
        if now - due > CATCH_UP:
            self._began += now - due  # The program stood still, and so did audio time.
        if self._play is None or self._closed.wait(max(0.0, due - now)):
            return None
        played = np.array(self._play(BLOCK), np.int16)
        silence = np.zeros(BLOCK, np.int16)
        block = Block(self._at, silence, played, microphone_alive=False, speaker_alive=False)
        self._at += BLOCK
        return block

    def close(self) -> None:
        """Stop at once, also a read that waits."""
        self._closed.set()
