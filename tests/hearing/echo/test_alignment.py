"""A delay is followed through drift and jumps, and a sound is played back late without a step."""

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples, seconds
from coach.hearing.echo.alignment import HALF, Change, DelayTrack, Recent, delayed, parts_per_million
from coach.hearing.echo.delay import Curve
from coach.hearing.tuning import USUAL
from coach.sound.edge import Samples

STEP = 4096
LONGEST = samples(USUAL.delay.longest)


def peak(at: float, clarity: float = 40.0) -> Curve:
    """A correlation with one peak between samples, and noise of 1."""
    places = np.arange(LONGEST + 1)
    noise: Curve = np.random.default_rng(round(at * 100)).standard_normal(LONGEST + 1)
    return noise + clarity * np.sinc((places - at) / 2)


def followed(delays: list[float], clarity: float = 40.0) -> DelayTrack:
    track = DelayTrack()
    for number, delay in enumerate(delays):
        track.observe(number * STEP, peak(delay, clarity))
    return track


@pytest.mark.parametrize("clarity", [14.0, 90.0])
def test_a_delay_is_known_after_three_measurements_that_agree(clarity: float) -> None:
    track = DelayTrack()
    changes = [track.observe(n * STEP, peak(900, clarity)) for n in range(3)]
    assert changes == [Change.NONE, Change.NONE, Change.FOUND]
    assert track.delay(2 * STEP) == pytest.approx(900, abs=0.5)


def test_peaks_that_wander_are_never_believed() -> None:
    assert not followed([900.0, 1400.0, 2200.0, 600.0, 3000.0, 1000.0]).locked


def test_noise_is_never_believed() -> None:
    track = DelayTrack()
    rng = np.random.default_rng(3)
    assert all(track.observe(n * STEP, rng.standard_normal(LONGEST + 1)) is Change.NONE for n in range(40))


@pytest.mark.parametrize("ppm", [-200, -50, 0, 100, 200])
def test_the_drift_of_two_clocks_is_known_to_3_millionths_after_ten_seconds(ppm: int) -> None:
    slope = ppm * 1e-6 * RATE
    track = followed([2000 + slope * seconds(n * STEP) for n in range(40)])
    assert parts_per_million(track.slope) == pytest.approx(ppm, abs=3)
    assert track.steady
    later = 40 * STEP + 5 * RATE
    assert track.delay(later) == pytest.approx(2000 + slope * seconds(later), abs=1)


def test_one_stray_measurement_changes_nothing() -> None:
    track = followed([*[900.0] * 10, 3000.0, 900.0])
    assert track.delay(12 * STEP) == pytest.approx(900, abs=0.3)


def test_a_jump_is_followed_and_the_drift_still_known() -> None:
    slope = 1.6
    track = followed([900 + slope * seconds(n * STEP) + (2000 if n >= 20 else 0) for n in range(24)])
    assert track.delay(23 * STEP) == pytest.approx(2900 + slope * seconds(23 * STEP), abs=1)
    assert parts_per_million(track.slope) == pytest.approx(100, abs=6)


def test_the_peaks_of_a_diffuse_room_feign_no_drift() -> None:
    rng = np.random.default_rng(4)
    track = followed([1000 + float(stray) for stray in rng.uniform(-8, 8, 60)], clarity=10.0)
    assert track.locked
    assert track.slope == 0.0


def recent(sound: Samples, at: int = 0, size: int = 4000) -> Recent:
    kept = Recent(size, at)
    for start in range(0, len(sound), BLOCK):
        kept.add(sound[start : start + BLOCK])
    return kept


def test_the_newest_samples_are_kept_by_audio_time_however_many_came() -> None:
    sound = (np.arange(60 * BLOCK) % 30000).astype(np.int16)
    kept = recent(sound, at=7 * BLOCK)
    end = 67 * BLOCK
    assert np.array_equal(kept.between(end - 4000, end), sound[-4000:])


def test_before_its_beginning_a_sound_is_silent() -> None:
    kept = recent(np.full(BLOCK, 9, np.int16))
    assert not kept.between(-1000, 0).any()


@pytest.mark.parametrize("delay", [HALF, 17, 250])
def test_a_whole_delay_gives_the_very_samples(delay: int) -> None:
    sound = np.random.default_rng(1).integers(-9000, 9000, 8 * BLOCK).astype(np.int16)
    start, end = 6 * BLOCK, 8 * BLOCK
    assert np.array_equal(delayed(recent(sound), start, end, delay, delay), sound[start - delay : end - delay])


@pytest.mark.parametrize("hertz", [200, 1000, 4000, 6500])
def test_a_delay_between_samples_moves_a_tone_by_as_much(hertz: int) -> None:
    times = np.arange(8 * BLOCK)
    turn = 2 * np.pi * hertz / RATE
    sound = np.rint(10000 * np.sin(turn * times)).astype(np.int16)
    start, end = 6 * BLOCK, 8 * BLOCK
    wanted = 10000 * np.sin(turn * (times[start:end] - 40.3))
    assert np.max(np.abs(delayed(recent(sound), start, end, 40.3, 40.3) - wanted)) < 100


def test_a_gliding_delay_bends_a_tone_without_a_step_between_blocks() -> None:
    times = np.arange(20 * BLOCK)
    turn = 2 * np.pi * 1000 / RATE
    kept = recent(np.rint(10000 * np.sin(turn * times)).astype(np.int16), size=20 * BLOCK)
    edges = 100 + 0.4 * np.arange(16)  # far more than any clock drifts: 1250 millionths
    blocks = [delayed(kept, (4 + n) * BLOCK, (5 + n) * BLOCK, float(edges[n]), float(edges[n + 1])) for n in range(15)]
    bent = 100 + 0.4 * (times[: 15 * BLOCK] / BLOCK)
    wanted = 10000 * np.sin(turn * (times[4 * BLOCK : 19 * BLOCK] - bent))
    assert np.max(np.abs(np.concatenate(blocks) - wanted)) < 100
