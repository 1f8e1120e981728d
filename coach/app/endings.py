"""How the program ends: an exit status and at most one sentence, whatever happened.

The details of a fault of our own go into a file; COACH_DEBUG=1 shows them, too, as Python does, beside the debug log
that it asks for (`debugging.py`).
"""

import contextlib
import errno
import logging
import os
import platform
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

import click

from coach import __version__
from coach.errors import CoachError, StorageError

FAULT = 70
"""The exit status of a fault of our own, as sysexits.h has it."""
SIGNAL_ENDS_WITHIN = 3
"""Seconds that what is under way may take to end after a signal."""
FAULT_FILE = "fault.txt"
"""Where the details of the last fault are written, in the folder of the history."""
READER_GONE = 1
"""The exit status where whoever read our lines has seen enough."""

_NO_MEMORY = "There is not enough memory: close other programs, or allow this one more (`ulimit -v unlimited`)."
_SHORTAGES = {
    errno.ENOMEM: _NO_MEMORY,
    errno.EAGAIN: "This machine lets the coach start no more threads: close other programs, or raise `ulimit -u`.",
    errno.EMFILE: "The coach may not open enough files: allow it more (`ulimit -n 256`), and start again.",
    errno.ENFILE: "This machine has too many files open: close other programs, and start again.",
    errno.ENOSPC: "The disk is full: free some space, and start again.",
    errno.EDQUOT: "Your share of the disk is full: free some space, and start again.",
}
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EPIPE}
_MEMORY_SIGNS = ("failed to map", "cannot allocate", "can't allocate", "bad_alloc", "can't start new thread")
"""What libraries that could not be loaded for want of memory say in their own words, in lower case."""

MEMORY = 256 * 2**20
"""Bytes of address space that a command with sound needs: on Linux numpy takes some 110 MB, a voice 200."""
SESSION_MEMORY = 512 * 2**20
"""Bytes that a session needs; with 330 MB, CPython waited for good for a thread that could not be begun."""

_log = logging.getLogger(__name__)

_interrupted = False
_in_threads: BaseException | None = None
"""A fault that a thread died of."""


def begin() -> None:
    """Make the standard files safe to use, and have signals and faults end the program as this module says.

    To be called once, in the main thread.
    """
    _fill_standard_descriptors()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # A routine may hold characters that a terminal lacks.
    signal.signal(signal.SIGINT, _on_interrupt)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored.
            signal.signal(number, _on_request)
    threading.excepthook = lambda died: _take_from_thread(died.exc_value)
    sys.unraisablehook = lambda failed: _take_from_thread(failed.exc_value)


def status_of(run: Callable[[], object]) -> int:
    """The exit status of `run`, which gives it, or anything else for success; 128 + n for signal n, as in shells."""
    try:
        if sys.stdout is None:
            raise StorageError("Standard output is closed: leave it open, or send it to /dev/null.")
        result = run()
        sys.stdout.flush()
        status = result if isinstance(result, int) else 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:  # The last net: whatever it is, it becomes a sentence and a status.
        status = _status_of_error(error)
    return status


def require_memory(least: int) -> None:
    """Raise MemoryError where `ulimit -v` allows fewer bytes than `least`: numpy would exit by itself."""
    if sys.platform != "win32":
        import resource

        allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
        if allowed != resource.RLIM_INFINITY and allowed < least:
            raise MemoryError


def finish(status: int) -> int:
    """The status to end with, once all is done; tells of a fault in a thread that no sentence has told of."""
    if _in_threads is not None and status in {0, READER_GONE}:
        tell(_fault(_in_threads))
    signal.signal(signal.SIGINT, leave_at_once)  # Python's own end would show where Ctrl-C met it.
    # Where a Ctrl-C went through code that was run from a string, as dataclasses run theirs, CPython ends with the
    # signal instead of our status, although it was caught; running a string without one takes that back.
    exec("")  # noqa: S102
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    return status


