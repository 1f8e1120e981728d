"""A recogniser that tells what a test wants, when it wants it: no engine, and no sound."""

from collections.abc import Collection
from dataclasses import dataclass

from coach.clock import samples
from coach.hearing.engines.recogniser import Hypothesis, Understands, nothing_more
from coach.sound.edge import Samples
from coach.units import MeanSquare, Probability, Seconds


@dataclass(frozen=True)
class Said:
    """What a recogniser tells of words said from `start` to `end`, when it has been fed up to `at`; all in seconds."""

    at: Seconds
    text: str
    start: Seconds = 0.5
    end: Seconds = 1.0
    final: bool = True
    confidence: Probability = 1.0


class Scripted:
    """A recogniser that tells what it is told to."""

    name = "scripted"

    def __init__(self, *said: Said, open_vocabulary: bool = True) -> None:
        self.open_vocabulary = open_vocabulary
        self.resets = 0
        self.given: list[tuple[MeanSquare, Samples | None, Samples | None]] = []
        """With each block: the echo to be expected, and the other two that may come with it."""
        self.speaking = False
        self._said = list(said)
        self._fed = 0

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """Keep it."""
        self.phrases, self.sayings, self.understands = frozenset(phrases), frozenset(sayings), understands

    def feed(
        self,
        sound: Samples,
        expected_echo: MeanSquare = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """What is due."""
        self._fed += len(sound)
        self.given.append((expected_echo, telling, residual))
        due = [one for one in self._said if samples(one.at) <= self._fed]
        self._said = self._said[len(due) :]
        return [Hypothesis(one.text, samples(one.start), samples(one.end), one.final, one.confidence) for one in due]

    def reset(self) -> None:
        """Count it."""
        self.resets += 1

    def close(self) -> None:
        """Nothing."""
