"""Whatever the delay, the drift and the microphone's mishaps, the coach's voice is taken out."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.errors import HearingError
from coach.hearing.cancelled import Cancelled
from coach.hearing.canceller import choose_canceller
from coach.hearing.echo_taker import EchoTaker
from coach.hearing.segmenter import Segmenter
from coach.sound import noise
from coach.sound.acoustics import Wave
from coach.sound.edge import Block, Samples
from tests.hearing import echo_scene as scene

SECONDS = 14.0
NOISE_DBFS = -52.0
GATE = 200.0
"""RMS below which a gated microphone gives zeros."""


@pytest.fixture(params=["speex", "pyaec"])
def taker(request: pytest.FixtureRequest) -> Iterator[EchoTaker]:
    made = EchoTaker(choose_canceller(request.param)[0])
    yield made
    made.close()


@pytest.fixture
def speex() -> Iterator[EchoTaker]:
    made = EchoTaker(choose_canceller("speex")[0])
    yield made
    made.close()


def suppression(taker: EchoTaker, microphone: Samples, played: Samples, start: float, end: float) -> float:
    taken = scene.through(taker.take, microphone, played)
    return scene.softer_db(microphone, scene.residual(taken), start, end)


@pytest.mark.parametrize("delay_ms", [0, 20, 120, 250])
def test_at_any_delay_the_echo_is_20_db_softer_after_four_seconds(taker: EchoTaker, delay_ms: int) -> None:
    played = scene.talk(SECONDS)
    microphone = scene.noisy(scene.echo(played, delay_ms))
    assert suppression(taker, microphone, played, 4.0, SECONDS) > 20
    assert taker.delay == pytest.approx(delay_ms / 1000, abs=0.001)


@pytest.mark.parametrize("t60", [0.2, 0.8])
def test_in_dry_and_in_reverberant_rooms_it_is_18_db_softer_after_four_seconds(taker: EchoTaker, t60: float) -> None:
    played = scene.talk(SECONDS)
    assert suppression(taker, scene.noisy(scene.echo(played, 60, t60)), played, 4.0, SECONDS) > 18


@pytest.mark.parametrize("ppm", [-200, 100, 200])
def test_drifting_clocks_cost_little_where_the_canceller_alone_is_lost(taker: EchoTaker, ppm: int) -> None:
    played = scene.talk(20.0)
    microphone = scene.noisy(scene.echo(played, 100, drift_ppm=ppm))
    alone, _ = choose_canceller("speex")
    lost = scene.through(lambda block: alone.cancel(block.microphone, block.played), microphone, played)
    alone.close()
    assert scene.softer_db(microphone, scene.residual(lost), 6.0, 17.0) < 12
    assert suppression(taker, microphone, played, 6.0, 17.0) > 18
    assert taker.drift_ppm == pytest.approx(ppm, abs=6)


def test_counting_is_enough_to_learn_the_echo_from(speex: EchoTaker) -> None:
    played = scene.counts()
    microphone = scene.noisy(scene.echo(played, 180, drift_ppm=100))
    assert suppression(speex, microphone, played, 8.0, 15.5) > 16
    assert speex.drift_ppm == pytest.approx(100, abs=12)


@pytest.mark.parametrize("gap", [0, 10 * BLOCK])
def test_an_echo_that_moves_is_found_again_within_four_seconds(speex: EchoTaker, gap: int) -> None:
    played = scene.talk(18.0)
    before, after = scene.echo(played, 60), scene.echo(played, 140, seed=2)
    microphone = scene.noisy(np.concatenate((before[: 8 * RATE], after[8 * RATE :])))
    taken = scene.through(speex.take, microphone, played, gaps={8 * RATE: gap})
    assert speex.delay == pytest.approx(0.14, abs=0.001)
    assert scene.softer_db(microphone, scene.residual(taken), 12.0, 18.0) > 20
    assert not all(block.settled for block in taken[samples(8.0) // BLOCK : samples(11.0) // BLOCK])
    assert taken[-1].settled


def test_it_recovers_in_a_room_that_changed_at_the_same_delay(speex: EchoTaker) -> None:
    played = scene.talk(18.0)
    before, after = scene.echo(played, 60), scene.echo(played, 60, seed=9)
    microphone = scene.noisy(np.concatenate((before[: 8 * RATE], after[8 * RATE :])))
    assert suppression(speex, microphone, played, 13.0, 18.0) > 18


def test_a_microphone_that_was_dead_for_seconds_has_unlearnt_nothing(speex: EchoTaker) -> None:
    played = scene.talk(16.0)
    microphone = scene.noisy(scene.echo(played, 60))
    microphone[8 * RATE : 11 * RATE] = 0
    taken = scene.through(speex.take, microphone, played)
    dead = taken[samples(8.1) // BLOCK : samples(11.0) // BLOCK]
    assert not any(block.residual.any() for block in dead)
    assert scene.softer_db(microphone, scene.residual(taken), 11.5, 16.0) > 20


def test_it_settles_within_three_seconds_of_speech_not_before_the_delay_is_known(taker: EchoTaker) -> None:
    played = scene.talk(4.0)
    taken = scene.through(taker.take, scene.noisy(scene.echo(played, 120)), played)
    settled = [block.settled for block in taken]
    assert samples(1.5) // BLOCK < settled.index(True) < samples(3.0) // BLOCK
    assert all(settled[settled.index(True) :])


def speaking(taker: EchoTaker, microphone: Samples, played: Samples, start: float) -> float:
    """The share of the time from `start` on in which the segmenter takes what is left for a voice."""
    segmenter, voiced = Segmenter(), []
    for cancelled in scene.through(taker.take, microphone, played):
        segmenter.feed(cancelled.clean, cancelled.expected_echo)
        voiced.append(segmenter.speaking)
    return float(np.mean(voiced[samples(start) // BLOCK :]))


@pytest.mark.parametrize("kind", [noise.white, noise.pink])
@pytest.mark.parametrize("echo_db", [-40, -30, -24, -18, -12, -6, 0, 6])
def test_an_echo_however_far_below_the_noise_is_taken_for_nobody(
    speex: EchoTaker, kind: Callable[[np.random.Generator], Wave], echo_db: float
) -> None:
    played = scene.talk(24.0)
    returned = scene.echo(played, 60).astype(float)
    room = noise.repeated(kind(np.random.default_rng(2)), NOISE_DBFS)(len(played))
    strength = np.sqrt(np.mean(room**2) / np.mean(returned**2)) * 10 ** (echo_db / 20)
    microphone = np.clip(np.rint(returned * strength + room), -32767, 32767).astype(np.int16)
    assert speaking(speex, microphone, played, start=6.0) < 0.1


def test_an_echo_too_soft_for_one_measurement_is_found_by_many(speex: EchoTaker) -> None:
    played = scene.talk(12.0)
    microphone = scene.noisy((scene.echo(played, 60) * 10 ** (-50 / 20)).astype(np.int16))
    scene.through(speex.take, microphone, played)
    assert speex.delay == pytest.approx(0.06, abs=0.001)


def test_what_a_gate_leaves_of_an_echo_is_taken_out_and_never_thought_to_be_none(speex: EchoTaker) -> None:
    played = scene.talk(16.0)
    microphone = scene.noisy(scene.echo(played, 60))
    blocks = microphone.reshape(-1, BLOCK)
    blocks[np.sqrt(np.mean(blocks.astype(float) ** 2, axis=1)) < GATE] = 0
    taken = scene.through(speex.take, microphone, played)
    assert speex.delay == pytest.approx(0.06, abs=0.001)
    assert all(block.echo_heard for block in taken)
    assert scene.softer_db(microphone, scene.residual(taken), 8.0, 16.0) > 10


def test_a_microphone_that_heard_nothing_proves_no_silence_of_the_speaker(speex: EchoTaker) -> None:
    played = scene.talk(8.0)
    taken = scene.through(speex.take, np.zeros_like(played), played)
    assert not any(block.settled for block in taken)


def test_where_next_to_no_echo_comes_back_a_user_is_heard_as_they_are(speex: EchoTaker) -> None:
    played = scene.talk(SECONDS)
    voice = scene.user(len(played), 9.0)
    microphone = scene.noisy(voice + (scene.echo(played, 60) * 10 ** (-66 / 20)).astype(np.int16))
    taken = scene.through(speex.take, microphone, played)
    last = slice(samples(9.0) // BLOCK, samples(11.0) // BLOCK)
    assert np.array_equal(scene.clean(taken[last]), microphone[samples(9.0) : samples(11.0)])


def test_with_headphones_no_delay_is_made_up_and_a_talking_user_is_left_alone(taker: EchoTaker) -> None:
    played = scene.talk(SECONDS)
    voice = scene.user(len(played), *range(1, 13, 2))
    taken = scene.through(taker.take, scene.noisy(voice), played)
    assert taker.delay is None
    assert taker.drift_ppm is None
    assert taken[-1].settled
    assert scene.likeness(scene.residual(taken), voice, 11.0) > 0.9


def test_a_user_who_talks_all_the_time_spoils_neither_delay_nor_suppression(speex: EchoTaker) -> None:
    played = scene.talk(SECONDS)
    voice = scene.user(len(played), 1.0, 3.0, 5.0, 7.0, 9.0)
    microphone = scene.noisy(scene.echo(played, 120) + voice)
    taken = scene.through(speex.take, microphone, played)
    assert speex.delay == pytest.approx(0.12, abs=0.001)
    assert scene.likeness(scene.residual(taken), voice, 9.0) > 0.9
    assert scene.softer_db(microphone, scene.residual(taken), 10.5, SECONDS) > 20


def test_every_block_comes_back_whole_and_at_its_time(speex: EchoTaker) -> None:
    played = np.zeros(2 * RATE, np.int16)
    voice = scene.user(len(played), 0.5)
    taken = scene.through(speex.take, scene.noisy(voice), played)
    assert {block.residual.shape for block in taken} == {(BLOCK,)}
    out = scene.residual(taken)
    lags = [np.corrcoef(voice[RATE // 2 : RATE], out[RATE // 2 + lag : RATE + lag])[0, 1] for lag in range(-40, 41)]
    assert abs(int(np.argmax(lags)) - 40) <= 2


def test_after_a_reset_everything_is_learnt_anew(speex: EchoTaker) -> None:
    played = scene.talk(5.0)
    scene.through(speex.take, scene.noisy(scene.echo(played, 60)), played)
    assert speex.delay is not None
    speex.reset()
    assert speex.delay is None


def test_blocks_may_begin_at_any_time(speex: EchoTaker) -> None:
    played = scene.talk(5.0)
    microphone = scene.noisy(scene.echo(played, 60))

    def take(block: Block) -> Cancelled:
        return speex.take(Block(block.at + 12345 * BLOCK, block.microphone, block.played))

    scene.through(take, microphone, played)
    assert speex.delay == pytest.approx(0.06, abs=0.001)


def test_a_closed_one_raises_hearing_error(taker: EchoTaker) -> None:
    taker.close()
    taker.close()
    with pytest.raises(HearingError):
        taker.take(Block(0, np.ones(BLOCK, np.int16), np.zeros(BLOCK, np.int16)))
