"""The recogniser that comes with the coach: moonshine's English model, decoded one utterance at a time.

It never goes online: the library and the model are read from the installed wheel, whose Python code is not imported.
"""

import logging
import re
import time
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from operator import sub
from pathlib import Path
from statistics import fmean

from coach.clock import RATE, samples, seconds
from coach.errors import HearingError
from coach.hearing.engines.moonshine_engine import MoonshineEngine, Opinion, wheel_folder
from coach.hearing.engines.moonshine_opinions import Opinions
from coach.hearing.engines.recogniser import Candidate, Hypothesis, Understands, nothing_more
from coach.hearing.engines.segmenter import Cut, Segment, Segmenter
from coach.hearing.meaning.pronunciation import pronounce
from coach.hearing.meaning.soundalike import closest
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples
from coach.units import MeanSquare, Seconds

_log = logging.getLogger(__name__)

UNSURE = "[unk]"


class MoonshineRecogniser:
    """Hears any English word: a partial whenever the voice falls and twice a second in long speech, a final at the end.

    A partial whose `end` lies before the newest sample was made in a pause, so the word may be over; in the middle of
    speech the two are equal. Of an utterance longer than any phrase only the last seconds are decoded, after the word
    `[unk]`, and a phrase in them is told when another opinion has it too. Silence costs next to nothing: the engine
    runs only on utterances. Raises HearingError.
    """

    open_vocabulary = True

    def __init__(self, segmenter: Segmenter | None = None, wheel: Path | None = None, tuning: Tuning = USUAL) -> None:
        """Load the model, in about half a second (`load_seconds`). `wheel`: where moonshine-voice is unpacked."""
        began = time.perf_counter()
        pronounce("")  # where sounds cannot be compared, better now than in the middle of a session
        self._engine: MoonshineEngine | None = MoonshineEngine(wheel or wheel_folder(), tuning.moonshine)
        self._tuning, self._sounds = tuning.moonshine, tuning.soundalike
        self._segmenter = segmenter or Segmenter(tuning.segmenter, tuning.noise)
        self.listen_for(())
        self._text, self._start = "", 0
        self._likely: tuple[Candidate, ...] = ()
        self._before = "", -1
        self._sure = True
        self._hurries = False
        self._decoded_to = -1
        self.load_seconds: Seconds = time.perf_counter() - began
        self.name = "moonshine tiny-en"
        _log.info("%s loaded in %.2f s", self.name, self.load_seconds)

    @property
    def speaking(self) -> bool:
        """Whether a voice is being heard now."""
        return self._segmenter.speaking

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """Any word is heard at any time; what is none of `phrases` nor sounds like one is listened to a second time.

        Nor is what is understood as it stands.
        """
        self._understands = understands
        self._phrases = frozenset(phrases)
        self._most_words = max((len(phrase.split()) for phrase in phrases), default=-1)

    def feed(
        self,
        sound: Samples,
        expected_echo: MeanSquare = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block; the rest as in `Segmenter.feed`."""
        if self._engine is None:
            raise HearingError("The recogniser has been closed; start the coach again.")
        segments = self._segmenter.feed(sound, expected_echo, telling, residual)
        heard = [self._timed(self._engine, segment) for segment in segments]
        return [hypothesis for hypothesis in heard if hypothesis.text]

    def reset(self) -> None:
        """Forget the utterance now being heard."""
        self._segmenter.reset()

    def hurry(self) -> None:
        """From now on ask for one other opinion at most."""
        self._hurries = True

    def _opinions(self, engine: MoonshineEngine, segment: Segment) -> Opinions:
        return Opinions(engine, segment, self._tuning, 1 if self._hurries else None)

    def close(self) -> None:
        """Free the model."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _timed(self, engine: MoonshineEngine, segment: Segment) -> Hypothesis:
        """What it is decoded as, with what that took in the debug log."""
        began = time.perf_counter()
        hypothesis = self._decode(engine, segment)
        if _log.isEnabledFor(logging.DEBUG):
            took, sound = time.perf_counter() - began, len(segment.sound) / RATE
            where = segment.kind.name.lower(), seconds(segment.start), seconds(segment.end)
            told = '%s at %.2f-%.2f s: "%s" (decoded in %.3f s, real-time factor %.2f)'
            _log.debug(told, *where, hypothesis.text, took, took / sound)
        return hypothesis

    def _decode(self, engine: MoonshineEngine, segment: Segment) -> Hypothesis:
        if not self._is_told(segment):
            opinions = self._opinions(engine, segment)
            text, self._likely = self._transcribe(engine, segment, opinions)
            self._sure = segment.kind is not Cut.PAUSED or self._is_seconded(opinions, text)
            self._text, self._start = self._believed(text, segment, opinions), segment.start
            if segment.louder > segment.start and segment.kind is not Cut.GROWING and not self._nearness(self._text):
                self._hear_the_nearer(engine, segment)
            self._decoded_to = segment.end
        confidence = 1.0 if self._sure else self._tuning.doubtful
        final = segment.kind is Cut.ENDED
        return Hypothesis(self._text, self._start, segment.end, final, confidence, self._likely)

    def _is_seconded(self, opinions: Opinions, text: str) -> bool:
        """Whether another opinion finds the same phrase in a pause: the model invents words of halves of others."""
        held = self._longest_phrase(text)
        if not held:
            return True
        second = plain_words(next(opinions.others()).text)
        near = closest(second, self._phrases, sounds=self._sounds)
        return self._longest_phrase(second) == held or (near is not None and near.phrase == held)

    def _is_told(self, segment: Segment) -> bool:
        """Whether the pause before told all: it goes on, or before this endpoint it told a phrase, or talk."""
        if segment.end != self._decoded_to:
            return False
        if segment.kind is Cut.PAUSED:
            return True
        return (self._is_talk(self._text) and UNSURE not in self._text) or self._nearness(self._text) > 0

    def _is_talk(self, text: str) -> bool:
        return len(text.split()) > self._most_words and self._understands(text) is None

    def _believed(self, text: str, segment: Segment, opinions: Opinions) -> str:
        """`text`, or of talk what other decodings make of it too: words are invented in long sentences."""
        before, self._before = self._before, (text, segment.start)
        if not self._is_talk(text) or not self._phrases:
            return text
        words = text.split()
        # The last words are whole for the first time at the endpoint; any before them, the decoding before had too.
        new = words[-self._most_words :] if segment.kind is Cut.ENDED else []
        known = agreed(" ".join(words[: len(words) - len(new)]), before[0] if before[1] == segment.start else "")
        both = " ".join([*known.split(), *new])
        return self._confirmed(both, opinions) if self._holds_phrase(both) else both

    def _confirmed(self, text: str, opinions: Opinions) -> str:
        """What another opinion makes of `text` too, of the two the first that holds a phrase."""
        both = ""
        for other in opinions.others():
            both = agreed(text, plain_words(other.text))
            if self._holds_phrase(both):
                break
        return both

    def _hear_the_nearer(self, engine: MoonshineEngine, segment: Segment) -> None:
        """Where the whole is no phrase, but what was said by someone louder is one, take that."""
        nearer = segment.from_louder()
        text, _ = self._transcribe(engine, nearer, self._opinions(engine, nearer))
        if self._nearness(text):
            self._text, self._start, self._likely = text, nearer.start, ()

    def _transcribe(
        self, engine: MoonshineEngine, segment: Segment, opinions: Opinions
    ) -> tuple[str, tuple[Candidate, ...]]:
        """The words; of several opinions the first that is a phrase now listened for, or sounds like one.

        Where none is, the phrases that all of them together find possible as well.
        """
        first = plain_words(opinions.first.text)
        _log.debug('first opinion "%s", log probability %.1f', first, opinions.first.log_probability)
        if len(segment.sound) > samples(self._tuning.longest):
            return _cut_short(first), ()
        if segment.kind is Cut.GROWING:
            return first, ()
        if self._is_clear(first):
            return (UNSURE, self._candidates(engine, opinions)) if self._is_guessed(engine, opinions) else (first, ())
        if self._understands(first) is not None:
            return self._meant(engine, opinions)
        if self._holds_phrase(first):
            return self._seconded(opinions, first), ()
        for opinion in opinions.others():
            _log.debug('another opinion "%s", log probability %.1f', opinion.text, opinion.log_probability)
            if self._is_taken(engine, opinions, opinion):
                return plain_words(opinion.text), ()
        return first, () if self._nearness(first) else self._candidates(engine, opinions)

    def _meant(self, engine: MoonshineEngine, opinions: Opinions) -> tuple[str, tuple[Candidate, ...]]:
        """What is no phrase, but understood, where that is what was said.

        With a single word, and where nothing is left, come the phrases that are possible in its place: "bye" may have
        been "five".
        """
        first = plain_words(opinions.first.text)
        if self._is_relied_on(engine, opinions, opinions.first):
            return first, () if " " in first else self._candidates(engine, opinions)
        _log.debug('"%s" is not relied on', first)
        return UNSURE, self._candidates(engine, opinions)

    def _is_relied_on(self, engine: MoonshineEngine, opinions: Opinions, opinion: Opinion) -> bool:
        """Whether what is understood of one is likely to all, or, where they all mean the same, not too unlikely.

        Of noise, and of what is left of the coach's voice, the model makes everyday words, but other ones each time.
        A safety word is not doubted.
        """
        meant = self._understands(plain_words(opinion.text))
        if meant is None or meant is True:
            return meant is True
        written = opinion.text.rstrip("".join(MoonshineEngine.STOPS))
        likely = fmean(engine.log_probability(one, written) for one in opinions)
        all_mean_it = all(self._understands(plain_words(one.text)) == meant for one in opinions)
        bar = self._tuning.word_of_all if all_mean_it else self._tuning.word_of_one
        return likely > bar * len(written.split())

    def _is_taken(self, engine: MoonshineEngine, opinions: Opinions, other: Opinion) -> bool:
        """Whether it is a phrase, or near one, or what is understood, that is likely enough to the others as well."""
        text = plain_words(other.text)
        if self._phrase_near(text):
            return not self._is_unlikely(engine, opinions, text)
        return self._is_relied_on(engine, opinions, other)

    def _is_guessed(self, engine: MoonshineEngine, opinions: Opinions) -> bool:
        """Whether the first opinion is not sure of a phrase alone, which is unlikely to all."""
        unsure = opinions.first.log_probability <= self._tuning.surely
        return unsure and self._is_unlikely(engine, opinions, plain_words(opinions.first.text))

    def _is_unlikely(self, engine: MoonshineEngine, opinions: Opinions, text: str) -> bool:
        """Whether it is a phrase alone that is unlikely by the mean of all opinions; a safety word never is."""
        if text not in self._phrases or self._understands(text) is True:
            return False
        return fmean(engine.log_probability(opinion, text) for opinion in opinions) < self._tuning.guessed

    def _seconded(self, opinions: Opinions, text: str) -> str:
        """Of `text`, which holds a phrase among other words, what is left where another opinion holds none."""
        others = [plain_words(opinion.text) for opinion in opinions.others()]
        against = [other for other in others if not self._holds_phrase(other)]
        return agreed(text, against[0]) if against else text

    def _candidates(self, engine: MoonshineEngine, opinions: Iterable[Opinion]) -> tuple[Candidate, ...]:
        """The phrases that are possible, by the mean of all opinions and by the one that is most against each."""
        first, *others = opinions
        written = [opinion.log_probability for opinion in opinions]
        found = []
        for phrase in self._phrases:
            if (at_first := engine.log_probability(first, phrase)) > self._tuning.unheard:
                likely = [at_first, *(engine.log_probability(other, phrase) for other in others)]
                found.append(Candidate(phrase, fmean(likely), max(map(sub, written, likely))))
        possible = (candidate for candidate in found if candidate.log_probability > self._tuning.unheard)
        return tuple(sorted(possible, key=lambda candidate: (-candidate.log_probability, candidate.phrase)))

    def _is_clear(self, text: str) -> bool:
        """Whether another opinion could not help: it is talk, or a phrase but for fillers and one word ("stop it")."""
        words = text.split()
        other = len(words) - len(self._longest_phrase(text).split())
        alone = other <= min(1, len(words) - 1) or (words and self._phrases.issuperset(words))
        return bool(alone) or self._is_talk(text) or self._understands(text) is True

    def _holds_phrase(self, text: str) -> bool:
        return bool(self._longest_phrase(text))

    def _longest_phrase(self, text: str) -> str:
        """Of the phrases in it the one of most words; "" where there is none."""
        held = (phrase for phrase in self._phrases if f" {phrase} " in f" {text} ")
        return max(held, key=lambda phrase: (len(phrase.split()), phrase), default="")

    def _nearness(self, text: str) -> float:
        return self._phrase_near(text) or float(self._understands(text) is not None)

    def _phrase_near(self, text: str) -> float:
        """How much `text` sounds like a phrase; 0 where it is too little."""
        match = closest(text, self._phrases, sounds=self._sounds)
        return match.score if match else 0.0


def plain_words(text: str) -> str:
    """`text` as a Hypothesis has it: lower case, digits as words, no punctuation but apostrophes inside words."""
    text = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"\d+", lambda digits: f" {_spoken(digits[0])} ", text)
    return " ".join(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text))


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def _spoken(digits: str) -> str:
    """Zero to 99 as numbers, anything longer digit by digit."""
    number = int(digits)
    if len(digits) > 2:
        return " ".join(_UNITS[int(digit)] for digit in digits)
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens - 2] + (f" {_UNITS[unit]}" if unit else "")


def agreed(text: str, before: str) -> str:
    """The words of `text` that stand in the same order in `before`; `[unk]` for each run of others."""
    words = text.split()
    matcher = SequenceMatcher(None, before.split(), words, autojunk=False)
    kept: list[str] = []
    for kind, _, _, start, end in matcher.get_opcodes():
        kept += words[start:end] if kind == "equal" else [UNSURE] * (end > start)
    return " ".join(kept)


def _cut_short(text: str) -> str:
    """What is left of a text whose first word was cut off in its middle: of "how much" that may be "too much"."""
    later = text.partition(" ")[2]
    return f"{UNSURE} {later}" if text else ""
