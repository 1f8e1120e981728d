"""The debug log: what was heard and why it was refused, echo, devices, timings. A file of the user's own, if asked for.

Every module logs to a logger of its own name; here they are led to a file. Whoever logs waits for no disk.
"""

import contextlib
import logging
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import QueueHandler, RotatingFileHandler
from pathlib import Path
from typing import Any, cast

from coach import __version__
from coach.machine import private
from coach.machine.lane import Lane

FILE = "debug.log"
"""Its name, in the folder of the history; older ones are `debug.log.1` and so on."""
LARGEST, OLDER = 4 * 2**20, 3
"""Bytes of one file, some hours of sessions; and how many older files are kept."""
LIMIT = 20_000
"""Lines that may wait for the disk; what is logged beyond them is lost."""
PATIENCE = 2.0
"""Seconds at the end for lines that were not written yet."""

_LINE = "{asctime}.{msecs:03.0f} {levelname:<7} {threadName:<10} {name}: {message}"
_log = logging.getLogger(__name__)


def debug_file() -> Path:
    """Where the log lies on this machine, beside the history."""
    from coach.history.store import history_file

    return history_file().with_name(FILE)


@contextmanager
def written_to(path: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Write all that the coach logs to `path`, and an exception that ends this, too.

    `tell` is given a sentence about the file at the beginning, and at the end one about lines that it lacks. Where the
    file cannot be written, that costs the log and nothing else.
    """
    try:
        private.make_folder(path.parent)
        file = _File(path)
    except OSError as error:
        tell(f"There is no debug log: {path} cannot be written ({error.strerror}).")
        yield
        return
    tell(f"Writing what is heard and decided to {path}; it holds what you say, so delete it when it has served.")
    lane: Lane[logging.LogRecord] = Lane("debug log", file.emit, limit=LIMIT)
    queued, logger = _Queued(lane), logging.getLogger("coach")
    before = logger.level
    logger.addHandler(queued)
    logger.setLevel(logging.DEBUG)
    try:
        _log.info("%s", _heading())
        yield
    except BaseException as error:
        _log.info("ended by %s: %s", type(error).__name__, error, exc_info=error)
        raise
    finally:
        logger.removeHandler(queued)
        logger.setLevel(before)
        queued.close()
        whole = lane.close(PATIENCE)
        if whole:
            file.close()
        if queued.dropped or file.failed or not whole:
            tell(f"The debug log is not complete: {path} could not always be written{file.why}.")


def _heading() -> str:
    now = datetime.now().astimezone()
    return (
        f"coach {__version__}, Python {platform.python_version()}, {platform.platform()}, process {os.getpid()}, "
        f"{now:%Y-%m-%d %H:%M:%S %z}: {' '.join(sys.argv[1:])}"
    )


class _Queued(QueueHandler):
    """Puts each record, its text made, into a lane. What does not fit is counted."""

    def __init__(self, lane: Lane[logging.LogRecord]) -> None:
        super().__init__(cast(Any, None))
        self._lane = lane
        self.dropped = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        """Waits for nothing."""
        self.dropped += not self._lane.put(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A record whose text cannot be made costs itself: nothing may be printed over the screen."""
        self.dropped += 1


class _File(RotatingFileHandler):
    """The private file. One that cannot be written is tried anew with each record, and tells what it lacks."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self.failed = self._missing = 0
        self.why = ""
        super().__init__(path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", errors="backslashreplace")
        self.setFormatter(logging.Formatter(_LINE, "%H:%M:%S", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, after a line about those that could not be written before."""
        missing, self._missing = self._missing, 0
        if missing:
            lost = f"{missing} lines could not be written here"
            super().emit(logging.LogRecord(__name__, logging.WARNING, "", 0, lost, None, None))
            if self._missing:
                self._missing = missing + 1
                return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Count it, and let go of the file, so that it is opened anew."""
        self.failed += 1
        self._missing += 1
        error = sys.exc_info()[1]
        self.why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
        stream, self.stream = self.stream, None
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.close()

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=private.opener)
