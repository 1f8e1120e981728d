"""That long work goes on is told: in a terminal all the time, elsewhere by few lines, and by none if it is short."""

import io

from coach.app.going import EVERY, Going, clock, counted
from coach.clock import samples


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_a_terminal_a_line_is_written_now_and_then() -> None:
    told, time = io.StringIO(), Time()
    with Going("Rehearsing", told, time) as going:
        for second in range(50):
            time.now = second
            going.tell(f"second {second}")
    assert told.getvalue().splitlines() == [f"Rehearsing: second {EVERY:.0f}", f"Rehearsing: second {2 * EVERY:.0f}"]


def test_short_work_without_a_terminal_says_nothing() -> None:
    told = io.StringIO()
    with Going("Rehearsing", told, Time()) as going:
        going.tell("all")
    assert told.getvalue() == ""


def test_in_a_terminal_a_bar_shows_how_far_it_is_and_goes_away() -> None:
    told = Terminal()
    with Going("Fetching the model", told) as going:
        going.tell("20.0 of 41.2 MB", 0.5)
    assert "Fetching the model" in told.getvalue()
    assert "20.0 of 41.2 MB" in told.getvalue()
    assert told.getvalue().endswith("\x1b[2K")


def test_things_are_counted_as_they_are_taken() -> None:
    told, time = io.StringIO(), Time()
    with Going("Listening", told, time) as going:
        for thing in counted("abc", going):
            time.now += EVERY
            assert thing in "abc"
    assert told.getvalue().splitlines() == ["Listening: 2 of 3", "Listening: 3 of 3"]


def test_audio_time_is_told_as_a_clock_tells_it() -> None:
    assert [clock(samples(second)) for second in (5.5, 245)] == ["0:05", "4:05"]
