"""The faults of a simulated microphone are the ones that its traits name."""

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.sound.acoustics import FULL_SCALE, Wave
from coach.sound.edge import Samples, level_dbfs
from coach.sound.microphone import FAULTLESS, Microphone, Traits

SECOND = RATE // BLOCK


def _tone(dbfs: float, seconds: float = 1.0, hertz: float = 1000.0) -> Wave:
    """A sine of that RMS."""
    at = np.arange(round(seconds * SECOND) * BLOCK) / RATE
    tone: Wave = np.sqrt(2) * FULL_SCALE * 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * at)
    return tone


def _noise(dbfs: float, seconds: float) -> Wave:
    noise: Wave = np.random.default_rng(1).standard_normal(round(seconds * SECOND) * BLOCK)
    return noise * FULL_SCALE * 10 ** (dbfs / 20)


def _heard(traits: Traits, sound: Wave) -> Samples:
    microphone = Microphone(traits)
    return np.concatenate([microphone.hear(block) for block in sound.reshape(-1, BLOCK)])


def test_a_faultless_microphone_gives_what_it_hears() -> None:
    sound = _tone(-20)
    assert np.array_equal(_heard(FAULTLESS, sound), np.rint(sound))


def test_a_gate_gives_zeros_in_pauses_and_opens_at_once() -> None:
    heard = _heard(Traits(gate_dbfs=-50), np.concatenate((_noise(-65, 1), _tone(-30), _noise(-65, 1))))
    quiet, tone, after = heard.reshape(3, -1)
    assert not quiet.any()
    assert tone[:BLOCK].any()
    assert not after[RATE // 2 :].any()


def test_gain_control_makes_a_soft_voice_as_loud_as_a_loud_one() -> None:
    soft, loud = (_heard(Traits(gain_control=True), _tone(dbfs, 4))[-RATE:] for dbfs in (-45, -8))
    assert level_dbfs(soft) == pytest.approx(-18, abs=1)
    assert level_dbfs(loud) == pytest.approx(-18, abs=1)


def test_gain_control_leaves_silence_alone() -> None:
    assert level_dbfs(_heard(Traits(gain_control=True), _noise(-75, 4))) < -70


def test_a_drivers_noise_suppression_lowers_steady_noise_by_at_most_so_much_and_keeps_a_word() -> None:
    traits = Traits(noise_suppression_db=12)
    heard = _heard(traits, _noise(-45, 4))
    assert -58 < level_dbfs(heard[-RATE:]) < -53
    word = _heard(traits, _noise(-60, 4) + np.concatenate((np.zeros(3 * RATE), _tone(-26))))
    assert level_dbfs(word[-RATE // 2 :]) == pytest.approx(-26, abs=1)


def test_at_8_khz_nothing_above_its_half_is_left() -> None:
    low, high = (_heard(Traits(rate=8000), _tone(-20, hertz=hertz)) for hertz in (1000, 6000))
    assert level_dbfs(low[BLOCK:]) == pytest.approx(-20, abs=0.5)
    assert level_dbfs(high[BLOCK:]) < -60


def test_a_dead_left_channel_halves_the_sound() -> None:
    assert level_dbfs(_heard(Traits(dead_left=True), _tone(-20))) == pytest.approx(-26, abs=0.1)


def test_what_is_set_too_loud_is_clipped() -> None:
    heard = _heard(Traits(gain_db=30), _tone(-20))
    assert np.count_nonzero(np.abs(heard) == np.abs(heard).max()) > RATE // 2
    assert np.abs(_heard(Traits(clip_dbfs=-12), _tone(-6))).max() == pytest.approx(FULL_SCALE / 4, rel=0.01)
