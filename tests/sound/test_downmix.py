"""Of a stereo microphone the channel that hears is taken."""

import numpy as np

from coach.clock import BLOCK
from coach.sound.downmix import Downmix
from coach.sound.edge import Samples

VOICE = np.tile(np.array([3000, -3000], np.int16), BLOCK // 2)
DEAD = np.zeros(BLOCK, np.int16)


def _heard(left: Samples, right: Samples, blocks: int = 10) -> Samples:
    downmix = Downmix()
    return np.concatenate([downmix.mono(np.stack((left, right), axis=1)) for _ in range(blocks)])


def test_one_channel_stays_as_it_is() -> None:
    assert np.array_equal(Downmix().mono(VOICE[:, np.newaxis]), VOICE)


def test_a_dead_left_channel_is_not_listened_to() -> None:
    assert np.array_equal(_heard(DEAD, VOICE), np.tile(VOICE, 10))


def test_two_channels_out_of_phase_do_not_cancel() -> None:
    assert np.array_equal(_heard(VOICE, -VOICE), np.tile(VOICE, 10))


def test_a_channel_that_is_a_little_louder_is_no_reason_to_change() -> None:
    assert np.array_equal(_heard(VOICE, 2 * VOICE), np.tile(VOICE, 10))
