"""AEC3 as the one that tells whether anybody speaks: by itself, and beside a canceller."""

import sys

import numpy as np
import pytest

from coach.clock import BLOCK, samples
from coach.errors import HearingError
from coach.hearing.echo.cancelled import power
from coach.hearing.echo.canceller import choose_canceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.webrtc import Aec3, made_if_there
from coach.sound.edge import Block, Samples
from tests.hearing import echo_scene as scene


def _left(heard: Samples, played: Samples) -> Samples:
    aec3 = Aec3()
    blocks = zip(heard.reshape(-1, BLOCK), played.reshape(-1, BLOCK), strict=True)
    return np.concatenate([aec3.take(microphone, sent) for microphone, sent in blocks])


def _whole(sound: Samples) -> Samples:
    return sound[: len(sound) // BLOCK * BLOCK]


def test_it_takes_an_echo_out_at_whatever_delay() -> None:
    played = _whole(scene.talk(8.0))
    for delay_ms in (20, 120):
        heard = scene.noisy(scene.echo(played, delay_ms))
        late = slice(samples(4.0), None)
        assert 10 * np.log10(power(heard[late]) / power(_left(heard, played)[late])) > 15


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        Aec3().take(np.zeros(320, np.int16), np.zeros(160, np.int16))


def test_without_the_package_there_is_none_and_the_canceller_tells_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(HearingError, match="pip install"):
        Aec3()
    assert made_if_there() is None


@pytest.mark.parametrize("spoils", [True, False])
def test_it_tells_where_the_canceller_does_badly_and_nowhere_else(spoils: bool) -> None:
    """A speaker that crackles adds an echo that no linear filter takes out."""
    played = _whole(scene.talk(12.0))
    clear = scene.echo(played, 20)
    heard = clear
    if spoils:
        crackles = np.sign(clear.astype(float)) * np.abs(clear.astype(float)) ** 2 / 2000
        heard = np.clip(clear + crackles, -32767, 32767).astype(np.int16)
    taker = EchoTaker(choose_canceller("speex")[0], Aec3())
    alone = EchoTaker(choose_canceller("speex")[0])
    for at in range(0, len(played), BLOCK):
        block = Block(at, heard[at : at + BLOCK], played[at : at + BLOCK])
        got, without = taker.take(block), alone.take(block)
        assert without.telling is None
    assert got.settled
    assert (got.telling is not None) is spoils
    assert got.expected_echo == pytest.approx(without.expected_echo * (10**-0.6 if spoils else 1.0))
