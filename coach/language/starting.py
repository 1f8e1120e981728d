"""The phrasebook of a coach that waits to be asked for a session: a phrase for each routine. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from coach.language.intents import Live, Match, fold
from coach.language.language import Language
from coach.language.phrasebook import Phrasebook


@dataclass(frozen=True, kw_only=True, eq=False)
class StartBook(Phrasebook):
    """A phrasebook that knows also how to start: while one of `starts`, which are answers, is live, only they are.

    Nothing is spotted, and no saying understood, while people talk of other things all day.
    """

    starts: Mapping[str, str]
    """Each answer that starts a session, to the name of its routine."""
    misheard_start: Mapping[str, str]
    """Words that are written for others of those phrases."""

    def phrases(self, live: Live) -> frozenset[str]:
        """What a recogniser listens for while `live` holds."""
        if not self._starting(live):
            return super().phrases(live)
        return frozenset(said for answer in live.answers for said in self.answers[answer])

    def match(self, text: str, live: Live) -> Match | None:
        """The routine that is named by the whole of `text`, while one may be; else as in a session."""
        if not self._starting(live):
            return super().match(text, live)
        words = self._strip(fold(text).split())
        return self._answer(words, live) or self._answer([self.misheard_start.get(word, word) for word in words], live)

    def spot_safety(self, text: str, live: Live) -> Match | None:
        """Nothing, while there is no session to be halted."""
        return None if self._starting(live) else super().spot_safety(text, live)

    def may_grow(self, text: str, live: Live) -> bool:
        """Whether more may be coming: who speaks of the massage may go on, so every phrase waits for the end."""
        return self._starting(live) or super().may_grow(text, live)

    def near_miss(self, text: str) -> bool:
        """Never: talk in the room is not the coach's business."""
        return False

    def _starting(self, live: Live) -> bool:
        return not live.answers.isdisjoint(self.starts)


def startable(language: Language, routines: Collection[str]) -> tuple[Language, dict[str, tuple[str, ...]]]:
    """`language` with a StartBook, and what may be said for each of `routines`, the usual phrase first.

    Its keys have a digit for each of the first nine. A routine whose phrases are those of one before it has none.
    """
    said: dict[str, tuple[str, ...]] = {}
    for name in routines:
        taken = {phrase for phrases in said.values() for phrase in phrases}
        ways = dict.fromkeys(fold(way.format(name=spoken_name(language, name))) for way in language.starting.phrases)
        if ways.keys().isdisjoint(taken):
            said[name] = tuple(ways)
    book = language.phrasebook
    answers = {**book.answers, **{_answer(name): phrases for name, phrases in said.items()}}
    parts = {field.name: getattr(book, field.name) for field in fields(Phrasebook)}
    parts["answers"], starts = answers, {_answer(name): name for name in said}
    starting = StartBook(**parts, starts=starts, misheard_start=language.starting.misheard)
    digits = {_answer(name): str(number) for number, name in enumerate(said, 1)}
    keys = replace(language.keys, phrasebook=starting, answers={**language.keys.answers, **digits})
    return replace(language, phrasebook=starting, keys=keys), said


def spoken_name(language: Language, routine: str) -> str:
    """How the routine of that name is called aloud: "evening-walk" is "evening walk"."""
    stem = routine.removesuffix(f".{language.code}")
    return language.starting.names.get(stem) or " ".join(fold(stem.replace("_", " ")).split())


def _answer(routine: str) -> str:
    """The answer's name; no answer of a session has a space after its first word "start"."""
    return f"start {routine}"
