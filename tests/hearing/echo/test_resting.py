"""Asserts coach.hearing.echo.resting: it hands on the microphone while nothing is played, and forgets nothing by it."""

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.canceller import choose_canceller
from coach.hearing.echo.resting import RestingTaker
from coach.hearing.tuning import USUAL
from coach.sound.edge import Block, Samples

LATER = RATE // 20


def run(taker: RestingTaker, played: Samples, at: int) -> tuple[int, list[Cancelled], Samples]:
    """A room with a soft hiss, whose echo comes 50 ms later at half the loudness."""
    rng = np.random.default_rng(at)
    heard = np.roll(played, LATER) * 0.5 + rng.normal(0, 10, len(played))
    microphone = heard.astype(np.int16)
    blocks = range(0, len(played) // BLOCK * BLOCK, BLOCK)
    given = [
        taker.take(Block(at + place, microphone[place : place + BLOCK], played[place : place + BLOCK]))
        for place in blocks
    ]
    return at + len(blocks) * BLOCK, given, microphone


def test_it_rests_once_the_echo_has_rung_out_and_still_knows_it_afterwards() -> None:
    taker = RestingTaker(choose_canceller()[0])
    rng = np.random.default_rng(7)
    talk = (rng.normal(0, 3000, 8 * RATE) * (np.sin(np.arange(8 * RATE) / 1500) > 0)).astype(np.int16)
    at, _, _ = run(taker, talk, 0)
    known = taker.delay
    assert known is not None
    at, resting, microphone = run(taker, np.zeros(10 * RATE, np.int16), at)
    later = slice(samples(USUAL.taking.rings_on) // BLOCK + 1, None)
    given = np.concatenate([one.clean for one in resting[later]])
    assert np.array_equal(given, microphone[-len(given) :])
    assert all(one.expected_echo == 0.0 for one in resting[later])
    assert taker.delay == pytest.approx(known, abs=1e-4)
    _, over, echo = run(taker, talk[: 2 * RATE], at)
    left = np.concatenate([one.residual for one in over]).astype(float)
    assert np.mean(left**2) < np.mean(echo.astype(float) ** 2) / 10
    taker.close()
