"""Whether the coach's echo, had nothing of it been taken out, could be held for a voice. Pure: numpy only.

An echo may be known by its correlation and yet lie so far below the room's noise that it does no harm. Then the
microphone itself is heard best, for every canceller takes a little of the user's voice.
"""

from collections import deque

from coach.clock import blocks
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.engines.spectrum import FRAME, Spectrum
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples
from coach.units import MeanSquare, PowerRatio


class Audibility:
    """Compares the microphone with what a canceller leaves of it: what is a voice in the first alone is an echo."""

    def __init__(self, tuning: Tuning = USUAL) -> None:
        self._noise, self._tuning = tuning.noise, tuning.harmless
        self._enough = blocks(self._tuning.enough)
        self.reset()

    def reset(self) -> None:
        """Know nothing."""
        self._microphone, self._clean = Spectrum(self._noise), Spectrum(self._noise)
        self._echoes: deque[bool] = deque(maxlen=blocks(self._tuning.long_run))
        self._doubtful = False

    def harmless(self, *, absent: bool) -> bool:
        """Whether no echo stood out of the room's noise of late; False until enough was heard.

        `absent`: measuring the delay found that none comes back.
        """
        most = self._tuning.unknown * len(self._echoes) if absent else self._tuning.few
        return len(self._echoes) >= self._enough and sum(self._echoes) <= most

    def hear(self, microphone: Samples, cancelled: Cancelled, *, speaking: bool) -> None:
        """Take one block in; `speaking`: whether the coach's voice may be in it. What is clean may be a block late."""
        t = self._tuning
        before = _evidence(self._microphone, microphone, 0.0, t.over_echo)
        after = _evidence(self._clean, cancelled.clean, cancelled.expected_echo, t.over_echo)
        if self._doubtful and after < t.none:
            self._echoes[-1] = True
        self._doubtful = speaking and before > t.voice and after < t.none
        if speaking:
            self._echoes.append(False)


def _evidence(spectrum: Spectrum, block: Samples, echo: MeanSquare, louder: PowerRatio) -> float:
    """The most of those of a block's frames that are by so much louder than an echo of that power."""
    most = 0.0
    for frame in block.reshape(-1, FRAME):
        spectrum.hear(frame)
        if float(spectrum.powers.sum()) > louder * echo:
            most = max(most, spectrum.evidence)
    return most
