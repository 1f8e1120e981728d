"""Audio time, the only clock: a whole number of samples at 16 kHz since the sound was opened.

Pure. Everything above the adapters counts in these samples; seconds are for people and files.
"""

RATE = 16_000
"""Samples a second, of every sound above the adapters."""

BLOCK = 320
"""Samples in one block of the sound edge: 20 ms."""


def samples(seconds: float) -> int:
    """Audio time of `seconds`, to the nearest sample."""
    return round(seconds * RATE)


def seconds(at: int) -> float:
    """Seconds of the audio time `at`."""
    return at / RATE
