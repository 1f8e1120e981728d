"""The coach alone in a room: keys lead it through a session, nobody speaks, and it hears no command in itself."""

import importlib.util
from pathlib import Path

import pytest

from scripts.benchmarks.alone import SHORT, AloneTask, played_alone
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.rooms import ROOMS, Room

LIVING_ROOM, TILES = ROOMS[1], ROOMS[3]

embedded = pytest.mark.skipif(
    importlib.util.find_spec("moonshine_voice") is None, reason="the embedded recogniser has no build for this platform"
)


@pytest.fixture(params=["vosk", pytest.param("embedded", marks=embedded)])
def engine(request: pytest.FixtureRequest, test_model: Path) -> Engine:
    return Engine(request.param, test_model if request.param == "vosk" else None)


def test_the_coach_takes_none_of_its_own_words_for_a_command(engine: Engine, tmp_path: Path) -> None:
    report = played_alone(AloneTask(engine, LIVING_ROOM, -6.0, SHORT, seed=1), tmp_path)
    assert (report.finished, report.false) == ("done", [])
    assert report.counts == 20


@pytest.mark.long
@pytest.mark.parametrize("ratio", [0.0, -6.0, -12.0])
@pytest.mark.parametrize("room", [LIVING_ROOM, TILES], ids=["living room", "tiles"])
def test_the_coach_hears_no_command_in_a_whole_routine_of_its_own(
    engine: Engine, room: Room, ratio: float, tmp_path: Path
) -> None:
    report = played_alone(AloneTask(engine, room, ratio, "heel", seed=1), tmp_path)
    assert (report.finished, report.false) == ("done", [])
    assert report.count_error_ms is not None
    assert report.count_error_ms <= 1.0
