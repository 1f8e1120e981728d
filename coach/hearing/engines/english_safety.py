"""The English recogniser as the safety lane of a language that this machine has none for: "stop" is said everywhere."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from coach.hearing.engines.recogniser import Hypothesis, Recogniser, Understands, nothing_more
from coach.language.intents import Live
from coach.language.phrasebook import Phrasebook
from coach.sound.edge import Samples

_ALL = Live()


class EnglishSafety:
    """A `Recogniser` that hears English safety words alone, and gives the other language's word for each."""

    open_vocabulary = False

    def __init__(self, within: Recogniser, english: Phrasebook, spoken: Phrasebook) -> None:
        """`within` hears English. `spoken`: the language's own phrases, by which what is given is understood."""
        self._within = within
        self._english = english
        self._spoken = spoken
        self._told = False
        self.name = f"{within.name} (English safety words only)"
        within.listen_for(english.safety_phrases)

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now."""
        return self._within.speaking

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """The same words at any time."""

    def feed(
        self,
        sound: Samples,
        expected_echo: float = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block; the rest as in `Segmenter.feed`."""
        return list(self._translated(self._within.feed(sound, expected_echo, telling, residual)))

    def reset(self) -> None:
        """Forget the utterance now being heard; its times go on counting."""
        self._within.reset()

    def close(self) -> None:
        """Let the engine go. May be called twice."""
        self._within.close()

    def _translated(self, heard: list[Hypothesis]) -> Iterator[Hypothesis]:
        """What is none of them is told only as the end of an utterance that seemed to be one."""
        for hypothesis in heard:
            match = self._english.spot_safety(hypothesis.text, _ALL)
            word = self._spoken.commands[match.intent][0] if match else ""
            if word or (self._told and hypothesis.final):
                yield replace(hypothesis, text=word, likely=())
            self._told = bool(word) and not hypothesis.final
