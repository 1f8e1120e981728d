"""The machine stays awake: the real library against a desktop on a bus of the test's own."""

import queue
import sys
import threading
import time
from pathlib import Path

import pytest

from coach.machine.awake import CANNOT, FAREWELL, ONLY_SCREEN, KeptAwake

if sys.platform != "linux":
    pytest.skip("only Linux has D-Bus", allow_module_level=True)

from tests.machine.fake_desktop import POWER, SCREEN, FakeDesktop


@pytest.fixture
def told() -> "queue.Queue[str]":
    return queue.Queue()


def test_the_screen_stays_on_from_the_beginning_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: "queue.Queue[str]"
) -> None:
    with FakeDesktop(tmp_path / "bus", {SCREEN, POWER}) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        awake = KeptAwake(told.put)
        awake.begin()
        desktop.await_calls((SCREEN, "Inhibit"))
        awake.end()
        desktop.await_calls((SCREEN, "Inhibit"), (SCREEN, "UnInhibit"))
    assert told.empty()


def test_where_the_screen_cannot_be_kept_on_the_machine_is_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: "queue.Queue[str]"
) -> None:
    with FakeDesktop(tmp_path / "bus", {POWER}) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        awake = KeptAwake(told.put)
        awake.begin()
        assert told.get(timeout=10) == ONLY_SCREEN
        awake.end()
        desktop.await_calls((POWER, "Inhibit"), (POWER, "UnInhibit"))


@pytest.mark.parametrize("address", ["disabled:", "unix:path=/nowhere", "tcp:host=127.0.0.1,port=1", None])
def test_without_a_desktop_one_sentence_tells_so(
    address: str | None, monkeypatch: pytest.MonkeyPatch, told: "queue.Queue[str]"
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    awake = KeptAwake(told.put)
    awake.begin()
    assert told.get(timeout=10) == CANNOT
    awake.end()
    assert told.empty()


def test_a_desktop_that_hangs_holds_up_neither_the_beginning_nor_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: "queue.Queue[str]"
) -> None:
    with FakeDesktop(tmp_path / "bus", {SCREEN}, dumb=True) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        awake = KeptAwake(told.put)
        began = time.monotonic()
        awake.begin()
        awake.end()
        assert time.monotonic() - began < FAREWELL + 0.5


def test_a_library_that_fails_costs_only_the_wakefulness(told: "queue.Queue[str]") -> None:
    def broken() -> "Recorded":
        raise RuntimeError("no such call")

    awake = KeptAwake(told.put, broken)
    awake.begin()
    assert told.get(timeout=10) == CANNOT
    awake.end()


class Recorded:
    """Notes the threads that it is called in."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def take(self) -> str:
        self.threads.append(threading.get_ident())
        return ""

    def give_back(self) -> None:
        self.threads.append(threading.get_ident())


def test_one_thread_takes_and_gives_back_as_windows_asks(told: "queue.Queue[str]") -> None:
    system = Recorded()
    awake = KeptAwake(told.put, lambda: system)
    awake.begin()
    awake.end()
    assert len(system.threads) == 2
    assert len({*system.threads, threading.get_ident()}) == 2
