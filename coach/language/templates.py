"""Templates of what people say, as trees, and the machine that finds them in the words of an utterance. Pure.

A node is a word, a tuple of nodes one after the other, or an `Either`. `coach.language.templating` reads them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

_MANY = 6
"""So many states before a word are joined into one, which saves an edge from each of them for every word."""
NUMBER = "<number>"
"""Stands for any word that is a number; its value is told."""


@dataclass(frozen=True, slots=True)
class Either:
    """One of several nodes; `()` among them makes it optional."""

    choices: tuple["Node", ...]


Node: TypeAlias = "str | tuple[Node, ...] | Either"
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A template found among the words of an utterance."""

    start: int
    """Its first word, counted from 0."""
    end: int
    """The word after its last one."""
    meaning: Meaning
    numbers: tuple[int, ...]
    """The values of its numbers, as they were said."""


class Machine(Generic[Meaning]):
    """All templates of some meanings as one graph of states without a circle, followed word by word."""

    def __init__(self, templates: Iterable[tuple[Node, Meaning]], numbers: Mapping[str, int] | None = None) -> None:
        """`numbers`: the value of each word that is one. Raises ValueError for a template that may be empty."""
        self._numbers = numbers or {}
        self._moves: list[dict[str, set[int]]] = [{}]
        self._means: dict[int, list[Meaning]] = {}
        self._known: dict[tuple[frozenset[int], str], int] = {}
        self._joins: dict[frozenset[int], int] = {}
        self._joined: dict[int, list[int]] = {}
        self._closures: dict[int, list[int]] = {}
        self._later: dict[int, frozenset[Meaning]] = {}
        self._alike: dict[frozenset[Meaning], frozenset[Meaning]] = {}
        for node, meaning in templates:
            ends = self._add(node, frozenset({0}))
            if 0 in ends or any(0 in states and state in ends for states, state in self._joins.items()):
                raise ValueError(meaning)
            for state in ends:
                means = self._means.setdefault(state, [])
                if meaning not in means:
                    means.append(meaning)

    def _add(self, node: Node, before: frozenset[int]) -> frozenset[int]:
        """Let `node` follow the states `before`; gives the states after it."""
        if isinstance(node, str):
            return frozenset({self._add_word(node, before)})
        if isinstance(node, Either):
            before = self._as_one(before)
            return frozenset().union(*(self._add(choice, before) for choice in node.choices))
        for part in node:
            before = self._add(part, before)
        return before

    def _as_one(self, states: frozenset[int]) -> frozenset[int]:
        """`states`, or where they are many, one state into which each of them leads without a word."""
        if len(states) < _MANY:
            return states
        join = self._joins.get(states)
        if join is None:
            join = self._joins[states] = len(self._moves)
            self._moves.append({})
            for state in states:
                self._joined.setdefault(state, []).append(join)
        return frozenset({join})

    def _add_word(self, word: str, before: frozenset[int]) -> int:
        """The state after `word`, shared by all templates that come to it from the same states."""
        before = self._as_one(before)
        state = self._known.get((before, word))
        if state is None:
            state = self._known[before, word] = len(self._moves)
            self._moves.append({})
            for one in before:
                self._moves[one].setdefault(word, set()).add(state)
        return state

    def found(self, words: Sequence[str], start: int = 0) -> Iterator[Found[Meaning]]:
        """Every template that begins at the word `start`, shorter ones first."""
        threads: dict[int, tuple[int, ...]] = {0: ()}
        for place in range(start, len(words)):
            threads = self._step(threads, words[place])
            if not threads:
                return
            for state in sorted(threads.keys() & self._means.keys()):
                for meaning in self._means[state]:
                    yield Found(start, place + 1, meaning, threads[state])

    def _step(self, threads: Mapping[int, tuple[int, ...]], word: str) -> dict[int, tuple[int, ...]]:
        after: dict[int, tuple[int, ...]] = {}
        number = self._numbers.get(word)
        for state, said in threads.items():
            moves = self._moves[state] if state else self._begins
            for there in self._closed(moves.get(word, ())):
                after.setdefault(there, said)
            if number is not None:
                for there in self._closed(moves.get(NUMBER, ())):
                    after.setdefault(there, (*said, number))
        return after

    @cached_property
    def _begins(self) -> dict[str, set[int]]:
        """Where each first word of a template leads."""
        begins: dict[str, set[int]] = {}
        for state in self._closure(0):
            for word, there in self._moves[state].items():
                begins.setdefault(word, set()).update(there)
        return begins

    def _closed(self, states: Iterable[int]) -> Iterable[int]:
        """`states`, and those into which they lead without a word."""
        return chain.from_iterable(map(self._closure, states))

    def _closure(self, state: int) -> Sequence[int]:
        if state not in self._joined:  # Nearly all: kept, they would let a session grow by megabytes as people talk.
            return (state,)
        known = self._closures.get(state)
        if known is None:
            known = self._closures[state] = list(dict.fromkeys((state, *self._closed(self._joined[state]))))
        return known

    def possible(self, words: Sequence[str], start: int = 0) -> frozenset[Meaning]:
        """What longer utterances that begin with all of `words`, from `start` on, may mean."""
        threads: dict[int, tuple[int, ...]] = {0: ()}
        for place in range(start, len(words)):
            threads = self._step(threads, words[place])
        return frozenset().union(*(self._after(state) for state in threads))

    def _after(self, state: int) -> frozenset[Meaning]:
        """The meanings of whatever goes on from `state`."""
        if state not in self._later:
            there = {one for states in self._moves[state].values() for one in self._closed(states)}
            here = (frozenset(self._means.get(one, ())) | self._after(one) for one in there)
            later = frozenset().union(*here)
            self._later[state] = self._alike.setdefault(later, later)
        return self._later[state]

    def two_meanings(self) -> Iterator[tuple[str, frozenset[Meaning]]]:
        """Every way of words that ends in more than one meaning, with those; of equal ways one."""
        first = frozenset(self._closed({0}))
        seen = {first}
        todo: list[tuple[str, frozenset[int]]] = [("", first)]
        while todo:
            said, states = todo.pop()
            for word in sorted({word for state in states for word in self._moves[state]}):
                there = frozenset(one for state in states for one in self._reached(state, word))
                if there in seen:
                    continue
                seen.add(there)
                todo.append((text := f"{said} {word}".strip(), there))
                means = frozenset(meaning for one in there for meaning in self._means.get(one, ()))
                if len(means) > 1:
                    yield text, means

    def _reached(self, state: int, word: str) -> set[int]:
        moves = self._moves[state]
        found = moves.get(word, set()) | (moves.get(NUMBER, set()) if word in self._numbers else set())
        return set(self._closed(found))


def examples(node: Node) -> list[str]:
    """A few of the utterances that `node` stands for: each of its alternatives is in at least one."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, Either):
        return list(dict.fromkeys(text for choice in node.choices for text in examples(choice)))
    parts = [examples(part) for part in node]
    most = max(map(len, parts), default=1)
    return [" ".join(filter(None, (part[number % len(part)] for part in parts))) for number in range(most)]
