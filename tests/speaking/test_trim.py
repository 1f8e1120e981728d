"""Clips start with their sound, end with it, and are all equally loud."""

import numpy as np
import pytest

from coach.sound.edge import Samples
from coach.speaking.loudness import loudness
from coach.speaking.trim import BEFORE_BEAT, LEAD, LOUDNESS, PEAK_DBFS, TAIL, beat, level, on_the_beat, trim


def burst(length: int = 8_000, amplitude: int = 10_000) -> Samples:
    """A square wave: every sample of it is loud."""
    return (amplitude * np.sign(np.sin(np.arange(length) / 3 + 0.1))).astype(np.int16)


def padded(sound: Samples, before: int, after: int) -> Samples:
    return np.pad(sound, (before, after))


def decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


def test_the_first_loud_sample_lies_one_millisecond_in() -> None:
    assert np.flatnonzero(trim(padded(burst(), 5_000, 6_000)))[0] == LEAD == 16


def test_the_clip_ends_twelve_milliseconds_after_the_last_loud_sample() -> None:
    assert len(trim(padded(burst(8_000), 5_000, 6_000))) == LEAD + 8_000 + TAIL


def test_sound_without_silence_keeps_its_first_sample() -> None:
    assert trim(burst())[0] == burst()[0]


def test_the_noise_of_a_synthesiser_is_silence() -> None:
    noise = np.random.default_rng(1).integers(-20, 21, 19_000).astype(np.int16)
    noise[5_000:13_000] += burst()
    assert abs(len(trim(noise)) - (LEAD + 8_000 + TAIL)) <= 1


def test_a_fricative_much_softer_than_its_vowel_is_kept() -> None:
    word = np.concatenate([burst(2_000, 150), burst(6_000, 20_000)])
    assert len(trim(padded(word, 3_000, 3_000))) == LEAD + 8_000 + TAIL


def test_the_end_fades_to_nothing() -> None:
    ended = trim(burst())
    assert ended[-1] == 0
    assert np.all(np.diff(np.abs(ended[-TAIL:].astype(int))) <= 0)


def test_silence_trims_to_nothing() -> None:
    assert len(trim(np.zeros(1000, np.int16))) == 0
    assert len(trim(np.zeros(0, np.int16))) == 0


@pytest.mark.parametrize("amplitude", [30, 1_000, 30_000])
def test_every_clip_comes_to_the_same_loudness(amplitude: int) -> None:
    assert loudness(level(burst(amplitude=amplitude))) == pytest.approx(LOUDNESS, abs=0.1)


def test_pauses_within_a_clip_do_not_make_it_louder() -> None:
    with_pause = np.concatenate([burst(48_000), np.zeros(32_000, np.int16), burst(48_000)])
    assert np.abs(level(with_pause)).max() == pytest.approx(np.abs(level(burst(96_000))).max(), rel=0.05)


def test_a_single_peak_is_held_down_and_all_else_is_as_loud_as_ever() -> None:
    usual = burst(amplitude=500)
    spiky = usual.copy()
    spiky[4000] = 32_767
    levelled, far = level(spiky), np.r_[0:3900, 4100 : len(usual)]
    assert decibels(levelled.max() / 32_767) == pytest.approx(PEAK_DBFS, abs=0.01)
    assert np.abs(levelled[far]).max() == pytest.approx(np.abs(level(usual)).max(), rel=0.1)


def test_volume_scales_the_level() -> None:
    assert loudness(level(burst(), volume=0.5)) == pytest.approx(LOUDNESS - 6.02, abs=0.1)


def test_silence_stays_silent() -> None:
    assert not level(np.zeros(1000, np.int16)).any()
    assert len(level(np.zeros(0, np.int16))) == 0


# The beat of a cue


def word(consonant: int, softness: int = 400) -> Samples:
    """A soft consonant of so many samples, and a vowel."""
    return trim(np.concatenate([burst(consonant, softness), burst(6_000, 12_000)]))


@pytest.mark.parametrize("consonant", [0, 800, 1_600])
def test_the_beat_of_a_word_is_its_vowel(consonant: int) -> None:
    assert beat(word(consonant)) == pytest.approx(consonant, abs=80)


@pytest.mark.parametrize("consonant", [0, 200, 400, 800, 2_400])
def test_on_the_beat_a_cue_has_at_most_25_milliseconds_of_consonant_before_it(consonant: int) -> None:
    assert beat(on_the_beat(word(consonant))) <= BEFORE_BEAT == 400


def test_a_cue_that_begins_with_its_beat_or_a_short_consonant_is_left_as_it_is() -> None:
    for consonant in (0, 200, 400):
        assert np.array_equal(on_the_beat(word(consonant)), word(consonant))


def test_a_consonant_that_is_cut_begins_without_a_click() -> None:
    cut = on_the_beat(word(2_400)).astype(int)
    assert cut[0] == 0
    assert np.abs(cut[:16]).max() < 400


@pytest.mark.parametrize("length", [0, 10, 79, 80])
def test_a_sound_too_short_for_a_beat_is_left_as_it_is(length: int) -> None:
    assert np.array_equal(on_the_beat(burst(length)), burst(length))
