"""Silence lasts about as long as the synthesiser would have spoken."""

import pytest

from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.silent_voice import SHORTEST, SilentVoice, seconds_to_say

SENTENCES = [
    "Put your thumb flat on the heel, and move it slowly in small circles, as wide as a coin.",
    "Rest your left foot on your right knee.",
    "Take a little oil between your palms and warm it; it spreads better that way.",
    "Let go now. Breathe out slowly.",
    "twenty-seven",
]


def test_a_silent_clip_is_silent() -> None:
    assert not SilentVoice().clip(SENTENCES[0], 175).sound.any()


def test_no_clip_is_too_short_to_read() -> None:
    assert seconds_to_say("a", 400) == SHORTEST


@pytest.mark.parametrize("rate", [130, 175, 210])
def test_estimates_lie_within_a_quarter_of_real_speech(rate: int) -> None:
    voice = PyttsxVoice("en-us")
    real = {text: len(voice.clip(text, rate).sound) / 16_000 for text in SENTENCES}
    voice.close()
    silent = {text: len(SilentVoice().clip(text, rate).sound) / 16_000 for text in SENTENCES}
    assert silent == pytest.approx(real, rel=0.25)
