"""The one contract of every echo canceller, the one that does nothing, and the choice among them."""

import logging
import sys
from collections.abc import Callable
from typing import Protocol

from coach.errors import HearingError
from coach.hearing.echo.cancelled import Cancelled, EchoMeter
from coach.hearing.echo.pyaec_canceller import PyaecCanceller
from coach.hearing.echo.speex import SpeexCanceller
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples

_log = logging.getLogger(__name__)


class EchoCanceller(Protocol):
    """Takes what was played out of what was heard. Not thread-safe: one thread calls it. Knows nothing of delays."""

    @property
    def name(self) -> str:
        """What the start-up line calls it."""

    def cancel(self, microphone: Samples, played: Samples) -> Cancelled:
        """Cancel in equally long multiples of 160 samples, mostly one block. Raises HearingError once closed."""

    def reset(self) -> None:
        """Forget the echo path, as after the microphone moved."""

    def close(self) -> None:
        """Let the engine go. May be called twice."""


class PassThrough:
    """An `EchoCanceller` that takes nothing out, but knows how loud an echo is to be expected."""

    name = "none"

    def __init__(self, tuning: Tuning = USUAL) -> None:
        self._meter = EchoMeter(tuning.metering)
        self._closed = False

    def cancel(self, microphone: Samples, played: Samples) -> Cancelled:
        """Both signals are the microphone's."""
        if self._closed:
            raise HearingError("The echo canceller was closed; start the coach again.")
        if len(microphone) != len(played):
            raise ValueError("What was heard and what was played must be equally long.")
        return self._meter.weigh(microphone, microphone, microphone, played)

    def reset(self) -> None:
        """Forget how loud the echo is."""
        self._meter.reset()

    def close(self) -> None:
        """Nothing to let go."""
        self._closed = True


_ENGINES: dict[str, Callable[[Tuning], EchoCanceller]] = {
    "speex": SpeexCanceller,
    "pyaec": PyaecCanceller,
    "none": PassThrough,
}
_BEST = "Speex"
_GETTING = {
    "linux": "install libspeexdsp: `sudo apt-get install libspeexdsp1`, or as your system names it",
    "darwin": "install libspeexdsp: `brew install speexdsp`",
}
NAMES = tuple(_ENGINES)
"""What `choose_canceller` may be told to take, best first."""


def choose_canceller(forced: str | None = None, tuning: Tuning = USUAL) -> tuple[EchoCanceller, str]:
    """The best canceller of this machine, or the one of the name `forced`, and the start-up line about it.

    Raises HearingError if `forced` is unknown or cannot be had.
    """
    if forced is None:
        canceller = next(filter(None, (_made_or_none(name, tuning) for name in NAMES)))
    elif forced in _ENGINES:
        canceller = _ENGINES[forced](tuning)
    else:
        raise HearingError(f'There is no echo canceller "{forced}": take one of {", ".join(NAMES)}.')
    _log.info("echo canceller: %s", canceller.name)
    return canceller, _line(canceller)


def better_than(canceller: EchoCanceller) -> str:
    """How to get a better canceller on this machine than `canceller`; "" where it is the best there is."""
    if canceller.name.startswith(_BEST):
        return ""
    got = _GETTING.get(sys.platform, "install Speex's library, libspeexdsp, where the system looks for libraries")
    return f"for one that leaves more of what you say over the coach, {got}"


def _made_or_none(name: str, tuning: Tuning) -> EchoCanceller | None:
    try:
        return _ENGINES[name](tuning)
    except HearingError:
        return None


def _line(canceller: EchoCanceller) -> str:
    if isinstance(canceller, PassThrough):
        return "No echo canceller: wear headphones, or speak in the coach's pauses."
    return f"Taking the coach's voice out of the microphone with {canceller.name}."
