"""Asserts coach.speaking.stretch: speech gets shorter or longer, and stays what it is."""

import numpy as np
import pytest

from coach.clock import RATE
from coach.speaking.stretch import faster


def tone(hertz: float, length: float = 2.0) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return (9000 * np.sin(2 * np.pi * hertz * np.arange(round(length * RATE)) / RATE)).astype(np.int16)


@pytest.mark.parametrize("factor", [0.5, 0.7, 1.2, 1.8, 2.5])
@pytest.mark.parametrize("hertz", [90, 150, 400])
def test_it_is_so_much_faster_with_the_same_pitch_and_loudness(factor: float, hertz: float) -> None:
    made = faster(tone(hertz), factor)
    assert len(made) == pytest.approx(2 * RATE / factor, abs=RATE * 0.03)
    inner = made[2000:-2000].astype(float)
    loudest = np.argmax(np.abs(np.fft.rfft(inner * np.hanning(len(inner)), 1 << 17))) * RATE / (1 << 17)
    assert loudest == pytest.approx(hertz, rel=0.02)
    assert np.sqrt(np.mean(inner**2)) == pytest.approx(9000 / np.sqrt(2), rel=0.1)
    assert np.abs(inner).max() <= 9500


def test_what_is_hardly_another_speed_or_hardly_a_sound_is_left_alone() -> None:
    assert faster(tone(150), 1.005) is not None
    assert np.array_equal(faster(tone(150), 1.005), tone(150))
    assert np.array_equal(faster(tone(150, 0.02), 2), tone(150, 0.02))
    assert len(faster(np.zeros(0, np.int16), 2)) == 0


def test_silence_stays_silence_and_the_loudest_is_not_overdriven() -> None:
    assert not faster(np.zeros(RATE, np.int16), 1.5).any()
    square = np.where(np.arange(RATE) // 50 % 2, 32767, -32768).astype(np.int16)
    assert faster(square, 1.5).dtype == np.int16
