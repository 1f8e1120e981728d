"""What a heard text means: the phrase table first, then, where any English word may be heard, what it sounds like."""

from coach import intents
from coach.hearing.soundalike import closest, usual
from coach.intents import Intent, Live, Match

EASIER = 0.04
"""How much likeness a safety phrase may lack: a missed one is worse than a pause for nothing."""
STRICTER = 0.08
"""How much more likeness it takes to end a session."""
NEARLY = 0.15
"""An utterance that lacks this much likeness or less, and is short, was meant for the coach."""


class Matcher:
    """Understands whole utterances; `by_sound` where the recogniser may hear any word."""

    def __init__(self, *, by_sound: bool) -> None:
        self._by_sound = by_sound

    def understand(self, text: str, live: Live) -> Match | None:
        """The command or answer that `text` is, or sounds like; None for other talk."""
        exact = intents.match(text, live)
        if exact or not self._by_sound:
            return exact
        found = closest(
            intents.bare(text),
            intents.phrases(live),
            strictness=lambda phrase: usual(phrase) + _strictness(phrase, live),
            meaning=lambda phrase: _meaning(phrase, live),
        )
        return intents.match(found.phrase, live) if found else None

    def nearly(self, text: str, live: Live) -> bool:
        """Whether `text`, which was not understood, is short and close enough to a live phrase to have been one."""
        if not intents.near_miss(text) or not live.commands:
            return False
        found = closest(
            intents.bare(text),
            intents.phrases(live),
            anti=(),
            strictness=lambda phrase: usual(phrase) - NEARLY,
            meaning=lambda phrase: _meaning(phrase, live),
        )
        return found is not None


def _meaning(phrase: str, live: Live) -> object:
    match = intents.match(phrase, live)
    return (match.intent, match.answer) if match else phrase


def _strictness(phrase: str, live: Live) -> float:
    match = intents.match(phrase, live)
    if match and match.intent in intents.SAFETY:
        return -EASIER
    return STRICTER if match and match.intent is Intent.END else 0.0
