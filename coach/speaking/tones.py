"""The sounds that are not speech: soft, short, and unlike any word."""

import numpy as np

from coach.clock import RATE, samples
from coach.session.effects import Tone
from coach.speaking.voice import Clip

_LEVEL = 32767 * 10 ** (-22 / 20)


def _chime(seconds: float, *hertz: float) -> Clip:
    """Sines one after the other, each with soft edges."""
    n = samples(seconds / len(hertz))
    time = np.arange(n) / RATE
    window = np.sin(np.pi * np.arange(n) / n) ** 2
    parts = [np.sin(2 * np.pi * f * time) * window for f in hertz]
    return Clip("", np.rint(np.concatenate(parts) * _LEVEL).astype(np.int16))


TONES = {
    Tone.ACCEPTED: _chime(0.12, 880.0, 1174.7),
    Tone.STOPPED: _chime(0.2, 330.0, 262.0),
    Tone.TICK: _chime(0.05, 660.0),
    Tone.LISTENING: _chime(0.45, 523.3, 659.3, 784.0),
}
"""Every tone as a clip."""
