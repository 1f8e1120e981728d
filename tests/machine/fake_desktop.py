"""A message bus with a desktop on it, as far as staying awake needs one: it notes who asked, and who gave it back."""

import os
import socket
import threading
from collections.abc import Collection
from pathlib import Path

from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return
from jeepney.low_level import Parser

SCREEN = "org.freedesktop.ScreenSaver"
POWER = "org.freedesktop.PowerManagement"


class FakeDesktop:
    """A context manager. `services`: which of them answer; with none the bus is there, and nobody on it."""

    def __init__(self, path: Path, services: Collection[str], *, dumb: bool = False) -> None:
        """`dumb`: takes connections, and never says a word."""
        self.address = f"unix:path={path}"
        self.calls: list[tuple[str, str]] = []
        """Service and method, in order."""
        self.changed = threading.Condition()
        self._services, self._dumb = services, dumb
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(os.fspath(path))
        self._server.listen()
        self._connections: list[socket.socket] = []

    def __enter__(self) -> "FakeDesktop":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for each in (self._server, *self._connections):
            each.close()

    def await_calls(self, *wanted: tuple[str, str]) -> None:
        """Wait for exactly these calls."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.calls == list(wanted), 10), self.calls

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._connections.append(connection)
            if not self._dumb:
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.recv(1)
        assert connection.recv(1024).startswith(b"AUTH EXTERNAL")
        connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        received = b""
        while b"BEGIN\r\n" not in received:
            received += connection.recv(1024)
        parser = Parser()
        parser.add_data(received.partition(b"BEGIN\r\n")[2])
        for serial in range(1, 1000):
            while (message := parser.get_next_message()) is None:
                data = connection.recv(4096)
                if not data:
                    return
                parser.add_data(data)
            if message.header.message_type is MessageType.method_call:
                connection.sendall(self._answer(message).serialise(serial))

    def _answer(self, call: Message) -> Message:
        service, method = (call.header.fields[field] for field in (HeaderFields.destination, HeaderFields.member))
        if method == "Hello":
            return new_method_return(call, "s", (":1.1",))
        if service not in self._services:
            return new_error(call, "org.freedesktop.DBus.Error.ServiceUnknown")
        with self.changed:
            self.calls.append((service, method))
            self.changed.notify_all()
        return new_method_return(call, "u", (7,)) if method == "Inhibit" else new_method_return(call)
