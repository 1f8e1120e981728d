"""Vosk behind the Recogniser contract: one shared model, one engine for each set of phrases, times in samples."""

import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from coach.clock import RATE, samples, seconds
from coach.errors import HearingError, ModelError
from coach.hearing.engines.recogniser import Hypothesis, Understands, nothing_more
from coach.hearing.engines.segmenter import Cut, Segment, Segmenter
from coach.hearing.engines.vosk_engine import UNKNOWN, Engine, VoskModel, Word
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples
from coach.speech_models.models import check_model
from coach.units import AudioTime, MeanSquare

_log = logging.getLogger(__name__)

_ENDED = "The Vosk recogniser has ended; start the coach again."


class VoskRecogniser:
    """Hears only the phrases listened for. The engine hears only utterances, with their pre-roll; quiet costs nothing.

    Gives a partial every 100 ms while an utterance has one, changed or not, so that a decider can count for how long it
    has been stable, and one when the voice falls. An utterance that gave a partial ends in a final, whose text is empty
    if it came to nothing, unless it is reset. Times are those of the voice, texts are the engine's own.
    """

    open_vocabulary = False

    def __init__(
        self,
        model_dir: Path,
        decoys: Collection[str] = (),
        segmenter: Segmenter | None = None,
        tuning: Tuning = USUAL,
    ) -> None:
        """Check and load the model. Raises ModelError, or HearingError where Vosk itself is missing.

        `decoys`: words near in sound to commands; they reject other speech better than a threshold of confidence does.
        """
        check_model(model_dir)
        self._tuning = tuning.vosk
        self.name = f"Vosk ({model_dir.name})"
        self._model: VoskModel | None = VoskModel(model_dir)
        if not self._knows(UNKNOWN):
            raise ModelError(
                f"The model in {model_dir} takes any noise for a command; run `coach fetch-model` instead.",
                path=model_dir,
            )
        self._decoys = [decoy for decoy in decoys if not self.missing_words([decoy])]
        self._engines: dict[frozenset[str], Engine] = {}
        self._unheard: set[str] = set()
        self._segmenter = segmenter or _segmenter(tuning)
        self._wanted: frozenset[str] = frozenset()
        self._live: frozenset[str] = frozenset()
        """The phrases that the engine now in use hears."""
        self._engine: Engine | None = self._engine_for(self._wanted)
        self._start: int | None = None
        """Of the utterance that the engine hears; how much of its sound the engine was given; its words so far."""
        self._given = 0
        self._words: set[str] = set()

    @property
    def unheard(self) -> list[str]:
        """Every phrase asked for so far that holds a word the model lacks; it is not listened for."""
        return sorted(self._unheard)

    def missing_words(self, phrases: Collection[str]) -> list[str]:
        """The words of `phrases` that the model does not know, sorted."""
        words = {word for phrase in phrases for word in phrase.split()}
        return sorted(word for word in words if not self._knows(word))

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now."""
        return self._segmenter.speaking

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """Live at once, but for an utterance that may be one of the phrases up to now: that is heard to its end."""
        self._alive()
        self._wanted = frozenset(phrases)
        self._engine_for(self._wanted, frozenset(sayings))
        if not self._words & set(" ".join(self._live).split()):
            self._switch()

    def feed(
        self,
        sound: Samples,
        expected_echo: MeanSquare = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block of any length; the rest as in `Segmenter.feed`."""
        self._alive()
        try:
            segments = self._segmenter.feed(sound, expected_echo, telling, residual)
            return [heard for segment in segments for heard in self._hear(segment)]
        except HearingError:
            self.close()
            raise

    def reset(self) -> None:
        """Forget the utterance now being heard; its times go on counting."""
        self._alive().reset()
        self._segmenter.reset()
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

    def _engine_for(self, phrases: frozenset[str], sayings: frozenset[str] = frozenset()) -> Engine:
        if phrases not in self._engines:
            lacking = {phrase for phrase in phrases if self.missing_words([phrase])}
            self._unheard |= lacking
            decoys = [decoy for decoy in self._decoys if decoy not in phrases]
            short = [*sorted(phrases - lacking), *decoys, *[UNKNOWN] * self._tuning.unknown_copies]
            known = sorted(saying for saying in sayings - phrases if not self.missing_words([saying]))
            # A bigram counts: what is named, and what is none, keeps half of the weight, whatever the sayings are.
            self._engines[phrases] = self._loaded().engine(short * (1 + len(known) // len(short)) + known)
        return self._engines[phrases]

    def _switch(self) -> None:
        """Let the engine of the wanted phrases hear, of an utterance under way the end, lest a word lose its head."""
        if self._wanted != self._live:
            self._live = self._wanted
            self._engine = self._engine_for(self._wanted)
            self._engine.reset()
            self._given = max(0, self._given - samples(self._tuning.lead))

    def _hear(self, segment: Segment) -> Iterator[Hypothesis]:
        if segment.start != self._start:  # Also where someone louder has cut in.
            self._alive().reset()
            self._end_utterance()
            self._start = segment.start
        engine = self._alive()
        new, self._given = segment.sound[self._given :], len(segment.sound)
        began = time.perf_counter()
        self._accept(engine, new)
        if _log.isEnabledFor(logging.DEBUG):
            took, where = time.perf_counter() - began, (seconds(segment.start), seconds(segment.end))
            told = "%s at %.2f-%.2f s (decoded in %.3f s, real-time factor %.2f)"
            _log.debug(told, segment.kind.name.lower(), *where, took, took * RATE / max(1, len(new)))
        if segment.kind is Cut.ENDED:
            yield from self._finish(engine, segment)
        elif text := engine.partial():
            self._words = set(text.split())
            yield Hypothesis(text, segment.start, segment.end, final=False)

    def _accept(self, engine: Engine, sound: Samples) -> None:
        step = samples(self._tuning.step)
        for place in range(0, len(sound), step):
            engine.accept(sound[place : place + step])

    def _finish(self, engine: Engine, segment: Segment) -> Iterator[Hypothesis]:
        words = _spoken(found := engine.final(), segment, samples(self._tuning.slack))
        _log.debug("the engine's final: %s; of it in the voice: %s", found, _text(words) or "nothing")
        if words or self._words:
            confidence = min((word.confidence for word in words), default=0.0)
            yield Hypothesis(_text(words), segment.start, segment.end, final=True, confidence=confidence)
        self._end_utterance()

    def _end_utterance(self) -> None:
        self._start, self._given, self._words = None, 0, set()
        self._switch()


def _segmenter(tuning: Tuning) -> Segmenter:
    usual = replace(tuning.segmenter, growth=tuning.vosk.growth, pauses=tuning.vosk.pauses)
    return Segmenter(usual, tuning.noise)


def _spoken(words: list[Word], segment: Segment, slack: AudioTime) -> list[Word]:
    """Those of `words` that sounded while there was a voice: around it the engine may take the room for a word."""
    end = segment.lead + segment.end - segment.start
    return [word for word in words if segment.lead - slack <= (word.start + word.end) // 2 <= end + slack]


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)
