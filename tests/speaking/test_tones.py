"""Asserts coach.speaking.tones: there is a sound for every tone, short and soft."""

from coach.clock import RATE
from coach.session.effects import Tone
from coach.speaking.tones import TONES


def test_every_tone_has_a_sound_that_is_short_and_soft() -> None:
    assert set(TONES) == set(Tone)
    for tone, clip in TONES.items():
        assert 0 < len(clip.sound) < RATE // 2, tone
        assert 0 < abs(clip.sound).max() < 5000, tone
