"""A recogniser whose words come from another machine of the house, beside the one of this machine.

Safety words are decided here and now, whatever the server does. All else waits for the server, and where that is away,
or has nothing to say, it is what this machine has heard: nothing that was said is lost with the server.
"""

from collections.abc import Callable, Collection

from coach.clock import samples
from coach.errors import HearingError
from coach.hearing.engines.asker import Asker, Transcriber
from coach.hearing.engines.recogniser import Hypothesis, Recogniser, Understands, nothing_more
from coach.hearing.engines.segmenter import Cut, Segment, Segmenter
from coach.hearing.tuning import USUAL, Segmenting
from coach.sound.edge import Samples

_TUNING = Segmenting(pauses=USUAL.serving.pauses, growth=USUAL.serving.growth)
_CLOSED = "The recogniser has been closed; start the coach again."


class ServedRecogniser:
    """A `Recogniser` around the local one, which hears all that is said. The server gives finals only.

    Its words belong to the utterance that they are of, whose times they have, however late they come. Not thread-safe.
    """

    def __init__(
        self,
        transcriber: Transcriber,
        local: Recogniser | None,
        is_safety: Callable[[Hypothesis], bool],
        tell: Callable[[str], None],
        *,
        patience: float = USUAL.serving.patience,
    ) -> None:
        """`local`: None where this machine has no recogniser for the language; then nobody stands in for the server.

        `is_safety`: whether a hypothesis of the local one may be a safety word. `tell` is given a sentence for each
        change, from any thread.
        """
        self._local = local
        self._is_safety = is_safety
        self._tell = tell
        self._patience = samples(patience)
        self._segmenter = Segmenter(_TUNING)
        self._understands: Understands = nothing_more
        self._phrases: frozenset[str] = frozenset()
        self._fed = 0
        self._closed = False
        self._asked_to = -1
        """The end of the utterance as far as the server was asked for it."""
        self._early = (-1, "")
        """Its words for an utterance that may go on, by the place where that would have ended."""
        self._due: dict[int, Segment] = {}
        """Utterances that are over and whose words the server owes, by their ends."""
        self._held: dict[int, Hypothesis] = {}
        """What the local recogniser made of them."""
        self._late = False
        """Whether all that was given last is of utterances long over."""
        self.name = transcriber.name or "a speech server"
        self.open_vocabulary = local.open_vocabulary if local else False
        self._asker = Asker(transcriber, self._on_away, lambda: tell("The speech server listens."), patience)

    @property
    def away(self) -> bool:
        """Whether the local recogniser stands in for the server."""
        return self._asker.away

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now."""
        return self._local.speaking if self._local else self._segmenter.speaking

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """The local one listens for all of them, so that it can take over at any moment; the server hears any word."""
        self._understands, self._phrases = understands, frozenset(phrases)
        if self._local:
            self._local.listen_for(phrases, sayings, understands)

    def feed(
        self,
        sound: Samples,
        expected_echo: float = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block; the rest as in `Segmenter.feed`. Raises HearingError once it is closed."""
        if self._closed:
            raise HearingError(_CLOSED)
        self._fed += len(sound)
        local = self._hear(sound, expected_echo, telling, residual)
        for segment in self._segmenter.feed(sound, expected_echo, telling, residual):
            self._ask(segment)
        at_once = [hypothesis for hypothesis in local if not self._waits(hypothesis)]
        answered = self._answered()
        self._late = bool(answered) and not at_once
        return [*answered, *at_once]

    def reset(self) -> None:
        """Forget the utterance now being heard; not where it was an earlier one that has just been understood."""
        if self._late:
            return
        if self._local:
            self._local.reset()
        self._segmenter.reset()

    def close(self) -> None:
        """Let both go. May be called twice."""
        self._closed = True
        self._asker.close()
        if self._local:
            self._local.close()

    def _hear(
        self, sound: Samples, expected_echo: float, telling: Samples | None, residual: Samples | None
    ) -> list[Hypothesis]:
        if self._local is None:
            return []
        try:
            return self._local.feed(sound, expected_echo, telling, residual)
        except HearingError as error:
            self._local.close()
            self._local = None
            if self._asker.away:
                raise
            self._tell(f"The speech server alone listens from here on, also for safety words: {error}")
            return []

    def _ask(self, segment: Segment) -> None:
        if self._asker.away or segment.kind is Cut.GROWING:
            return
        if segment.end != self._asked_to:
            self._asked_to = segment.end
            self._asker.ask(segment.start, segment.end, segment.sound)
        if segment.kind is Cut.ENDED:
            self._due[segment.end] = segment

    def _waits(self, hypothesis: Hypothesis) -> bool:
        """Whether the server is to be heard first. A partial that it will have the word about is dropped."""
        if self._is_safety(hypothesis) or (self._asker.away and hypothesis.end not in self._due):
            return False
        if hypothesis.final and hypothesis.end not in self._due:
            return False
        if hypothesis.final:
            self._held[hypothesis.end] = hypothesis
        return True

    def _answered(self) -> list[Hypothesis]:
        """What is known now of utterances that are over, oldest first."""
        texts = dict([self._early, *self._asker.answers()])
        if texts:
            self._early = max(texts.items())
        if any(self._fed - end > self._patience for end in self._due if end not in texts):
            self._asker.give_up("it takes too long")
        known = [end for end in sorted(self._due) if end in texts or self._asker.away]
        found = (self._decided(self._due.pop(end), texts.get(end, ""), self._held.pop(end, None)) for end in known)
        return [hypothesis for hypothesis in found if hypothesis]

    def _decided(self, segment: Segment, text: str, local: Hypothesis | None) -> Hypothesis | None:
        """The server's words; the local ones where those mean something and the server's, if any, mean nothing."""
        served = Hypothesis(text, segment.start, segment.end, final=True) if text else None
        if served is None or self._means(text) or len(text.split()) > USUAL.serving.few_words:
            return served or local
        return local if local and self._means(local.text) else served

    def _means(self, text: str) -> bool:
        return text in self._phrases or self._understands(text) is not None

    def _on_away(self, why: str) -> None:
        stands_in = "this machine listens from here on" if self._local else "use the keys"
        self._tell(f"No words from the speech server, so {stands_in}, until it is back: {why}.")
