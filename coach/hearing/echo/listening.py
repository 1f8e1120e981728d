"""How the coach may be talked to while it speaks, found by measurement, and when it lowers its voice. Pure."""

from enum import StrEnum

from coach.clock import blocks
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.tuning import USUAL, Lowering, Modes
from coach.units import Decibels


class Listening(StrEnum):
    """What may be said while the coach speaks."""

    FULL = "full barge-in"
    """Everything: its own voice is taken out well, or never comes to the microphone."""
    DUCKED = "ducked"
    """Everything, but it speaks more softly, and the words that it is just saying are no commands."""
    HALF_DUPLEX = "half-duplex"
    """Safety words only; counts come in fives, so that there are gaps to be heard in."""


class ModeFinder:
    """Follows how well the echo is taken out. A mode is left only when the figure is well beyond the border."""

    def __init__(self, start: Listening = Listening.FULL, tuning: Modes = USUAL.modes) -> None:
        """`start`: the mode until something is known."""
        self.mode = start
        self._tuning = tuning

    def hear(self, cancelled: Cancelled, echo_found: bool) -> Listening:
        """Take one block in. `echo_found`: whether the coach's voice is known to come back to the microphone."""
        if cancelled.settled:
            quality = cancelled.usual_suppression_db if echo_found else None
            self.mode = Listening.FULL if quality is None else self._mode_of(quality)
        return self.mode

    def _mode_of(self, quality: Decibels) -> Listening:
        if quality >= (self._tuning.full_to if self.mode is Listening.FULL else self._tuning.full_from):
            return Listening.FULL
        if quality < (self._tuning.half_to if self.mode is Listening.HALF_DUPLEX else self._tuning.half_from):
            return Listening.HALF_DUPLEX
        return Listening.DUCKED


class Ducking:
    """Lowers the coach's voice at the first sound of somebody who speaks over it, and raises it when that was nothing.

    Talk that goes on is no command, and a room in which others talk all the time must not make the coach whisper.
    """

    def __init__(self, tuning: Lowering = USUAL.lowering) -> None:
        self._longest, self._talk, self._resting = blocks(tuning.longest), blocks(tuning.talk), blocks(tuning.rest)
        self._too_often = tuning.futile
        self._since = 0
        self._futile = 0
        self._rest = 0

    def hear(self, voice: bool) -> bool:
        """Take one block in; gives whether to speak more softly. `voice`: whether somebody is heard over the coach."""
        self._rest = max(0, self._rest - 1)
        if not voice:
            if self._since:
                self._end()
            return False
        self._since += 1
        return self._since <= self._longest and not self._rest

    def understood(self) -> None:
        """A command came of it."""
        self._since = self._futile = self._rest = 0

    def _end(self) -> None:
        self._futile += self._since >= self._talk
        self._since = 0
        if self._futile >= self._too_often and not self._rest:
            self._futile, self._rest = 0, self._resting
