"""The engines that are measured, each as blocks in and commands out."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from coach.hearing.ear import Ear
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.canceller import NAMES, choose_canceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.webrtc import made_if_there
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Hypothesis, Recogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.tuning import USUAL, Tuning
from coach.language.intents import Live
from coach.session.events import Heard
from coach.sound.edge import Block, Samples
from coach.units import Decibels
from scripts.benchmarks.aec3 import WebrtcCanceller
from scripts.benchmarks.baseline import PlainVosk
from scripts.benchmarks.english import ENGLISH
from scripts.benchmarks.streaming import StreamingMoonshine

CANCELLERS = (*NAMES, *(f"{name}-alone" for name in (*NAMES, "webrtc")))
"""Those that can be compared; alone, without AEC3 to tell whether anybody speaks."""
ENGINES = ("embedded", "stream", "vosk", "baseline")
"""Those that are measured by themselves; "stream" is the embedded engine cut by its own library."""
SPOTTING = "spotting"
"""The plain loop that takes a phrase anywhere in what was said."""
PLAIN = ("baseline", SPOTTING)
DUPLEX_ENGINES = ("embedded", "vosk", "baseline", SPOTTING)
"""Those that are measured while they hear the coach."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by name, and the Vosk model of those that need one."""

    name: str
    model: Path | None = None
    canceller: str | None = None
    """Which takes the echo out; None is the coach's choice."""
    tuning: Tuning = USUAL


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

    def listen_for(self, phrases: Collection[str], *more: Any) -> None:
        """As the recogniser does."""
        self._recogniser.listen_for(phrases, *more)

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

    def __init__(self, recogniser: Recogniser, tuning: Tuning = USUAL) -> None:
        overheard = Overheard(recogniser)
        self.name = recogniser.name
        self.hypotheses = overheard.hypotheses
        self._ear = Ear(overheard, ENGLISH.phrasebook, tuning=tuning)
        self.listen = self._ear.listen

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block."""
        return [event for event in self._ear.hear(block) if isinstance(event, Heard)]


def opened(engine: Engine) -> Listener:
    """The engine, loaded. Raises HearingError and ModelError."""
    if engine.model is None:
        return CoachsEar(StreamingMoonshine() if engine.name == "stream" else _embedded(engine), engine.tuning)
    if engine.name == "baseline":
        return PlainVosk(engine.model)
    return CoachsEar(VoskRecogniser(engine.model, ENGLISH.phrasebook.decoys, tuning=engine.tuning), engine.tuning)


def _embedded(engine: Engine) -> MoonshineRecogniser:
    return MoonshineRecogniser(tuning=engine.tuning)


class TalkedOver(Listener, Protocol):
    """A listener that hears the coach itself."""

    cpu: dict[str, float]
    """CPU-seconds so far by part of hearing."""
    softened_at: int | None
    """When the coach was made softer, since `forget`."""
    suppression_db: float | None
    """How far the coach's echo is taken out; None where none is heard, or is not taken out."""

    def forget(self) -> None:
        """Begin a new observation."""

    def close(self) -> None:
        """Let the engine go."""


class Timed:
    """Anything, with the CPU time that one of its methods takes; `tell` is given what that returns."""

    def __init__(
        self, part: Any, method: str, cpu: dict[str, float], name: str, tell: Callable[[Any], None] | None = None
    ) -> None:
        self._part, self._method, self._cpu, self._name, self._tell = part, method, cpu, name, tell
        cpu[name] = 0.0

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self._part, attribute)
        return partial(self._call, found) if attribute == self._method else found

    def _call(self, method: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            returned = method(*arguments, **named)
        finally:
            self._cpu[self._name] += time.process_time() - began
        if self._tell:
            self._tell(returned)
        return returned


class Mouth(Protocol):
    """What speaks beside the ear: the coach's mixer, or a recording of a device."""

    def soften(self, decibels: Decibels) -> None:
        """Speak more softly by so much (0 or less)."""

    def words_between(self, start: int, end: int) -> Collection[str]:
        """Which words it said between two audio times, as far as anybody knows."""


class EarBesideSpeaker:
    """A `TalkedOver`: the ear of a session, echo canceller and all."""

    def __init__(self, recogniser: Recogniser, mixer: Mouth, engine: Engine) -> None:
        self.cpu: dict[str, float] = {"all of hearing": 0.0}
        overheard = Overheard(recogniser)
        self.name, self.hypotheses = recogniser.name, overheard.hypotheses
        taker = _taker(engine)
        timed_taker: Any = Timed(taker, "take", self.cpu, "cancelling", self._took)
        self._ear = Ear(
            Timed(overheard, "feed", self.cpu, "recognising"),
            ENGLISH.phrasebook,
            mixer.words_between,
            timed_taker,
            tuning=engine.tuning,
        )
        self._parts = (recogniser, taker)
        self._mixer = mixer
        self.listen = self._ear.listen
        self.softened_at: int | None = None
        self.suppression_db: float | None = None

    def _took(self, cancelled: Cancelled) -> None:
        self.suppression_db = cancelled.usual_suppression_db

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block."""
        began = time.process_time()
        heard = [event for event in self._ear.hear(block) if isinstance(event, Heard)]
        self.cpu["all of hearing"] += time.process_time() - began
        self._mixer.soften(self._ear.softening_db)
        if self._ear.softening_db < 0 and self.softened_at is None:
            self.softened_at = block.at + len(block.microphone)
        return heard

    def forget(self) -> None:
        """Begin a new observation."""
        self.softened_at = None
        self.hypotheses.clear()

    def close(self) -> None:
        """Let the engines go."""
        for part in self._parts:
            part.close()


def _taker(engine: Engine) -> EchoTaker:
    name, _, alone = (engine.canceller or "").partition("-")
    teller = None if alone or name == "none" else made_if_there()
    tuning = engine.tuning
    canceller = WebrtcCanceller(tuning) if name == "webrtc" else choose_canceller(name or None, tuning)[0]
    return EchoTaker(canceller, teller, tuning)


class PlainLoopBesideSpeaker(PlainVosk):
    """A `TalkedOver`: the plain loop, which hears the coach as everything else."""

    softened_at: int | None = None
    suppression_db: float | None = None

    def __init__(self, model: Path, *, anywhere: bool) -> None:
        super().__init__(model, anywhere=anywhere)
        self.cpu = {"all of hearing": 0.0}

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block."""
        began = time.process_time()
        heard = super().hear(block)
        self.cpu["all of hearing"] += time.process_time() - began
        return heard

    def forget(self) -> None:
        """Begin a new observation."""
        self.hypotheses.clear()

    def close(self) -> None:
        """Nothing to let go."""


def opened_in_duplex(engine: Engine, mouth: Mouth) -> TalkedOver:
    """The engine, loaded, beside something that speaks. Raises HearingError and ModelError."""
    if engine.model is None:
        return EarBesideSpeaker(_embedded(engine), mouth, engine)
    if engine.name in PLAIN:
        return PlainLoopBesideSpeaker(engine.model, anywhere=engine.name == SPOTTING)
    return EarBesideSpeaker(
        VoskRecogniser(engine.model, ENGLISH.phrasebook.decoys, tuning=engine.tuning), mouth, engine
    )
