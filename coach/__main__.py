"""`python -m coach` and the command `coach`: what must be so before anything else is loaded."""

import os
import signal
from collections.abc import Sequence
from types import FrameType


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Ctrl-C while it is still being loaded ends the program without a word."""
    signal.signal(signal.SIGINT, _leave)
    from coach import cli

    cli.main(arguments)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    main()
