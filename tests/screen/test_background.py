"""A screen that hangs keeps nobody waiting, and shows each thing as the session was when it happened."""

import threading
import time
from collections.abc import Callable, Sequence

from coach.effects import Effect
from coach.events import Begun, Event
from coach.screen.background import BackgroundScreen
from coach.speaking.mixer import Mark
from coach.view import Mode, View
from tests.session_driver import Company


class Slow:
    """A screen that draws nothing before it is let."""

    def __init__(self, view: Callable[[], View]) -> None:
        self.view = view
        self.free = threading.Event()
        self.drawn: list[object] = []

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        self.free.wait(10)
        self.drawn.append(self.view().mode)

    def line(self, text: str) -> None:
        self.free.wait(10)
        self.drawn.append(text)

    def unknown(self, key: str) -> None:
        self.drawn.append(f"? {key}")


def keeping(made: list[Slow]) -> Callable[[Callable[[], View]], Slow]:
    """Makes a slow screen, and keeps it in `made`."""

    def make(view: Callable[[], View]) -> Slow:
        made.append(Slow(view))
        return made[-1]

    return make


def test_nobody_waits_for_it_and_each_thing_is_drawn_with_its_own_view_in_order() -> None:
    company = Company()
    made: list[Slow] = []
    screen = BackgroundScreen(lambda: company.session.view(), keeping(made))
    began = time.monotonic()
    company.to_second(3)
    screen(company.at, begun(company), [])
    screen.line("a line")
    company.say("pause")
    screen(company.at, begun(company), [])
    screen.unknown("x")
    assert time.monotonic() - began < 5
    made[0].free.set()
    assert screen.close()
    assert made[0].drawn == [Mode.TIMING, "a line", Mode.PAUSED, "? x"]


def begun(company: Company) -> Event:
    return Begun(company.at)


def test_what_was_told_before_is_drawn_where_it_was_before_another_screen_takes_over() -> None:
    company = Company()
    made: list[Slow] = []
    screen = BackgroundScreen(company.session.view, keeping(made))
    other = Slow(lambda: screen.view)
    other.free.set()
    made[0].free.set()
    screen.line("before")
    screen.show_on(other)
    screen.line("after")
    assert screen.close()
    assert (made[0].drawn, other.drawn) == (["before"], ["after"])


def test_a_screen_that_hangs_is_told_of_at_the_end() -> None:
    made: list[Slow] = []
    screen = BackgroundScreen(Company().session.view, keeping(made))
    screen.line("never")
    assert not screen.close()
    made[0].free.set()
