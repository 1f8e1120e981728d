"""What an utterance comes down to when words that add nothing are left out: the way to what no template foresees. Pure.

Templates know how things are mostly said. Here is what remains: hedges in the middle ("could you just quickly go
back"), a question that is put in some other way ("so is my thumb meant to go deeper here"), and one thing said twice
("not yet, hang on"). Every word must be known; so talk about anything else comes down to nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coach.language.intents import NAMED, SKIP, Intent, Live, Match
from coach.language.templates import Machine, Node

ASKED = "?"
"""Stands in what is left of a question without a question word, such as "is it", for its being one."""
LONGEST = 14
"""Words of an utterance that is looked at; who says more is talking to somebody else."""
LONGEST_ASIDE = 7

ALSO_ASKED = (Intent.WHERE, Intent.TIME_LEFT, Intent.REPEAT, Intent.HELP)
"""What is put as a question as well, beside TOPICS."""
_SAID_BESIDE = frozenset({Intent.REPEAT, Intent.UNSURE})
"""What gives way to a command in the same breath: "I missed that, go back"."""

Words = Sequence[str]
Plain = Callable[[Words, Live], Match | None]
"""What an utterance means as it stands."""

_COMMANDS = frozenset(NAMED) - {Intent.REPEAT}
_GOES_ON = frozenset({Intent.READY, Intent.RESUME, Intent.NEXT})


@dataclass(frozen=True, kw_only=True, eq=False)
class Gist:
    """Which words may be left out, and what may be left."""

    loose: Sequence[Node]
    """What may be left out anywhere."""
    small: frozenset[str]
    """Words without meaning of their own, which may be left out of a question."""
    about: frozenset[str]
    """What the massage is about, which may be left out of a question as well."""
    first: frozenset[str]
    """Verbs that begin a question, when one of `second` follows: "is it", "should i"."""
    second: frozenset[str]
    opens: frozenset[str]
    """Those of `first` that begin a question whatever follows, as the first word of all."""
    asking: frozenset[str]
    """Words that make a question of what they begin."""
    questions: Sequence[tuple[Node, str]]
    """What may be left of a question, and its topic."""
    reasons_begin: frozenset[str]
    reasons: frozenset[str]
    """What a reason for a command is made of, beside `small` and `about`: "my hands are tired"."""

    def of(self, words: Words, live: Live, plain: Plain) -> Match | None:
        """What `words` mean, which mean nothing to `plain` as they stand."""
        if len(words) > LONGEST:
            return None
        shorter = self._without_loose(words)
        return (
            (plain(shorter, live) if shorter and len(shorter) < len(words) else None)
            or self.question(words)
            or self._in_parts(words, live, plain)
            or (self._in_parts(shorter, live, plain) if len(shorter) < len(words) else None)
        )

    # --- hedges -------------------------------------------------------------------------------------------------------

    @cached_property
    def _loose(self) -> Machine[str]:
        return Machine([(node, "") for node in self.loose])

    def _without_loose(self, words: Words) -> list[str]:
        kept, place = [], 0
        while place < len(words):
            ends = [found.end for found in self._loose.found(words, place)]
            if ends:
                place = ends[-1]
            else:
                kept.append(words[place])
                place += 1
        return kept

    # --- questions ----------------------------------------------------------------------------------------------------

    @cached_property
    def topics(self) -> Machine[str]:
        """What may be left of a question."""
        return Machine(self.questions)

    def question(self, words: Words) -> Match | None:
        """The question that `words` ask, if every one of them is known."""
        begun = any(word in self.asking for word in words)
        turned = any(self._is_turned(words, place) for place in range(len(words) - 1))
        left = [word for word in words if word not in self.small]
        for remains in (left, [word for word in left if word not in self.about]):
            topic = (begun and self._topic(remains)) or (turned and self._topic([ASKED, *remains]))
            if topic:
                return Match(Intent(topic), "") if topic in ALSO_ASKED else Match(Intent.ASK, "", topic=topic)
        return None

    def _is_turned(self, words: Words, place: int) -> bool:
        """Whether a question such as "is it" begins at `place`; "that is it" is none."""
        if place == 0 and words[0] in self.opens:
            return True
        told = place > 0 and words[place - 1] in self.second
        return words[place] in self.first and words[place + 1] in self.second and not told

    def _topic(self, words: Words) -> str:
        return next((found.meaning for found in self.topics.found(words) if found.end == len(words)), "")

    # --- said twice ---------------------------------------------------------------------------------------------------

    def _in_parts(self, words: Words, live: Live, plain: Plain) -> Match | None:
        """What two parts of `words` both mean, or one of them where the other is an aside."""
        alone = None
        for place in range(1, len(words)):
            first, second = words[:place], words[place:]
            if (before := plain(first, live)) is None:
                continue
            after = plain(second, live)
            if after and (both := one_of(before, after, live)):
                return both
            if after is None and self._is_aside(second, before):
                alone = before
        return alone

    def _is_aside(self, words: Words, match: Match) -> bool:
        """Whether `words` only give a reason for what was said before them."""
        commanded = match.intent not in {Intent.ANSWER, Intent.CORRECT, Intent.UNSURE, Intent.ASK}
        known = self.reasons | self.small | self.about
        fits = 1 < len(words) <= LONGEST_ASIDE and words[0] in self.reasons_begin
        return commanded and fits and all(word in known for word in words)


def one_of(first: Match, second: Match, live: Live) -> Match | None:
    """The meaning of two that are said one after the other, if they agree."""
    if live.waiting and {first.intent, second.intent} <= _GOES_ON:
        return Match(Intent.READY, "")
    if live.paused and {first.intent, second.intent} <= _GOES_ON - {Intent.NEXT}:
        return Match(Intent.RESUME, "")
    if first.intent in _SAID_BESIDE and second.intent in _COMMANDS:
        return second
    if second.intent in _SAID_BESIDE and first.intent in _COMMANDS:
        return first
    if first.intent is not second.intent or first.answer != second.answer or first.also != second.also:
        return None
    if first.topic == second.topic:
        return first
    topics = {first.topic, second.topic}
    skips = first.intent is Intent.NEXT and topics == {SKIP, ""}
    counts = "" in topics and first.intent in {Intent.FEWER_COUNTS, Intent.MORE_COUNTS}
    signs = first.intent is Intent.ANSWER
    return replace(first, topic=first.topic or second.topic) if skips or counts or signs else None
