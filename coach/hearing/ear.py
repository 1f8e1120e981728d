"""The ear: blocks of the sound edge in, commands out. It decides when a hypothesis may be acted on.

One thread hears; `listen` may be called from any other.
"""

from collections.abc import Callable, Collection

from coach import intents
from coach.clock import samples
from coach.events import Heard, NearlyHeard
from coach.hearing.echo_level import EchoLevel
from coach.hearing.recogniser import Hypothesis, Recogniser
from coach.intents import Live, Match
from coach.sound.edge import Block

_FILLERS = frozenset({"um", "uh", "oh", "okay", "please"})

WordsBetween = Callable[[int, int], Collection[str]]
"""Which words the coach itself was saying between two audio times."""

ECHO_TAIL = samples(0.25)
"""How much later than it was played a word of the coach may still be heard."""

REFRACTORY = samples(0.3)
"""After a command nothing that begins so soon is one: it is the rest of the word that was acted on. Safety words are."""


class Ear:
    """Listens with one recogniser, knows what may be said now and what the coach itself is saying."""

    def __init__(self, recogniser: Recogniser, own_words: WordsBetween = lambda start, end: ()) -> None:
        self._recogniser = recogniser
        self._own_words = own_words
        self._echo = EchoLevel()
        self._wanted = Live(commands=False)
        self._live: Live | None = None
        self._fed = 0
        self._offset = 0
        self._last_text = ""
        self._acted_until = -1

    def listen(self, live: Live) -> None:
        """From the next block on, `live` may be said."""
        self._wanted = live

    def hear(self, block: Block) -> list[Heard | NearlyHeard]:
        """Take in one block; gives what was understood, mostly nothing. Raises HearingError."""
        self._follow(self._wanted)
        self._echo.hear(block)
        self._offset = block.at - self._fed
        self._fed += len(block.microphone)
        decided = [self._decide(hypothesis) for hypothesis in self._recogniser.feed(block.microphone)]
        return [event for event in decided if event is not None]

    def _follow(self, live: Live) -> None:
        if live == self._live:
            return
        phrases = intents.phrases(live)
        if phrases and (self._live is None or phrases != intents.phrases(self._live)):
            self._recogniser.listen_for(phrases | _FILLERS)
        self._live = live

    def _decide(self, hypothesis: Hypothesis) -> Heard | NearlyHeard | None:
        if hypothesis.start < self._acted_until:
            return None
        live = self._live or Live(commands=False)
        match = self._safety(hypothesis, live)
        if match is None and hypothesis.start >= self._acted_until + REFRACTORY:
            match = self._command(hypothesis, live)
        self._last_text = "" if hypothesis.final else hypothesis.text
        if match:
            return self._act(hypothesis, match)
        if hypothesis.final and live.commands and intents.near_miss(hypothesis.text):
            return None  # A near miss needs a measure of closeness; it comes with matching by sound.
        return None

    def _stable(self, hypothesis: Hypothesis) -> bool:
        """Whether a partial may be believed: said twice, or made in a pause by an engine that looks for pauses."""
        in_pause = self._recogniser.open_vocabulary and hypothesis.end < self._fed
        return hypothesis.final or in_pause or hypothesis.text == self._last_text

    def _safety(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        return intents.spot_safety(hypothesis.text, live) if self._stable(hypothesis) else None

    def _command(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        if not self._stable(hypothesis):
            return None
        match = intents.match(hypothesis.text, live)
        if match is None or (not hypothesis.final and intents.may_grow(hypothesis.text, live)):
            return None
        return None if self._is_own(hypothesis, match) else match

    def _is_own(self, hypothesis: Hypothesis, match: Match) -> bool:
        """Whether the coach itself was just saying every word of the phrase."""
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        said = self._own_words(start - ECHO_TAIL, end)
        return self._echo.audible and set(match.phrase.split()) <= set(said)

    def _act(self, hypothesis: Hypothesis, match: Match) -> Heard:
        self._recogniser.reset()
        self._acted_until = self._fed
        self._last_text = ""
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        return Heard(match, start, end, at=self._fed + self._offset)
