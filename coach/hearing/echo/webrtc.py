"""WebRTC's echo canceller AEC3, from the `pywebrtc-audio` wheel, as the one that tells whether anybody speaks.

Of ten real devices it took out 19 dB in the median where Speex took out 10, and it finds its own delay; but it takes
some of the words along, so that what is said is read from another canceller's sound.
"""

import importlib.util
import logging
from typing import Any

import numpy as np

from coach.clock import RATE
from coach.errors import HearingError
from coach.sound.edge import Samples

_log = logging.getLogger(__name__)

FRAME = RATE // 100
"""Samples that it takes at once: 10 ms."""
_WHEEL = "pywebrtc_audio"
_MISSING = "WebRTC's echo canceller is missing or broken: `pip install pywebrtc-audio==0.2.0`."


class Aec3:
    """Takes out what was played, and tells by what is left whether anybody speaks. Not thread-safe."""

    name = "WebRTC"

    def __init__(self) -> None:
        """Raises HearingError where pywebrtc-audio is not installed."""
        try:
            from pywebrtc_audio import EchoCanceller
        except ImportError as error:
            raise HearingError(_MISSING) from error
        self._engine: Any = EchoCanceller(RATE, 1)

    def take(self, microphone: Samples, played: Samples) -> Samples:
        """What is left of `microphone`, of the same shape; `played` need not be aligned."""
        if len(microphone) != len(played) or len(microphone) % FRAME:
            raise ValueError(f"AEC3 takes equally long multiples of {FRAME} samples.")
        left: Samples = self._engine.process(np.ascontiguousarray(microphone), np.ascontiguousarray(played))
        return left

    def reset(self) -> None:
        """Know nothing of the echo."""
        self._engine.reset()


def made_if_there() -> Aec3 | None:
    """One, or None where the package is not installed: then the other canceller tells alone."""
    if importlib.util.find_spec(_WHEEL) is None:
        return None
    try:
        return Aec3()
    except HearingError as error:
        _log.warning("%s", error)
        return None
