"""What people say beyond the phrases that the coach names: what an utterance means by the templates of a language.

Pure. What is said must be the whole utterance, but for what stands before and after it. `Groups` finds it; `Answers`,
`Commands` and `SafetySpotter` tell its meaning. Words are compared as `Sayings.words` gives them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from coach.language.answers import Answers
from coach.language.commands import Commands
from coach.language.grammar import Grammar
from coach.language.groups import Groups
from coach.language.intents import AFTER_HURT, FEET, PAIN, TOOLS, YES_NO, Intent, Live, Match, fold
from coach.language.parts import Parts, answer_of
from coach.language.spelling import Spelling
from coach.language.spotting import SafetySpotter

_TRIED_IN_ORDER = frozenset({"numbers", "harmless"})
"""Groups in which of two meanings the first counts, or there is only one."""
_DECIMAL = re.compile(r"(\d)[.,](\d)")


class Sayings:
    """Understands utterances by templates, which are read at the first need: that takes a tenth of a second or two."""

    def __init__(self, read: Callable[[Spelling | None], Parts], spelling: Spelling) -> None:
        """`read` gives the templates with their words as `spelling` writes them, or without one as in the catalogue."""
        self._read = read
        self._spelling = spelling

    def prepare(self) -> None:
        """Read all of them now, so that nobody waits later."""
        self._groups.prepare()
        _ = self.parts.gist.topics

    def prepare_grammar(self) -> None:
        """Work out now what every `grammar` is put together from: half a second."""
        self._grammar.prepare()

    @cached_property
    def parts(self) -> Parts:
        """The templates, as they are compared."""
        return self._read(self._spelling)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.parts)

    @cached_property
    def _grammar(self) -> Grammar:
        return Grammar(self._read(None), self._spelling)

    @cached_property
    def answers(self) -> Answers:
        """What is said to a question."""
        return Answers(self._groups, self.parts)

    @cached_property
    def commands(self) -> Commands:
        """What is said unasked."""
        return Commands(self._groups, self.parts.not_alone)

    @cached_property
    def safety(self) -> SafetySpotter:
        """What is said to be halted."""
        return SafetySpotter(self._groups)

    # --- words ----------------------------------------------------------------------------------------------------

    def words(self, text: str) -> list[str]:
        """`text` as it is compared: its words, letters without dots, numbers up to twenty in words."""
        text = _DECIMAL.sub(rf"\1 {self.parts.point} \2", text)
        spelt = (word for heard in fold(text).split() for word in self._spelling.written_out(heard).split())
        return [self._digits.get(word, word) for word in spelt]

    @cached_property
    def _digits(self) -> dict[str, str]:
        """The word of each number in digits, as far as templates hold such words."""
        named: dict[str, str] = {}
        for word, value in self.parts.values.items():
            if not word.isdigit() and value <= 20:
                named.setdefault(str(value), word)
        return named

    def grammar(self, live: Live) -> frozenset[str]:
        """The utterances by which a recogniser with a grammar knows what may be said while `live` holds."""
        return self._grammar.utterances(live)

    def clashes(self) -> Iterator[tuple[str, str, list[str]]]:
        """Every utterance that two templates of one group give two meanings: the group, the words, the meanings."""
        for group, machine in self._groups.machines.items():
            for text, meanings in machine.two_meanings() if group not in _TRIED_IN_ORDER else ():
                if group != "answers" or any(_asked_together(meanings)):
                    yield group, text, sorted(meanings)

    # --- meanings -------------------------------------------------------------------------------------------------

    def command(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean to a question that they do not answer, or at any time."""
        return self.answers.undecided(words, live) or self.commands.at_any_time(words)

    def in_other_words(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` come down to, of which no template knows."""
        return self.answers.relied_on(self.parts.gist.of(words, live, self._plainly), words)

    def _plainly(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean as they stand."""
        ways = (self.answers.rejection, self.answers.given, self.commands.in_phase, self.command)
        return next((match for way in ways if (match := way(words, live))), None)

    def may_mean(self, words: Sequence[str], live: Live, match: Match) -> bool:
        """Whether an utterance that begins with `words`, understood as `match`, may yet come to mean another thing."""
        if match.intent is Intent.ANSWER:
            return self.answers.may_become_another(words, live, match)
        return self.commands.may_become_another(words, match)


def _asked_together(meanings: Collection[str]) -> Iterator[bool]:
    """For each set of answers that stand beside each other in a question, whether it holds two of `meanings`."""
    answers = set(map(answer_of, meanings))
    return (len(answers & together) > 1 for together in (YES_NO, PAIN, FEET, TOOLS, AFTER_HURT))
