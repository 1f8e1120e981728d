"""The ear: blocks of the sound edge in, commands out. It decides when a hypothesis may be acted on.

One thread hears; `listen` may be called from any other.
"""

from collections.abc import Callable, Collection

from coach import intents
from coach.clock import samples
from coach.events import Heard, NearlyHeard
from coach.hearing.canceller import choose_canceller
from coach.hearing.echo_taker import EchoTaker
from coach.hearing.matching import Matcher
from coach.hearing.recogniser import Hypothesis, Recogniser
from coach.intents import Live, Match
from coach.sound.edge import Block

_FILLERS = frozenset({"um", "uh", "oh", "okay", "please"})

WordsBetween = Callable[[int, int], Collection[str]]
"""Which words the coach itself was saying between two audio times."""

ECHO_TAIL = samples(0.25)
"""How much later than it was played a word of the coach may still be heard."""

MOMENT = samples(0.25)
"""How long a phrase waits for the rest of a longer one."""

REFRACTORY = samples(0.3)
"""After a partial was acted on nothing that begins so soon is a command, safety words apart: it is the word's end."""


class Ear:
    """Listens with one recogniser, knows what may be said now and what the coach itself is saying."""

    def __init__(
        self,
        recogniser: Recogniser,
        own_words: WordsBetween = lambda start, end: (),
        echo_taker: EchoTaker | None = None,
    ) -> None:
        """`echo_taker` takes the coach's voice out; without one its words are masked while they are played."""
        self._recogniser = recogniser
        self._own_words = own_words
        self._taker = echo_taker
        self._matcher = Matcher(by_sound=recogniser.open_vocabulary)
        self._hears_itself = True
        self._wanted = Live(commands=False)
        self._live: Live | None = None
        self._fed = 0
        self._offset = 0
        self._last_text = ""
        self._acted_until = self._deaf_until = -1

    def listen(self, live: Live) -> None:
        """From the next block on, `live` may be said."""
        self._wanted = live

    def hear(self, block: Block) -> list[Heard | NearlyHeard]:
        """Take in one block; gives what was understood, mostly nothing. Raises HearingError."""
        self._follow(self._wanted)
        self._offset = block.at - self._fed
        self._fed += len(block.microphone)
        decided = [self._decide(hypothesis) for hypothesis in self._listen_to(block)]
        return [event for event in decided if event is not None]

    def _listen_to(self, block: Block) -> list[Hypothesis]:
        """The recogniser's hypotheses about the block without the coach's voice in it."""
        if self._taker is None:
            return self._recogniser.feed(block.microphone)
        cancelled = self._taker.take(block)
        self._hears_itself = not cancelled.settled
        return self._recogniser.feed(cancelled.clean, cancelled.expected_echo)

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
        match = self._understand(hypothesis, live) if self._stable(hypothesis) else None
        self._last_text = "" if hypothesis.final else hypothesis.text
        if match:
            return self._act(hypothesis, match)
        if hypothesis.final and self._matcher.nearly(hypothesis.text, live) and not self._said_itself(hypothesis):
            return NearlyHeard(hypothesis.text, self._fed + self._offset)
        return None

    def _stable(self, hypothesis: Hypothesis) -> bool:
        """Whether it may be believed: final, given twice, or made in a pause by an engine that waits for one."""
        in_pause = self._recogniser.open_vocabulary and hypothesis.end < self._fed
        return hypothesis.final or in_pause or hypothesis.text == self._last_text

    def _understand(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        """A safety phrase anywhere in it, else the command that it is as a whole."""
        if safety := intents.spot_safety(hypothesis.text, live):
            return safety
        match = self._matcher.understand(hypothesis.text, live)
        if match is None or match.intent in intents.SAFETY:
            return match
        if hypothesis.start < self._deaf_until or self._own(hypothesis, match.phrase):
            return None
        return None if self._may_go_on(hypothesis, match, live) else match

    def _may_go_on(self, hypothesis: Hypothesis, match: Match, live: Live) -> bool:
        """Whether the person may be in the middle of a longer phrase: "switch" waits a moment for "foot"."""
        if hypothesis.final or self._fed - hypothesis.end >= MOMENT:
            return False
        return intents.may_grow(match.phrase, live)

    def _own(self, hypothesis: Hypothesis, phrase: str) -> bool:
        """Whether the coach itself was just saying every word of `phrase`, and can be heard by its own microphone."""
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        said = self._own_words(start - ECHO_TAIL, end)
        return self._hears_itself and set(phrase.split()) <= set(said)

    def _said_itself(self, hypothesis: Hypothesis) -> bool:
        """Whether any of this may be the coach's own voice."""
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        return self._hears_itself and bool(self._own_words(start - ECHO_TAIL, end))

    def _act(self, hypothesis: Hypothesis, match: Match) -> Heard:
        self._recogniser.reset()
        self._acted_until = self._fed
        self._deaf_until = self._fed + (0 if hypothesis.final else REFRACTORY)
        self._last_text = ""
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        return Heard(match, start, end, at=self._fed + self._offset)


def ear_beside_speaker(recogniser: Recogniser, own_words: WordsBetween, canceller: str | None = None) -> Ear:
    """The ear of a session, live or rehearsed: the coach's own voice is taken out by the canceller of that name.

    None is the best one of this machine. Raises HearingError if it is unknown or cannot be had.
    """
    return Ear(recogniser, own_words, EchoTaker(choose_canceller(canceller)[0]))
