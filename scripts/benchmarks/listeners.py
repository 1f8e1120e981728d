"""The engines that are measured, each as blocks in and commands out."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from coach.events import Heard
from coach.hearing.ear import Ear
from coach.hearing.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.recogniser import Hypothesis, Recogniser
from coach.hearing.vosk_recogniser import VoskRecogniser
from coach.intents import Live
from coach.sound.edge import Block, Samples
from scripts.benchmarks.baseline import PlainVosk

ENGINES = ("embedded", "vosk", "baseline")


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by name, and the Vosk model of those that need one."""

    name: str
    model: Path | None = None


class Listener(Protocol):
    """Anything that can be talked to."""

    name: str
    hypotheses: list[Hypothesis]
    """All that the recogniser said, for whoever wants to know why; may be cleared."""

    def listen(self, live: Live) -> None:
        """From the next block on, `live` may be said."""

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block; gives the commands that were understood."""


class Overheard:
    """A recogniser whose hypotheses are kept; otherwise just that recogniser."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self.name, self.open_vocabulary = recogniser.name, recogniser.open_vocabulary
        self.hypotheses: list[Hypothesis] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recogniser, name)

    def listen_for(self, phrases: Collection[str]) -> None:
        """As the recogniser does."""
        self._recogniser.listen_for(phrases)

    def feed(self, sound: Samples, *more: Any, **named: Any) -> list[Hypothesis]:
        """As the recogniser does, whatever else the ear tells it."""
        heard = self._recogniser.feed(sound, *more, **named)
        self.hypotheses += heard
        return heard

    def reset(self) -> None:
        """As the recogniser does."""
        self._recogniser.reset()

    def close(self) -> None:
        """As the recogniser does."""
        self._recogniser.close()


class CoachsEar:
    """A `Listener`: the ear of a session, with one of its recognisers."""

    def __init__(self, recogniser: Recogniser) -> None:
        overheard = Overheard(recogniser)
        self.name = recogniser.name
        self.hypotheses = overheard.hypotheses
        self._ear = Ear(overheard)
        self.listen = self._ear.listen

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block."""
        return [event for event in self._ear.hear(block) if isinstance(event, Heard)]


def opened(engine: Engine) -> Listener:
    """The engine, loaded. Raises HearingError and ModelError."""
    if engine.model is None:
        return CoachsEar(MoonshineRecogniser())
    return PlainVosk(engine.model) if engine.name == "baseline" else CoachsEar(VoskRecogniser(engine.model))
