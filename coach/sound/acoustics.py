"""From the speaker to the microphone of a simulated room: loudspeaker, impulse response, and two clocks that differ.

Pure and repeatable: the same sound in gives the same sound out.
"""

import math

import numpy as np
import numpy.typing as npt

from coach.clock import BLOCK, samples
from coach.sound.edge import Samples

Wave = npt.NDArray[np.float64]
"""Sound in int16 scale, shape (n,)."""

SLIP = 3 * BLOCK
"""Two clocks that have drifted this far apart are aligned anew, as the sound card does: one slip of 60 ms."""

FULL_SCALE = 32768.0


def made_response(t60: float, delay_ms: float, rng: np.random.Generator) -> Wave:
    """A room's impulse response: nothing for `delay_ms`, a direct sound, then noise that decays by 60 dB in `t60` s."""
    n = max(samples(t60), 1)
    decay = rng.standard_normal(n) * 10 ** (-3 * np.arange(n) / n)
    decay *= 0.5 / np.sqrt(np.sum(decay**2))
    decay[0] += 1.0
    return delayed(decay, delay_ms)


def delayed(response: Wave, delay_ms: float) -> Wave:
    """`response` later by `delay_ms`."""
    return np.concatenate((np.zeros(samples(delay_ms / 1000)), response))


def levelled(response: Wave, speech: Samples, speech_dbfs: float, echo_dbfs: float) -> Wave:
    """`response` made so strong that `speech`, which is of `speech_dbfs`, comes out of it with `echo_dbfs`.

    Where `speech` is silent, a white sound stands for it.
    """
    dry = speech.astype(np.float64) if speech.any() else np.ones(1)
    size = len(dry) + len(response)
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(response, size), size)
    loss = np.sqrt(np.sum(wet**2) / np.sum(dry**2)) or 1.0
    strong: Wave = response * (10 ** ((echo_dbfs - speech_dbfs) / 20) / loss)
    return strong


class EchoPath:
    """Blocks of BLOCK samples played in, their echo at the microphone out."""

    def __init__(self, response: Wave, drift_ppm: float = 0.0, distortion_percent: float = 0.0) -> None:
        """`drift_ppm`: by how much the microphone's clock is faster than the speaker's.

        `distortion_percent`: the third harmonic that the loudspeaker adds to a sine of full scale; 0 to 10.
        """
        self._filter = _Filter(response)
        self._drift = _Drift(drift_ppm * 1e-6) if drift_ppm else None
        self._cubic = _cubic(distortion_percent / 100)

    @property
    def slipped(self) -> int:
        """Samples by which the newest block was aligned anew, mostly 0."""
        return self._drift.slipped if self._drift else 0

    def hear(self, played: Samples) -> Wave:
        """The echo in the BLOCK samples in which `played` is played, shape (BLOCK,)."""
        sound = played.astype(np.float64)
        if self._cubic:
            sound -= self._cubic * sound * (sound / FULL_SCALE) ** 2
        echo = self._filter.hear(sound)
        return self._drift.hear(echo) if self._drift else echo


def _cubic(third_harmonic: float) -> float:
    """The c of x - c x^3 that gives a sine of amplitude 1 a third harmonic of that share of its fundamental."""
    return 4 * third_harmonic / (1 + 3 * third_harmonic)


class _Filter:
    """Convolution with a long response, a partition of BLOCK samples at a time."""

    def __init__(self, response: Wave) -> None:
        parts = -(-len(response) // BLOCK)
        padded = np.pad(response, (0, parts * BLOCK - len(response))).reshape(parts, BLOCK)
        self._parts = np.fft.rfft(padded, 2 * BLOCK)
        self._spectra = np.zeros_like(self._parts)
        self._before = np.zeros(BLOCK)
        self._quiet = parts

    def hear(self, sound: Wave) -> Wave:
        self._quiet = 0 if sound.any() else self._quiet + 1
        if self._quiet > len(self._parts):  # Nothing is left that could ring.
            self._before = sound
            return np.zeros(BLOCK)
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(np.concatenate((self._before, sound)))
        self._before = sound
        whole: Wave = np.fft.irfft(np.einsum("pf,pf->f", self._spectra, self._parts), 2 * BLOCK)[BLOCK:]
        return whole


class _Drift:
    """The same sound as a clock that runs faster (or slower) by a share samples it; a millisecond later.

    The delay grows (or shrinks) until it has changed by SLIP, then jumps back.
    """

    TAPS = 32

    def __init__(self, faster: float) -> None:
        self._slope = faster / (1 + faster)
        """By how many samples a sample lags more than the one before."""
        self._lag = 0.0 if faster > 0 else float(SLIP)
        self._heard = np.zeros(SLIP + 2 * self.TAPS)
        self.slipped = 0

    def hear(self, sound: Wave) -> Wave:
        self._heard = np.concatenate((self._heard, sound))[-(SLIP + 2 * self.TAPS + len(sound)) :]
        places = len(self._heard) - len(sound) + np.arange(len(sound)) - self.TAPS / 2 - self._next_lags(len(sound))
        return self._between(places)

    def _next_lags(self, n: int) -> Wave:
        self.slipped = 0 if 0 <= self._lag <= SLIP else SLIP
        self._lag -= math.copysign(self.slipped, self._lag)
        lags: Wave = self._lag + self._slope * np.arange(n, dtype=np.float64)
        self._lag += self._slope * n
        return lags

    def _between(self, places: Wave) -> Wave:
        """The sound between samples, by a windowed sinc."""
        first = np.floor(places).astype(int) - self.TAPS // 2 + 1
        taps = first[:, None] + np.arange(self.TAPS)
        distance = taps - places[:, None]
        window = np.cos(np.pi * distance / (self.TAPS + 2)) ** 2
        value: Wave = np.einsum("nt,nt->n", self._heard[taps], np.sinc(distance) * window)
        return value
