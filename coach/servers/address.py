"""Where a speech server may be: on this machine or in the same house. Every other address is refused."""

import ipaddress
import socket
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from coach.errors import ServerError

PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
"""Loopback, RFC 1918, link-local and unique local addresses; narrower than Python's `is_private`."""

LOOK_UP = 5.0
"""Seconds that a name may take to be resolved."""

_LONGEST_PATH = 107
"""Bytes of the path of a Unix socket, on Linux; macOS takes three fewer."""
_FORMS = "give tcp://HOST:PORT or unix:///PATH"
_HOUSE = "give the address of a machine in your own network, such as tcp://192.168.1.20:10300"


@dataclass(frozen=True, slots=True)
class Address:
    """A server that may be asked. A name is resolved once, so that it cannot come to mean another machine later."""

    text: str
    """As the user gave it."""
    family: socket.AddressFamily
    where: str | tuple[str, int] | tuple[str, int, int, int]
    """What a socket of that family connects to."""

    def __str__(self) -> str:
        return self.text


def address(text: str) -> Address:
    """The server of an address such as "tcp://192.168.1.20:10300" or "unix:///run/piper.sock". Raises ServerError."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ServerError(f"{text!r} is no address of a speech server ({error}): {_FORMS}.") from error
    if parts.scheme == "unix" and _is_path(parts):
        return _unix(text, parts.path)
    if parts.scheme == "tcp" and parts.hostname and port and _is_host(parts):
        return _tcp(text, parts.hostname, port)
    raise ServerError(f"{text!r} is no address of a speech server: {_FORMS}.")


def is_private(host: str) -> bool:
    """Whether an IP address, in digits, is of this machine or of the house."""
    found = ipaddress.ip_address(host)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in PRIVATE)


def _is_path(parts: SplitResult) -> bool:
    return parts.path.startswith("/") and not (parts.netloc or parts.query or parts.fragment)


def _is_host(parts: SplitResult) -> bool:
    return parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username or parts.password)


def _unix(text: str, path: str) -> Address:
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        raise ServerError(f"Unix sockets are not to be had on this system, so {text} cannot be: give tcp://HOST:PORT.")
    if "\0" in path or len(path.encode()) > _LONGEST_PATH:
        raise ServerError(f"{text!r} cannot be the path of a socket: give one of at most {_LONGEST_PATH} bytes.")
    return Address(text, family, path)


def _tcp(text: str, host: str, port: int) -> Address:
    found = _resolved(text, host, port)
    for _, where in found:
        if not is_private(str(where[0])):
            raise ServerError(
                f"{text} leads to {where[0]}, which is no private address, and no sound may leave the house: {_HOUSE}."
            )
    family, where = found[0]
    return Address(text, family, where)


_Found = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]


def _resolved(text: str, host: str, port: int) -> list[_Found]:
    """All that a name means. The look-up cannot be interrupted, so somebody else makes it."""
    found: list[_Found] = []
    failure: list[Exception] = []

    def look_up() -> None:
        try:
            for family, _, _, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((family, where))  # type: ignore[arg-type]  # The stubs do not tell IP from Bluetooth.
        except (OSError, UnicodeError) as error:
            failure.append(error)

    thread = threading.Thread(target=look_up, name="looking up", daemon=True)
    thread.start()
    thread.join(LOOK_UP)
    if not found or thread.is_alive():
        why = f" ({failure[0]})" if failure else ""
        raise ServerError(f"{text} names a machine that is not found{why}: {_HOUSE}.")
    return found
