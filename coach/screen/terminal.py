"""What kind of terminal there is, without loading a screen to find out."""

import os
import sys


def can_show() -> bool:
    """Whether there is a terminal that can show a whole screen."""
    if os.environ.get("TERM") == "dumb" or sys.stdin is None or sys.stdout is None:
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()
