"""Recorded echoes of real devices: what each played, and what its own microphone heard of it, over and over.

Pairs `NAME.played.wav` and `NAME.heard.wav`, equally long, nobody speaking in them.
"""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.clock import BLOCK, samples
from coach.errors import RecordingError
from coach.session.events import Heard
from coach.sound import wav
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Block, Samples
from coach.speaking.mixer import RETURN_DB
from coach.speaking.trim import speech_rms
from coach.units import Decibels
from scripts.benchmarks.mixing import SPEECH_DBFS

SILENCE = samples(0.8)
"""For how long a device says nothing after a command, as the coach does."""
LATEST = samples(0.4)
"""The latest that an echo is looked for."""
_SEAM = samples(0.01)


@dataclass(frozen=True, slots=True)
class Device:
    """A computer whose echo was recorded."""

    name: str
    played: Path
    heard: Path


def devices(folder: Path) -> tuple[Device, ...]:
    """The pairs in `folder`. Raises RecordingError where there is none, or one of a pair is missing."""
    names = sorted(path.name.removesuffix(".played.wav") for path in folder.glob("*.played.wav"))
    found = tuple(Device(name, folder / f"{name}.played.wav", folder / f"{name}.heard.wav") for name in names)
    if not found:
        raise RecordingError(f"{folder} holds no echoes: give pairs NAME.played.wav and NAME.heard.wav.")
    if lonely := [device.heard for device in found if not device.heard.is_file()]:
        raise RecordingError(f"{lonely[0]} is missing: each NAME.played.wav needs its NAME.heard.wav beside it.")
    return found


class RecordedLoudspeaker:
    """A device that plays its recording without end, for a `Hall`.

    Its echo is scaled as what it plays is, by as much later as it comes back.
    """

    def __init__(self, device: Device, ratio: float) -> None:
        """`ratio`: by how many dB a user at SPEECH_DBFS is louder than the echo. Raises RecordingError."""
        played, heard = (wav.read(path).astype(np.float64) for path in (device.played, device.heard))
        size = min(len(played), len(heard)) // BLOCK * BLOCK
        level = speech_rms(heard.astype(np.int16)) or 1.0
        self._played = _looped(played[:size])
        self._heard = _looped(heard[:size]) * (10 ** ((SPEECH_DBFS - ratio) / 20) / level)
        late = round(lateness(self._played, self._heard) / BLOCK)
        self._gains: deque[Wave] = deque([np.ones(BLOCK)] * (late + 1), maxlen=late + 1)
        self._wanted_db = self._soft_db = 0.0
        self._silent_until = 0
        self._sounding = True
        self._at = 0
        self.silent_at: int | None = None
        self._cut = False

    def block(self, at: int, sound: Samples) -> Block:
        """What is heard and played in the block from `at` on, in which others utter `sound`."""
        self._at = at
        place = at % len(self._played)
        before, self._soft_db = self._soft_db, min(self._wanted_db, self._soft_db + RETURN_DB)
        loud = np.linspace(10 ** (before / 20), 10 ** (self._soft_db / 20), BLOCK)
        if at < self._silent_until:
            loud = np.linspace(1.0, 0.0, BLOCK) * loud if self._sounding else np.zeros(BLOCK)
            self._sounding = False
            if self._cut and self.silent_at is None:
                self.silent_at = at + BLOCK
        else:
            self._sounding = True
        self._gains.append(loud)
        played = self._played[place : place + BLOCK] * loud
        echo = self._heard[place : place + BLOCK] * self._gains[0]
        return Block(at, _rounded(sound + echo), _rounded(played))

    def react(self, understood: Sequence[Heard]) -> None:
        """Fall silent for a while at a command."""
        if understood:
            self._silent_until = self._at + 2 * BLOCK + SILENCE
            self._cut = True

    def soften(self, decibels: Decibels) -> None:
        """Play more softly by so much, as the coach's mixer does."""
        self._wanted_db = min(0.0, decibels)

    def words_between(self, start: int, end: int) -> Collection[str]:
        """Nobody knows the words of these recordings, so that none of them is masked."""
        del start, end
        return ()

    def forget(self) -> None:
        """Look out for the next silence."""
        self._cut, self.silent_at = False, None


def lateness(played: Wave, heard: Wave) -> int:
    """By how many samples `heard` comes after `played`, at most LATEST, by their correlation with phase transform."""
    size = 2 * len(played)
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    curve = np.fft.irfft(cross / (np.abs(cross) + 1e-9) ** 0.8, size)[:LATEST]
    return int(np.argmax(np.abs(curve)))


def _looped(sound: Wave) -> Wave:
    """`sound` without a click where its end meets its beginning."""
    ramp = np.linspace(0.0, 1.0, _SEAM)
    shaped = sound.copy()
    shaped[:_SEAM] *= ramp
    shaped[-_SEAM:] *= ramp[::-1]
    return shaped


def _rounded(sound: Wave) -> Samples:
    rounded: Samples = np.clip(np.rint(sound), 1 - FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return rounded
