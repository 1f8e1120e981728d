"""How long the coach waits for a person who says nothing. Pure; times in samples."""

from coach.clock import samples

REMIND = samples(180)
"""It reminds gently after this long."""
CLOSE = samples(900)
"""It saves and closes after this long, the reminder included."""


class Patience:
    """The quiet since something was last heard, or since the coach began to wait."""

    def __init__(self) -> None:
        self._since = 0
        self.reminded = False

    def begin(self, at: int) -> None:
        """The quiet begins at `at`."""
        self._since, self.reminded = at, False

    @property
    def deadline(self) -> int:
        """When the reminder is due, or, once it was given, the end."""
        return self._since + (CLOSE if self.reminded else REMIND)
