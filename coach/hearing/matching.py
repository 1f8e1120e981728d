"""What a heard text means: the phrase table first, then, where any English word may be heard, what it sounds like."""

from coach.hearing.soundalike import closest, nearer_beginning, usual
from coach.intents import SAFETY, Intent, Live, Match
from coach.phrasebook import Phrasebook

EASIER = 0.07
"""How much likeness a safety phrase may lack: a missed one is worse than a pause for nothing."""
STRICTER = 0.08
"""How much more likeness it takes to end a session."""
NEARLY = 0.15
"""An utterance that lacks this much likeness or less, and is short, was meant for the coach."""


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
        found = closest(
            self._book.bare(text),
            self._book.phrases(live),
            strictness=lambda phrase: usual(phrase) + self._strictness(phrase, live),
            meaning=lambda phrase: self._meaning(phrase, live),
        )
        return self._book.match(found.phrase, live) if found else None

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
