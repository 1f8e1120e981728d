"""Keys to intents: every command and every answer has a key. Pure.

Answers come first while a question asks for them, so that N is "no" then and "next" else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

from coach.language.intents import ANSWERS, NAMED, Intent, Live, Match
from coach.language.marks import For
from coach.language.phrasebook import Phrasebook

LONG_NAMES = frozenset({"space", "enter", "escape", "left-arrow", "right-arrow"})
"""The keys whose name is more than the character they type."""


@dataclass(frozen=True, kw_only=True, eq=False)
class KeyTable:
    """Which key stands for what; letters are lower case."""

    commands: Annotated[Mapping[Intent, tuple[str, ...]], For(*NAMED)]
    """The keys of each command; the first one is shown."""
    answers: Annotated[Mapping[str, str], For(*ANSWERS)]
    """The key of each answer."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Keys(KeyTable):
    """The keys of a language, whose phrases may be typed out as well."""

    phrasebook: Phrasebook

    @cached_property
    def _command_of(self) -> dict[str, Intent]:
        return {key: intent for intent, keys in self.commands.items() for key in keys}

    def meaning(self, key: str, live: Live) -> Match | None:
        """What `key` means while `live` holds; None for nothing.

        A phrase typed out, or the name of an intent, means what it would mean spoken, also where no voice is obeyed.
        """
        for answer in live.answers | live.barred:
            if self.answers[answer] == key.lower():
                intent = Intent.ANSWER if answer in live.answers else Intent.CHANGE
                return Match(intent, self.phrasebook.said(answer), answer)
        command = self._command_of.get(key.lower())
        if command is None:
            return self.phrasebook.match(key, replace(live, commands=True)) or self._named(key.lower())
        return Match(_by_context(command, live), self.phrasebook.commands[command][0])

    def _named(self, key: str) -> Match | None:
        named = self.phrasebook.commands.items()
        return next((Match(intent, phrases[0]) for intent, phrases in named if intent.value == key), None)


def _by_context(intent: Intent, live: Live) -> Intent:
    """Space resumes what it paused; Enter is whatever lets things go on."""
    if live.paused and intent in {Intent.PAUSE, Intent.READY}:
        return Intent.RESUME
    if intent is Intent.READY and not live.waiting:
        return Intent.NEXT
    return intent
