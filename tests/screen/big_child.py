"""A big screen with a session in a hold, on the terminal this is started in; ends at Ctrl-C."""

import sys
import threading
import time

from coach.clock import samples
from coach.machine.quiet_stderr import quiet
from coach.screen.big import BigScreen
from tests.screen.big_states import STATES, Watched


def main() -> None:
    """Show it, tell of the keys that came, and end."""
    company, began, over, keys = Watched(), time.monotonic(), threading.Event(), list[str]()
    STATES["hold"](company)

    def position() -> int:
        return company.at + samples(time.monotonic() - began)

    def hold() -> str:
        with quiet():  # As the sound card does while it opens: descriptor 2 leads nowhere.
            over.wait(20)
        return "left"

    screen = BigScreen(lambda: company.view, position, keys.append, over.set)
    sys.stdout.write(" ".join((screen.show(hold), *keys)) + "\n")


if __name__ == "__main__":
    main()
