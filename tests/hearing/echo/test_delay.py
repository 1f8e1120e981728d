"""The delay of an echo is measured to a fraction of a sample, in rooms and noise; no echo gives no clear peak."""

import numpy as np
import pytest

from coach.clock import samples
from coach.hearing.echo.delay import Curve, first_peak, measure, peak_near
from coach.hearing.tuning import USUAL
from coach.sound.acoustics import Wave
from coach.sound.edge import Samples
from tests.hearing import echo_scene as scene

WINDOW, LONGEST = samples(USUAL.delay.window), samples(USUAL.delay.longest)
END = samples(3.0)


def correlation(microphone: Samples, played: Samples, end: int = END) -> Curve:
    return measure(microphone[end - WINDOW : end], played[end - WINDOW - LONGEST : end])


def late(sound: Samples, delay: float) -> Wave:
    """`sound` later by any number of samples, turned in its spectrum."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(len(sound)) * delay)
    whole: Wave = np.fft.irfft(np.fft.rfft(sound) * turn, len(sound))
    return whole


@pytest.mark.parametrize("delay_ms", [0, 1, 20, 60, 120, 250, 390])
@pytest.mark.parametrize("t60", [0.2, 0.8])
def test_the_direct_sound_is_found_to_the_sample(delay_ms: int, t60: float) -> None:
    played = scene.talk(4.0)
    found = first_peak(correlation(scene.noisy(scene.echo(played, delay_ms, t60)), played))
    assert found.samples == pytest.approx(samples(delay_ms / 1000), abs=1)
    assert found.clarity > 20


@pytest.mark.parametrize("delay", [800.0, 800.25, 800.5, 800.9])
def test_a_delay_between_samples_is_found_to_a_fifth(delay: float) -> None:
    played = scene.talk(4.0)
    microphone = scene.noisy(np.rint(late(played, delay) / 2).astype(np.int16))
    assert first_peak(correlation(microphone, played)).samples == pytest.approx(delay, abs=0.2)


def test_an_echo_under_the_voice_of_a_user_is_found() -> None:
    played = scene.talk(4.0)
    microphone = scene.noisy(scene.echo(played, 60) + scene.user(len(played), 2.2))
    found = first_peak(correlation(microphone, played))
    assert found.samples == pytest.approx(960, abs=1)
    assert found.clarity > 15


def test_noise_alone_gives_no_clear_peak() -> None:
    played = scene.talk(8.0)
    microphone = scene.noisy(np.zeros(len(played), np.int16))
    clarities = [
        first_peak(correlation(microphone, played, end)).clarity for end in range(samples(2.0), samples(8.0), 8000)
    ]
    assert max(clarities) < 8


def test_the_first_of_two_equal_paths_counts_and_a_later_louder_one_does_not_hide_it() -> None:
    curve = np.zeros(LONGEST + 1)
    curve[900], curve[1200] = 60.0, 100.0
    assert first_peak(curve).samples == 900


def test_a_faint_peak_before_the_highest_is_not_taken_for_the_direct_sound() -> None:
    curve = np.zeros(LONGEST + 1)
    curve[900], curve[1200] = 40.0, 100.0
    assert first_peak(curve).samples == 1200


@pytest.mark.parametrize("delay", [-50.0, 0.0, 3.0, LONGEST - 2.0, LONGEST + 50.0])
def test_near_the_ends_of_the_curve_a_peak_stays_on_it(delay: float) -> None:
    curve = np.random.default_rng(1).random(LONGEST + 1)
    assert 0 <= peak_near(curve, delay, reach=8).samples <= LONGEST


def test_two_silences_are_no_division_by_zero() -> None:
    zeros = np.zeros(LONGEST + WINDOW, np.int16)
    assert first_peak(measure(zeros[:WINDOW], zeros)).clarity == 0.0
