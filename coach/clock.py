"""Audio time, the only clock: a whole number of samples at 16 kHz since the sound was opened.

Pure. Everything above the adapters counts in these samples; seconds are for people and files.
"""

from coach.units import AudioTime, Blocks, Seconds

RATE = 16_000
"""Samples a second, of every sound above the adapters."""

BLOCK = 320
"""Samples in one block of the sound edge: 20 ms."""


def samples(seconds: Seconds) -> AudioTime:
    """Audio time of `seconds`, to the nearest sample."""
    return round(seconds * RATE)


def seconds(at: AudioTime) -> Seconds:
    """Seconds of the audio time `at`."""
    return at / RATE


def blocks(seconds: Seconds) -> Blocks:
    """How many whole blocks `seconds` hold."""
    return Blocks(samples(seconds) // BLOCK)
