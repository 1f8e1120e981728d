"""Speech at a known level in a known noise: conditions such as "quiet" and "babble@10" (10 dB). Repeatable."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coach.clock import BLOCK, RATE, samples
from coach.sound import noise
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Samples
from coach.sound.microphone import FAULTLESS, Microphone, Traits
from coach.speaking.trim import speech_rms

SPEECH_DBFS = -26.0
"""Of all speech presented: RMS of the frames that hold speech."""

NOISES = ("babble", "pink", "tap")

_FRAME = samples(0.01)
_END_DB = 30.0
"""A word ends where it falls this far below its loudest frame, or into the recording's own noise."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A noise and how far below the speech it lies, a room, and a microphone."""

    name: str
    noise: str = ""
    snr: float | None = None
    """None where there is no noise."""
    t60: float = 0.0
    """Reverberation time in seconds; 0 for a mouth at the microphone."""
    gain_db: float = 0.0
    """By how much the speech is louder than SPEECH_DBFS at the microphone."""
    microphone: Traits = FAULTLESS

    @property
    def is_quiet(self) -> bool:
        """Whether every utterance there is is presented here."""
        return self.name == "quiet"


PLACES = {
    "quiet": Condition("quiet"),
    # A soft voice across the room, in the hum of a house: -38 dBFS.
    "far": Condition("far", "pink", 30.0, t60=0.5, gain_db=-12.0),
    "clipped": Condition("clipped", microphone=Traits(gain_db=24.0)),
    "gated": Condition("gated", "pink", 30.0, microphone=Traits(gate_dbfs=-48.0)),
    "gain-control": Condition("gain-control", "pink", 30.0, gain_db=-15.0, microphone=Traits(gain_control=True)),
    "suppressed": Condition("suppressed", "pink", 15.0, microphone=Traits(noise_suppression_db=18.0)),
    "8khz": Condition("8khz", microphone=Traits(rate=8000)),
}
"""Conditions by name, beside noises ("babble@20") and reverberation ("t60@0.4")."""


def condition(name: str) -> Condition:
    """The condition called `name`. Raises ValueError with what there is."""
    if name in PLACES:
        return PLACES[name]
    if found := re.fullmatch(r"t60@([0-2]?\.\d+|[12])", name):
        return Condition(name, t60=float(found[1]))
    found = re.fullmatch(rf"({'|'.join(NOISES)})@(-?\d+)", name)
    if not found:
        raise ValueError(
            f"{name!r} is none: give {', '.join(PLACES)}, t60@SECONDS as in t60@0.8, or a noise ({', '.join(NOISES)}) "
            "and its SNR, as in babble@10"
        )
    return Condition(name, found[1], float(found[2]))


class Air:
    """Between a mouth and what the coach is given: room, noise and microphone of a condition, in one stream."""

    def __init__(self, at: Condition, talkers: Sequence[Sequence[Samples]], seed: int) -> None:
        self._background = surroundings(at, talkers, seed)
        self._gain = 10 ** (at.gain_db / 20)
        self._response = _spoken_across(at.t60, np.random.default_rng(seed)) if at.t60 else None
        self._microphone = None if at.microphone == FAULTLESS else Microphone(at.microphone)

    def heard(self, speech: Wave) -> Samples:
        """What is given while `speech` is uttered at SPEECH_DBFS; its reverberation ends with it."""
        wet = speech * self._gain
        if self._response is not None and speech.any():
            size = len(wet) + len(self._response)
            whole = np.fft.irfft(np.fft.rfft(wet, size) * np.fft.rfft(self._response, size), size)
            wet = whole[: len(speech)]
        sound = wet + self._background(len(wet))
        if self._microphone is None:
            return mixed(sound, noise.silence)
        whole_blocks = np.pad(sound, (0, -len(sound) % BLOCK)).reshape(-1, BLOCK)
        return np.concatenate([self._microphone.hear(block) for block in whole_blocks])


def _spoken_across(t60: float, rng: np.random.Generator) -> Wave:
    """The response of a room of 50 m3 at 0.7 m, as strong as the direct sound alone was.

    Within 0.057 * sqrt(volume / t60) m the direct sound is stronger than all that is reflected (Sabine).
    """
    reflected = 0.7 / (0.057 * np.sqrt(50 / t60))
    n = samples(t60)
    decay = rng.standard_normal(n) * 10 ** (-3 * np.arange(n) / n)
    response = decay * (reflected / np.sqrt(np.sum(decay**2)))
    response[0] += 1.0
    strong: Wave = response / np.sqrt(1 + reflected**2)
    return strong


def surroundings(at: Condition, talkers: Sequence[Sequence[Samples]], seed: int) -> noise.Noise:
    """The endless noise of a condition, as strong as its SNR says beside speech of SPEECH_DBFS."""
    if at.snr is None:
        return noise.silence
    level = SPEECH_DBFS + at.gain_db - at.snr
    return noise.repeated(_loop(at.noise, talkers, np.random.default_rng(seed)), level)


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
