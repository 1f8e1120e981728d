"""Whether the coach's echo, had nothing of it been taken out, could be held for a voice. Pure: numpy only.

An echo may be known by its correlation and yet lie so far below the room's noise that it does no harm. Then the
microphone itself is heard best, for every canceller takes a little of the user's voice.
"""

from collections import deque

from coach.clock import BLOCK, samples
from coach.hearing.cancelled import Cancelled
from coach.hearing.spectrum import FRAME, Spectrum
from coach.sound.edge import Samples

ENOUGH = samples(2.5) // BLOCK
"""Blocks of the coach's speech until this can be told."""
LONG_RUN = samples(8.0) // BLOCK
"""Blocks of the coach's speech that are looked back on."""
FEW = 2
"""Blocks among them in which noise may have looked like an echo; less than any word lasts."""
UNKNOWN = 0.1
"""The share of them that may look like an echo where measuring finds none: a canceller takes some of the user, too."""
VOICE, NONE = 1.0, 0.5
"""Evidence (see `Spectrum.evidence`) by which a voice sets in, and below which none goes on."""
OVER_ECHO = 2.5
"""Power against the expected echo from which on something is a voice."""


class Audibility:
    """Compares the microphone with what a canceller leaves of it: what is a voice in the first alone is an echo."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Know nothing."""
        self._microphone, self._clean = Spectrum(), Spectrum()
        self._echoes: deque[bool] = deque(maxlen=LONG_RUN)
        self._doubtful = False

    def harmless(self, *, absent: bool) -> bool:
        """Whether no echo stood out of the room's noise of late; False until enough was heard.

        `absent`: measuring the delay found that none comes back.
        """
        most = UNKNOWN * len(self._echoes) if absent else FEW
        return len(self._echoes) >= ENOUGH and sum(self._echoes) <= most

    def hear(self, microphone: Samples, cancelled: Cancelled, *, speaking: bool) -> None:
        """Take one block in; `speaking`: whether the coach's voice may be in it. What is clean may be a block late."""
        before = _evidence(self._microphone, microphone, 0.0)
        after = _evidence(self._clean, cancelled.clean, cancelled.expected_echo)
        if self._doubtful and after < NONE:
            self._echoes[-1] = True
        self._doubtful = speaking and before > VOICE and after < NONE
        if speaking:
            self._echoes.append(False)


def _evidence(spectrum: Spectrum, block: Samples, echo: float) -> float:
    """The most of those of a block's frames that are louder than an echo of that power."""
    most = 0.0
    for frame in block.reshape(-1, FRAME):
        spectrum.hear(frame)
        if float(spectrum.powers.sum()) > OVER_ECHO * echo:
            most = max(most, spectrum.evidence)
    return most
