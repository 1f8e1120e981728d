"""Asserts coach.servers.line: whatever a server does, a talk ends in bounded time, and with our own error."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from wyoming.info import Describe, Info

from coach.errors import ServerError
from coach.servers import line
from coach.servers.address import Address, address
from coach.servers.line import speaks, talk, wanted
from tests.servers.wyoming_server import WyomingServer

Answer = Callable[[socket.socket], None]


@contextmanager
def answering(answer: Answer) -> Iterator[Address]:
    """A server that takes one connection."""

    def serve() -> None:
        with listening.accept()[0] as connection, suppress(OSError):
            answer(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield address(f"tcp://127.0.0.1:{listening.getsockname()[1]}")


def asked(server: Address, seconds: float = 0.5) -> Info:
    with talk(server, seconds) as open_line:
        open_line.send(Describe())
        found: Info = wanted(open_line, Info)
        return found


def test_a_server_introduces_itself() -> None:
    with WyomingServer(hears=lambda sound: "") as server:
        assert asked(address(server.url), 5).asr[0].name == "test-hearing"


def trickle(connection: socket.socket) -> None:
    for _ in range(100):
        connection.sendall(b"{")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda connection: time.sleep(2), "did not answer in time"),
        (trickle, "did not answer in time"),
        (lambda connection: connection.close(), "hung up"),
        (lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "hung up"),
        (lambda connection: connection.sendall(b"[1, 2]\n"), "no answer of a Wyoming server"),
        (lambda connection: connection.sendall(b"{}\n"), "no answer of a Wyoming server"),
        (lambda connection: connection.sendall(b'{"type": "info", "data": {"asr": [7]}}\n'), "no answer"),
        (lambda connection: connection.sendall(b'{"type": "info", "data_length": 9}\n{'), "hung up|no answer"),
        (lambda connection: connection.sendall(b'{"type": "info", "payload_length": 99999999999}\n'), "hung up"),
        (lambda connection: connection.sendall(b'{"type": "error", "data": {"text": "no model"}}\n'), "no model"),
        (lambda connection: connection.sendall(b"[" * 100_000 + b"\n"), "no answer|hung up"),
    ],
    ids="silent trickling closing another-protocol list typeless nonsense cut huge error deep".split(),
)  # fmt: skip
def test_a_server_that_is_none_costs_bounded_time_and_is_told(answer: Answer, told: str) -> None:
    began = time.monotonic()
    with answering(answer) as server, pytest.raises(ServerError, match=told):
        asked(server)
    assert time.monotonic() - began < 2


def test_a_server_that_sends_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "LARGEST", 1_000_000)

    def flood(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"a" * 65536)

    with answering(flood) as server, pytest.raises(ServerError, match="sends without end"):
        asked(server, 5)


def test_nobody_at_the_address_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = address(f"tcp://127.0.0.1:{listening.getsockname()[1]}")
    with pytest.raises(ServerError, match="cannot be reached"):
        asked(server)
    with pytest.raises(ServerError, match="cannot be reached"):
        asked(address("unix:///nowhere/speech.sock"))


def test_languages_are_compared_without_their_countries() -> None:
    assert speaks("en", ["de_DE", "en_US"])
    assert speaks("pt-br", ["pt"])
    assert speaks("en", [])
    assert not speaks("en", ["de_DE", "enm"])
