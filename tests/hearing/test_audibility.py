"""An echo is harmless where the microphone never sounds like a voice because of it."""

import numpy as np
import pytest

from coach.clock import BLOCK
from coach.hearing.audibility import Audibility
from coach.hearing.cancelled import Cancelled
from coach.sound.edge import Samples
from tests.hearing import echo_scene as scene

SECONDS = 8.0


def heard(echo: Samples, left: Samples) -> Audibility:
    audibility = Audibility()
    microphone, clean = scene.noisy(echo), scene.noisy(left)
    for at in range(0, len(echo), BLOCK):
        block = clean[at : at + BLOCK]
        audibility.hear(microphone[at : at + BLOCK], Cancelled(block, block, 0.0), speaking=True)
    return audibility


@pytest.mark.parametrize(("softer_db", "harmless"), [(0, False), (20, False), (60, True)])
def test_only_an_echo_that_drowns_in_the_noise_is_harmless(softer_db: float, harmless: bool) -> None:
    echo = (scene.echo(scene.talk(SECONDS), 60) * 10 ** (-softer_db / 20)).astype(np.int16)
    assert heard(echo, np.zeros_like(echo)).harmless(absent=False) is harmless


def test_a_voice_that_no_canceller_takes_out_is_no_echo() -> None:
    voice = scene.user(int(SECONDS * 16_000), 1.0, 3.0, 5.0)
    assert heard(voice, voice).harmless(absent=False)


def test_it_cannot_be_told_at_once() -> None:
    silence = np.zeros(16_000, np.int16)
    assert not heard(silence, silence).harmless(absent=False)
