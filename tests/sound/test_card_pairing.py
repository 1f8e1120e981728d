"""Each block is a number, so that it can be seen which was put beside which."""

import numpy as np

from coach.clock import BLOCK
from coach.sound.edge import Block, Samples
from coach.sound.pairing import SETTLING, STEADY, Pairing

SETTLED = sum(arrivals for arrivals, _ in SETTLING)


def numbered(number: int) -> Samples:
    return np.full(BLOCK, number, np.int16)


class Streams:
    """A card that calls back in the order that the test says."""

    def __init__(self) -> None:
        self.pairing = Pairing()
        self.played = self.heard = 0

    def play(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.played += 1
            self.pairing.played(numbered(self.played), True)

    def hear(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.heard += 1
            self.pairing.heard(numbered(self.heard))

    def run(self, times: int) -> None:
        for _ in range(times):
            self.play()
            self.hear()

    def taken(self) -> list[Block]:
        blocks = list(self.pairing.ready)
        self.pairing.ready.clear()
        return blocks


def pairs(blocks: list[Block]) -> list[tuple[int, int]]:
    return [(int(block.played[0]), int(block.microphone[0])) for block in blocks]


def test_streams_in_step_are_paired_one_to_one_without_a_gap() -> None:
    streams = Streams()
    streams.run(1000)
    blocks = streams.taken()
    assert pairs(blocks) == [(n, n) for n in range(1, 1001)]
    assert not any(block.gap for block in blocks)


def test_what_was_heard_before_the_first_play_is_dropped() -> None:
    streams = Streams()
    streams.hear(7)
    streams.play()
    assert pairs(streams.taken()) == [(1, 7)]


def test_what_a_card_asks_ahead_at_the_start_has_nothing_beside_it_and_is_no_gap() -> None:
    streams = Streams()
    streams.play(4)
    streams.hear()
    blocks = streams.taken()
    assert pairs(blocks) == [(1, 0), (2, 0), (3, 0), (4, 1)]
    assert all(block.microphone_alive for block in blocks)
    assert not any(block.gap for block in blocks)


def test_jitter_changes_no_pair() -> None:
    streams = Streams()
    for _ in range(200):
        streams.play(5)
        streams.hear(5)
        streams.hear(4)
        streams.play(4)
    offsets = {played - heard for played, heard in pairs(streams.taken())[20:]}
    assert len(offsets) == 1


def test_a_lost_microphone_is_zeros_at_once_and_the_gap_is_told_when_it_returns() -> None:
    streams = Streams()
    streams.run(100)
    streams.play(25)
    streams.pairing.lose_microphone()
    streams.play(5)
    streams.taken()
    streams.run(1)
    assert pairs(streams.taken()) == [(131, 0)]
    streams.run(1)
    found = streams.taken()[0]
    assert found.microphone_alive
    assert found.gap == 31 * BLOCK


def test_audio_time_is_consecutive_through_every_loss() -> None:
    streams = Streams()
    for _ in range(5):
        streams.run(60)
        streams.play(30)
        streams.pairing.lose_microphone()
        streams.play(3)
        streams.hear(9)
        streams.pairing.slipped()
    blocks = streams.taken()
    assert [block.at for block in blocks] == list(range(0, len(blocks) * BLOCK, BLOCK))
    assert [int(block.played[0]) for block in blocks] == list(range(1, len(blocks) + 1))


def test_a_flagged_slip_is_a_gap_even_when_nothing_has_moved() -> None:
    streams = Streams()
    streams.run(100)
    streams.taken()
    streams.pairing.slipped()
    streams.run(SETTLED)
    assert [block.gap for block in streams.taken() if block.gap] == [BLOCK]


def test_samples_that_an_overflow_lost_are_made_up_for_by_zeros_and_told() -> None:
    streams = Streams()
    streams.run(100)
    streams.play(10)  # What was heard meanwhile never came.
    streams.pairing.slipped()
    streams.run(SETTLED)
    assert 10 * BLOCK in [block.gap for block in streams.taken()]
    first = streams.played + 1
    streams.run(20)
    assert pairs(streams.taken()) == [(n, n - 10) for n in range(first, first + 20)]


def test_a_microphone_that_stays_behind_unflagged_is_brought_back_within_two_windows() -> None:
    streams = Streams()
    streams.run(SETTLED)
    streams.play(6)
    streams.run(STEADY[0])
    blocks = streams.taken()
    assert [block.gap for block in blocks if block.gap] == [6 * BLOCK]
    assert int(blocks[-1].played[0]) == streams.played


def test_a_microphone_that_runs_ahead_is_cut_back_within_two_windows() -> None:
    streams = Streams()
    streams.run(SETTLED)
    streams.hear(6)
    streams.run(STEADY[0])
    blocks = streams.taken()
    assert [block.gap for block in blocks if block.gap] == [5 * BLOCK]  # The sixth is not distinguished from jitter.
    assert pairs(blocks)[-1] == (streams.played, streams.heard - 1)


def test_without_a_microphone_played_blocks_leave_at_once() -> None:
    streams = Streams()
    streams.pairing.lose_microphone()
    streams.play(3)
    blocks = streams.taken()
    assert pairs(blocks) == [(1, 0), (2, 0), (3, 0)]
    assert not any(block.microphone_alive for block in blocks)
