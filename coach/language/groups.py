"""Finds the templates of a group in an utterance: as the whole of it, but for its leads and tails, or anywhere. Pure.

A group holds the meanings that belong to one situation. The kind of an utterance, "command", "answer" or
"correction", says which leads and tails may stand around what is meant.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from coach.language.parts import Parts
from coach.language.templates import Found, Machine


class Groups:
    """The templates of a language by group, each group as one machine."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def prepare(self) -> None:
        """Build every machine now."""
        _ = self.machines, self._around

    @cached_property
    def machines(self) -> Mapping[str, Machine[str]]:
        """The machine of each group, by its name."""
        return {name: Machine(spots, self._parts.values) for name, spots in self._parts.groups.items()}

    @cached_property
    def _around(self) -> dict[str, Machine[str]]:
        """The leads of each kind, and the tails as "after" it."""
        parts = self._parts
        around = {**parts.leads, **{f"after {kind}": nodes for kind, nodes in parts.tails.items()}}
        return {name: Machine([(node, "") for node in nodes], parts.values) for name, nodes in around.items()}

    def anywhere(self, words: Sequence[str], group: str) -> Iterator[Found[str]]:
        """Every template of `group` in `words`, wherever it begins; none where there is no such group."""
        if machine := self.machines.get(group):
            for start in range(len(words)):
                yield from machine.found(words, start)

    def whole(self, words: Sequence[str], group: str, kind: str = "command") -> Found[str] | None:
        """The template of `group` that all of `words` are, but for what stands around it."""
        ends = self.ends(words, kind)
        for start in self.starts(words, [0], kind):
            found = [one for one in self.machines[group].found(words, start) if one.end in ends]
            if found:
                return found[-1]
        return None

    def starts(self, words: Sequence[str], after: Sequence[int], kind: str, once: bool = False) -> list[int]:
        """Where what is meant may begin, after any number of leads, in order; `once`: after exactly one.

        `after`: the words, counted from 0, at which the leads may begin.
        """
        machine, reached = self._around[kind], [] if once else list(after)
        todo = list(after)
        while todo:
            for found in machine.found(words, todo.pop()):
                if found.end not in reached and found.end < len(words):
                    reached.append(found.end)
                    todo += [] if once else [found.end]
        return sorted(reached)

    def ends(self, words: Sequence[str], kind: str) -> set[int]:
        """Where what is meant may end: from there on nothing is left but tails."""
        machine, ends = self._around[f"after {kind}"], {len(words)}
        for place in range(len(words) - 1, 0, -1):
            if any(found.end in ends for found in machine.found(words, place)):
                ends.add(place)
        return ends

    def possible(self, words: Sequence[str], groups: Iterable[str], kind: str) -> set[str]:
        """What longer utterances that begin with all of `words` may mean by `groups`."""
        starts = self.starts(words, [0], kind)
        return {
            meaning for group in groups for start in starts for meaning in self.machines[group].possible(words, start)
        }
