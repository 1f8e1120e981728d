"""Asserts coach.servers.address: only this machine and the house may be asked."""

import socket
from typing import Any

import pytest

from coach.errors import ServerError
from coach.servers.address import address, is_private


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.7",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.1.20",
        "169.254.3.4",
        "::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "::ffff:192.168.1.20",
    ],
)
def test_addresses_of_the_house_are_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8",
        "172.32.0.1",
        "172.15.255.255",
        "192.169.0.1",
        "11.0.0.1",
        "0.0.0.0",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "2001:4860:4860::8888",
        "::",
        "ff02::1",
        "2001:db8::1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
    ],
)
def test_all_others_are_refused_in_one_sentence(host: str) -> None:
    assert not is_private(host)
    with pytest.raises(ServerError, match="no private address, and no sound may leave the house"):
        address(f"tcp://[{host}]:10300" if ":" in host else f"tcp://{host}:10300")


def test_an_address_in_digits_needs_no_name_server() -> None:
    found = address("tcp://192.168.1.20:10300")
    assert (found.family, found.where, str(found)) == (
        socket.AF_INET,
        ("192.168.1.20", 10300),
        "tcp://192.168.1.20:10300",
    )


def resolving(monkeypatch: pytest.MonkeyPatch, *hosts: str) -> None:
    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port)) for found in hosts]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_in_the_house_is_taken_and_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "192.168.1.20")
    assert address("tcp://speech.local:10300").where == ("192.168.1.20", 10300)


def test_a_name_is_refused_where_any_of_its_addresses_is_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "192.168.1.20", "93.184.216.34")
    with pytest.raises(ServerError, match=r"leads to 93\.184\.216\.34"):
        address("tcp://speech.local:10300")


def test_a_name_that_nobody_knows_is_told_so() -> None:
    with pytest.raises(ServerError, match="names a machine that is not found"):
        address("tcp://no-such-machine.invalid:10300")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "192.168.1.20:10300",
        "http://192.168.1.20:10300",
        "tcp://192.168.1.20",
        "tcp://:10300",
        "tcp://192.168.1.20:0",
        "tcp://192.168.1.20:99999",
        "tcp://192.168.1.20:x",
        "tcp://me:secret@192.168.1.20:10300",
        "tcp://192.168.1.20:10300/path",
        "tcp://[::1:10300",
        "unix://",
        "unix://relative/path",
        "stdio://",
    ],
)
def test_what_is_no_address_is_told_the_two_forms(text: str) -> None:
    with pytest.raises(ServerError, match="give tcp://HOST:PORT or unix:///PATH"):
        address(text)


def test_a_unix_socket_is_always_on_this_machine() -> None:
    assert address("unix:///run/piper.sock").where == "/run/piper.sock"
    with pytest.raises(ServerError, match="at most 107 bytes"):
        address("unix:///" + "a" * 200)
