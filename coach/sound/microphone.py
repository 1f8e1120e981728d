"""What cheap microphones and their drivers make of the sound in a room. Pure and repeatable; the room's last stage."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from coach.clock import BLOCK, RATE, samples
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Samples

Rate = Literal[8000, 16000, 44100]


@dataclass(frozen=True, slots=True)
class Traits:
    """A microphone; as it stands here, one without a fault."""

    gain_db: float = 0.0
    """How much louder than usual it is set: what comes to more than full scale is clipped."""
    clip_dbfs: float = 0.0
    """The level from which on it clips, before its driver does anything."""
    rate: Rate = 16000
    """Hz at which it samples: 8000 for a Bluetooth headset that speaks and hears at once."""
    dead_left: bool = False
    """In stereo, with nothing on the left; what takes both together hears half."""
    noise_suppression_db: float = 0.0
    """By how much its driver lowers what it takes for noise."""
    gain_control: bool = False
    """Whether its driver makes soft sound louder, and loud sound softer."""
    gate_dbfs: float | None = None
    """Level below which its driver gives digital zeros; None for no gate."""


FAULTLESS = Traits()


class Microphone:
    """Sound at the membrane in, what the coach is given out: a block of BLOCK samples at a time."""

    def __init__(self, traits: Traits) -> None:
        self._gain = 10 ** (traits.gain_db / 20) * (0.5 if traits.dead_left else 1.0)
        self._clip = FULL_SCALE * 10 ** (traits.clip_dbfs / 20) * (0.5 if traits.dead_left else 1.0)
        self._band = _Band(traits.rate) if traits.rate < RATE else None
        self._suppressor = _Suppressor(traits.noise_suppression_db) if traits.noise_suppression_db else None
        self._control = _GainControl() if traits.gain_control else None
        self._gate = None if traits.gate_dbfs is None else _Gate(traits.gate_dbfs)

    def hear(self, sound: Wave) -> Samples:
        """What is given of `sound`, shape (BLOCK,), in int16 scale but of any size."""
        heard = np.clip(sound * self._gain, -self._clip, self._clip)
        for stage in (self._band, self._suppressor, self._control, self._gate):
            if stage is not None:
                heard = stage.hear(heard)
        whole: Samples = np.clip(np.rint(heard), 1 - FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
        return whole


class _Band:
    """What is left above nothing and below half the rate at which the device samples."""

    TAPS = 63

    def __init__(self, rate: int) -> None:
        edge = 0.9 * rate / RATE  # of the coach's band, 1 being half its rate
        places = np.arange(self.TAPS) - self.TAPS // 2
        self._kernel = edge * np.sinc(edge * places) * np.hamming(self.TAPS)
        self._before = np.zeros(self.TAPS - 1)

    def hear(self, sound: Wave) -> Wave:
        whole = np.concatenate((self._before, sound))
        self._before = whole[-(self.TAPS - 1) :]
        return np.convolve(whole, self._kernel, "valid")


class _Suppressor:
    """Lowers each frequency by how little it rises above the quietest of the last seconds."""

    MEMORY = samples(3.0) // BLOCK
    OVER = 4.0
    """By how much the noise is over-estimated."""

    def __init__(self, at_most_db: float) -> None:
        self._least = 10 ** (-at_most_db / 20)
        self._window = np.sqrt(np.hanning(2 * BLOCK + 1)[:-1])
        self._before = np.zeros(BLOCK)
        self._tail = np.zeros(BLOCK)
        self._smooth = np.zeros(BLOCK + 1)
        self._gains = np.ones(BLOCK + 1)
        self._past: deque[Wave] = deque(maxlen=self.MEMORY)

    def hear(self, sound: Wave) -> Wave:
        spectrum = np.fft.rfft(np.concatenate((self._before, sound)) * self._window)
        self._before = sound
        power = np.abs(spectrum) ** 2
        self._smooth = 0.8 * self._smooth + 0.2 * power if self._past else power
        self._past.append(self._smooth)
        noise = self.OVER * np.minimum.reduce(list(self._past))
        wanted = np.clip(1 - noise / np.maximum(power, 1e-9), self._least, 1.0)
        self._gains = np.maximum(wanted, 0.6 * self._gains)
        whole = np.fft.irfft(spectrum * self._gains) * self._window
        given: Wave = whole[:BLOCK] + self._tail
        self._tail = whole[BLOCK:]
        return given


class _GainControl:
    """Brings what is heard to one loudness: down within a tenth of a second, up by 10 dB a second."""

    WANTED = FULL_SCALE * 10 ** (-18 / 20)
    MOST, LEAST = 30.0, -20.0
    UP = 10.0 * BLOCK / RATE
    HOLD = FULL_SCALE * 10 ** (-60 / 20)
    """RMS below which it rests: that is taken for silence."""

    def __init__(self) -> None:
        self._level = 0.0
        self._gain_db = 0.0

    def hear(self, sound: Wave) -> Wave:
        rms = float(np.sqrt(np.mean(np.square(sound))))
        self._level = max(rms, 0.9 * self._level)
        before = self._gain_db
        if self._level > self.HOLD:
            wanted = float(np.clip(20 * np.log10(self.WANTED / self._level), self.LEAST, self.MOST))
            self._gain_db = min(wanted, before + self.UP) if wanted > before else before + 0.4 * (wanted - before)
        glide: Wave = sound * 10 ** (np.linspace(before, self._gain_db, len(sound)) / 20)
        return glide


class _Gate:
    """Gives zeros while nothing rises above a level; stays open for a moment after."""

    OPEN = samples(0.2) // BLOCK

    def __init__(self, dbfs: float) -> None:
        self._power = (FULL_SCALE * 10 ** (dbfs / 20)) ** 2
        self._left = 0

    def hear(self, sound: Wave) -> Wave:
        self._left = self.OPEN if float(np.mean(np.square(sound))) > self._power else self._left - 1
        return sound if self._left > 0 else np.zeros(len(sound))
