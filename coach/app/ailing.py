"""Watches what of a live session may get stuck, and tells of it by whichever way is left: lines, or the voice."""

from collections.abc import Callable

from coach.history.memory import Background
from coach.machine.watchdog import STUCK, Watchdog
from coach.running.eventlog import BackgroundLog
from coach.session.events import Part, PartFails, PartWorks

_NAMES = {Part.HISTORY: "history", Part.LOG: "log"}


class Ailing:
    """The screen, the history and the log, from when this is made until `close`."""

    def __init__(
        self,
        screen_stuck_for: Callable[[], float],
        history: Background,
        log: BackgroundLog | None,
        line: Callable[[str], None],
        report: Callable[[type[PartFails] | type[PartWorks], Part], None],
    ) -> None:
        """`report` has the session say that a part fails, or works; `line` shows a line."""
        self._line, self._report = line, report
        self._screen_gone = self._screen_stuck = False
        self._said: set[Part] = set()
        """The parts of which the voice has told."""
        ails: dict[Part, Callable[[], bool]] = {
            Part.SCREEN: lambda: self._screen_gone or screen_stuck_for() > STUCK,
            Part.HISTORY: lambda: history.waits or history.stuck_for > STUCK,
        }
        if log:
            ails[Part.LOG] = lambda: log.waits or log.stuck_for > STUCK
        self._waits = {Part.HISTORY: lambda: history.waits, Part.LOG: lambda: log is not None and log.waits}
        self._watchdog = Watchdog(ails, self._tell)

    def screen_gone(self, gone: bool = True) -> None:
        """Nothing can be shown any more, or can again."""
        self._screen_gone = gone

    def close(self) -> None:
        """Watch no more."""
        self._watchdog.close()

    def _tell(self, part: Part, ails: bool) -> None:
        if part is Part.SCREEN:
            self._screen_stuck = ails
        if part is Part.SCREEN or self._screen_stuck or part in self._said:
            self._said = self._said | {part} if ails else self._said - {part}
            self._report(PartFails if ails else PartWorks, part)
        elif ails and not self._waits[part]():  # Of an error it tells itself.
            self._line(f"The {_NAMES[part]} waits for the disk, which takes nothing now; the session goes on.")
