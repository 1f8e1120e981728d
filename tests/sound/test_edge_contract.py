"""What the reader of any sound edge relies on, whichever edge it is."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from coach.clock import BLOCK
from coach.sound.edge import SoundEdge
from coach.sound.paced import PacedEdge
from coach.sound.unhurried import UnhurriedEdge
from tests.sound.card_process import see
from tests.sound.edge_observation import MANY, Observation, observe
from tests.sound.virtual_card import VirtualCard

IN_PROCESS: dict[str, Callable[[], SoundEdge]] = {
    "PacedEdge": PacedEdge,
    "UnhurriedEdge": lambda: UnhurriedEdge(PacedEdge()),
}
"""Add an edge here that needs no device; `SoundCard` is observed in a process of its own."""


@pytest.fixture(scope="module", params=[*IN_PROCESS, "SoundCard"])
def observation(request: pytest.FixtureRequest) -> Observation:
    if request.param in IN_PROCESS:
        return observe(IN_PROCESS[request.param]())
    with VirtualCard() as card:
        return _from_json(see(card.env, "contract"))


def _from_json(told: dict[str, Any]) -> Observation:
    told["lengths"] = [tuple(pair) for pair in told["lengths"]]
    observation = Observation(**told)
    assert list(asdict(observation)) == list(told)
    return observation


def test_play_is_asked_for_whole_blocks(observation: Observation) -> None:
    assert set(observation.asked) == {BLOCK}


def test_blocks_follow_each_other_from_zero_without_a_jump(observation: Observation) -> None:
    assert observation.ats == list(range(0, MANY * BLOCK, BLOCK))


def test_every_block_is_one_block_long_on_both_sides(observation: Observation) -> None:
    assert set(observation.lengths) == {(BLOCK, BLOCK)}
    assert observation.types == ["int16"]


def test_each_block_holds_what_play_gave_for_its_samples(observation: Observation) -> None:
    assert observation.wrongly_played == []
    assert sum(observation.asked) >= MANY * BLOCK


def test_a_closed_edge_may_be_closed_again_and_reads_none(observation: Observation) -> None:
    assert observation.ends_with_none
