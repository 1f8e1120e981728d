"""The benchmark of the screen holds the real program in a hold, and counts the blocks that were lost."""

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.clock import BLOCK, RATE

if sys.platform != "linux":
    pytest.skip("processor time is read from /proc", allow_module_level=True)

from scripts.benchmarks.screen import _lost, held


def test_a_hold_on_the_full_screen_costs_something_and_draws_every_second() -> None:
    cost = held(80, 24, plain=False, span=3.0, with_card=False)
    assert 0 < cost.processor < 1
    assert cost.sent > 300
    assert cost.lost is None


def test_silent_blocks_among_the_last_seconds_are_counted(tmp_path: Path) -> None:
    heard = np.random.default_rng(1).integers(1, 9, (10 * RATE, 2)).astype(np.int16)
    heard[:RATE] = 0
    heard[8 * RATE : 8 * RATE + 3 * BLOCK, 1] = 0
    soundfile.write(tmp_path / "session.wav", heard, RATE)
    assert _lost(tmp_path / "session.wav", 4.0) == 3
    assert _lost(tmp_path / "session.wav", 1.0) == 0
