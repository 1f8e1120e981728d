"""Asserts coach.speaking.loudness against the library that everybody measures with."""

import numpy as np
import pyloudnorm
import pytest

from coach.clock import RATE
from coach.sound.edge import Samples
from coach.speaking.loudness import loudness


def tone(hertz: float, seconds: float, amplitude: float = 8_000) -> Samples:
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.int16)


def speechlike(seed: int, seconds: float) -> Samples:
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    syllables = np.abs(np.sin(np.arange(n) / RATE * 2 * np.pi * 2)) ** 2 * (np.arange(n) // (RATE // 2) % 3 > 0)
    sound: Samples = (rng.standard_normal(n) * 3_000 * syllables).astype(np.int16)
    return sound


@pytest.mark.parametrize("hertz", [60, 200, 1_000, 3_000, 6_000])
@pytest.mark.parametrize("seconds", [0.41, 0.66, 3.0])
def test_tones_are_as_loud_as_the_reference_says(hertz: float, seconds: float) -> None:
    sound = tone(hertz, seconds)
    expected = pyloudnorm.Meter(RATE).integrated_loudness(sound / 32_767)
    assert loudness(sound) == pytest.approx(expected, abs=0.25)


@pytest.mark.parametrize("seed", range(5))
def test_pauses_count_as_little_as_the_reference_lets_them(seed: int) -> None:
    sound = speechlike(seed, 2.0 + seed)
    expected = pyloudnorm.Meter(RATE).integrated_loudness(sound / 32_767)
    assert loudness(sound) == pytest.approx(expected, abs=0.25)


def test_a_count_is_as_loud_as_the_same_sound_held_longer() -> None:
    assert loudness(tone(500, 0.25)) == pytest.approx(loudness(tone(500, 2.0)), abs=0.3)


def test_twice_the_amplitude_is_six_decibels_louder() -> None:
    assert loudness(tone(500, 1, 8_000)) - loudness(tone(500, 1, 4_000)) == pytest.approx(6.02, abs=0.01)


@pytest.mark.parametrize("n", [0, 1, 100, 20_000])
def test_silence_has_no_loudness(n: int) -> None:
    assert loudness(np.zeros(n, np.int16)) == float("-inf")
