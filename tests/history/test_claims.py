"""Asserts coach.history.claims, and the store by it: a session that goes on is nobody else's, one cut off anybody's."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from coach.history import reading
from coach.history.store import Store
from tests.history.remembering import DAY, START, Remembered, WallClock, open_store
from tests.session_driver import ROUTINE

COACH = """
    import sys, time
    from pathlib import Path
    from tests.history.remembering import Remembered, WallClock, open_store
    store = open_store(Path(sys.argv[1]), WallClock(float(sys.argv[2])))
    Remembered(store).to_second(5)
    print("holding", flush=True)
    time.sleep(600)
"""
"""Another coach, in the middle of a hold."""


def coaching(folder: Path, now: float = START) -> "subprocess.Popen[str]":
    """Another process that holds a session, by a clock that stands at `now`."""
    code = [sys.executable, "-c", textwrap.dedent(COACH), str(folder), str(now)]
    child = subprocess.Popen(code, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "holding\n"
    return child


def killed(child: "subprocess.Popen[str]") -> None:
    child.kill()
    child.wait()


def state_of(store: Store) -> list[str]:
    store.close_forgotten()
    return [entry.reason for entry in reading.sessions(store)]


@pytest.mark.parametrize("theirs", [START, START - 40 * DAY, START + 40 * DAY, 0])
def test_a_session_of_another_coach_goes_on_whatever_its_clock_says_and_is_offered_once_that_is_killed(
    tmp_path: Path, theirs: float
) -> None:
    child = coaching(tmp_path, theirs)
    try:
        with open_store(tmp_path, WallClock(theirs)) as store:
            assert state_of(store) == [""]
            assert store.offer(ROUTINE) is None
        with open_store(tmp_path) as store:
            assert state_of(store) == [""]
            killed(child)
            assert state_of(store) == ["interrupted"]
        with open_store(tmp_path, WallClock(theirs)) as store:
            offer = store.offer(ROUTINE)
            assert offer is not None
            assert offer.session == 1
    finally:
        killed(child)


def test_what_one_coach_offers_to_take_up_another_one_does_not(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        Remembered(store).to_second(5)
    with open_store(tmp_path) as first, open_store(tmp_path) as second:
        assert first.offer(ROUTINE) is not None
        assert second.offer(ROUTINE) is None
        first.close()
        assert second.offer(ROUTINE) is not None


def test_an_interrupted_session_is_offered_beside_a_later_one_that_goes_on(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        Remembered(store).to_second(5)
    with open_store(tmp_path) as running, open_store(tmp_path) as second:
        place = second.offer(ROUTINE)
        assert place is not None
        second.close()
        running.save_place(running.begin(ROUTINE), place.resume, 1.0)
        with open_store(tmp_path) as third:
            offer = third.offer(ROUTINE)
            assert offer is not None
            assert offer.session == place.session


def test_a_session_that_has_ended_or_gone_on_leaves_no_lock_behind(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for reason in ("done", "interrupted"):
            session = store.begin(ROUTINE)
            assert len(list(tmp_path.glob("*-running-*"))) == 1
            store.end(session, reason, 1.0, for_good=reason == "done")
            assert list(tmp_path.glob("*-running-*")) == []
        store.begin(ROUTINE)
    assert list(tmp_path.glob("*-running-*")) == []


def test_a_lock_that_a_killed_coach_left_is_taken_away(tmp_path: Path) -> None:
    killed(coaching(tmp_path))
    assert len(list(tmp_path.glob("*-running-*"))) == 1
    with open_store(tmp_path) as store:
        assert state_of(store) == ["interrupted"]
    assert list(tmp_path.glob("*-running-*")) == []


def test_locks_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.begin(ROUTINE)
        assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*-running-*")} == {0o600}


def test_a_session_goes_on_in_the_place_of_the_interrupted_one_and_keeps_its_lock(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        Remembered(store).to_second(5)
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        offer = store.offer(ROUTINE)
        assert offer is not None
        store.reopen(offer.session, instead_of=store.begin(ROUTINE))
        assert state_of(other) == [""]
        assert other.offer(ROUTINE) is None
