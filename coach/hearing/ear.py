"""The ear: blocks of the sound edge in, commands out. It decides when a hypothesis may be acted on.

One thread hears; `listen` may be called from any other.
"""

import logging
from collections import deque
from collections.abc import Callable, Collection
from functools import lru_cache

from coach.clock import BLOCK, blocks, samples, seconds
from coach.hearing import trace
from coach.hearing.echo.cancelled import Cancelled, power
from coach.hearing.echo.canceller import choose_canceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.listening import Ducking, Listening, ModeFinder
from coach.hearing.echo.meter import Meter, line
from coach.hearing.echo.webrtc import made_if_there
from coach.hearing.engines.recogniser import CanHurry, Hypothesis, Recogniser
from coach.hearing.meaning.matching import Matcher
from coach.hearing.meaning.selfheard import is_own
from coach.hearing.tuning import USUAL, Tuning
from coach.language.intents import NUMBERS, SAFETY, Live, Match
from coach.language.phrasebook import Phrasebook
from coach.session.events import Heard, NearlyHeard, Trouble
from coach.sound.edge import Block
from coach.units import AudioTime, Decibels, MeanSquare, Seconds

_log = logging.getLogger(__name__)

WordsBetween = Callable[[int, int], Collection[str]]
"""Which words the coach itself was saying between two audio times."""


TELL_EVERY = samples(5.0) // BLOCK
"""Blocks between two looks at the meter, each with a line of the debug log."""


