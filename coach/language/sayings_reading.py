"""The part `[sayings]` of a catalogue: templates of what people say, and how they become `language.sayings`. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from coach.language.gist import ALSO_ASKED, ASKED, Gist
from coach.language.intents import ANSWERS, COUNTS, NAMED, NUMBERS, SAFETY, SHARP, SIGNS, SKIP, TOPICS, Intent, fold
from coach.language.marks import AtMost, For, MayBeEmpty
from coach.language.numbers import Numbers
from coach.language.parts import Parts
from coach.language.phrasebook import PhraseTable
from coach.language.remarks import Remarks
from coach.language.sayings import Sayings
from coach.language.soreness import FAR_APART
from coach.language.spelling import Spelling
from coach.language.templates import Either, Node
from coach.language.templating import TemplateError, Templates
from coach.toml.lines import Place

_CHANGES = ("left", "right", "both", "bottle", "ball", "roller", "hands only")
_FORMS = ("exact", "pair", "half", "point")
_OTHER_SENSE = ("yes", "no", "left", "right", "both", "sharp")
_COUNTED_MORE = "every"

_LEFT_OUT = ("small", "about", "first", "second", "opens", "asking", "reasons_begin", "reasons")
_TOLD_WITH = ("any", "yes", "no", "number", "denials", "denied", "before denied", "after denied")
LONGEST = 2000
_WORD = re.compile(r"[^\W_][\w']*")

Many = Annotated[tuple[Annotated[str, AtMost(LONGEST)], ...], MayBeEmpty()]


@dataclass(frozen=True, kw_only=True, eq=False)
class SayingTable:
    """Templates: `[optional]`, `(one|or another)`, `<rule>`. Each is a whole utterance, leads and tails apart."""

    rules: Mapping[str, str]
    """Parts of templates, by the name that they are called by."""
    written_out: Mapping[str, str]
    """How contractions are written out: whole words ("let's"), and ends of words after "~" ("~'m")."""
    homophones: Mapping[str, str]
    """Words that sound like a number, and the answer they are taken for while a number is asked for."""
    point: str
    """The word for the sign in 7.5."""
    told_with: Annotated[Mapping[str, Annotated[frozenset[str], MayBeEmpty()]], For(*_TOLD_WITH)]
    """Words that may stand in any order beside any answer, beside a yes, a no, and a number: "no, it's been fine"; and
    words of a no that is told by denying something: "I haven't had an injury"."""
    loose: Many
    """What may be left out anywhere of what no template knows."""
    left_out: Annotated[Mapping[str, Annotated[frozenset[str], MayBeEmpty()]], For(*_LEFT_OUT)]
    """Words that may be left out of a question, and those that make it one; and words of a reason."""
    gist: Annotated[Mapping[str, Many], For(*TOPICS, *ALSO_ASKED)]
    """What is left of a question then; `<asked>` stands for its being one without a question word."""
    not_alone: Annotated[frozenset[str], MayBeEmpty()]
    """What is no command when nothing else is said; of several words, neither yes nor no."""
    before_command: Many
    after_command: Many
    before_answer: Many
    """Beside the words of `phrases.before_answer`."""
    after_answer: Many
    before_correction: Many
    """What begins the correction of an answer; the right answer follows."""
    commands: Annotated[Mapping[str, Many], For(*NAMED, SKIP, Intent.WHERE)]
    """What is understood at any time."""
    counts: Annotated[Mapping[str, Many], For(*COUNTS)]
    """Another way to count, by name."""
    waiting: Many
    """"Ready", while the coach waits for it."""
    unready: Many
    """"Not yet", while the coach waits for "ready": "almost there"."""
    paused: Many
    """"Continue", while the clock is held."""
    rejected: Many
    """What takes the answer before back, without another in its place."""
    change: Annotated[Mapping[str, Many], For(*_CHANGES)]
    """Another tool or foot from now on."""
    questions: Annotated[Mapping[str, Many], For(*TOPICS)]
    """Questions about the massage."""
    answers: Annotated[Mapping[str, Many], For(*ANSWERS)]
    both_first: Annotated[Mapping[str, Many], For("left", "right")]
    """Both feet, and which of them goes first."""
    numbers: Annotated[Mapping[str, Many], For(*_FORMS)]
    """A soreness: one number, two of them, one and a half, one with a decimal; `<number>` stands for a number."""
    out_of_range: Many
    """No number from zero to ten, where one is asked for."""
    unsure: Many
    doubtful: Many
    """What makes a yes or a no one that decides nothing, wherever it stands: "maybe"."""
    either: Many
    other_sense: Annotated[Mapping[str, Many], For(*_OTHER_SENSE)]
    """Of an answer, what holds a word of it in another sense, wherever it stands: of "right", "right now".

    Of "sharp", what agrees to anything but that: "okay".
    """
    ending: Annotated[Mapping[str, Many], For("yes", "no")]
    """Answers to the question whether to end."""
    hurt: Annotated[Mapping[str, Many], For("yes", "no")]
    """Answers to the question whether a pain is sharp."""
    signs: Annotated[Mapping[str, Many], For(*SIGNS)]
    """Naming a sign, which confirms it, while the question names it as well."""
    anywhere: Annotated[Mapping[str, Many], For(*sorted(SAFETY))]
    """Safety phrases that are found anywhere in what is said, beside those of `phrases.commands`."""
    sharp: Many
    """What makes a pain sharp, anywhere in what is said."""
    harmless: Many
    """What takes the meaning of a safety phrase away; `<spotted>` stands for any of them."""


class SayingsError(ValueError):
    """A template that cannot be read."""

    def __init__(self, place: Place, text: str, expected: str) -> None:
        super().__init__(expected)
        self.place = place
        self.text = text
        self.expected = expected


def read_sayings(table: SayingTable, phrases: PhraseTable, numbers: Numbers) -> Sayings:
    """The sayings; their templates are read when they are needed, and then raise SayingsError for a first fault."""
    return Sayings(lambda spelling: _Reader(table, phrases, spelling).parts(numbers), Spelling(table.written_out))


class _Reader:
    def __init__(self, table: SayingTable, phrases: PhraseTable, spelling: Spelling | None) -> None:
        self._table = table
        self._phrases = phrases
        self._spelling = spelling
        self._templates = Templates({name: self._plain(text) for name, text in table.rules.items()})

    def parts(self, numbers: Numbers) -> Parts:
        table = self._table
        for name in table.rules:
            self._rule(name)
        fillers = sorted(self._plain(word) for word in self._phrases.fillers | self._phrases.noises)
        words = sorted(self._plain(word) for word in self._phrases.before_answer)
        return Parts(
            leads={
                "command": [*fillers, *self._several("before_command", table.before_command)],
                "answer": [*fillers, *words, *self._several("before_answer", table.before_answer)],
                "correction": self._several("before_correction", table.before_correction),
            },
            tails={
                "command": [*fillers, *self._several("after_command", table.after_command)],
                "answer": [*fillers, *self._several("after_answer", table.after_answer)],
            },
            groups=self._groups(),
            values=self._values(numbers),
            homophones=self._homophones(),
            around_homophones=frozenset((*fillers, *words)),
            not_alone=frozenset(map(self._plain, table.not_alone)),
            point=table.point,
            remarks=self._remarks(numbers),
            gist=self._gist(),
        )

    def _gist(self) -> Gist:
        """What is left of an utterance when words that add nothing are left out."""
        asked = self._templates.beside("asked", ASKED)
        topics = [
            (self._read(("gist", topic, number), text, asked), topic)
            for topic, texts in self._table.gist.items()
            for number, text in enumerate(texts)
        ]
        sets = {name: frozenset(self._words(words)) for name, words in self._table.left_out.items()}
        return Gist(loose=self._several("loose", self._table.loose), questions=topics, **sets)

    def _remarks(self, numbers: Numbers) -> Remarks:
        said = {answer: self._phrases.answers[answer] for answer in ("yes", "no")}
        told = self._table.told_with
        any_ = told["any"] | self._table.left_out["small"]
        return Remarks(
            heads={self._plain(phrase): answer for answer, phrases in said.items() for phrase in phrases},
            beside={each: frozenset(self._words(any_ | told[each])) for each in ("yes", "no", "number")},
            values=self._values(numbers),
            far_apart=FAR_APART,
            denials=frozenset(self._words(told["denials"])),
            denied=frozenset(self._words(told["denied"])),
            before_denied=frozenset(self._words(told["before denied"])),
            after_denied=frozenset(self._words(told["after denied"])),
        )

    def _words(self, phrases: Iterable[str]) -> Iterator[str]:
        """Every word of `phrases`, as they are compared."""
        yield from (word for phrase in phrases for word in self._plain(phrase).split())

    def _groups(self) -> dict[str, list[tuple[Node, str]]]:
        table = self._table
        anywhere = list(self._keyed("anywhere", table.anywhere))
        sharp = [(node, SHARP) for node in self._several("sharp", table.sharp)]
        said = [
            tuple(self._plain(phrase).split()) for intent in sorted(SAFETY) for phrase in self._phrases.commands[intent]
        ]
        spotted = Either((*said, *(node for node, _ in (*anywhere, *sharp))))
        harmless = self._templates.beside("spotted", spotted)
        return {
            "always": list(self._commands()),
            "waiting": self._alone("waiting", table.waiting),
            "unready": self._alone("unready", table.unready),
            "paused": self._alone("paused", table.paused),
            "rejected": self._alone("rejected", table.rejected),
            "change": list(self._keyed("change", table.change)),
            "questions": list(self._keyed("questions", table.questions)),
            "answers": [*self._phrases_for_answers(), *self._keyed("answers", table.answers, "answer:{}")],
            "both first": list(self._keyed("both_first", table.both_first)),
            "numbers": list(self._keyed("numbers", table.numbers)),
            "out of range": self._alone("out_of_range", table.out_of_range),
            "unsure": self._alone("unsure", table.unsure),
            "either": self._alone("either", table.either),
            "doubtful": self._alone("doubtful", table.doubtful),
            **{f"not {answer}": self._alone("other_sense", texts) for answer, texts in table.other_sense.items()},
            "ending": list(self._keyed("ending", table.ending, "answer:{}")),
            "hurt": list(self._keyed("hurt", table.hurt, "answer:{}")),
            "signs": list(self._keyed("signs", table.signs)),
            "anywhere": anywhere,
            SHARP: sharp,
            "harmless": [
                (self._read(("harmless", number), text, harmless), "") for number, text in enumerate(table.harmless)
            ],
        }

    def _commands(self) -> Iterator[tuple[Node, str]]:
        for name in (*NAMED, Intent.WHERE):
            for phrase in self._phrases.commands.get(Intent(name), ()):
                skips = name is Intent.NEXT and phrase in self._phrases.answers[SKIP]
                yield tuple(self._plain(phrase).split()), f"{name}:{SKIP}" if skips else str(name)
        for node, meaning in self._keyed("commands", self._table.commands):
            yield node, f"{Intent.NEXT}:{SKIP}" if meaning == SKIP else meaning
        for node, _ in self._alone("rejected", self._table.rejected):
            yield node, Intent.BACK.value
        for node, way in self._keyed("counts", self._table.counts):
            yield node, f"{Intent.MORE_COUNTS if way == _COUNTED_MORE else Intent.FEWER_COUNTS}:{way}"

    def _phrases_for_answers(self) -> Iterator[tuple[Node, str]]:
        for answer, phrases in self._phrases.answers.items():
            for phrase in phrases:
                yield tuple(self._plain(phrase).split()), f"answer:{answer}"

    def _values(self, numbers: Numbers) -> dict[str, int]:
        """Words of numbers to their values, also in digits; compounds are words apart."""
        values = {str(value): value for value in range(1000)}
        values |= {word: value for value, word in enumerate(map(self._plain, numbers.words)) if _is_word(word)}
        for answer in NUMBERS:
            for phrase in map(self._plain, self._phrases.answers[answer]):
                values |= {phrase: NUMBERS.index(answer)} if _is_word(phrase) else {}
        return values

    def _homophones(self) -> dict[str, str]:
        for word, answer in self._table.homophones.items():
            if answer not in NUMBERS:
                raise SayingsError(("homophones", word), answer, f"one of {', '.join(NUMBERS)}")
        return {self._plain(word): answer for word, answer in self._table.homophones.items()}

    # --- templates ------------------------------------------------------------------------------------------------

    def _rule(self, name: str) -> None:
        try:
            self._templates.rule(name)
        except TemplateError as fault:
            raise SayingsError(("rules", name), self._table.rules[name], str(fault)) from None

    def _keyed(self, field: str, table: Mapping[str, Sequence[str]], form: str = "{}") -> Iterator[tuple[Node, str]]:
        for name, texts in table.items():
            for number, text in enumerate(texts):
                yield self._read((field, str(name), number), text), form.format(name)

    def _alone(self, field: str, texts: Sequence[str]) -> list[tuple[Node, str]]:
        return [(node, field) for node in self._several(field, texts)]

    def _several(self, field: str, texts: Sequence[str]) -> list[Node]:
        return [self._read((field, number), text) for number, text in enumerate(texts)]

    def _plain(self, text: str) -> str:
        """`text`, a template perhaps, with its words as they are compared."""
        spelling = self._spelling
        return _WORD.sub(lambda word: spelling.written_out(word[0]), text) if spelling else text

    def _read(self, place: Place, text: str, templates: Templates | None = None) -> Node:
        try:
            node = (templates or self._templates).read(self._plain(text))
        except TemplateError as fault:
            raise SayingsError(place, text, str(fault)) from None
        if _may_be_empty(node):
            raise SayingsError(place, text, "a template with a word that is not optional")
        return node


def _may_be_empty(node: Node) -> bool:
    if isinstance(node, str):
        return False
    if isinstance(node, Either):
        return any(map(_may_be_empty, node.choices))
    return all(map(_may_be_empty, node))


def _is_word(text: str) -> bool:
    return fold(text) == text and " " not in text
