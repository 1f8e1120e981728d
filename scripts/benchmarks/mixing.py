"""Speech at a known level in a known noise: conditions such as "quiet" and "babble@10" (10 dB). Repeatable."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coach.clock import RATE, samples
from coach.sound import noise
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Samples
from coach.speaking.trim import speech_rms

SPEECH_DBFS = -26.0
"""Of all speech presented: RMS of the frames that hold speech."""

NOISES = ("babble", "pink", "tap")

_FRAME = samples(0.01)
_END_DB = 30.0
"""A word ends where it falls this far below its loudest frame, or into the recording's own noise."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A noise and how far below the speech it lies; no noise where `snr` is None."""

    name: str
    noise: str = ""
    snr: float | None = None


def condition(name: str) -> Condition:
    """The condition called `name`. Raises ValueError with what there is."""
    if name == "quiet":
        return Condition(name)
    found = re.fullmatch(rf"({'|'.join(NOISES)})@(-?\d+)", name)
    if not found:
        raise ValueError(f"{name!r} is none: give quiet, or a noise ({', '.join(NOISES)}) and its SNR, as in babble@10")
    return Condition(name, found[1], float(found[2]))


def surroundings(at: Condition, talkers: Sequence[Sequence[Samples]], seed: int) -> noise.Noise:
    """The endless noise of a condition, as strong as its SNR says beside speech of SPEECH_DBFS."""
    if at.snr is None:
        return noise.silence
    return noise.repeated(_loop(at.noise, talkers, np.random.default_rng(seed)), SPEECH_DBFS - at.snr)


def levelled(sound: Samples, dbfs: float = SPEECH_DBFS) -> Wave:
    """`sound` with its speech at `dbfs`; silence stays silent."""
    level = speech_rms(sound)
    return sound.astype(np.float64) * (10 ** (dbfs / 20) / level if level else 1.0)


def mixed(speech: Wave, background: noise.Noise) -> Samples:
    """What a microphone hears of both."""
    heard: Samples = np.clip(speech + background(len(speech)), 1 - FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return heard


def hiss(n: int, seed: int) -> Samples:
    """A quiet room at an ordinary microphone: white noise of -70 dBFS."""
    rng = np.random.default_rng(seed)
    quiet: Samples = (rng.standard_normal(n) * FULL_SCALE * 10**-3.5).astype(np.int16)
    return quiet


def word_start(clean: Samples) -> int:
    """The sample at which the speech in a clean recording truly begins, to 10 ms."""
    voiced = _voiced(clean)
    return int(voiced[0]) * _FRAME if len(voiced) else 0


def word_end(clean: Samples) -> int:
    """The sample at which the speech in a clean recording truly ends, to 10 ms."""
    voiced = _voiced(clean)
    return min(len(clean), (int(voiced[-1]) + 2) * _FRAME) if len(voiced) else len(clean)


def _voiced(clean: Samples) -> npt.NDArray[np.intp]:
    """The frames that hold speech and are followed by one that does: a lone frame is a click."""
    frames = np.pad(clean.astype(np.float64), (0, -len(clean) % _FRAME)).reshape(-1, _FRAME)
    power = np.mean(frames**2, axis=1)
    floor = 4 * np.percentile(power, 10) if len(power) > 20 else 0.0
    loud = power > max(power.max() * 10 ** (-_END_DB / 10), min(floor, power.max() / 100))
    return np.flatnonzero(loud[1:] & loud[:-1])


def _loop(name: str, talkers: Sequence[Sequence[Samples]], rng: np.random.Generator) -> Wave:
    if name == "babble":
        return noise.babble(talkers, rng)
    return noise.pink(rng) if name == "pink" else _splashing(noise.tap(rng), rng)


def _splashing(water: Wave, rng: np.random.Generator) -> Wave:
    """Hands under the tap: about three splashes a second, up to 12 dB above the water, each gone in a tenth."""
    level = float(np.sqrt(np.mean(water**2)))
    for start in rng.integers(0, len(water) - RATE // 5, 3 * len(water) // RATE):
        n = int(rng.integers(RATE // 20, RATE // 5))
        strength = level * 10 ** (rng.uniform(0, 12) / 20)
        water[start : start + n] += strength * rng.standard_normal(n) * np.exp(-5 * np.arange(n) / n)
    return water
