"""Noises of a simulated room, without end and repeatable: white, pink, a running tap, or any sound over and over."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from coach.clock import RATE
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Samples

Noise = Callable[[int], Wave]
"""`noise(n)` gives n samples more of it, shape (n,)."""

LOOP = 1 << 18
"""Samples of made noise before it comes again: 16 s."""


def silence(n: int) -> Wave:
    """No noise."""
    return np.zeros(n)


def white(rng: np.random.Generator) -> Wave:
    """The same power at every frequency."""
    return rng.standard_normal(LOOP)


def pink(rng: np.random.Generator) -> Wave:
    """The same power in every octave: 10 dB less a decade, from 20 Hz up."""
    return _shaped(white(rng), lambda hertz: 1 / np.sqrt(np.maximum(hertz, 20.0)))


def tap(rng: np.random.Generator) -> Wave:
    """Running water: a hiss about 2.5 kHz whose loudness wavers, over a soft rumble."""
    hiss = _shaped(white(rng), lambda hertz: hertz / 2500 / (1 + (hertz / 2500) ** 2))
    wavering = _shaped(white(rng), lambda hertz: np.where(hertz < 6, 1.0, 0.0))
    rumble = _shaped(white(rng), lambda hertz: 1 / (1 + (hertz / 150) ** 2))
    loudness: Wave = np.power(10.0, 2 * _unit(wavering) / 20)
    water: Wave = _unit(hiss) * loudness + 0.25 * _unit(rumble)
    return water


def babble(talkers: Sequence[Sequence[Samples]], rng: np.random.Generator) -> Wave:
    """People talking at once, each one from elsewhere in what they have to say and with a loudness of their own."""
    mixed = np.zeros(LOOP)
    for clips in talkers:
        talk = np.concatenate([np.zeros(RATE // 4), *clips])
        mixed += np.resize(np.roll(talk, rng.integers(len(talk))), LOOP) * rng.uniform(0.7, 1.4)
    return mixed


def repeated(loop: Wave, dbfs: float) -> Noise:
    """`loop` over and over, brought to `dbfs` RMS; silence stays silent."""
    rms = np.sqrt(np.mean(np.square(loop))) or 1.0
    scaled = loop * (FULL_SCALE * 10 ** (dbfs / 20) / rms)
    place = 0

    def more(n: int) -> Wave:
        nonlocal place
        piece = scaled[place : place + n]
        while len(piece) < n:
            piece = np.concatenate((piece, scaled[: n - len(piece)]))
        place = (place + n) % len(scaled)
        return piece

    return more


def _shaped(sound: Wave, gain: Callable[[npt.NDArray[np.floating]], npt.NDArray[np.floating]]) -> Wave:
    """`sound` with each frequency in Hz changed by its gain."""
    shaped: Wave = np.fft.irfft(np.fft.rfft(sound) * gain(np.fft.rfftfreq(len(sound), 1 / RATE)), len(sound))
    return shaped


def _unit(sound: Wave) -> Wave:
    unit: Wave = sound / np.sqrt(np.mean(sound**2))
    return unit
