"""The decoding graphs: HCLr (phones to words, composed with each grammar as it comes) and Gr (any word after any)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.testmodel.kaldi_files import Arc, write_graph
from scripts.testmodel.phones import PhoneSet
from scripts.testmodel.tongue import Tongue
from scripts.testmodel.words import Pronunciation

UNKNOWN = "[unk]"
PLACES = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
"""Where in its word a phone stands; Kaldi finds the edges of words by it."""
SILENCE_COST = math.log(2) * 0.7
UNKNOWN_COST = 2.0
"""What [unk] costs more than another word when there is no grammar."""
DECOY_COST = 1.0
"""What a word outside the vocabulary costs more than one within: "resume" is meant more often than "presume"."""


class _GraphPhones:
    """The phones of the graph, one for each place in a word, numbered from 1 on."""

    def __init__(self, phones: PhoneSet) -> None:
        self.table = tuple(_placed_phones(phones))
        self._number = {name: number for number, (name, _, _) in enumerate(self.table, 1)}

    def stay(self, phone: str) -> int:
        """The transition that stays in `phone`."""
        return 2 * self._number[phone] - 1

    def enter(self, phone: str) -> int:
        """The transition that goes on from `phone`."""
        return 2 * self._number[phone]


def _placed_phones(phones: PhoneSet) -> Iterator[tuple[str, str, str]]:
    yield "SIL", "SIL", "nonword"
    for phone in phones.speech:
        yield from ((f"{phone}_{place}", phone, name) for place, name in PLACES.items())
    yield "SPN_S", "SPN", "singleton"


def phone_classes(phones: PhoneSet) -> tuple[int, ...]:
    """The network's class of each phone of the graph, from number 1 on."""
    return tuple(phones.class_of[phone] for _, phone, _ in _placed_phones(phones))


@dataclass(slots=True)
class _Node:
    """A place in the tree of pronunciations."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    ending: list[str] = field(default_factory=list)
    """Words that end here."""
    words: set[str] = field(default_factory=set)
    """Words that end here or further on."""


def _tree(lexicon: Mapping[str, list[Pronunciation]]) -> _Node:
    root = _Node()
    for word, all_said in lexicon.items():
        for said in all_said:
            node = root
            for phone in _placed(said):
                node = node.next.setdefault(phone, _Node())
                node.words.add(word)
            node.ending.append(word)
    return root


def _placed(said: Pronunciation) -> list[str]:
    if len(said) == 1:
        return [f"{said[0]}_S"]
    return [f"{said[0]}_B", *(f"{phone}_I" for phone in said[1:-1]), f"{said[-1]}_E"]


class _Builder:
    """HCLr, arc by arc. States: 0 start, 1 between words, 2 silence, 3 the end of a word."""

    START, BETWEEN, SILENCE, END = range(4)

    def __init__(self, numbers: Mapping[str, int], tongue: Tongue) -> None:
        self._phones, self._vocabulary = _GraphPhones(tongue.phones), tongue.vocabulary
        self.numbers, self.arcs, self.states = numbers, list[Arc](), 4
        for state in (self.START, self.END):
            self.arcs.append(Arc(state, self.BETWEEN, 0, 0, SILENCE_COST))
            self.arcs.append(Arc(state, self.SILENCE, self._phones.enter("SIL"), 0, SILENCE_COST))
        self.arcs.append(Arc(self.SILENCE, self.SILENCE, self._phones.stay("SIL"), 0))
        self.arcs.append(Arc(self.SILENCE, self.BETWEEN, 0, 0))

    def phone(self, source: int, phone: str, output: int) -> int:
        """A phone from `source` on; gives its state."""
        state, self.states = self.states, self.states + 1
        self.arcs.append(Arc(source, state, self._phones.enter(phone), output))
        self.arcs.append(Arc(state, state, self._phones.stay(phone), 0))
        return state

    def unknown(self) -> None:
        """[unk] is one long garbage phone: a loop of phones would blow up the lattice."""
        state = self.phone(self.BETWEEN, "SPN_S", self.numbers[UNKNOWN])
        self.arcs.append(Arc(state, self.END, 0, 0))

    def grow(self, node: _Node, source: int, named: bool) -> None:
        """The tree below `node`; a word is output on the first arc that is its alone, so that it is heard early."""
        for phone, child in node.next.items():
            sole = not named and len(child.words) == 1
            state = self.phone(source, phone, self.numbers[min(child.words)] if sole else 0)
            for word in child.ending:
                cost = 0.0 if word in self._vocabulary else DECOY_COST
                self.arcs.append(Arc(state, self.END, 0, 0 if named or sole else self.numbers[word], cost))
            self.grow(child, state, named or sole)


def write_graphs(folder: Path, lexicon: Mapping[str, list[Pronunciation]], tongue: Tongue) -> None:
    """Everything in graph/ of a model."""
    words = ["<eps>", *sorted(lexicon), UNKNOWN]
    numbers = {word: number for number, word in enumerate(words)}
    builder, phones = _Builder(numbers, tongue), _GraphPhones(tongue.phones)
    builder.grow(_tree(lexicon), builder.BETWEEN, named=False)
    builder.unknown()
    write_graph(folder / "HCLr.fst", builder.arcs, {builder.BETWEEN: 0.0}, by_output=True)
    cost = math.log(len(words))
    any_word = [
        Arc(0, 0, place, place, cost + UNKNOWN_COST * (words[place] == UNKNOWN)) for place in range(1, len(words))
    ]
    write_graph(folder / "Gr.fst", any_word, {0: 1.0}, by_output=False)
    (folder / "words.txt").write_text("".join(f"{word} {number}\n" for word, number in numbers.items()), "utf-8")
    (folder / "disambig_tid.int").write_text(f"{2 * len(phones.table) + 1}\n")
    (folder / "phones").mkdir()
    boundaries = (f"{number} {place}\n" for number, (_, _, place) in enumerate(phones.table, 1))
    (folder / "phones" / "word_boundary.int").write_text("".join(boundaries))
