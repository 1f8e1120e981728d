"""Vosk behind the Recogniser contract: one shared model, one engine for each set of phrases, times in samples."""

from collections import deque
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from coach.clock import samples
from coach.errors import HearingError, ModelError
from coach.hearing.models import check_model
from coach.hearing.recogniser import Hypothesis
from coach.hearing.vosk_engine import UNKNOWN, Engine, VoskModel
from coach.sound.edge import Samples

STEP = samples(0.1)
"""Samples the engine is given at a time: shorter blocks cost more, longer ones delay a partial."""

DEFAULT_DECOYS = tuple(
    # Each line: what sounds like the command behind it. Never a homophone: "know" would swallow "no".
    (
        "text best neck guess chest "  # next, yes
        "pack bag bank bad pass boss cause pores "  # back, pause
        "presume room assume treat heat defeat "  # resume, repeat
        "which rich food put good "  # switch foot
        "top shop shot step drop ship script slip kept "  # stop, skip
        "health held hell hat heard hearts our cow touch "  # help, that hurts, ouch
        "way eighty wave now low go snow "  # wait, eight, no
        "lift let list light bright ride night "  # left, right
        "lower sewer slow master fast past "  # slower, faster
        "ladder later loud quiet quite riot "  # louder, quieter
        "steady red and hand down dumb gone tent time"  # ready, end, done, ten
    ).split()
)
"""Words near in sound to commands: they reject other speech better than a threshold of confidence does."""

_UNKNOWN_COPIES = 10
"""The grammar is a bigram; ten copies of [unk] make it cheap enough to win over a poorly fitting phrase."""

_ENDED = "The Vosk recogniser has ended; start the coach again."

_FRAME = samples(0.01)
_GAP = 25
"""Frames of quiet that end a stretch of sound."""
_LONG = 150
"""Frames of unbroken sound after which it is not one utterance's."""
_ABOVE_FLOOR = 3.0
_BELOW_PEAK = 0.05
_LEAD = 3
"""Steps of sound that an engine hears first when it is switched to."""


class VoskRecogniser:
    """Hears only the phrases listened for. Gives a partial every 100 ms while an utterance has one, changed or not.

    So a decider can count for how long a partial has been stable. An utterance that gave a partial ends in a final,
    whose text is empty if it came to nothing, unless it is reset, or held no live word when the phrases changed.
    Partials carry start and end of the sound's energy, finals the engine's word times. Texts are the engine's own.
    """

    open_vocabulary = False

    def __init__(self, model_dir: Path, decoys: Collection[str] = DEFAULT_DECOYS) -> None:
        """Check and load the model. Raises ModelError, or HearingError where Vosk itself is missing."""
        check_model(model_dir)
        self.name = f"Vosk ({model_dir.name})"
        self._model: VoskModel | None = VoskModel(model_dir)
        if not self._knows(UNKNOWN):
            raise ModelError(
                f"The model in {model_dir} takes any noise for a command; run `coach fetch-model` instead."
            )
        self._decoys = [decoy for decoy in decoys if not self.missing_words([decoy])]
        self._engines: dict[frozenset[str], Engine] = {}
        self._unheard: set[str] = set()
        self._rest: Samples = np.zeros(0, np.int16)
        self._utterance = _Utterance()
        self._wanted: frozenset[str] = frozenset()
        self._live_words: set[str] = set()
        """The words of the phrases that the engine now in use hears."""
        self._engine: Engine | None = self._engine_for(self._wanted)

    @property
    def unheard(self) -> list[str]:
        """Every phrase asked for so far that holds a word the model lacks; it is not listened for."""
        return sorted(self._unheard)

    def missing_words(self, phrases: Collection[str]) -> list[str]:
        """The words of `phrases` that the model does not know, sorted."""
        words = {word for phrase in phrases for word in phrase.split()}
        return sorted(word for word in words if not self._knows(word))

    def listen_for(self, phrases: Collection[str]) -> None:
        """Live at once, but for an utterance that may be one of the phrases up to now: that is heard to its end."""
        self._alive()
        self._wanted = frozenset(phrases)
        self._engine_for(self._wanted)
        if self._live_words.isdisjoint(self._utterance.words):
            self._switch()

    def feed(self, sound: Samples, expected_echo: float = 0.0) -> list[Hypothesis]:
        """Hear a block of any length; what is left of it after the last whole 100 ms waits for the next.

        `expected_echo` makes no difference: Vosk finds its own utterances.
        """
        self._alive()
        pending = np.concatenate([self._rest, sound])
        whole = len(pending) - len(pending) % STEP
        self._rest = pending[whole:]
        steps = (pending[place : place + STEP] for place in range(0, whole, STEP))
        try:
            return [hypothesis for step in steps for hypothesis in self._hear(step)]
        except HearingError:
            self.close()
            raise

    def reset(self) -> None:
        """Forget the utterance now being heard; its times go on counting."""
        engine = self._alive()
        engine.reset()
        engine.shift += len(self._rest)
        self._utterance.skip(len(self._rest))
        self._rest = self._rest[:0]
        self._end_utterance()

    def close(self) -> None:
        """Let the engine go. May be called twice."""
        self._engine = None
        self._engines.clear()
        self._model = None

    def _alive(self) -> Engine:
        if self._engine is None:
            raise HearingError(_ENDED)
        return self._engine

    def _knows(self, word: str) -> bool:
        return self._loaded().knows(word)

    def _loaded(self) -> VoskModel:
        if self._model is None:
            raise HearingError(_ENDED)
        return self._model

    def _engine_for(self, phrases: frozenset[str]) -> Engine:
        if phrases not in self._engines:
            lacking = {phrase for phrase in phrases if self.missing_words([phrase])}
            self._unheard |= lacking
            decoys = [decoy for decoy in self._decoys if decoy not in phrases]
            grammar = [*sorted(phrases - lacking), *decoys, *[UNKNOWN] * _UNKNOWN_COPIES]
            self._engines[phrases] = self._loaded().engine(grammar)
        return self._engines[phrases]

    def _switch(self) -> None:
        """Let the engine of the wanted phrases hear; it begins with the last 0.3 s, lest a word lose its head."""
        engine = self._engine_for(self._wanted)
        if engine is self._engine:
            return
        self._alive().leave()
        self._engine = engine
        self._live_words = set(" ".join(self._wanted).split())
        lead = self._utterance.restart()
        engine.shift = self._utterance.heard - len(lead) * STEP - engine.fed
        for step in lead:
            engine.accept(step)

    def _hear(self, step: Samples) -> Iterator[Hypothesis]:
        engine = self._alive()
        self._utterance.hear(step)
        if not engine.accept(step):
            if text := engine.partial():
                yield self._utterance.partial(text)
            return
        final = engine.final()
        if final or self._utterance.under_way:
            yield final or self._utterance.nothing()
        self._end_utterance()

    def _end_utterance(self) -> None:
        self._utterance.end()
        self._switch()


