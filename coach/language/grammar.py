"""The utterances by which a recogniser with a grammar knows what may be said: few, and all words among them. Pure."""

from collections.abc import Iterable
from itertools import chain

from coach.language.answers import groups_asked
from coach.language.intents import Live
from coach.language.parts import Parts, answer_of
from coach.language.soreness import ZERO_TO_TEN
from coach.language.spelling import Spelling
from coach.language.templates import NUMBER, Node, examples

_UNASKED = ("always", "waiting", "unready", "paused", "change", "questions", "anywhere")
"""Groups that are listened for whatever is asked."""


class Grammar:
    """Puts together, for what may be said now, utterances that hold every word of it."""

    def __init__(self, spoken: Parts, spelling: Spelling) -> None:
        """`spoken`: the templates with their words as a recogniser writes them."""
        self._spoken = spoken
        self._spelling = spelling
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._worked_out: dict[int, list[str]] = {}
        """Examples by the identity of their node, which lives as long as `spoken`."""

    def prepare(self) -> None:
        """Work out now what all utterances are put together from."""
        for spots in self._spoken.groups.values():
            for node, _ in spots:
                self._examples(node)

    def utterances(self, live: Live) -> frozenset[str]:
        """Utterances that together hold every word that may now be said, and each template at least once.

        Not the full expansion, which has no end worth speaking of: a bigram joins their words. It depends on what is
        asked, not on the step.
        """
        asked = groups_asked(live)
        key = frozenset((*asked, *live.answers))
        if key not in self._known:
            spots = [spot for name in sorted({*_UNASKED, *asked}) for spot in self._spoken.groups[name]]
            said = [node for node, meaning in spots if ":" not in meaning or answer_of(meaning) in live.answers]
            self._known[key] = _fewest(map(self._examples, (*said, *self._around)))
        return self._known[key]

    @property
    def _around(self) -> Iterable[Node]:
        return chain(*self._spoken.leads.values(), *self._spoken.tails.values())

    def _examples(self, node: Node) -> list[str]:
        """Of `node`, numbers in words, also with contractions where they may be said."""
        if id(node) not in self._worked_out:
            self._worked_out[id(node)] = self._examples_of(node)
        return self._worked_out[id(node)]

    def _examples_of(self, node: Node) -> list[str]:
        values = self._spoken.values
        numbers = [word for word in values if not word.isdigit() and values[word] in ZERO_TO_TEN]
        texts = [text.replace(NUMBER, numbers[len(text) % len(numbers)]) for text in examples(node)]
        return [one for text in texts for one in dict.fromkeys((text, self._spelling.contracted(text)))]


def _fewest(templates: Iterable[list[str]]) -> frozenset[str]:
    """Of each template's examples the first, and those with a word that none before them had."""
    kept: set[str] = set()
    seen: set[str] = set()
    for texts in templates:
        for place, text in enumerate(texts):
            words = set(text.split())
            if place == 0 or not words <= seen:
                seen |= words
                kept.add(text)
    return frozenset(kept)
