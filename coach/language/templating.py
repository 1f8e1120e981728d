"""Reads templates of what people say from text into the trees of `coach.language.templates`.

The signs are those of hassil, by which Home Assistant is spoken to: `[optional]`, `(one|or another)`, `<rule>`.
"""

import re
from collections.abc import Mapping

from coach.language.intents import fold
from coach.language.templates import NUMBER, Either, Node

_TOKEN = re.compile(r"\s*([\[\]()|]|<\w+>|[^\s\[\]()|<>]+|.)")
_CLOSING = {"[": "]", "(": ")"}


class TemplateError(ValueError):
    """What is wrong with a template: it reads on from "expected"."""


class Templates:
    """Reads templates; knows the rules that they may name."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._nodes: dict[str, Node] = {}
        self._under_way: list[str] = []

    def beside(self, name: str, node: Node) -> "Templates":
        """The same, and a rule more."""
        more = Templates(self._rules)
        more._nodes = {**self._nodes, name: node}
        return more

    def rule(self, name: str) -> Node:
        """What the rule `name` stands for. Raises TemplateError."""
        if name not in self._nodes:
            if name not in self._rules:
                raise TemplateError(f"the name of a rule in place of <{name}>")
            if name in self._under_way:
                raise TemplateError(f"<{name}> not to be made of itself")
            self._under_way.append(name)
            self._nodes[name] = self.read(self._rules[name])
            self._under_way.pop()
        return self._nodes[name]

    def read(self, text: str) -> Node:
        """The template that `text` is. Raises TemplateError."""
        tokens = _TOKEN.findall(text)
        node, rest = self._either(tokens, 0)
        if rest < len(tokens):
            raise TemplateError(f'something before the "{tokens[rest]}" that it closes')
        return node

    def _either(self, tokens: list[str], place: int) -> tuple[Node, int]:
        choices = []
        while True:
            node, place = self._sequence(tokens, place)
            choices.append(node)
            if place == len(tokens) or tokens[place] != "|":
                return (choices[0] if len(choices) == 1 else Either(tuple(choices))), place
            place += 1

    def _sequence(self, tokens: list[str], place: int) -> tuple[Node, int]:
        parts: list[Node] = []
        while place < len(tokens) and tokens[place] not in "|])":
            node, place = self._part(tokens, place)
            parts.append(node)
        return (parts[0] if len(parts) == 1 else tuple(parts)), place

    def _part(self, tokens: list[str], place: int) -> tuple[Node, int]:
        sign = tokens[place]
        if sign in _CLOSING:
            inner, end = self._either(tokens, place + 1)
            if end == len(tokens) or tokens[end] != _CLOSING[sign]:
                raise TemplateError(f'a "{_CLOSING[sign]}" for its "{sign}"')
            return (Either((inner, ())) if sign == "[" else inner), end + 1
        if sign == NUMBER:
            return sign, place + 1
        if sign.startswith("<") and sign.endswith(">"):
            return self.rule(sign[1:-1]), place + 1
        if not sign or fold(sign) != sign:
            raise TemplateError(f"words as they are compared, unlike {sign!r}")
        return sign, place + 1