class _Utterance:
    """When the utterance under way began and ended, by its energy: partials of short words carry no word times."""

    def __init__(self) -> None:
        self.heard = 0
        self.words: list[str] = []
        """Of its last partial."""
        self._begin = 0
        self._start: int | None = None
        self._levels: deque[float] = deque(maxlen=samples(3.0) // _FRAME)
        self._lead: deque[Samples] = deque(maxlen=_LEAD)

    @property
    def under_way(self) -> bool:
        """Whether it has given a partial."""
        return self._start is not None

    def hear(self, step: Samples) -> None:
        self.heard += len(step)
        frames = step.astype(np.float64).reshape(-1, _FRAME)
        self._levels.extend(np.sqrt(np.mean(frames**2, axis=1)).tolist())
        self._lead.append(step)

    def skip(self, count: int) -> None:
        """Count samples that were dropped unheard."""
        self.heard += count

    def restart(self) -> list[Samples]:
        """Begin anew with the last steps of this utterance, which are given back."""
        lead = list(self._lead)
        self._start, self.words = None, []
        return lead

    def end(self) -> None:
        self._start, self.words = None, []
        self._begin = self.heard
        self._lead.clear()

    def partial(self, text: str) -> Hypothesis:
        self.words = text.split()
        start, end = self._run(len(self.words))
        if self._start is None:
            self._start = start
        return Hypothesis(text, self._start, max(end, self._start), final=False)

    def nothing(self) -> Hypothesis:
        """The final of an utterance whose partials came to nothing."""
        start = self.heard if self._start is None else self._start
        return Hypothesis("", start, self.heard, final=True, confidence=0.0)

    def _run(self, words: int) -> tuple[int, int]:
        """The last stretch of sound within the utterance, gaps of up to a quarter of a second included."""
        levels = np.array(self._levels)
        floor = np.percentile(levels, 10)
        levels = levels[-max(1, (self.heard - self._begin) // _FRAME) :]
        loud = np.flatnonzero(levels > max(floor * _ABOVE_FLOOR, levels.max() * _BELOW_PEAK))
        if not len(loud):
            return self._guess(words), self.heard
        breaks = np.flatnonzero(np.diff(loud) > _GAP)
        first = int(loud[breaks[-1] + 1 if len(breaks) else 0])
        zero = self.heard - len(levels) * _FRAME
        if first == 0 and len(levels) > _LONG:  # It has no beginning: steady noise, or the echo of the coach.
            return self._guess(words), self.heard
        return zero + first * _FRAME, zero + (int(loud[-1]) + 1) * _FRAME

    def _guess(self, words: int) -> int:
        """An utterance whose partial appears now began about 0.35 s a word ago."""
        return max(self._begin, self.heard - words * samples(0.35))
