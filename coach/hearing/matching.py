"""What a hypothesis means.

The phrase table first; then, where any English word may be heard, what its text sounds like; then what the engine finds
likely though it wrote something else.
"""

from collections.abc import Collection
from dataclasses import dataclass

from coach.hearing.recogniser import Candidate, Hypothesis
from coach.hearing.soundalike import ANTI, EVERYDAY, closest, nearer_beginning, usual
from coach.intents import NUMBERS, SAFETY, Intent, Live, Match
from coach.phrasebook import Phrasebook

EASIER = 0.07
"""How much likeness a safety phrase may lack: a missed one is worse than a pause for nothing."""
STRICTER = 0.08
"""How much more likeness it takes to end a session."""
NEARLY = 0.15
"""An utterance that lacks this much likeness or less, and is short, was meant for the coach."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a candidate of the engine must reach; natural logarithms."""

    log_probability: float
    behind: float
    """By how much at most it may be less likely than what the engine wrote."""
    ahead: float
    """By how much it must be likelier than any phrase of another meaning."""

    def is_reached(self, candidate: Candidate, second: float) -> bool:
        """Whether `candidate` may be acted on, `second` being the log probability of the best of another meaning."""
        likely = candidate.log_probability
        return likely > self.log_probability and candidate.behind < self.behind and likely - second > self.ahead


BAR = Bar(-5.0, 4.0, 2.0)
"""For most phrases: measured in noise and babble of 10 dB, and on talk, in which nothing reached it."""
SAFETY_BAR = Bar(-6.0, 4.5, 1.5)
END_BAR = Bar(-3.0, 2.0, 3.0)
NUMBER_BAR = Bar(-6.6, 6.8, 2.0)
"""For a number where one has just been asked for: hardly anything else is said then. Measured on digits of people."""
MORE_WORDS = 1
"""How many words more than the phrase the engine may have written: what is longer was something longer."""


class Matcher:
    """Understands whole utterances; `by_sound` where the recogniser may hear any word."""

    def __init__(self, phrasebook: Phrasebook, *, by_sound: bool) -> None:
        self._book = phrasebook
        self._by_sound = by_sound

    def understand(self, text: str, live: Live) -> Match | None:
        """The command or answer that `text` is, or sounds like; None for other talk."""
        exact = self._book.match(text, live)
        if exact or not self._by_sound:
            return exact
        answers = frozenset(said for answer in live.answers for said in self._book.answers[answer])
        bare, phrases = self._book.bare(text), self._book.phrases(live)
        return self._closest(bare, phrases, live) or self._closest(self._book.bare_answer(text), answers, live)

    def _closest(self, text: str, phrases: Collection[str], live: Live) -> Match | None:
        found = closest(
            text,
            phrases,
            strictness=lambda phrase: usual(phrase) + self._strictness(phrase, live),
            meaning=lambda phrase: self._meaning(phrase, live),
        )
        return self._book.match(found.phrase, live) if found else None

    def likely(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        """The command or answer that the engine finds likely, though its text is none and sounds like none."""
        best = next((one for one in hypothesis.likely if self._book.match(one.phrase, live)), None)
        match = self._book.match(best.phrase, live) if best else None
        if best is None or match is None or len(hypothesis.text.split()) > len(best.phrase.split()) + MORE_WORDS:
            return None
        if match.answer not in NUMBERS and (hypothesis.text in ANTI or hypothesis.text in EVERYDAY):
            return None
        meaning = self._meaning(best.phrase, live)
        others = (one.log_probability for one in hypothesis.likely if self._meaning(one.phrase, live) != meaning)
        return match if self._bar(match).is_reached(best, max(others, default=float("-inf"))) else None

    @staticmethod
    def _bar(match: Match) -> Bar:
        if match.intent in SAFETY:
            return SAFETY_BAR
        if match.answer in NUMBERS:
            return NUMBER_BAR
        return END_BAR if match.intent is Intent.END else BAR

    def may_grow(self, text: str, match: Match, live: Live) -> bool:
        """Whether `text`, understood as `match` by its sound, may be the beginning of a live phrase that means another.

        "shop" is near to "stop", and nearer to the "sharp" of "sharp pain". What is no sound-alike never grows.
        """
        if self._book.spot_safety(text, live) or self._book.match(text, live):
            return False
        meaning = self._meaning(match.phrase, live)
        others = [phrase for phrase in self._book.phrases(live) if self._meaning(phrase, live) != meaning]
        return nearer_beginning(self._book.bare(text), match.phrase, others)

    def nearly(self, text: str, live: Live) -> bool:
        """Whether `text`, which was not understood, is short and close enough to a live phrase to have been one."""
        if not self._book.near_miss(text) or not live.commands:
            return False
        found = closest(
            self._book.bare(text),
            self._book.phrases(live),
            anti=(),
            strictness=lambda phrase: usual(phrase) - NEARLY,
            meaning=lambda phrase: self._meaning(phrase, live),
        )
        return found is not None

    def _meaning(self, phrase: str, live: Live) -> object:
        match = self._book.match(phrase, live)
        return (match.intent, match.answer) if match else phrase

    def _strictness(self, phrase: str, live: Live) -> float:
        match = self._book.match(phrase, live)
        if match and match.intent in SAFETY:
            return -EASIER
        return STRICTER if match and match.intent is Intent.END else 0.0
