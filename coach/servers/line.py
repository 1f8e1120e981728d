"""A talk with a Wyoming server: events out, events in, over one connection that ends in bounded time.

The only module that opens a socket to a server. No error of sockets or of the library leaves `talk` but as ServerError.
"""

import contextlib
import socket
import time
from collections.abc import Iterable, Iterator
from typing import Any

from wyoming.error import Error
from wyoming.event import Event, Eventable, read_event, write_event

from coach.errors import ServerError
from coach.servers.address import Address

CONNECT = 1.0
"""Seconds that a machine of the house may take to answer at all."""
LARGEST = 64_000_000
"""Bytes that a server may send in one talk: ten minutes of speech. What sends more is no speech server."""
_PIECE = 1 << 16


class Exchange:
    """The events of one talk. Its own reader and writer: each step is given what is left of the time."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection = connection
        self._until = until
        self._left = LARGEST
        self._waiting = bytearray()

    def send(self, *events: Eventable) -> None:
        """Send these, one after the other."""
        for event in events:
            write_event(event.event(), self)  # type: ignore[arg-type]  # It asks for these methods alone.

    def receive(self) -> Event:
        """The next event. Raises ServerError where the server hangs up, or tells of an error."""
        event = read_event(self)  # type: ignore[arg-type]
        if event is None:
            raise ServerError("it hung up")
        if Error.is_type(event.type):
            raise ServerError(f"it tells of an error: {Error.from_event(event).text}")
        return event

    # --- what the library asks of a file ----------------------------------------------------------------------------

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Send all of them."""
        self.write(b"".join(lines))

    def write(self, data: bytes) -> None:
        """Send all of it."""
        self._connection.settimeout(self._time())
        self._connection.sendall(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def readline(self) -> bytes:
        """Up to and with the next line feed; fewer where the server has hung up."""
        seen = 0
        while (end := self._waiting.find(b"\n", seen)) < 0:
            seen = len(self._waiting)
            if not self._fill():
                return self._taken(seen)
        return self._taken(end + 1)

    def read(self, n: int) -> bytes:
        """So many bytes; fewer where the server has hung up."""
        while len(self._waiting) < n and self._fill():
            pass
        return self._taken(n)

    def _taken(self, n: int) -> bytes:
        taken = bytes(self._waiting[:n])
        del self._waiting[:n]
        return taken

    def _fill(self) -> bool:
        self._connection.settimeout(self._time())
        piece = self._connection.recv(_PIECE)
        self._left -= len(piece)
        if self._left < 0:
            raise ServerError("it sends without end")
        self._waiting += piece
        return bool(piece)

    def _time(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@contextlib.contextmanager
def talk(server: Address, seconds: float) -> Iterator[Exchange]:
    """A line to `server`, for at most so many seconds in all. Raises ServerError, also for what is read on it."""
    try:
        with socket.socket(server.family, socket.SOCK_STREAM) as connection:
            connection.settimeout(min(CONNECT, seconds))
            until = time.monotonic() + seconds
            connection.connect(server.where)
            yield Exchange(connection, until)
    except ServerError as error:
        raise ServerError(f"{server}: {error}") from error
    except TimeoutError as error:
        raise ServerError(f"{server} did not answer in time") from error
    except (BrokenPipeError, ConnectionResetError, ConnectionAbortedError) as error:
        raise ServerError(f"{server}: it hung up") from error
    except OSError as error:
        raise ServerError(f"{server} cannot be reached ({error.strerror or error})") from error
    except Exception as error:  # Whatever the library makes of an answer that is not what it should be.
        raise ServerError(f"{server} sends what is no answer of a Wyoming server") from error


def wanted(line: Exchange, *kinds: type[Eventable]) -> Any:
    """The next event of one of `kinds`, read; what else the server tells is passed over."""
    while True:
        event = line.receive()
        for kind in kinds:
            if kind.is_type(event.type):
                return kind.from_event(event)


def speaks(language: str, codes: Iterable[str]) -> bool:
    """Whether one of a server's languages ("en", "en_US", "en-us") is `language`; also where it names none."""
    plain = [code.replace("_", "-").lower().partition("-")[0] for code in codes]
    return not plain or language.partition("-")[0].lower() in plain
