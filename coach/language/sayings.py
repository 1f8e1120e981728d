"""What people say beyond the phrases that the coach names: templates, and what an utterance means by them.

Pure. `coach.language.templating` reads templates from text. What is said must be the whole utterance, but for what
stands before and after it. Words are compared as `Sayings.words` gives them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from coach.language.gist import Gist, Words
from coach.language.intents import AFTER_HURT, FEET, NUMBERS, PAIN, SHARP, TOOLS, YES_NO, Intent, Live, Match, fold
from coach.language.remarks import Remarks
from coach.language.templates import NUMBER, Found, Machine, Node, examples, words_of

ZERO_TO_TEN = range(11)
FAR_APART = 3
"""Two numbers with more than this between them are no answer."""
_MOST_REMEMBERED = 4000
"""Words whose spelling is looked up once: more than templates hold."""
MOST_BEFORE = 6
"""How many words before a safety phrase are looked at for what makes it harmless: "it does not really hurt"."""

_TRIED_IN_ORDER = frozenset({"numbers", "harmless"})
"""Groups in which of two meanings the first counts, or there is only one."""

LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""Letters that are typed, or written by a recogniser, in two ways; words are compared without them."""
_DECIMAL = re.compile(r"(\d)[.,](\d)")

Spots = Sequence[tuple[Node, str]]
"""Templates, each with what it stands for."""


class Spelling:
    """One way to write each word, for templates and for what was heard."""

    def __init__(self, written_out: Mapping[str, str]) -> None:
        """Whole words, and ends of words after "~", to what they are written as."""
        plain = {word.translate(LETTERS): text.translate(LETTERS) for word, text in written_out.items()}
        self._words = {word: text for word, text in plain.items() if not word.startswith("~")}
        self._ends = {word[1:]: text for word, text in plain.items() if word.startswith("~")}
        self._known: dict[str, str] = {}
        shorter = {rf"\b{re.escape(text)}\b": word for word, text in self._words.items() if "'" in word}
        shorter |= {rf"(?<=\w) {re.escape(text)}\b": end for end, text in self._ends.items()}
        self._contractions = [(re.compile(long), short) for long, short in shorter.items()]

    def contracted(self, text: str) -> str:
        """`text` with every contraction that may be; some of them are no words."""
        for long, short in self._contractions:
            text = long.sub(short, text)
        return text

    def written_out(self, word: str) -> str:
        """`word` as it is compared, perhaps as several words."""
        found = self._known.get(word)
        if found is None:
            found = self._spell(word.translate(LETTERS))
            if len(self._known) < _MOST_REMEMBERED:
                self._known[word] = found
        return found

    def _spell(self, word: str) -> str:
        if word in self._words:
            return self._words[word]
        for end, text in self._ends.items():
            if word.endswith(end) and word != end:
                return f"{word.removesuffix(end)} {text}"
        return word


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """The templates of a language, read; `coach.language.table` tells what each part is."""

    leads: Mapping[str, Sequence[Node]]
    """What may stand before a "command" and an "answer", over and over; and the beginning of a "correction"."""
    tails: Mapping[str, Sequence[Node]]
    """What may stand after a "command" and an "answer"."""
    groups: Mapping[str, Spots]
    """By the name of a group of meanings that belong to one situation."""
    values: Mapping[str, int]
    """The value of each word that is a number."""
    homophones: Mapping[str, str]
    """Words that stand for a number where one is asked for: each to the answer's name."""
    around_homophones: frozenset[str]
    """The only words that may stand before or after one: "to" is two, "i want to" is none."""
    not_alone: frozenset[str]
    """Utterances that are no command when no other word is said; those of several words, neither yes nor no."""
    point: str
    """The word for the sign in 7.5."""
    remarks: Remarks
    """Answers given with a remark."""
    gist: Gist
    """What is left when words that add nothing are left out."""


