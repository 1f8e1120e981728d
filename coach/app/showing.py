"""What a live session is shown on: lines, and the full screen before them where the terminal can show one."""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from coach.running.runner import Runner
from coach.screen.background import BackgroundScreen, Screen
from coach.screen.keyboard import Keyboard
from coach.screen.plain import PlainScreen, columns_of
from coach.screen.terminal import can_show
from coach.session.events import Begun
from coach.session.view import View

if TYPE_CHECKING:
    from coach.screen.big import BigScreen


class Showing:
    """Screens of which each, when it fails, costs only itself."""

    def __init__(
        self,
        view: Callable[[], View],
        early: Iterable[str],
        lost: Callable[[OSError], None],
        *,
        full: bool,
        calm: bool,
    ) -> None:
        """See BackgroundScreen for `view`. `early` is told at the beginning.

        `lost` is told when nothing more can be printed. `full`: the full screen, where there can be one, which with
        `calm` moves nothing but the seconds.
        """
        self.screen = BackgroundScreen(view, lambda shown: PlainScreen(sys.stdout, shown, columns_of(sys.stdout), lost))
        self.blocked = False
        """Whether the terminal took no more at the end."""
        self._full, self._calm = full, calm
        self._lines: Screen = self.screen.within
        self._big: BigScreen | None = None
        self._begun = False
        self._troubles = list(early)
        """What is to be seen on the full screen as well."""

    def begin(self, title: str) -> None:
        """Show the `title`, and all that was told before."""
        self.screen.line(title)
        self._begun = True
        for text in self._troubles:
            self.screen.line(text)

    def tell(self, text: str) -> None:
        """Tell the user, on whichever screen there is; what is told before the beginning, then. From any thread."""
        if self._begun:
            self.screen.line(text)
        else:
            self._troubles.append(text)

    def warn(self, text: str) -> None:
        """Likewise, at the start, of what is to be seen on the full screen as well."""
        self._troubles.append(text)
        self.screen.line(text)

    def hold(self, runner: Runner, keyboard: Keyboard, press: Callable[[str], None], *, hears: bool) -> str:
        """Run `runner`, on the full screen where there is one; gives the reason it finished."""
        if not self._full or not can_show():
            # Not before it has begun: what is piped in comes faster than that, and an answer to nothing is lost.
            runner.observe(lambda at, event, effects: keyboard.start() if isinstance(event, Begun) else None)
            return runner.run()
        from coach.screen.big import BigScreen  # Half a second of Textual, for those who see it.

        leave = partial(runner.interrupt, "interrupted")
        died = partial(self._died, keyboard)
        position = partial(getattr, runner.mixer, "position")
        big = BigScreen(lambda: self.screen.view, position, press, leave, died=died, hears=hears, calm=self._calm)
        self._lines, self._big = self.screen.within, big
        self.screen.show_on(big)
        for text in self._troubles:  # Told on the lines, which the full screen now hides.
            self.screen.line(text)
        runner.tell_level(big.level)
        try:
            return big.show(runner.run)
        finally:
            self._big = None
            self.screen.show_on(self._lines)

    def _died(self, keyboard: Keyboard, fault: BaseException | None) -> None:
        """The full screen failed: the session is shown as lines, if there is a terminal."""
        self._big = None
        self.screen.show_on(self._lines)
        if isinstance(fault, Exception):
            self.screen.log(fault)
        keyboard.start()
        self.tell("The full screen has failed: the session goes on in lines.")

    def stuck_for(self) -> float:
        """Seconds for which nothing could be drawn."""
        return max(self.screen.stuck_for, self._big.stuck_for if self._big else 0.0)

    def shed(self) -> None:
        """Draw less often."""
        if self._big:
            self._big.shed()

    def give_up(self) -> None:
        """The terminal has gone, with what was drawn in it."""
        if self._big:
            self._big.give_up()

    def close(self) -> None:
        """Show what is still to be shown, with bounded patience."""
        self.blocked = not self.screen.close()
