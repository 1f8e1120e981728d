"""The one contract of every recogniser: blocks in, hypotheses out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from coach.sound.edge import Samples
from coach.units import AudioTime, LogProbability, MeanSquare, Probability

Understands = Callable[[str], object]
"""What the whole of a text means now: None for nothing, True for what must not be doubted, else equal for the same."""


def nothing_more(text: str) -> None:
    """What is understood beyond the phrases where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that an engine was asked about, as the whole of what was said."""

    phrase: str
    log_probability: LogProbability
    """That the engine would write just that; natural logarithm, 0 at best."""
    behind: LogProbability
    """By how much that is less than of what it did write, at the most; below 0 where it is always more."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Words that a recogniser believes it heard; times in samples since the recogniser was made."""

    text: str
    """Lower case, words parted by one space, no punctuation; unknown speech is `[unk]` where the engine marks it."""
    start: AudioTime
    """Where the utterance (not just its last word) begins."""
    end: AudioTime
    """Where its last word ends, as well as the engine knows; for a partial at most the audio fed so far."""
    final: bool
    """False for a partial that may still change; True at the endpoint."""
    confidence: Probability = 1.0
    """0 to 1; 1 where the engine gives none."""
    likely: tuple[Candidate, ...] = ()
    """Where `text` is no phrase listened for: those that it may have been, likeliest first."""


class Recogniser(Protocol):
    """A speech recogniser. Not thread-safe: one thread feeds it. Raises HearingError once it is dead."""

    name: str
    """What the start-up line calls it."""
    open_vocabulary: bool
    """Whether it may hear any English word (then sound-alikes are matched), or only the phrases listened for."""

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now, over whatever echo is expected."""

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """Which phrases are live from the next utterance on. Cheap after the first time for a set of phrases.

        `sayings`: more that people say, for an engine with a grammar, in which it may be joined. `understands` tells
        an engine that hears any word whether what it wrote is one of them.
        """

    def feed(
        self,
        sound: Samples,
        expected_echo: MeanSquare = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block of any length; gives the hypotheses that it changed, oldest first (mostly none).

        `expected_echo`: mean power, in int16 units squared, of the coach's own voice that may be left in the block.
        `telling`: the block with less of it, to tell by whether anybody speaks; `residual`: with more of it, and of the
        words. None where there is no such.
        """

    def reset(self) -> None:
        """Forget the utterance now being heard; its times go on counting."""

    def close(self) -> None:
        """Let the engine go. May be called twice."""


@runtime_checkable
class CanHurry(Protocol):
    """A recogniser that decodes some utterances more than once, and can do with less."""

    def hurry(self) -> None:
        """From now on decode as seldom as it can; from any thread."""