def tell(sentence: str) -> None:
    """Say `sentence` on standard error, if there is one."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(f"coach: {' '.join(sentence.split())}", err=True)


def leave_at_once(number: int, frame: object) -> None:
    """A signal handler: end the program without another word."""
    os._exit(128 + number)


# --- errors -----------------------------------------------------------------------------------------------------------


def _status_of_error(error: BaseException) -> int:
    if _interrupted or isinstance(error, click.Abort | KeyboardInterrupt):
        return 128 + signal.SIGINT  # A library may make something else of Ctrl-C on its way up.
    if isinstance(error, click.ClickException):
        with contextlib.suppress(OSError, ValueError):
            error.show()
        return CoachError.exit_status
    unprinted = _output_error(error)
    if isinstance(error, BrokenPipeError) or isinstance(unprinted, BrokenPipeError):
        _discard_output()
        return READER_GONE
    if unprinted:
        _discard_output()
        tell(f"Its output cannot be written ({unprinted.strerror}): send it somewhere else, or free some space.")
        return CoachError.exit_status
    tell(_sentence(error))
    return CoachError.exit_status if _can_be_mended(error) else FAULT


def _sentence(error: BaseException) -> str:
    if isinstance(error, CoachError):
        return str(error)
    return _shortage(error) or _fault(error)


def _can_be_mended(error: BaseException) -> bool:
    """Whether the user can do something about it."""
    return isinstance(error, CoachError | ImportError) or bool(_shortage(error))


def _shortage(error: BaseException) -> str:
    """What this machine lacks, where it is that and no fault of ours; "" otherwise."""
    _show_if_debugging(error)
    if isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in _MEMORY_SIGNS):
        return _NO_MEMORY
    return _SHORTAGES.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _fault(error: BaseException) -> str:
    """Write down what happened, and say where."""
    what = f"{type(error).__name__}: {error}"[:200].rstrip(": .")
    try:
        path = _write_down(error)
    except Exception:
        where = "set COACH_DEBUG=1 and start again to see the details"
    else:
        where = f"the details are in {path}"
    if isinstance(error, ImportError):
        return f"A package that the coach needs cannot be loaded ({what}): set it up again; {where}."
    return f"This is a fault of the coach's own ({what}): {where}, which help to fix it."


def _write_down(error: BaseException) -> Path:
    from coach.history.store import history_file

    path = history_file().with_name(FAULT_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    head = f"coach {__version__}, Python {platform.python_version()}, {platform.platform()}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{head}, {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}\n\n")
        file.writelines(traceback.format_exception(error))
    return path


def is_debugging(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether COACH_DEBUG is set to anything but 0."""
    return environ.get("COACH_DEBUG", "0") not in {"", "0"}


def _show_if_debugging(error: BaseException) -> None:
    if is_debugging():
        traceback.print_exception(error)


def _take_from_thread(error: BaseException | None) -> None:
    """A thread died, or something could not be let go: shown while debugging, else told at the end."""
    global _in_threads
    if error is None or _interrupted or isinstance(error, SystemExit | KeyboardInterrupt):
        return
    _show_if_debugging(error)
    _in_threads = _in_threads or error
    _log.error("a thread died", exc_info=error)
    with contextlib.suppress(Exception):
        _write_down(error)


# --- signals ----------------------------------------------------------------------------------------------------------


def _on_interrupt(number: int, frame: object) -> None:
    """Ctrl-C ends what is under way in good order; a second time, at once."""
    global _interrupted
    if _interrupted:
        leave_at_once(number, frame)
    _interrupted = True
    _end_soon(number)
    raise KeyboardInterrupt


def _on_request(number: int, frame: object) -> None:
    _end_soon(number)
    sys.exit(128 + number)


def _end_soon(number: int) -> None:
    """Have the program end even where the exception of a signal meets a lock on its way up, and leaves it closed."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, lambda *_: os._exit(128 + number))
        signal.alarm(SIGNAL_ENDS_WITHIN)


# --- standard files ---------------------------------------------------------------------------------------------------


def _fill_standard_descriptors() -> None:
    """Point those of 0, 1 and 2 that are closed at nothing: a file opened next would take their place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # The lowest number that is free: this one.


def _output_error(error: BaseException) -> OSError | None:
    """Why standard output takes nothing more, if that is what `error` came of, or else happened besides.

    The adapters make sentences of their own files' errors; one without a file's name is the standard output's.
    """
    if isinstance(error, OSError) and error.filename is None and error.errno in _UNWRITABLE:
        return error
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as unprinted:
        return unprinted
    return None


def _discard_output() -> None:
    """Have what was not written go nowhere: Python would try again at its end, and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stdout.flush()
