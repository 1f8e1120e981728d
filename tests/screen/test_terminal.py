"""What kind of terminal there is, and that nothing is drawn on it any more once it is given back."""

import io
import os
import sys

import pytest

from coach.screen import terminal


@pytest.mark.skipif(sys.platform == "win32", reason="a console of Windows has no TERM")
@pytest.mark.parametrize(
    ("term", "encoding", "has"),
    [("xterm-256color", "utf-8", True), ("linux", "utf-8", False), ("xterm", "latin-1", False)],
)
def test_a_linux_console_and_one_without_unicode_have_no_braille(
    term: str, encoding: str, has: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys, "__stdout__", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert terminal.has_braille() is has


def test_what_is_still_drawn_leads_nowhere_once_the_screen_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_drawn_on", [])
    read, write = os.pipe()
    before = os.dup(1)
    os.dup2(write, 1)
    try:
        drawn = terminal.descriptor_to_draw_on()
        os.write(drawn, b"seen")
        terminal.Terminal().leave_screen()
        os.write(drawn, b"lost")
    finally:
        os.dup2(before, 1)
    for descriptor in (write, before, drawn):
        os.close(descriptor)
    assert os.read(read, 100) == b"seen"
    os.close(read)
