"""Asserts coach.app.interrupts: a closed terminal ends a session only where nothing else takes orders."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from coach.app.interrupts import Interrupts


def told(outlives: Callable[[], bool], *numbers: signal.Signals) -> list[str]:
    reasons: list[str] = []
    with Interrupts(reasons.append, lambda: None, outlives):
        for number in numbers:
            os.kill(os.getpid(), number)
            time.sleep(0.1)
    return reasons


@pytest.mark.parametrize("times", [1, 3])
def test_a_session_that_is_led_by_voice_outlives_its_terminal(times: int) -> None:
    assert told(lambda: True, *[signal.SIGHUP] * times) == []


def test_without_a_microphone_it_ends_and_says_why() -> None:
    assert told(lambda: False, signal.SIGHUP) == ["hung up"]


def test_after_a_closed_terminal_a_request_to_end_still_ends_it_in_good_order() -> None:
    assert told(lambda: True, signal.SIGHUP, signal.SIGTERM) == ["terminated"]