class Ear:
    """Listens with one recogniser, knows what may be said now and what the coach itself is saying."""

    def __init__(
        self,
        recogniser: Recogniser,
        phrasebook: Phrasebook,
        own_words: WordsBetween = lambda start, end: (),
        echo_taker: EchoTaker | None = None,
        start: Listening = Listening.FULL,
        tuning: Tuning = USUAL,
    ) -> None:
        """`echo_taker` takes the coach's voice out; without one its words are masked while they are played.

        `start`: what was found on this machine before.
        """
        self._recogniser = recogniser
        self._book = phrasebook
        # Now, and not in the hearing thread, where it would cost the first second.
        phrasebook.sayings.prepare()
        if not recogniser.open_vocabulary:
            phrasebook.sayings.prepare_grammar()
        self._own_words = own_words
        self._taker = echo_taker
        self._matcher = Matcher(phrasebook, by_sound=recogniser.open_vocabulary, tuning=tuning)
        self._tuning = tuning
        self._modes = ModeFinder(start, tuning.modes)
        self._meter = Meter(tuning)
        self._ducking = Ducking(tuning.lowering)
        self._hears_itself = True
        self._echo_is_soft = False
        self._loudness: deque[tuple[AudioTime, MeanSquare, MeanSquare]] = deque(
            maxlen=blocks(tuning.deciding.remembered)
        )
        self._looks: deque[Trouble | None] = deque(maxlen=tuning.troubles.looks)
        self._softening_db = Decibels(0.0)
        self._wanted = Live(commands=False)
        self._live: Live | None = None
        self._fed = 0
        self._offset = 0
        self._last_text = ""
        self._acted_until = self._deaf_until = -1

    @property
    def listening(self) -> Listening:
        """What may be said now while the coach speaks."""
        return self._modes.mode

    @property
    def softening_db(self) -> Decibels:
        """By how much the coach is to speak more softly now, to hear better: 0 or less."""
        return self._softening_db

    @property
    def trouble(self) -> Trouble | None:
        """Why it hears badly, if it has for a while; for whoever tells the person what to do about it."""
        lasts = len(self._looks) == self._looks.maxlen and len(set(self._looks)) == 1
        return self._looks[-1] if lasts else None

    @property
    def cannot_listen_while_speaking(self) -> bool:
        """Whether only safety words are understood while the coach speaks."""
        return self.listening is Listening.HALF_DUPLEX

    def hurry(self) -> None:
        """From now on, do only what must be done: the machine is too slow for second opinions."""
        if isinstance(self._recogniser, CanHurry):
            self._recogniser.hurry()

    def listen(self, live: Live) -> None:
        """From the next block on, `live` may be said."""
        self._wanted = live

    def hear(self, block: Block) -> list[Heard | NearlyHeard]:
        """Take in one block; gives what was understood, mostly nothing. Raises HearingError."""
        self._follow(self._wanted)
        self._offset = block.at - self._fed
        self._fed += len(block.microphone)
        decided = [self._decide(hypothesis) for hypothesis in self._listen_to(block)]
        self._soften()
        return [event for event in decided if event is not None]

    def _listen_to(self, block: Block) -> list[Hypothesis]:
        """The recogniser's hypotheses about the block without the coach's voice in it."""
        if self._taker is None:
            return self._recogniser.feed(block.microphone)
        cancelled = self._taker.take(block)
        before, mode = self._modes.mode, self._modes.hear(cancelled, self._taker.delay is not None)
        if mode is not before:
            suppression = trace.decibels(cancelled.usual_suppression_db)
            _log.info("at %.2f s: %s from here on, after %s; suppression %s", self._now, mode, before, suppression)
        self._hears_itself = not cancelled.settled or mode is not Listening.FULL
        self._weigh(cancelled)
        self._meter.take(block, cancelled)
        if block.at // BLOCK % TELL_EVERY == 0:
            self._look_at_meter(self._taker.delay)
        residual = cancelled.residual if power(block.played) > self._tuning.metering.audible else None
        return self._recogniser.feed(cancelled.clean, cancelled.expected_echo, cancelled.telling, residual)

    def _look_at_meter(self, delay: Seconds | None) -> None:
        """What is found at several looks in a row lasts, and is worth a word to the person."""
        reading = self._meter.reading(delay)
        _log.debug("at %.2f s: hears %s; trouble: %s", self._now, line(reading), reading.trouble or "none")
        self._looks.append(reading.trouble)

    def _weigh(self, cancelled: Cancelled) -> None:
        """Remember how loud the block is beside the echo; how well a very soft one is taken out cannot be known."""
        self._echo_is_soft = cancelled.echo_heard and cancelled.usual_suppression_db is None
        self._loudness.append((self._fed, power(cancelled.clean), cancelled.whole_echo))

    def _soften(self) -> None:
        """Lower the coach's voice while somebody is heard over it; before its echo is known that may be itself."""
        known = self._taker is not None and (not self._hears_itself or self.listening is Listening.DUCKED)
        voice = known and self._wanted.commands and self._recogniser.speaking
        lowering = self._tuning.lowering
        usual = lowering.ducked if self.listening is Listening.DUCKED else Decibels(0.0)
        before = self._softening_db
        self._softening_db = min(usual, lowering.softer if self._ducking.hear(voice) else Decibels(0.0))
        if self._softening_db != before:
            _log.debug("at %.2f s: the coach is to speak at %.0f dB, not %.0f", self._now, self._softening_db, before)

    def _follow(self, live: Live) -> None:
        if live == self._live:
            return
        phrases = self._book.phrases(live)
        if _log.isEnabledFor(logging.DEBUG):
            before = self._book.phrases(self._live) if self._live else frozenset[str]()
            _log.debug("at %.2f s: %s; %s", self._now, trace.phase(live), trace.changed(before, phrases))
        if phrases:
            sayings = () if self._recogniser.open_vocabulary else self._book.sayings.grammar(live)
            # An engine asks several times of each text.
            understands = lru_cache(lambda text: _meaning(self._book.match(text, live)))
            # A filler alone may be the number that is asked for: "okay" for "eight".
            fillers = frozenset() if live.answers.intersection(NUMBERS) else self._book.heard_fillers
            self._recogniser.listen_for(phrases | fillers, sayings, understands)
        self._live = live

    def _decide(self, hypothesis: Hypothesis) -> Heard | NearlyHeard | None:
        if hypothesis.start < self._acted_until:
            self._unless(trace.ACTED_ON, hypothesis)
            return None
        live = self._live or Live(commands=False)
        match = self._understand(hypothesis, live) if self._stable(hypothesis) else None
        self._last_text = "" if hypothesis.final else hypothesis.text
        if match:
            return self._act(hypothesis, match)
        if hypothesis.final and self._matcher.nearly(hypothesis.text, live) and not self._said_itself(hypothesis):
            _log.debug('"%s" was nearly a command', hypothesis.text)
            return NearlyHeard(hypothesis.text, self._fed + self._offset)
        return None

    @property
    def _now(self) -> float:
        """Audio time in seconds."""
        return seconds(self._fed + self._offset)

    def _stable(self, hypothesis: Hypothesis) -> bool:
        """Whether it may be believed: final, given twice, or made in a pause by an engine that waits for one."""
        in_pause = self._recogniser.open_vocabulary and hypothesis.end < self._fed
        stable = hypothesis.final or in_pause or hypothesis.text == self._last_text
        if not stable:
            self._unless(trace.UNSTABLE, hypothesis)
        return stable

    def _understand(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        """A safety phrase anywhere in it, else the command that it is as a whole."""
        if safety := self._book.spot_safety(hypothesis.text, live):
            rash = hypothesis.confidence < self._tuning.deciding.sure and self._is_rash(hypothesis, safety, live)
            own = trace.OWN_WORDS if self._names_itself(hypothesis, safety) else ""
            return self._unless(trace.RASH if rash else own, hypothesis, safety)
        match = self._matcher.understand(hypothesis.text, live)
        if match and self._matcher.may_be_number(hypothesis, match, live):
            match = self._matcher.likely(hypothesis, live)
        if match and self._may_go_on(hypothesis, match, live):
            return self._unless(trace.GOES_ON, hypothesis, match)
        # What the engine finds likely: a safety phrase at once, anything else when the utterance has ended.
        match = match or self._matcher.likely(hypothesis, live)
        if match is None:
            return self._unless(trace.UNKNOWN, hypothesis)
        rash = self._is_rash(hypothesis, match, live)
        return self._unless(trace.RASH if rash else self._objection(hypothesis, match), hypothesis, match)

    def _objection(self, hypothesis: Hypothesis, match: Match) -> str:
        """Why `match` may be what the coach itself said, or the end of the last command; "" where it is neither."""
        if match.intent in SAFETY:
            return trace.OWN_WORDS if self._names_itself(hypothesis, match) else ""
        if hypothesis.start < self._deaf_until:
            return trace.REFRACTORY
        if self._own(hypothesis, match.phrase):
            return trace.OWN_WORDS
        return trace.MUST_WAIT if self._must_wait(hypothesis) else ""

    def _unless(self, why: str, hypothesis: Hypothesis, match: Match | None = None) -> Match | None:
        """`match`, unless something speaks against acting on it, which the debug log is told."""
        if why and _log.isEnabledFor(logging.DEBUG):
            said = self._own_words_in(hypothesis) if why is trace.OWN_WORDS else ()
            told = trace.refusal(why, hypothesis, match, self._live, said)
            _log.debug("at %.2f s: refused %s: %s", self._now, trace.heard(hypothesis, self._offset), told)
        return None if why else match

    def _is_rash(self, hypothesis: Hypothesis, match: Match, live: Live) -> bool:
        """Whether this is not surely what the engine wrote, and the person may be going on.

        Any syllable of talk sounds like some phrase: such a one waits for the end, of a safety phrase for a moment.
        """
        if hypothesis.final:
            return False
        paused = self._fed - hypothesis.end >= samples(self._tuning.deciding.safely)
        if hypothesis.confidence >= self._tuning.deciding.sure and self._book.match(hypothesis.text, live):
            # Mid-step there is more talk than commands; who was asked something answers.
            in_talk = self._recogniser.open_vocabulary and match.intent not in SAFETY and not live.answers
            return in_talk and not paused
        return match.intent not in SAFETY or not paused

    def _may_go_on(self, hypothesis: Hypothesis, match: Match, live: Live) -> bool:
        """Whether the person may be in the middle of a longer phrase: "switch" waits a moment for "foot".

        A sound-alike of a safety phrase waits only for one of another meaning: "shop" for "sharp pain".
        """
        if hypothesis.final or self._fed - hypothesis.end >= samples(self._tuning.deciding.moment):
            return False
        if match.intent not in SAFETY and self._book.may_grow(match.phrase, live):
            return True
        return self._matcher.may_grow(hypothesis.text, match, live)

    def _names_itself(self, hypothesis: Hypothesis, safety: Match) -> bool:
        """Whether the coach was just saying that safety word, as the welcome does: only so long is it deaf to it."""
        return is_own(safety.phrase, self._own_words_in(hypothesis))

    def _own(self, hypothesis: Hypothesis, phrase: str) -> bool:
        """Whether the coach itself was just saying every word of `phrase`, or of what the engine wrote for it."""
        said = self._own_words_in(hypothesis)
        return any(is_own(words, said) for words in (phrase, hypothesis.text))

    def _own_words_in(self, hypothesis: Hypothesis) -> Collection[str]:
        """What the coach said meanwhile; nothing where its own microphone cannot have heard that."""
        if not self._hears_itself and (not self._echo_is_soft or self._stands_out(hypothesis)):
            return ()
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        return self._own_words(start - samples(self._tuning.deciding.echo_tail), end)

    def _stands_out(self, hypothesis: Hypothesis) -> bool:
        """Whether this is louder than the coach's voice would be, had nothing of it been taken out."""
        meanwhile = [
            (loud, echo) for end, loud, echo in self._loudness if hypothesis.start < end <= hypothesis.end + BLOCK
        ]
        loudest, echo = (max(powers) for powers in zip((0.0, 0.0), *meanwhile, strict=True))
        return bool(loudest > self._tuning.deciding.stands_out * echo)

    def _must_wait(self, hypothesis: Hypothesis) -> bool:
        """Whether only safety words are taken now, as the coach was speaking."""
        return self.listening is Listening.HALF_DUPLEX and self._said_itself(hypothesis)

    def _said_itself(self, hypothesis: Hypothesis) -> bool:
        """Whether any of this may be the coach's own voice."""
        return bool(self._own_words_in(hypothesis))

    def _act(self, hypothesis: Hypothesis, match: Match) -> Heard:
        self._recogniser.reset()
        self._ducking.understood()
        # The words of an utterance may come late: what has begun since then, a safety word perhaps, is another one.
        self._acted_until = hypothesis.end if hypothesis.final else self._fed
        self._deaf_until = self._fed + (0 if hypothesis.final else samples(self._tuning.deciding.refractory))
        self._last_text = ""
        if _log.isEnabledFor(logging.DEBUG):
            text, meant = trace.heard(hypothesis, self._offset), trace.meaning(match)
            _log.debug("at %.2f s: understood %s as %s", self._now, text, meant)
        start, end = hypothesis.start + self._offset, hypothesis.end + self._offset
        return Heard(match, start, end, at=self._fed + self._offset)


def _meaning(match: Match | None) -> object:
    """As `Understands` has it: a safety word is not doubted, whatever other decodings make of it."""
    if match is None:
        return None
    return match.intent in SAFETY or (match.intent, match.answer, match.topic, match.also)


def ear_beside_speaker(
    recogniser: Recogniser,
    phrasebook: Phrasebook,
    own_words: WordsBetween,
    canceller: str | None = None,
    start: Listening = Listening.FULL,
    taker: type[EchoTaker] = EchoTaker,
) -> Ear:
    """The ear of a session, live or rehearsed: the coach's own voice is taken out by the canceller of that name.

    None is the best one of this machine. Raises HearingError if it is unknown or cannot be had.
    """
    teller = None if canceller == "none" else made_if_there()
    return Ear(recogniser, phrasebook, own_words, taker(choose_canceller(canceller)[0], teller), start)
