"""Asserts coach.running.block_watch: an ear that hangs is told from one that computes, or learns, or was stopped."""

import sys

import pytest

from coach.running import block_watch
from coach.running.block_watch import HANGS, STOPPED, TOO_SLOW, BlockWatch

LOOK = 0.1


class Clock:
    """The time of the wall, and what the hearing thread computed of it."""

    CLOCK_THREAD = 7

    def __init__(self, works: float) -> None:
        self.now, self._works = 100.0, works

    def monotonic(self) -> float:
        return self.now

    def pthread_getcpuclockid(self, thread: int) -> int:
        return self.CLOCK_THREAD

    def clock_gettime(self, clock: int) -> float:
        assert clock == self.CLOCK_THREAD
        return self.now * self._works


def hangs_after(monkeypatch: pytest.MonkeyPatch, *, works: float, learns: bool = False, patient: bool = False) -> float:
    """Seconds until an ear is given up that does not come back from a block."""
    clock = Clock(works)
    monkeypatch.setattr(block_watch, "time", clock)
    monkeypatch.setattr(sys, "platform", "linux")
    watch = BlockWatch()
    watch.reads_here()
    watch.learns = learns
    if patient:
        watch.be_patient()
    assert not watch.hangs()
    watch.begin()
    began = clock.now
    while not watch.hangs():
        assert watch.busy
        clock.now += LOOK
        assert clock.now - began < 3 * TOO_SLOW
    return clock.now - began


def test_an_ear_that_computes_nothing_hangs_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hangs_after(monkeypatch, works=0.01) == pytest.approx(HANGS, abs=1.5 * LOOK)


def test_an_ear_that_computes_is_given_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hangs_after(monkeypatch, works=0.5) == pytest.approx(TOO_SLOW, abs=1.5 * LOOK)


def test_an_ear_that_has_something_new_to_listen_for_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hangs_after(monkeypatch, works=0.0, learns=True) == pytest.approx(TOO_SLOW, abs=1.5 * LOOK)


def test_after_one_that_was_only_slow_twice_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hangs_after(monkeypatch, works=0.5, patient=True) == pytest.approx(2 * TOO_SLOW, abs=1.5 * LOOK)


def test_a_program_that_stood_still_is_not_an_ear_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(0.0)
    monkeypatch.setattr(block_watch, "time", clock)
    watch = BlockWatch()
    watch.learns = False
    watch.begin()
    assert not watch.hangs()
    clock.now += 60 + STOPPED
    assert not watch.hangs()


def test_an_ear_that_is_done_with_its_block_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(0.0)
    monkeypatch.setattr(block_watch, "time", clock)
    watch = BlockWatch()
    watch.begin()
    watch.end()
    clock.now += 10 * TOO_SLOW
    assert not watch.busy
    assert not watch.hangs()
