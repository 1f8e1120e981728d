"""How long the coach waits for a person who says nothing. Pure; times in samples."""

from coach.clock import samples

REMIND = samples(180)
"""It reminds gently after this long."""
WARN = samples(840)
"""It says that it will close after this long."""
CLOSE = samples(900)
"""It saves and closes after this long."""


class Patience:
    """The quiet since something was last heard, or since the coach began to wait."""

    def __init__(self) -> None:
        self._since = 0
        self._times = [REMIND, WARN, CLOSE]

    def begin(self, at: int) -> None:
        """The quiet begins at `at`."""
        self._since, self._times = at, [REMIND, WARN, CLOSE]

    def remind(self) -> bool:
        """It was said that the coach still waits; gives whether it is about to close."""
        self._times = self._times[1:] or [CLOSE]
        return len(self._times) == 1

    @property
    def over(self) -> bool:
        """Whether all has been said, so that the next deadline is the end."""
        return len(self._times) == 1

    @property
    def deadline(self) -> int:
        """When the next reminder is due, or, after the last one, the end."""
        return self._since + self._times[0]
