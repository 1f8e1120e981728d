"""What was made of each thing the user said, and what was made of nothing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.clock import samples
from coach.language.intents import Live, Match
from coach.language.language import Language
from coach.rehearsal.director import Acted
from coach.rehearsal.script import Action
from coach.session.events import Heard

LATEST = samples(2.0)
"""What is acted on later than this after the last sound of a phrase does not come of it."""
NOTHING = "nothing"


@dataclass(slots=True)
class Verdict:
    """One thing the user said or pressed, and what was understood of it."""

    acted: Acted
    expected: set[str] | None
    """The commands and answers of which one should be understood, {"nothing"} for other talk; None for any."""
    heard: Heard | None = None
    """The right one if there is one, else the first."""
    more: list[Heard] = field(default_factory=list)
    """What else was made of it."""

    @property
    def missed(self) -> bool:
        """Whether it should have been understood and was not."""
        return self.expected != {NOTHING} and not (self.heard and self._right(self.heard))

    @property
    def false(self) -> list[Heard]:
        """What was understood that was not said."""
        wrong = [self.heard] if self.heard and not self._right(self.heard) else []
        return [*wrong, *self.more]

    def add(self, heard: Heard) -> None:
        """Take in one more thing that was understood while, or just after, it was said."""
        if self.heard is None:
            self.heard = heard
        elif self._right(heard) and not self._right(self.heard):
            self.more.append(self.heard)
            self.heard = heard
        else:
            self.more.append(heard)

    def _right(self, heard: Heard) -> bool:
        return self.expected is None or understood(heard.match) in self.expected


def judge(acted: Sequence[Acted], heard: Sequence[Heard], language: Language) -> tuple[list[Verdict], list[Heard]]:
    """A verdict on each thing done, in order; and what was understood while nothing was said."""
    verdicts = [Verdict(doing, expected_of(doing.action, doing.live, language)) for doing in acted]
    invented = []
    for event in heard:
        verdict = _source(event, verdicts)
        if verdict:
            verdict.add(event)
        else:
            invented.append(event)
    return verdicts, invented


def understood(found: Match) -> str:
    """The command or answer, as `expect` names it."""
    return found.answer or found.intent.value


def expected_of(action: Action, live: set[Live], language: Language) -> set[str] | None:
    """What `action` should be understood as while one of `live` holds."""
    if action.expect is not None:
        return {action.expect}
    if not action.words:
        return None
    found = [_meaning(action, one, language) for one in live]
    return {understood(one) for one in found if one} or {NOTHING if action.press is None else action.press}


def _meaning(action: Action, live: Live, language: Language) -> Match | None:
    if action.press is not None:
        return language.keys.meaning(action.press, live)
    book = language.phrasebook
    return book.match(action.words, live) or book.spot_safety(action.words, live)


def _source(event: Heard, verdicts: Sequence[Verdict]) -> Verdict | None:
    """What `event` came of: of all that it can be, what shares most time with it, else what came last before it."""
    possible = [verdict for verdict in verdicts if _can_be(event, verdict.acted)]
    return max(possible, key=lambda verdict: (_shared(event, verdict.acted), verdict.acted.start), default=None)


def _can_be(event: Heard, doing: Acted) -> bool:
    by_key = doing.action.press is not None
    return event.by_key is by_key and doing.start - 1 <= event.at <= doing.end + LATEST


def _shared(event: Heard, doing: Acted) -> int:
    return max(min(event.end, doing.end) - max(event.start, doing.start), 0)
