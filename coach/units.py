"""The units that numbers have where they pass from one module to another. Pure; imports nothing of ours."""

from typing import NewType, TypeAlias

Seconds: TypeAlias = float
"""A time or a length of time, as people and files have it."""

AudioTime: TypeAlias = int
"""Samples at 16 kHz, since the sound was opened where it is a point in time; the only clock (see `clock.py`)."""

Blocks = NewType("Blocks", int)
"""A length of time in blocks of the sound edge, 20 ms each; never to be mixed up with samples."""

Decibels = NewType("Decibels", float)
"""A ratio or a level (then of full scale: dBFS) on the logarithmic scale; never to be mixed up with a ratio."""

PowerRatio: TypeAlias = float
"""One mean square over another."""

MeanSquare: TypeAlias = float
"""Power of a sound in int16 units squared: 32767² is full scale."""

Probability: TypeAlias = float
"""From 0 to 1."""

LogProbability: TypeAlias = float
"""A natural logarithm, 0 at best."""


def power_ratio(decibels: Decibels) -> PowerRatio:
    """So many decibels as a ratio of powers: 3 dB are about 2, -10 dB are 0.1."""
    return float(10 ** (decibels / 10))
