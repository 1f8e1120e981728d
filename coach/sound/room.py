"""The simulated room: the sound card's twin. What is played comes back as echo, a user speaks, and there is noise.

It runs as fast as the coach can think: a block is given only when everything that came of the one before is done.
"""

import tempfile
import threading
from typing import IO, Protocol

import numpy as np

from coach.clock import BLOCK, RATE
from coach.sound.acoustics import EchoPath, Wave
from coach.sound.edge import Block, Play, Samples, Settled
from coach.sound.microphone import FAULTLESS, Microphone, Traits
from coach.sound.noise import Noise


class Company(Protocol):
    """Who is in the room beside the coach."""

    def sound(self, at: int, n: int) -> Wave:
        """What they utter in the `n` samples from `at` on, shape (n,); called once a block, in order."""


IN_MEMORY = 60 * RATE
"""Samples of sound that are kept in memory; what comes after them is kept in a file that has no name."""


class _Track:
    """A sound that grows."""

    def __init__(self) -> None:
        self._pieces: list[Samples] = []
        self._length = 0
        self._file: IO[bytes] | None = None

    def add(self, sound: Samples) -> None:
        self._length += len(sound)
        if self._length <= IN_MEMORY:
            self._pieces.append(sound)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the room
        self._file.write(sound.tobytes())

    @property
    def whole(self) -> Samples:
        late = np.zeros(0, np.int16)
        if self._file is not None:
            self._file.seek(0)
            late = np.frombuffer(self._file.read(), np.int16)
        return np.concatenate([*self._pieces, late])


class SimulatedRoom:
    """A SoundEdge without devices. Keeps all that was played and heard, of long sessions on the disk."""

    stalled = False

    def __init__(
        self, echo: EchoPath | None, noise: Noise, company: Company, longest: int, microphone: Traits = FAULTLESS
    ) -> None:
        """`echo`: from speaker to microphone, None where nothing comes back. Ends by itself after `longest` samples."""
        self._echo = echo
        self._noise = noise
        self._company = company
        self._microphone = Microphone(microphone)
        self._longest = longest
        self._at = 0
        self._open: tuple[Play, Settled] | None = None
        self._closed = threading.Event()
        self._played, self._heard = _Track(), _Track()

    def open(self, play: Play, settled: Settled) -> None:
        """Start at audio time 0."""
        self._open = (play, settled)

    def read(self) -> Block | None:
        """The next block, once all that came of the last one, and of what was played, has been acted on."""
        if self._open is None or self._closed.is_set():
            return None
        play, settled = self._open
        settled()
        if self._closed.is_set() or self._at >= self._longest:
            return None
        at, self._at = self._at, self._at + BLOCK
        played = play(BLOCK)
        settled()
        return self._block(at, played)

    def close(self) -> None:
        """End the rehearsal."""
        self._closed.set()

    @property
    def played(self) -> Samples:
        """All that was played so far."""
        return self._played.whole

    @property
    def heard(self) -> Samples:
        """All that the microphone heard so far."""
        return self._heard.whole

    def _block(self, at: int, played: Samples) -> Block:
        sound = self._company.sound(at, BLOCK) + self._noise(BLOCK)
        gap = 0
        if self._echo:
            sound += self._echo.hear(played)
            gap = self._echo.slipped
        microphone = self._microphone.hear(sound)
        self._played.add(played)
        self._heard.add(microphone)
        return Block(at, microphone, played, gap=gap)
