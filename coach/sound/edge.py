"""What the sound card and the simulated room both are: blocks out, blocks in, one sample counter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from coach.units import AudioTime, Decibels

Samples = npt.NDArray[np.int16]
"""Mono sound at 16 kHz, shape (n,), full scale ±32767."""

Play = Callable[[int], Samples]
"""`play(n)` gives the next n samples for the speaker. Cheap and thread-safe: a card calls it in its callback."""

Settled = Callable[[], None]
"""`settled()` returns when all that came of earlier blocks has been acted on; the room waits for it, a card never."""


@dataclass(frozen=True, slots=True)
class Block:
    """20 ms of what was heard, beside what was played at that time."""

    at: AudioTime
    """Of the first sample: how many samples `play` had given when this block began."""
    microphone: Samples
    """Shape (BLOCK,); zeros while there is no microphone."""
    played: Samples
    """Shape (BLOCK,): what `play` gave for the same samples; what an echo canceller calls the far end."""
    microphone_alive: bool = True
    speaker_alive: bool = True
    gap: AudioTime = 0
    """Samples of the microphone lost before this block; zeros took their place, so `at` stays consecutive."""


class SoundEdge(Protocol):
    """A place with a speaker and a microphone. One thread reads; any thread may close."""

    @property
    def stalled(self) -> bool:
        """Whether a device still hangs after `close`, so that only `os._exit` ends the program."""

    def open(self, play: Play, settled: Settled) -> None:
        """Start to play and to hear. Raises SoundError where neither can be had."""

    def read(self) -> Block | None:
        """The next block, waiting for it; None once closed or at the end of a rehearsal."""

    def close(self) -> None:
        """Stop at once; waits at most two seconds for a stalled device. May be called twice."""


def level_dbfs(sound: Samples) -> Decibels:
    """The level of `sound` in dB of full scale, -100 at the least."""
    power = float(np.mean(np.square(sound, dtype=np.float64))) / 32767**2
    return Decibels(10 * float(np.log10(max(power, 1e-10))))
