"""Reads recordings of a session and lays them beside each other. Sounds are float arrays at 16 kHz."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve

from coach.clock import RATE

Wave = npt.NDArray[np.float64]


def sound(path: Path) -> Wave:
    """A recording that was cut off by a signal: its header's length is not to be trusted."""
    data = path.read_bytes()[44:]
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(float)


def both(path: Path) -> Wave:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float).reshape(-1, 2)


def delay(late: Wave, early: Wave) -> int:
    """How many samples later `late` holds what `early` holds."""
    product = fftconvolve(late, early[::-1])
    return int(np.argmax(product)) - len(early) + 1


def place(clip: Wave, within: Wave, about: int, slack: float) -> tuple[int, float]:
    """Where `clip` begins in `within`, at most `slack` seconds from `about`, and how like it is (0 to 1)."""
    first = max(0, about - int(slack * RATE))
    part = within[first : about + int(slack * RATE) + len(clip)]
    product = np.correlate(part, clip, "valid")
    best = int(np.argmax(product))
    there = part[best : best + len(clip)]
    return first + best, float(product[best] / (np.linalg.norm(there) * np.linalg.norm(clip) + 1e-9))
