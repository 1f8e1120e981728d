"""What every echo canceller promises, asked of each of them; and what those that cancel promise beyond."""

from collections.abc import Iterator

import numpy as np
import pytest

from coach.clock import BLOCK, samples
from coach.errors import HearingError
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.canceller import NAMES, EchoCanceller, choose_canceller
from coach.sound.edge import Block, Samples
from tests.hearing import echo_scene as scene

CANCELLING = [name for name in NAMES if name != "none"]
TAKING = pytest.mark.parametrize("canceller", CANCELLING, indirect=True)
SILENCE = np.zeros(BLOCK, np.int16)
SECONDS = 14.0


@pytest.fixture(params=NAMES)
def canceller(request: pytest.FixtureRequest) -> Iterator[EchoCanceller]:
    made, _ = choose_canceller(request.param)
    yield made
    made.close()


def cancelled(canceller: EchoCanceller, microphone: Samples, played: Samples) -> list[Cancelled]:
    def take(block: Block) -> Cancelled:
        return canceller.cancel(block.microphone, block.played)

    return scene.through(take, microphone, played)


def test_a_canceller_has_a_name(canceller: EchoCanceller) -> None:
    assert canceller.name


def test_a_block_comes_out_as_long_as_it_went_in(canceller: EchoCanceller) -> None:
    for block in cancelled(canceller, scene.noisy(scene.talk(1.0)), scene.talk(1.0)):
        assert block.residual.shape == block.clean.shape == (BLOCK,)
        assert block.residual.dtype == block.clean.dtype == np.int16


def test_what_goes_in_is_left_as_it_was(canceller: EchoCanceller) -> None:
    played = scene.talk(1.0)
    microphone = scene.noisy(played)
    before = microphone.copy(), played.copy()
    cancelled(canceller, microphone, played)
    assert np.array_equal(microphone, before[0])
    assert np.array_equal(played, before[1])


def test_silence_stays_silence_and_no_echo_is_expected_of_it(canceller: EchoCanceller) -> None:
    out = canceller.cancel(SILENCE, SILENCE)
    assert not out.residual.any()
    assert out.expected_echo == 0.0


def test_suppression_is_unknown_until_the_coach_has_spoken(canceller: EchoCanceller) -> None:
    out = cancelled(canceller, scene.noisy(np.zeros(samples(3.0), np.int16)), np.zeros(samples(3.0), np.int16))
    assert all(block.suppression_db is None and not block.settled for block in out)


def test_it_settles_within_four_seconds_of_speech_not_at_once(canceller: EchoCanceller) -> None:
    played = scene.talk(4.0)
    out = cancelled(canceller, scene.noisy(scene.echo(played, 20)), played)
    assert not out[samples(2.0) // BLOCK].settled
    assert out[-1].settled
    assert out[-1].suppression_db is not None


def test_after_a_reset_it_knows_nothing(canceller: EchoCanceller) -> None:
    played = scene.talk(4.0)
    cancelled(canceller, scene.noisy(scene.echo(played, 20)), played)
    canceller.reset()
    out = canceller.cancel(SILENCE, SILENCE)
    assert out.suppression_db is None
    assert not out.settled


def test_it_refuses_two_signals_of_different_length(canceller: EchoCanceller) -> None:
    with pytest.raises(ValueError, match="equally long"):
        canceller.cancel(SILENCE, SILENCE[:160])


def test_it_may_be_closed_twice_and_says_so_when_used_after(canceller: EchoCanceller) -> None:
    canceller.close()
    canceller.close()
    canceller.reset()
    with pytest.raises(HearingError, match="closed"):
        canceller.cancel(SILENCE, SILENCE)


def test_what_is_played_without_an_echo_leaves_the_user_as_he_is(canceller: EchoCanceller) -> None:
    played = scene.talk(6.0)
    voice = scene.user(len(played), 4.0)
    out = cancelled(canceller, scene.noisy(voice), played)
    assert scene.likeness(scene.residual(out), voice, 4.0) > 0.9


def test_an_echo_as_expected_seldom_rises_4_db_above_it(canceller: EchoCanceller) -> None:
    played = scene.talk(SECONDS)
    out = cancelled(canceller, scene.noisy(scene.echo(played, 20)), played)[samples(6.0) // BLOCK :]
    assert np.mean([rises(block) for block in out]) < 0.15


def rises(block: Cancelled) -> bool:
    """4 dB above the expected echo, and 10 dB above the noise."""
    power = float(np.mean(block.residual.astype(float) ** 2))
    return power > 10**0.4 * block.expected_echo and power > 10 * scene.NOISE**2


@TAKING
def test_the_echo_of_the_coach_is_16_db_softer_after_eight_seconds(canceller: EchoCanceller) -> None:
    played = scene.talk(SECONDS)
    microphone = scene.noisy(scene.echo(played, 20))
    out = cancelled(canceller, microphone, played)
    assert scene.softer_db(microphone, scene.residual(out), 8.0, SECONDS) > 16
    assert scene.softer_db(microphone, scene.clean(out), 8.0, SECONDS) > 22
    assert (out[-1].suppression_db or 0) > 15


@TAKING
def test_a_user_who_speaks_over_the_coach_rises_above_the_expected_echo(canceller: EchoCanceller) -> None:
    played = scene.talk(SECONDS)
    voice = scene.user(len(played), 10.0)
    out = cancelled(canceller, scene.noisy(scene.echo(played, 20) + voice), played)
    loud = [at for at in range(0, len(voice), BLOCK) if np.mean(voice[at : at + BLOCK].astype(float) ** 2) > 300**2]
    assert len(loud) > 15
    assert np.mean([rises(out[at // BLOCK]) for at in loud]) > 0.8


@TAKING
def test_a_user_is_heard_far_better_over_the_coach_than_without_a_canceller(canceller: EchoCanceller) -> None:
    played = scene.talk(SECONDS)
    voice = scene.user(len(played), 10.0) // 4
    microphone = scene.noisy(scene.echo(played, 20) + voice)
    out = cancelled(canceller, microphone, played)
    assert scene.likeness(microphone, voice, 10.0) < 0.65
    assert scene.likeness(scene.residual(out), voice, 10.0) > 0.8