class Sayings:
    """Understands utterances by templates, which are read at the first need: that takes a tenth of a second or two."""

    def __init__(self, read: Callable[[Spelling | None], Parts], spelling: Spelling) -> None:
        """`read` gives the templates with their words as `spelling` writes them, or without one as in the catalogue."""
        self._read = read
        self._spelling = spelling

    def prepare(self) -> None:
        """Read all of them now, so that nobody waits later."""
        _ = self._machines, self._ways, self.parts.gist.topics

    def prepare_grammar(self) -> None:
        """Work out now what every `grammar` is put together from: half a second."""
        for spots in self._spoken.groups.values():
            for node, _ in spots:
                self._examples(node)

    @cached_property
    def parts(self) -> Parts:
        """The templates, as they are compared."""
        return self._read(self._spelling)

    @cached_property
    def _spoken(self) -> Parts:
        """The templates, as a recogniser writes their words."""
        return self._read(None)

    @cached_property
    def _machines(self) -> dict[str, Machine[str]]:
        return {name: Machine(spots, self.parts.values) for name, spots in self.parts.groups.items()}

    @cached_property
    def _ways(self) -> dict[str, Machine[str]]:
        parts = self.parts
        ways = {**parts.leads, **{f"after {name}": nodes for name, nodes in parts.tails.items()}}
        return {name: Machine([(node, "") for node in nodes], parts.values) for name, nodes in ways.items()}

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

    def clashes(self) -> Iterator[tuple[str, str, list[str]]]:
        """Every utterance that two templates of one group give two meanings: the group, the words, the meanings."""
        for group, machine in self._machines.items():
            for text, meanings in machine.two_meanings() if group not in _TRIED_IN_ORDER else ():
                if group != "answers" or any(_asked_together(meanings)):
                    yield group, text, sorted(meanings)

    # --- for a recogniser -----------------------------------------------------------------------------------------

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the templates, numbers apart."""
        nodes = (node for spots in self._spoken.groups.values() for node, _ in spots)
        around = chain(*self._spoken.leads.values(), *self._spoken.tails.values())
        return frozenset().union(*map(words_of, chain(nodes, around)))

    def grammar(self, live: Live) -> frozenset[str]:
        """Utterances that together hold every word that may now be said, and each template at least once.

        Not the full expansion, which has no end worth speaking of: a bigram joins their words. It depends on what is
        asked, not on the step.
        """
        asked = [name for name, _ in self._asked(live)]
        key = frozenset((*asked, *live.answers))
        if key not in self._grammars:
            wanted = {"always", "waiting", "unready", "paused", "change", "questions", "anywhere", *asked}
            spots = [spot for name in sorted(wanted) for spot in self._spoken.groups[name]]
            said = [node for node, meaning in spots if ":" not in meaning or _answer_of(meaning) in live.answers]
            around = chain(*self._spoken.leads.values(), *self._spoken.tails.values())
            self._grammars[key] = _fewest(map(self._examples, (*said, *around)))
        return self._grammars[key]

    @cached_property
    def _grammars(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    @cached_property
    def _worked_out(self) -> dict[int, list[str]]:
        """Examples by the identity of their node, which lives as long as `_spoken`."""
        return {}

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

    # --- answers -----------------------------------------------------------------------------------------------------
    # Of what is understood here the phrase is left empty: it is the whole of what was said.

    def answer(self, words: Sequence[str], live: Live) -> Match | None:
        """The answer that `words` give, if it is asked for; of several in one breath the last."""
        found = self._in_this_sense(self._given(words, live), words, live, self._given)
        if found and found.answer == "yes" and AFTER_HURT & live.answers and self._whole(words, "not sharp", "answer"):
            return Match(Intent.UNSURE, "")
        return self._relied_on(found, words)

    def _in_this_sense(
        self, found: Match | None, words: Sequence[str], live: Live, read: Callable[[Words, Live], Match | None]
    ) -> Match | None:
        """`found`, unless `read` makes another of the rest where some words have another sense: "right now"."""
        if found is None or not (others := self._machines.get(f"not {found.answer}")):
            return found
        places = {
            place
            for start in range(len(words))
            for spot in others.found(words, start)
            for place in range(start, spot.end)
        }
        if not places:
            return found
        rest = [word for place, word in enumerate(words) if place not in places]
        again = read(rest, live) if rest else None
        return again if again and again.answer == found.answer else None

    def _relied_on(self, found: Match | None, words: Sequence[str]) -> Match | None:
        """`found`, unless it is a yes or a no that `words` leave in doubt: "maybe not"."""
        clear = found is None or found.intent is not Intent.ANSWER or found.answer not in YES_NO or found.topic
        return found if clear or not self.is_doubtful(words) else Match(Intent.UNSURE, "")

    def _given(self, words: Sequence[str], live: Live) -> Match | None:
        if not live.answers and not live.before:
            return None
        if "zero" in live.answers and (alone := self._homophone(words)):
            return alone
        ends = self._after(words, "answer")
        # "No, I don't" begins as a correction does, and is none.
        plain = self._one_answer(words, [0], live.answers, live, ends) if live.answers else None
        if plain and plain.answer in YES_NO:
            return plain
        starts = self._begins(words, live)
        corrected = self._reached(words, [0], "correction", once=True)
        wanted = live.before | live.answers
        if corrected and (found := self._one_answer(words, corrected, wanted, live, ends)):
            if self._contradicts(words, corrected, found):
                return Match(Intent.UNSURE, "")
            known = found.intent is Intent.ANSWER and found.answer in live.before
            return Match(Intent.CORRECT, "", found.answer, also=found.also) if known else found
        if found := self._one_answer(words, starts, live.answers, live, ends):
            return found
        if found := self._second_thought(words, starts, live, ends):
            return found
        late = self._one_answer(words, starts, live.before - live.answers, live, ends)
        return Match(Intent.CORRECT, "", late.answer, also=late.also) if late and late.answer else None

    def _begins(self, words: Sequence[str], live: Live) -> list[int]:
        """Where an answer may begin; "yes" before it says nothing where it is not asked for: "yes, both"."""
        agreed = [1] if words and "yes" not in live.answers and self.parts.remarks.heads.get(words[0]) == "yes" else []
        return self._reached(words, [0, *agreed], "answer")

    def _contradicts(self, words: Sequence[str], corrected: Sequence[int], found: Match) -> bool:
        """Whether a "no" is followed by what would be a yes without that word: "no, the doctor said it's fine"."""
        heads = self.parts.remarks.heads
        denied = all(heads.get(word) == "no" for word in words[: corrected[0]])
        return denied and found.answer == "yes" and "yes" not in {heads.get(words[start]) for start in corrected}

    def _homophone(self, words: Sequence[str]) -> Match | None:
        """The number that a word sounds like, if nothing but words without meaning stands around it."""
        parts = self.parts
        left = [word for word in words if word not in parts.around_homophones]
        return (
            Match(Intent.ANSWER, "", parts.homophones[left[0]])
            if len(left) == 1 and left[0] in parts.homophones
            else None
        )

    def _second_thought(
        self, words: Sequence[str], starts: Collection[int], live: Live, ends: Collection[int]
    ) -> Match | None:
        """The last of two answers: "seven, no, four"."""
        first = {found.end for found, _ in self._answers(words, starts, live.answers, live)}
        again = self._reached(words, sorted(first), "correction", once=True)
        return self._one_answer(words, again, live.answers, live, ends)

    def _one_answer(
        self, words: Sequence[str], starts: Collection[int], wanted: Collection[str], live: Live, ends: Collection[int]
    ) -> Match | None:
        whole = [(found, match) for found, match in self._answers(words, starts, wanted, live) if found.end in ends]
        return min(whole, key=lambda one: (one[0].start, -one[0].end, one[1].answer in YES_NO))[1] if whole else None

    def _answers(
        self, words: Sequence[str], starts: Collection[int], wanted: Collection[str], live: Live
    ) -> Iterator[tuple[Found[str], Match]]:
        """Every answer of `wanted` that begins at one of `starts`."""
        groups = self._asked(live, wanted)
        for name, machine in groups:
            for start in starts:
                for found in machine.found(words, start):
                    if match := self._meant(name, found, wanted, live):
                        yield found, match

    def _asked(self, live: Live, wanted: Collection[str] | None = None) -> list[tuple[str, Machine[str]]]:
        """The groups of answers that the open question may be answered by, the most particular first."""
        wanted = live.answers | live.before if wanted is None else wanted
        zero, yes = "zero" in wanted, "yes" in wanted
        names = [
            *(["ending"] if live.ending and yes else []),
            *(["signs"] if live.signs and yes else []),
            *(["hurt"] if AFTER_HURT & frozenset(wanted) and yes else []),
            *(["both first"] if "left" in wanted else []),
            *(["numbers"] if zero else []),
            *(["answers"] if wanted else []),
        ]
        return [(name, self._machines[name]) for name in names]

    def _meant(self, group: str, found: Found[str], wanted: Collection[str], live: Live) -> Match | None:
        if group == "numbers":
            return self._soreness(found)
        if group == "signs":
            return Match(Intent.ANSWER, "", "yes", found.meaning) if found.meaning in live.signs else None
        if group == "both first":
            both = "both" in wanted
            return Match(Intent.ANSWER, "", "both" if both else found.meaning, also=found.meaning if both else "")
        answer = _answer_of(found.meaning)
        return Match(Intent.ANSWER, "", answer) if answer in wanted else None

    @staticmethod
    def _soreness(found: Found[str]) -> Match | None:
        """A number that was said, or the sorer of two that are near to each other."""
        values = sorted(_values(found))
        if values[-1] not in ZERO_TO_TEN:
            return Match(Intent.OUT_OF_RANGE, "")
        if values[-1] - values[0] > FAR_APART:
            return Match(Intent.UNSURE, "")
        names = [NUMBERS[value] for value in dict.fromkeys(values)]
        return Match(Intent.ANSWER, "", names[-1], also=names[0] if len(names) > 1 else "")

    def remarked(self, words: Sequence[str], live: Live) -> Match | None:
        """The answer that `words` give beside a remark of which no template knows."""
        return self._in_this_sense(self._remarked(words, live), words, live, self._remarked)

    def _remarked(self, words: Sequence[str], live: Live) -> Match | None:
        starts = self._reached(words, [0], "answer")
        if not live.answers:
            return None
        answer, also = self.parts.remarks.answer(words, starts, live.answers)
        denied = self.parts.remarks.denies(words) if not answer and "no" in live.answers else 0
        if denied:
            # One of several signs that is denied says nothing of the others.
            alone = denied == 1 and len(live.signs) > 1
            return Match(Intent.UNSURE, "") if alone else Match(Intent.ANSWER, "", "no")
        return self._relied_on(Match(Intent.ANSWER, "", answer, also=also), words) if answer else None

    def is_doubtful(self, words: Sequence[str]) -> bool:
        """Whether a yes or a no in `words` is none to rely on: "maybe not"."""
        return any(any(self._machines["doubtful"].found(words, place)) for place in range(len(words)))

    def rejection(self, words: Sequence[str], live: Live) -> Match | None:
        """Back, where `words` reject the answer before without giving the right one: "no, that's wrong"."""
        return Match(Intent.BACK, "") if live.before and self._whole(words, "rejected") else None

    # --- commands -------------------------------------------------------------------------------------------------

    def is_scrap(self, words: Sequence[str]) -> bool:
        """Whether `words` stand in any talk, and a recogniser makes them of noise: "and then", "the next"."""
        return " ".join(words) in self.parts.not_alone

    def in_phase(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean while the coach waits, or stands still, and at no other time."""
        if live.waiting and self._whole(words, "waiting"):
            return Match(Intent.READY, "")
        if live.waiting and not live.timed and self._whole(words, "unready"):
            return Match(Intent.PAUSE, "")
        return Match(Intent.RESUME, "") if live.paused and self._whole(words, "paused") else None

    def command(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean to a question that they do not answer, or at any time."""
        return self.undecided(words, live) or self._at_any_time(words)

    def _at_any_time(self, words: Sequence[str]) -> Match | None:
        """What `words` mean at any time; what takes in the most goes first: "should I go slowly" is a question."""
        if self.is_scrap(words):
            return None
        found = [(group, one) for group in ("always", "change", "questions") if (one := self._whole(words, group))]
        if not found:
            return None
        group, meant = min(found, key=lambda one: one[1].start)
        if group == "always":
            return _command(meant.meaning)
        if group == "change":
            return Match(Intent.CHANGE, "", meant.meaning)
        return Match(Intent.ASK, "", topic=meant.meaning)

    def undecided(self, words: Sequence[str], live: Live) -> Match | None:
        """What is said to a question and decides nothing."""
        groups = [
            *(["either"] if live.answers & {"left", "bottle", "ball", "roller"} else []),
            *(["out of range"] if "zero" in live.answers else []),
            *(["unsure"] if live.answers else []),
        ]
        for group in groups:
            if self._whole(words, group, "answer"):
                return Match(Intent(group), "")
        return None

    def _whole(self, words: Sequence[str], group: str, kind: str = "command") -> Found[str] | None:
        """The template of `group` that all of `words` are, but for what stands around it."""
        ends = self._after(words, kind)
        for start in self._reached(words, [0], kind):
            found = [one for one in self._machines[group].found(words, start) if one.end in ends]
            if found:
                return found[-1]
        return None

    def _reached(self, words: Sequence[str], starts: Sequence[int], kind: str, once: bool = False) -> list[int]:
        """Where what is meant may begin, after any number of leads, in order; `once`: after exactly one."""
        machine, reached = self._ways[kind], [] if once else list(starts)
        todo = list(starts)
        while todo:
            for found in machine.found(words, todo.pop()):
                if found.end not in reached and found.end < len(words):
                    reached.append(found.end)
                    todo += [] if once else [found.end]
        return sorted(reached)

    def _after(self, words: Sequence[str], kind: str) -> set[int]:
        """Where what is meant may end: from there on nothing is left but tails."""
        machine, ends = self._ways[f"after {kind}"], {len(words)}
        for place in range(len(words) - 1, 0, -1):
            if any(found.end in ends for found in machine.found(words, place)):
                ends.add(place)
        return ends

    def may_mean(self, words: Sequence[str], live: Live, match: Match) -> bool:
        """Whether an utterance that begins with `words`, understood as `match`, may yet come to mean another thing."""
        answering = match.intent is Intent.ANSWER
        groups = [name for name, _ in self._asked(live)] if answering else ["always"]
        kind = "answer" if answering else "command"
        meanings = {
            meaning
            for group in groups
            if group != "numbers"
            for start in self._reached(words, [0], kind)
            for meaning in self._machines[group].possible(words, start)
        }
        if answering:
            return bool({_answer_of(meaning) for meaning in meanings} & (live.answers - {match.answer}))
        return any(_command(meaning).intent is not match.intent for meaning in meanings)

    # --- said in some other way ---------------------------------------------------------------------------------------

    def in_other_words(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` come down to, of which no template knows."""
        return self._relied_on(self.parts.gist.of(words, live, self._plainly), words)

    def _plainly(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean as they stand."""
        ways = (self.rejection, self.answer, self.in_phase, self.command)
        return next((match for way in ways if (match := way(words, live))), None)

    # --- safety ---------------------------------------------------------------------------------------------------

    def spot(self, words: Sequence[str], known: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, Intent]]:
        """Where a safety phrase stands anywhere in `words`, unless that is harmless: its first word and its length.

        `known`: those of the phrase table, found already: first word, the word after the last, intent.
        """
        hits = set(known)
        for start in range(len(words)):
            hits |= {(start, found.end, found.meaning) for found in self._machines["anywhere"].found(words, start)}
        for start, end, intent in hits:
            if not self._harmless(words, start, end):
                yield start, end - start, Intent(intent)

    def _harmless(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether the words around a safety phrase take its meaning away: "it doesn't hurt", "non-stop"."""
        machine = self._machines["harmless"]
        for place in range(max(0, start - MOST_BEFORE), start + 1):
            for found in machine.found(words, place):
                if found.end >= end:
                    return True
        return False

    def is_sharp(self, words: Sequence[str]) -> bool:
        """Whether words of pain say that it is sharp, stabbing, shooting or burning."""
        spots = (
            (place, found.end) for place in range(len(words)) for found in self._machines[SHARP].found(words, place)
        )
        return any(not self._harmless(words, start, end) for start, end in spots)


def _asked_together(meanings: Collection[str]) -> Iterator[bool]:
    """For each set of answers that stand beside each other in a question, whether it holds two of `meanings`."""
    answers = set(map(_answer_of, meanings))
    return (len(answers & together) > 1 for together in (YES_NO, PAIN, FEET, TOOLS, AFTER_HURT))


def _values(found: Found[str]) -> list[int]:
    """The numbers that an answer of this form leaves open: one, or two."""
    numbers = list(found.numbers)
    if found.meaning == "half":
        return [numbers[0], numbers[0] + 1]
    if found.meaning == "point":
        whole, part = numbers
        return [whole, whole + 1] if part == 5 else [whole + (part > 5)]
    if found.meaning == "pair" and numbers[0] >= 20:
        return [sum(numbers)]
    return numbers


def _answer_of(meaning: str) -> str:
    return meaning.partition(":")[2]


def _command(meaning: str) -> Match:
    """The command that a meaning of the group "always" stands for: an intent, or one with a topic after a colon."""
    intent, _, topic = meaning.partition(":")
    return Match(Intent(intent), "", topic=topic)


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
