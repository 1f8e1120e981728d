"""What a voice is: text in, one trimmed clip out."""

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from coach.clock import samples
from coach.sound.edge import Samples

LONGEST_COUNT = samples(0.88)
"""A count must leave its second a gap."""
_CUE_WORDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A piece of sound the mixer can play. Equal only to itself."""

    text: str
    """What is said, as it was given to the synthesiser; empty for a tone."""
    sound: Samples
    """16 kHz mono, without the synthesiser's silence before and after."""


Prompt = Clip | Future[Clip]
"""A clip, or one that is still being rendered: whoever plays it asks whether it is there, and never waits for it."""


def is_count(text: str) -> bool:
    """Whether it must fit into a second: a single word without a stop, as numbers are."""
    return text.replace("-", "").isalpha()


def is_cue(text: str) -> bool:
    """Whether it is said on the beat: a few words without a stop."""
    return text[-1].isalnum() and len(text.split()) <= _CUE_WORDS


class Voice(Protocol):
    """A synthesiser. Safe to call from one thread at a time. Raises VoiceError."""

    @property
    def name(self) -> str:
        """Engine and voice, for `coach doctor`."""

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Render ahead what is not yet cached; returns when all is there."""

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text` at `rate` words a minute: from the cache, else rendered now (tens of milliseconds)."""

    def close(self) -> None:
        """End the renderer. May be called twice."""
