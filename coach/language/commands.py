"""What people say unasked: commands, changes and questions, at any time or in one phase. Pure."""

from collections.abc import Sequence

from coach.language.groups import Groups
from coach.language.intents import Intent, Live, Match

_AT_ANY_TIME = ("always", "change", "questions")


class Commands:
    """Understands what people say unasked. The phrase of a match is left empty: it is the whole of what was said."""

    def __init__(self, groups: Groups, not_alone: frozenset[str]) -> None:
        """`not_alone`: utterances that are no command when no other word is said."""
        self._groups = groups
        self._not_alone = not_alone

    def is_scrap(self, words: Sequence[str]) -> bool:
        """Whether `words` stand in any talk, and a recogniser makes them of noise: "and then", "the next"."""
        return " ".join(words) in self._not_alone

    def in_phase(self, words: Sequence[str], live: Live) -> Match | None:
        """What `words` mean while the coach waits, or stands still, and at no other time."""
        if live.waiting and self._groups.whole(words, "waiting"):
            return Match(Intent.READY, "")
        if live.waiting and not live.timed and self._groups.whole(words, "unready"):
            return Match(Intent.PAUSE, "")
        return Match(Intent.RESUME, "") if live.paused and self._groups.whole(words, "paused") else None

    def at_any_time(self, words: Sequence[str]) -> Match | None:
        """What `words` mean at any time; what takes in the most goes first: "should I go slowly" is a question."""
        if self.is_scrap(words):
            return None
        found = [(group, one) for group in _AT_ANY_TIME if (one := self._groups.whole(words, group))]
        if not found:
            return None
        group, meant = min(found, key=lambda one: one[1].start)
        if group == "always":
            return _command(meant.meaning)
        if group == "change":
            return Match(Intent.CHANGE, "", meant.meaning)
        return Match(Intent.ASK, "", topic=meant.meaning)

    def may_become_another(self, words: Sequence[str], match: Match) -> bool:
        """Whether an utterance that begins with `words`, understood as `match`, may yet become another command."""
        meanings = self._groups.possible(words, ["always"], "command")
        return any(_command(meaning).intent is not match.intent for meaning in meanings)


def _command(meaning: str) -> Match:
    """The command that a meaning of the group "always" stands for: an intent, or one with a topic after a colon."""
    intent, _, topic = meaning.partition(":")
    return Match(Intent(intent), "", topic=topic)
