"""Asserts coach.app.ailing: what gets stuck is told in a line, or by the voice where no line can be seen."""

import time
from dataclasses import dataclass

from coach.app.ailing import Ailing
from coach.session.events import Part, PartFails, PartWorks


@dataclass
class Writer:
    """A history or a log, as far as it is watched."""

    stuck_for: float = 0.0
    waits: bool = False


class Around:
    def __init__(self) -> None:
        self.screen_stuck_for = 0.0
        self.history, self.log = Writer(), Writer()
        self.lines: list[str] = []
        self.said: list[tuple[type[PartFails] | type[PartWorks], Part]] = []
        self.ailing = Ailing(
            lambda: self.screen_stuck_for,
            self.history,  # type: ignore[arg-type]
            self.log,  # type: ignore[arg-type]
            self.lines.append,
            lambda what, part: self.said.append((what, part)),
        )

    def look(self) -> None:
        time.sleep(0.5)


def test_a_stuck_history_is_a_line_and_one_that_tells_its_own_error_is_none() -> None:
    here = Around()
    here.history.stuck_for = 1.0
    here.log.waits = True
    here.look()
    here.ailing.close()
    assert [line.split(" waits")[0] for line in here.lines] == ["The history"]
    assert not here.said


def test_a_stuck_screen_is_told_by_the_voice_and_so_is_all_else_meanwhile() -> None:
    here = Around()
    here.screen_stuck_for = 1.0
    here.look()
    here.history.waits = True
    here.look()
    here.screen_stuck_for, here.history.waits = 0.0, False
    here.look()
    here.ailing.close()
    assert here.said[:2] == [(PartFails, Part.SCREEN), (PartFails, Part.HISTORY)]
    assert set(here.said[2:]) == {(PartWorks, Part.SCREEN), (PartWorks, Part.HISTORY)}
    assert not here.lines
