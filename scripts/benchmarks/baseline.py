"""What the coach is compared with: Vosk's documented microphone loop, and nothing added to it.

One recogniser, one grammar of all phrases and `[unk]`, acting on final results alone: on one that is a phrase as a
whole, or, as scripts do with `if "pause" in text`, on a phrase anywhere in it.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from coach.clock import RATE
from coach.hearing.engines.recogniser import Hypothesis
from coach.language.intents import Live, Match
from coach.session.events import Heard
from coach.sound.edge import Block, Samples
from scripts.benchmarks.english import PHRASES, match

LOOP_BLOCK = 4000
"""Samples that the loop reads at a time: 0.25 s. The documented examples use this or twice as much."""


class PlainVosk:
    """A `Listener`: blocks in, commands out."""

    def __init__(self, model: Path, *, anywhere: bool = False) -> None:
        import vosk

        vosk.SetLogLevel(-3)
        self._kaldi: Any = vosk.KaldiRecognizer(
            vosk.Model(model_path=str(model)), RATE, json.dumps([*sorted(PHRASES), "[unk]"])
        )
        self._understand = last_phrase_in if anywhere else match
        self._live = Live(commands=False)
        self._waiting: list[Samples] = []
        self.hypotheses: list[Hypothesis] = []
        self.name = f"plain Vosk loop, a phrase {'anywhere' if anywhere else 'as a whole'} ({model.name})"

    def listen(self, live: Live) -> None:
        """From now on, `live` may be said."""
        self._live = live

    def hear(self, block: Block) -> list[Heard]:
        """Take in one block; the recogniser is asked whenever LOOP_BLOCK samples are there."""
        self._waiting.append(block.microphone)
        if sum(map(len, self._waiting)) < LOOP_BLOCK:
            return []
        sound = np.concatenate(self._waiting)
        self._waiting = [sound[LOOP_BLOCK:]]
        if self._kaldi.AcceptWaveform(sound[:LOOP_BLOCK].tobytes()):
            return self._act(json.loads(self._kaldi.Result())["text"], block.at + len(block.microphone))
        self._kaldi.PartialResult()
        return []

    def _act(self, text: str, now: int) -> list[Heard]:
        self.hypotheses.append(Hypothesis(text, now, now, final=True))
        understood = self._understand(text, self._live)
        return [Heard(understood, now, now, now)] if understood else []


def last_phrase_in(text: str, live: Live) -> Match | None:
    """The live phrase that ends last in `text`, the longest such: what was said after whatever else was heard."""
    words = text.split()
    parts = (words[start:end] for end in range(len(words), 0, -1) for start in range(end))
    found = (match(" ".join(part), live) for part in parts)
    return next((understood for understood in found if understood), None)
