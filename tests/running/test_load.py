"""Asserts coach.running.load: what shows that a machine is too slow, and what does not."""

import pytest

from coach.clock import BLOCK, RATE
from coach.running.load import Load

TICK = BLOCK / RATE


def test_a_machine_that_keeps_up_is_not_too_slow() -> None:
    load = Load()
    for n in range(3000):
        load.take(n * BLOCK, (n + 4) * BLOCK, BLOCK, n * TICK)
    assert not load.too_slow


def test_sound_that_waits_ever_longer_to_be_heard_is_told_within_seconds() -> None:
    load, n = Load(), 0
    while not load.too_slow:
        n += 1
        load.take(n * BLOCK, int(1.5 * n * BLOCK), BLOCK, 1.5 * n * TICK)
        assert n * TICK < 12


@pytest.mark.faults
def test_audio_time_that_falls_behind_the_clock_is_told() -> None:
    load = Load()
    for n in range(1000):
        load.take(n * BLOCK, (n + 2) * BLOCK, BLOCK, 1.1 * n * TICK)
    assert load.too_slow


def test_what_gathered_before_the_start_is_forgiven_once_it_is_caught_up_with() -> None:
    load = Load()
    for n in range(1000):
        load.take(n * BLOCK, max(n, 150) * BLOCK, BLOCK, max(0, n - 150) * TICK)
    assert not load.too_slow


def test_a_program_that_was_stopped_for_a_minute_is_not_too_slow() -> None:
    load = Load()
    for n in range(2000):
        made_up = 50 if n > 500 else 0  # A second of audio time, which is then heard in no time.
        now = (max(n - made_up, 500) * TICK + 60.0) if n > 500 else n * TICK
        load.take(n * BLOCK, max(n + 2, 552 if made_up else 0) * BLOCK, BLOCK, now)
    assert not load.too_slow
