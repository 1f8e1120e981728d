"""A synthetic user of the real program: says a word again only where the machine, not the coach, lost it.

Sound passes through a sound server and two buffers, all in real time. On a machine that stands still for a moment a
word loses a piece on its way, which the coach's own recording shows, or the coach's voice moves against what comes back
of it, which ALSA tells. A word that arrived whole has to be understood.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve

from coach.clock import RATE
from coach.sound import wav
from tests.coach_process import CoachProcess, Line
from tests.recorded import Wave, both
from tests.sound.virtual_card import VirtualCard

PIECE = RATE // 8
"""Samples of a word that are looked at together."""
AGAIN = 4
"""How often a word that was broken is said."""


class User:
    """Speaks in the room of a card, to a coach that records what it hears."""

    def __init__(
        self, card: VirtualCard, coach: CoachProcess, recording: Path, least: float = 0.8, patience: float = 8.0
    ) -> None:
        """`least`: how like its clip (0 to 1) each piece of a whole word is; less where the coach talks louder.

        `patience`: seconds for a word to be understood.
        """
        self._card, self._coach, self._recording = card, coach, recording
        self._least, self._patience = least, patience

    def say(self, clip: Path, wanted: Callable[[Line], bool]) -> Line:
        """Say it until the log holds `wanted`, and give that line."""
        for _ in range(AGAIN):
            before, told = self._heard(), breaks(self._coach.errors)
            self._card.say(clip)
            try:
                return self._coach.wait_for(wanted, self._patience)
            except AssertionError:
                if self.arrived(clip, before) and breaks(self._coach.errors) == told:
                    raise
        raise AssertionError(f"{clip.stem!r} was broken by this machine {AGAIN} times")

    def arrived(self, clip: Path, since: int) -> bool:
        """Whether it came through the microphone whole, after sample `since`."""
        time.sleep(1.1)  # The last second is written once it is over.
        return whole(wav.read(clip).astype(float), both(self._recording)[since:, 1], self._least)

    def _heard(self) -> int:
        return max(0, len(both(self._recording)) - RATE)


def breaks(errors: Iterable[str]) -> int:
    """How often the card was not fed, or not emptied, in time, of what a program told: ALSA tells each time."""
    return sum("run occurred" in line for line in errors)


def whole(clip: Wave, within: Wave, least: float) -> bool:
    """Whether `within` holds every loud piece of `clip`, each at its place, at least so like it."""
    if len(within) < len(clip):
        return False
    begin = int(np.argmax(fftconvolve(within, clip[::-1], "valid")))
    pieces = [(clip[at : at + PIECE], within[begin + at :][:PIECE]) for at in range(0, len(clip) - PIECE, PIECE)]
    loudest = max(float(np.linalg.norm(piece)) for piece, _ in pieces)
    return all(_likeness(*pair) >= least for pair in pieces if np.linalg.norm(pair[0]) > loudest / 4)


def _likeness(one: Wave, other: Wave) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other) + 1e-9))
