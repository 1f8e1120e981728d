"""Asserts coach.history.memory: a live session is given what it needs, and does without where there is nothing."""

import time
from pathlib import Path

import pytest

from coach.history import reading
from coach.history.memory import Memory
from coach.routines.routine import Side
from coach.session.session import Session
from tests.english import ENGLISH, wording
from tests.history.remembering import DAY, Remembered, WallClock, keep_session, open_store
from tests.session.driver import ROUTINE, Company


def recall(folder: Path, told: list[str] | None = None) -> Memory:
    return Memory(ROUTINE, wording, (told if told is not None else []).append, {"COACH_STATE_DIR": str(folder)})


def test_the_first_session_finds_nothing_and_is_written_down(tmp_path: Path) -> None:
    memory = recall(tmp_path)
    assert (memory.resume, memory.remembered, memory.advice) == (None, {}, ())
    company = Company()
    recorder = memory.record(company.session)
    assert recorder is not None
    company.begin()
    recorder(0, None, company.last)
    memory.close("interrupted")
    memory.close("interrupted")
    with open_store(tmp_path) as store:
        assert [entry.reason for entry in reading.sessions(store)] == ["interrupted"]


def test_the_next_session_is_given_the_place_and_the_answers_of_the_last(tmp_path: Path) -> None:
    with open_store(tmp_path, WallClock(time.time())) as store:
        Remembered(store).to_second(4)
    memory = recall(tmp_path)
    assert memory.resume is not None
    assert memory.resume.side is Side.LEFT
    assert memory.remembered == {
        **dict.fromkeys(("feeling", "diabetes", "week"), "no"),
        "foot": "both",
        "first": "left",
        "count": "every",
        "rate": "170",
        "gain": "0",
    }
    company = Company()
    company.session = Session(ROUTINE, ENGLISH, None, memory.remembered, memory.resume, memory.advice)
    company.begin()
    company.hear_one()
    assert company.view.question == "resume"
    memory.close("interrupted")


def test_lasting_soreness_brings_advice(tmp_path: Path) -> None:
    clock = WallClock()
    with open_store(tmp_path, clock) as store:
        for day in (9, 0):
            clock.now = time.time() - day * DAY
            keep_session(store, {("left", "before"): 3})
    memory = recall(tmp_path)
    assert memory.advice == wording.long_sore
    memory.close("done")


def test_a_history_that_cannot_be_used_is_told_of_and_the_session_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    told: list[str] = []
    memory = recall(tmp_path / "state", told)
    company = Company()
    recorder = memory.record(company.session)
    company.begin()
    recorder(0, None, company.last)
    memory.close("done")
    assert len(told) == 2
    assert told[0].startswith("This session is not written down yet, and that is tried again and again: The history ")
    assert told[1].startswith("The end of this session could not be written down")


@pytest.mark.faults(own_history=True)
def test_a_history_that_can_be_opened_later_has_all_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    told: list[str] = []
    memory = recall(tmp_path / "state", told)
    company = Company()
    recorder = memory.record(company.session)
    company.begin()
    recorder(0, None, company.last)
    (tmp_path / "state").unlink()
    until = time.monotonic() + 10
    while recorder.waits and time.monotonic() < until:
        time.sleep(0.05)
    memory.close("interrupted")
    assert told[1:] == ["The history is being written again, with all of this session."]
    with open_store(tmp_path / "state") as store:
        assert [entry.reason for entry in reading.sessions(store)] == ["interrupted"]
