"""A lane takes everything in order in its own thread, keeps nobody waiting, and tries again what failed."""

import threading
import time

import pytest

from coach import lane as lanes
from coach.lane import Lane


def test_items_are_taken_in_order_by_one_other_thread() -> None:
    taken: list[int] = []
    threads: set[int] = set()

    def take(item: int) -> None:
        taken.append(item)
        threads.add(threading.get_ident())

    lane = Lane("test", take)
    for item in range(100):
        assert lane.put(item)
    assert lane.close(5)
    assert taken == list(range(100))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_whoever_puts_does_not_wait_and_what_is_too_much_is_refused() -> None:
    free = threading.Event()
    lane: Lane[int] = Lane("test", lambda item: free.wait(10), limit=5)
    began = time.monotonic()
    accepted = [lane.put(item) for item in range(10)]
    assert time.monotonic() - began < 1
    assert accepted.count(True) in {5, 6}
    assert not lane.close(0.1)
    free.set()


def test_a_mistake_costs_its_item(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[float] = []
    lane: Lane[int] = Lane("test", lambda item: taken.append(1 / item))
    for item in (1, 0, 2):
        lane.put(item)
    assert lane.close(5)
    assert taken == [1, 0.5]
    assert "dropped in the thread test" in caplog.text


def test_what_cannot_be_settled_is_tried_again_without_any_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (0.01, 0.02))
    outcomes = [False, False, False, True]
    done = threading.Event()

    def settle() -> bool:
        outcome = outcomes.pop(0)
        if outcome:
            done.set()
        return outcome

    lane: Lane[int] = Lane("test", lambda item: None, settle)
    lane.put(1)
    assert done.wait(5)
    assert lane.close(5)


def test_at_the_end_it_tries_as_long_as_it_may_and_says_whether_all_was_done() -> None:
    ready = time.monotonic() + 0.5
    late: Lane[int] = Lane("test", lambda item: None, lambda: time.monotonic() > ready)
    late.put(1)
    assert late.close(5)
    never: Lane[int] = Lane("test", lambda item: None, lambda: False)
    never.put(1)
    began = time.monotonic()
    assert not never.close(0.3)
    assert time.monotonic() - began < 2
