"""Keys and lines as they come from terminals and pipes."""

import os
import subprocess
import sys
import threading

import pytest

from coach.screen.keyboard import Keyboard, keys_of
from tests.coach_process import ROOT


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("n", ["n"]),
        ("yes", ["y", "e", "s"]),
        (" \r", ["space", "enter"]),
        ("\x1b", ["escape"]),
        ("\x1b[C\x1bOD", ["right-arrow", "left-arrow"]),
        ("n\x1b[Cn", ["n", "right-arrow", "n"]),
        ("\x1b[15~", ["\x1b[15~"]),
        ("\x1b[1;5C", ["\x1b[1;5C"]),
        ("\x1bn", ["escape", "n"]),
        ("é", ["é"]),
        ("", []),
    ],
)
def test_what_a_terminal_sends_becomes_keys(typed: str, keys: list[str]) -> None:
    assert list(keys_of(typed)) == keys


CHILD = """
import sys, threading
from coach.screen.keyboard import Keyboard
ended = threading.Event()
keyboard = Keyboard(lambda key: print(repr(key)), ended.set)
keyboard.start()
print("ended" if ended.wait(5) else "not ended")
keyboard.close()
keyboard.close()
"""


def typed(data: bytes) -> list[str]:
    """What a process with `data` on its standard input was told."""
    finished = subprocess.run((sys.executable, "-c", CHILD), cwd=ROOT, input=data, capture_output=True, timeout=20)
    assert finished.returncode == 0
    assert not finished.stderr
    return finished.stdout.decode().splitlines()


def test_lines_of_a_pipe_are_phrases_and_an_empty_one_is_enter() -> None:
    assert typed(b"next step\n\n  yes \r\n") == ["'next step'", "'enter'", "'yes'", "ended"]


def test_a_last_line_without_an_end_counts_too() -> None:
    assert typed(b"next") == ["'next'", "ended"]


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert typed(b"\xff\xfe\n" + b"x" * 100_000 + b"\nnext\n")[-2:] == ["'next'", "ended"]


def test_an_empty_input_ends_at_once() -> None:
    assert typed(b"") == ["ended"]


def test_a_thread_that_still_reads_does_not_disturb_the_end_of_the_program() -> None:
    # A daemon thread within sys.stdin would make the interpreter abort here.
    program = CHILD.replace("ended.wait(5)", "ended.wait(0.5)")
    read, write = os.pipe()
    try:
        finished = subprocess.run(
            (sys.executable, "-c", program), cwd=ROOT, stdin=read, capture_output=True, timeout=20
        )
    finally:
        os.close(read)
        os.close(write)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, b"not ended\n", b"")


def test_no_standard_input_at_all_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ended = threading.Event()
    keyboard = Keyboard(lambda key: None, ended.set)
    keyboard.start()
    assert ended.wait(5)
    keyboard.close()
