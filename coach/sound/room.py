"""The simulated room: the sound card's twin. What is played comes back as echo, a user speaks, and there is noise.

It runs as fast as the coach can think: a block is given only when everything that came of the one before is done.
"""

import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from coach.clock import BLOCK, RATE, samples
from coach.sound.edge import Block, Play, Samples, Settled

Wave = npt.NDArray[np.float64]
"""Sound in int16 scale, shape (n,)."""

SPEECH_DBFS = -26.0
"""The level of speech to which a near-end-to-echo ratio is given."""


class Company(Protocol):
    """Who is in the room beside the coach."""

    def sound(self, at: int, n: int) -> Wave:
        """What they utter in the `n` samples from `at` on; called once a block, in order."""


class Acoustics:
    """What becomes of the coach's sound on its way to the microphone, and the noise in the room."""

    def __init__(self, response: Wave | None, noise: Callable[[int], Wave]) -> None:
        """`response`: from speaker to microphone, None for no echo. `noise(n)` gives n samples more of it."""
        self._noise = noise
        self._size = 1 << int(len(response) + BLOCK - 1).bit_length() if response is not None else 0
        self._spectrum = np.fft.rfft(response, self._size) if response is not None else None
        self._tail = np.zeros(self._size)

    def hear(self, played: Samples) -> Wave:
        """What reaches the microphone of the coach and of the room while `played` is played."""
        return self._echo(played) + self._noise(len(played))

    def _echo(self, played: Samples) -> Wave:
        n = len(played)
        if self._spectrum is None:
            return np.zeros(n)
        self._tail += np.fft.irfft(np.fft.rfft(played, self._size) * self._spectrum, self._size)
        echo = self._tail[:n].copy()
        self._tail = np.concatenate((self._tail[n:], np.zeros(n)))
        return echo


def made_response(t60: float, delay_ms: float, rng: np.random.Generator) -> Wave:
    """A room's response of unit energy: a direct sound after `delay_ms`, then decaying noise."""
    n = max(samples(t60), 1)
    decay = rng.standard_normal(n) * 10 ** (-3 * np.arange(n) / n)
    decay *= 0.5 / np.sqrt(np.sum(decay**2))
    decay[0] += 1.0
    response = np.concatenate((np.zeros(samples(delay_ms / 1000)), decay))
    whole: Wave = response / np.sqrt(np.sum(response**2))
    return whole


def echo_gain(near_end_to_echo_db: float, coach_dbfs: float) -> float:
    """The gain of a unit-energy response that makes the coach's speech so much softer than a user at SPEECH_DBFS."""
    return float(10 ** ((SPEECH_DBFS - near_end_to_echo_db - coach_dbfs) / 20))


def made_noise(kind: str, dbfs: float, rng: np.random.Generator) -> Callable[[int], Wave]:
    """White or pink noise without end, or none, of `dbfs` RMS."""
    if kind == "none":
        return np.zeros
    loop = rng.standard_normal(1 << 18)
    if kind == "pink":
        spectrum = np.fft.rfft(loop)
        frequency = np.maximum(np.fft.rfftfreq(len(loop), 1 / RATE), 20.0)
        loop = np.fft.irfft(spectrum / np.sqrt(frequency), len(loop))
    return repeated(loop, dbfs)


def repeated(loop: Wave, dbfs: float) -> Callable[[int], Wave]:
    """`loop` over and over, brought to `dbfs` RMS."""
    rms = np.sqrt(np.mean(np.square(loop, dtype=np.float64))) or 1.0
    scaled = loop * (32768 * 10 ** (dbfs / 20) / rms)
    place = 0

    def more(n: int) -> Wave:
        nonlocal place
        piece = np.take(scaled, range(place, place + n), mode="wrap")
        place = (place + n) % len(scaled)
        return piece

    return more


class SimulatedRoom:
    """A SoundEdge without devices. Keeps all that was played and heard."""

    stalled = False

    def __init__(self, acoustics: Acoustics, company: Company, longest: int) -> None:
        """Ends by itself after `longest` samples."""
        self._acoustics = acoustics
        self._company = company
        self._longest = longest
        self._at = 0
        self._open: tuple[Play, Settled] | None = None
        self._closed = threading.Event()
        self._played: list[Samples] = []
        self._heard: list[Samples] = []

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
        heard = self._acoustics.hear(played) + self._company.sound(at, BLOCK)
        microphone = np.clip(np.rint(heard), -32767, 32767).astype(np.int16)
        self._played.append(played)
        self._heard.append(microphone)
        return Block(at, microphone, played)

    def close(self) -> None:
        """End the rehearsal."""
        self._closed.set()

    @property
    def played(self) -> Samples:
        """All that was played so far."""
        return np.concatenate([np.zeros(0, np.int16), *self._played])

    @property
    def heard(self) -> Samples:
        """All that the microphone heard so far."""
        return np.concatenate([np.zeros(0, np.int16), *self._heard])
