"""What a hypothesis means.

The phrase table first; then, where any English word may be heard, what its text sounds like; then what the engine finds
likely though it wrote something else.
"""

import logging
from collections.abc import Collection

from coach.hearing.engines.recogniser import Candidate, Hypothesis
from coach.hearing.meaning.soundalike import ANTI, EVERYDAY, Nearest, closest, nearer_beginning, nearest, usual
from coach.hearing.tuning import USUAL, Bar, Tuning
from coach.language.intents import NUMBERS, SAFETY, Intent, Live, Match
from coach.language.phrasebook import Phrasebook

_log = logging.getLogger(__name__)


class Matcher:
    """Understands whole utterances; `by_sound` where the recogniser may hear any word."""

    def __init__(self, phrasebook: Phrasebook, *, by_sound: bool, tuning: Tuning = USUAL) -> None:
        self._book = phrasebook
        self._by_sound = by_sound
        self._tuning, self._sounds = tuning.matching, tuning.soundalike

    def understand(self, text: str, live: Live) -> Match | None:
        """The command or answer that `text` is, or sounds like; None for other talk."""
        exact = self._book.match(text, live)
        if exact or not self._by_sound:
            return exact
        answers = frozenset(said for answer in live.answers for said in self._book.answers[answer])
        bare, phrases = self._book.bare(text), self._book.phrases(live)
        return self._closest(bare, phrases, live) or self._closest(self._book.bare_answer(text), answers, live)

    def _closest(self, text: str, phrases: Collection[str], live: Live) -> Match | None:
        if text in phrases or not phrases:
            return self._book.match(text, live) if phrases else None
        found = self._nearest(text, phrases, live)
        if found is not None and found.is_matched:
            return self._book.match(found.phrase, live)
        _log.debug('"%s" is not taken by its sound: %s', text, found or "it was meant as such")
        return self._number(text, phrases, live) if live.answers.intersection(NUMBERS) else None

    def _number(self, text: str, phrases: Collection[str], live: Live) -> Match | None:
        """The number that any word sounds like: who is asked for one does not say "mine", but "nine"."""
        found = self._nearest(text, phrases, live, meant=())
        match = self._book.match(found.phrase, live) if found is not None and found.is_matched else None
        return match if match is not None and match.answer in NUMBERS else None

    def _nearest(
        self, text: str, phrases: Collection[str], live: Live, meant: Collection[str] | None = None
    ) -> Nearest | None:
        """`meant`: the words that are taken for themselves; None for the usual ones."""
        return nearest(
            text,
            phrases,
            anti=ANTI if meant is None else meant,
            strictness=lambda phrase: usual(phrase, self._sounds) + self._strictness(phrase, live),
            meaning=lambda phrase: self._meaning(phrase, live),
            sounds=self._sounds,
            everyday=EVERYDAY if meant is None else meant,
        )

    def may_be_number(self, hypothesis: Hypothesis, match: Match, live: Live) -> bool:
        """Whether a single word that means something else may be the number that is asked for: "bye" for "five"."""
        text = hypothesis.text
        asked = match.answer not in NUMBERS and live.answers.intersection(NUMBERS)
        if not asked or match.intent in SAFETY or " " in text or text in self._book.phrases(live):
            return False
        meant = (self._book.match(candidate.phrase, live) for candidate in hypothesis.likely)
        return any(number is not None and number.answer in NUMBERS for number in meant)

    def likely(self, hypothesis: Hypothesis, live: Live) -> Match | None:
        """The command or answer that the engine finds likely, though its text is none and sounds like none."""
        best = next((one for one in hypothesis.likely if self._book.match(one.phrase, live)), None)
        match = self._book.match(best.phrase, live) if best else None
        if best is None or match is None:
            return None
        if self._means_another(hypothesis.text, best, match):
            _log.debug('"%s" is not taken for "%s": it was meant as such, or is longer', hypothesis.text, best.phrase)
            return None
        meaning = self._meaning(best.phrase, live)
        others = [
            self._against(one, match, live) for one in hypothesis.likely if self._meaning(one.phrase, live) != meaning
        ]
        missed = _missed(self._bar(match), best, max(others, default=float("-inf")))
        if missed:
            _log.debug('"%s" is not likely enough to be "%s": %s', hypothesis.text, best.phrase, "; ".join(missed))
        return None if missed else match

    def _against(self, rival: Candidate, match: Match, live: Live) -> float:
        """How likely a rival of `match` is held to be: who is asked for a number says hardly anything else."""
        if match.answer in NUMBERS and self._book.match(rival.phrase, live) is None:
            return rival.log_probability - self._tuning.behind_filler - self._tuning.number_bar.ahead
        return rival.log_probability

    def _means_another(self, text: str, best: Candidate, match: Match) -> bool:
        """Whether what the engine wrote was meant as such: an everyday word, or something longer than the phrase."""
        if match.answer not in NUMBERS and (text in ANTI or text in EVERYDAY):
            return True
        return len(text.split()) > len(best.phrase.split()) + self._tuning.more_words

    def _bar(self, match: Match) -> Bar:
        if match.intent in SAFETY:
            return self._tuning.safety_bar
        if match.answer in NUMBERS:
            return self._tuning.number_bar
        return self._tuning.end_bar if match.intent is Intent.END else self._tuning.bar

    def may_grow(self, text: str, match: Match, live: Live) -> bool:
        """Whether `text`, understood as `match` by its sound, may be the beginning of a live phrase that means another.

        "shop" is near to "stop", and nearer to the "sharp" of "sharp pain". What is no sound-alike never grows.
        """
        if self._book.spot_safety(text, live) or (self._book.match(text, live) and match.phrase in text):
            return False
        meaning = self._meaning(match.phrase, live)
        others = [phrase for phrase in self._book.phrases(live) if self._meaning(phrase, live) != meaning]
        return nearer_beginning(self._book.bare(text), match.phrase, others, self._sounds)

    def nearly(self, text: str, live: Live) -> bool:
        """Whether `text`, which was not understood, is short and close enough to a live phrase to have been one."""
        if not self._book.near_miss(text) or not live.commands:
            return False
        found = closest(
            self._book.bare(text),
            self._book.phrases(live),
            anti=(),
            strictness=lambda phrase: usual(phrase, self._sounds) - self._tuning.nearly,
            meaning=lambda phrase: self._meaning(phrase, live),
            sounds=self._sounds,
        )
        return found is not None

    def _meaning(self, phrase: str, live: Live) -> object:
        match = self._book.match(phrase, live)
        return (match.intent, match.answer) if match else phrase

    def _strictness(self, phrase: str, live: Live) -> float:
        match = self._book.match(phrase, live)
        if match and match.intent in SAFETY:
            return -self._tuning.easier
        if match and match.intent is Intent.END:
            return self._tuning.stricter
        asked = match is not None and match.answer not in NUMBERS and live.answers.intersection(NUMBERS)
        return self._tuning.stricter_when_asked if asked else 0.0


def _missed(bar: Bar, candidate: Candidate, second: float) -> list[str]:
    """Which bars `candidate` misses, `second` being the log probability of the best of another meaning; none to act."""
    likely, ahead = candidate.log_probability, candidate.log_probability - second
    bars = {
        f"log probability {likely:.1f}, needs more than {bar.log_probability}": likely > bar.log_probability,
        f"{candidate.behind:.1f} behind what the engine wrote, needs less than {bar.behind}": candidate.behind
        < bar.behind,
        f"{ahead:.1f} ahead of another meaning, needs more than {bar.ahead}": ahead > bar.ahead,
    }
    return [told for told, reached in bars.items() if not reached]
