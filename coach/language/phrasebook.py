"""Words to intents: a language's phrase table, and the rules of matching a whole utterance against it.

Pure. A command is a whole utterance, never a word found inside a sentence; safety phrases alone are spotted anywhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

from coach.language.intents import ANSWERS, NAMED, PAIN, SAFETY, SHARP, SKIP, YES_NO, Intent, Live, Match, fold
from coach.language.marks import For, Holds, MayBeEmpty
from coach.language.sayings import Sayings

_SOME_ANSWERS_OF_PAIN = ("zero", "five", "ten", "skip")


@dataclass(frozen=True, kw_only=True, eq=False)
class PhraseTable:
    """The phrases of a language that the coach names, and short ones like them. Written as `fold` gives them."""

    commands: Annotated[Mapping[Intent, tuple[str, ...]], For(*NAMED)]
    """What people say for each command; the first phrase of each is the one the coach names."""
    answers: Annotated[Mapping[str, tuple[str, ...]], For(*ANSWERS)]
    """What people say for each answer, likewise. An answer is live only while a question asks for it."""
    fillers: frozenset[str]
    """Words taken off before and after what is meant; a recogniser must know them."""
    noises: Annotated[frozenset[str], MayBeEmpty()]
    """Words that are taken off as well; no recogniser need know them."""
    heard_fillers: frozenset[str]
    """The fillers that a recogniser listens for, beside the phrases."""
    before_answer: frozenset[str]
    """Words taken off before an answer: "it's a four"."""
    out_of_ten: Annotated[tuple[Annotated[str, Holds("number")], ...], MayBeEmpty()]
    """Ways to say a soreness: "{number} out of ten"."""
    misheard: Mapping[str, str]
    """Words that recognisers were seen to take for a phrase, though they do not sound the same; and the phrase."""
    decoys: Annotated[tuple[str, ...], MayBeEmpty()]
    """Words near in sound to commands, for a recogniser's grammar to reject other speech by.

    Never a homophone: "know" would swallow "no".
    """


@dataclass(frozen=True, kw_only=True, eq=False)
class Phrasebook(PhraseTable):
    """What people say in a language: its phrases, and `sayings`, in which there are many more."""

    sayings: Sayings

    # --- the table ------------------------------------------------------------------------------------------------

    @cached_property
    def all_phrases(self) -> frozenset[str]:
        """Every phrase of the table."""
        return frozenset(self._command_of) | frozenset(phrase for said in self.answers.values() for phrase in said)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word a recogniser must know."""
        return frozenset(word for phrase in self.all_phrases for word in phrase.split()) | self.fillers

    def said(self, answer: str) -> str:
        """The phrase for `answer` that the coach names."""
        return self.answers[answer][0]

    def named(self, match: Match) -> str:
        """What was understood, as it is shown."""
        return self.said(match.answer) if match.answer else match.phrase

    def can_say(self, live: Live) -> tuple[str, ...]:
        """Up to six phrases that make sense now, most useful first. Never a safety phrase."""
        if "zero" in live.answers:
            return tuple(map(self.said, _SOME_ANSWERS_OF_PAIN))
        if live.answers:
            return tuple(said[0] for answer, said in self.answers.items() if answer in live.answers)[:6]
        first = [Intent.RESUME] if live.paused else [Intent.READY] if live.waiting else [Intent.PAUSE]
        timed = [Intent.TIME_LEFT, Intent.MORE_TIME] if live.timed else []
        named = [*first, Intent.NEXT, Intent.REPEAT, *timed, Intent.BACK, Intent.SWITCH_FOOT]
        return tuple(self.commands[intent][0] for intent in named)[:6]

    def command_of(self, text: str) -> Intent | None:
        """The command of which `text` is a phrase of the table, fillers and doubled words apart."""
        found = self._command(" ".join(self._strip(fold(text).split()))) or self._command(self.bare(text))
        return found.intent if found else None

    # --- matching -------------------------------------------------------------------------------------------------

    def bare(self, text: str) -> str:
        """`text` folded, without fillers before and after, and said once where it was said twice."""
        return " ".join(_undouble(self._strip(fold(text).split())))

    def bare_answer(self, text: str) -> str:
        """`text` as `bare` has it, without what people put before an answer: of "it's a four", the four."""
        return " ".join(self._without_lead(self.bare(text).split()))

    def phrases(self, live: Live) -> frozenset[str]:
        """What a recogniser listens for while `live` holds."""
        if not live.commands:
            return frozenset()
        asked = live.answers | live.barred
        return frozenset(self._command_of) | frozenset(said for answer in asked for said in self.answers[answer])

    def match(self, text: str, live: Live) -> Match | None:
        """The intent of a whole utterance, or None. Answers that are asked for come before commands."""
        if not live.commands or not text:
            return None
        if live.barred:
            return self._declined(text, live)
        words = self._strip(fold(text).split())
        bare = list(dict.fromkeys((" ".join(words), " ".join(_undouble(words)))))
        known = self._answer(words, live)
        if known is None and not (live.answers or live.before):
            known = next(filter(None, map(self._command, bare)), None)
        found = known or self._said(text, bare, live)
        return self._in_context(found, live, text) if found else None

    def _declined(self, text: str, live: Live) -> Match | None:
        """What `text` means where some answers are understood only so that the coach can say why they will not do."""
        found = self.match(text, replace(live, answers=live.answers | live.barred, barred=frozenset()))
        declined = found is not None and found.intent is Intent.ANSWER and found.answer in live.barred
        return replace(found, intent=Intent.CHANGE) if found and declined else found

    def _said(self, text: str, bare: Sequence[str], live: Live) -> Match | None:
        """What `text` means by the sayings; `bare`: the same without fillers, and without doubled words."""
        ways = [tuple(self.sayings.words(way)) for way in dict.fromkeys((text, *bare))]
        scraps = [way for way in ways if self.sayings.commands.is_scrap(way)]
        only_scraps = len(scraps) == len(ways) or any(len(way) > 1 for way in scraps)
        found = self._of_scrap(ways, bare, live) if only_scraps else self._of_saying(ways, bare, live)
        return replace(found, phrase=self._phrase_of(found, bare[-1])) if found and not found.phrase else found

    def _of_saying(self, ways: Sequence[Sequence[str]], bare: Sequence[str], live: Live) -> Match | None:
        return (
            _first(self.sayings.answers.rejection, ways, live)
            or _first(self.sayings.answers.given, ways, live)
            or next(filter(None, map(self._command, bare)), None)
            or _first(self.sayings.commands.in_phase, ways, live)
            or _first(self.sayings.command, ways, live)
            or _first(self.sayings.answers.remarked, ways, live)
            or _first(self.sayings.in_other_words, ways, live)
        )

    def _of_scrap(self, ways: Sequence[Sequence[str]], bare: Sequence[str], live: Live) -> Match | None:
        """What few words that stand in any talk mean where they are expected: "the left" to "which foot?"."""
        answer = _first(self.sayings.answers.given, ways, live)
        return (
            _first(self.sayings.answers.rejection, ways, live)
            or (answer if answer and (len(ways[0]) == 1 or answer.answer not in YES_NO) else None)
            or next(filter(None, map(self._command, bare)), None)
            or _first(self.sayings.commands.in_phase, ways, live)
            or _first(self.sayings.answers.undecided, ways, live)
        )

    def _phrase_of(self, match: Match, bare: str) -> str:
        """What was said, or of a word that only sounds like a number, the number."""
        lone = match.intent is Intent.ANSWER and match.answer in PAIN and " " not in bare
        return self.said(match.answer) if lone else bare

    def _plain(self, text: str) -> tuple[str, ...]:
        return tuple(self.sayings.words(text))

    def _in_context(self, match: Match, live: Live, text: str) -> Match:
        """What goes on is whatever there is to go on with; of a pain, whether it was said to be sharp."""
        untimed = live.waiting and not live.timed
        if match.intent is Intent.READY and live.paused:
            return replace(match, intent=Intent.RESUME)
        if match.intent is Intent.NEXT and (phase := self.sayings.commands.in_phase(self._plain(match.phrase), live)):
            return replace(match, intent=phase.intent, topic="")  # German "weiter" goes on with whatever there is.
        if match.intent is Intent.RESUME and untimed:
            return replace(match, intent=Intent.READY)
        if match.intent is Intent.CHANGE and match.answer in live.answers:
            return replace(match, intent=Intent.ANSWER)
        if match.intent is Intent.MORE_TIME and untimed and match.phrase not in self.commands[Intent.MORE_TIME]:
            return replace(match, intent=Intent.PAUSE)
        if match.intent is Intent.HURTS and self.sayings.safety.is_sharp(self._plain(text)):
            return replace(match, topic=SHARP)
        return match

    def spot_safety(self, text: str, live: Live) -> Match | None:
        """The first safety phrase anywhere in `text`, a partial or a whole utterance; "it doesn't hurt" holds none."""
        if not live.commands or not text:
            return None
        words = self.sayings.words(text)
        known = [hit for start in range(len(words)) for hit in self._safety_at(words, start)]
        spots = list(self.sayings.safety.spot(words, known))
        if not spots:
            return None
        if self._asks_how(live) and self.sayings.answers.given(words, live):
            return None
        start, size, intent = min(spots, key=lambda spot: (spot[0], -spot[1]))
        if intent is Intent.HURTS and self._tells_how_sore(words, live):
            return None
        return self._in_context(Match(intent, " ".join(words[start : start + size])), live, text)

    @staticmethod
    def _asks_how(live: Live) -> bool:
        """Whether the safety lane itself asks: "yes, stop" and "just too much" are answers then."""
        return live.ending or ("go on" in live.answers and "yes" in live.answers)

    def _tells_how_sore(self, words: Sequence[str], live: Live) -> bool:
        """Whether words of pain stand beside the answer that is asked for: "five, it hurts"."""
        answers = self.sayings.answers
        found = answers.given(words, live) or answers.remarked(words, live) if live.answers else None
        return found is not None and found.intent is Intent.ANSWER

    def _safety_at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int, str]]:
        for phrase, intent in self._safety_words.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                yield start, start + len(phrase), intent

    @cached_property
    def _safety_words(self) -> dict[str, list[tuple[tuple[str, ...], Intent]]]:
        """The safety phrases of the table by their first word."""
        table: dict[str, list[tuple[tuple[str, ...], Intent]]] = {}
        for intent in SAFETY:
            for phrase in self.commands[intent]:
                table.setdefault((words := self._plain(phrase))[0], []).append((words, intent))
        return table

    def may_grow(self, text: str, live: Live) -> bool:
        """Whether a longer live phrase begins with `text`: "switch" may become "switch foot"."""
        stem = " ".join(self._strip(fold(text).split())) + " "
        if self._answer(stem.split(), live) and live.answers & PAIN - {"skip"}:
            return False
        if any(phrase.startswith(stem) for phrase in self.phrases(live)):
            return True
        match = self.match(text, live)
        if match is None or match.phrase in self.all_phrases:
            return False
        return self.sayings.may_mean(self._plain(stem), live, match)

    def near_miss(self, text: str) -> bool:
        """Whether `text` is short enough to have been meant for the coach: one to three words, none of them unknown."""
        words = self._strip(fold(text).split())
        return 1 <= len(words) <= 3 and "[unk]" not in words

    # --- within ---------------------------------------------------------------------------------------------------

    @cached_property
    def _command_of(self) -> dict[str, Intent]:
        return {phrase: intent for intent, phrases in self.commands.items() for phrase in phrases}

    @cached_property
    def safety_phrases(self) -> frozenset[str]:
        """What people say for the safety lane."""
        return frozenset(phrase for intent in SAFETY for phrase in self.commands[intent])

    @cached_property
    def _out_of_ten(self) -> re.Pattern[str]:
        ways = (re.escape(way).replace(r"\{number\}", r"(\w+)") for way in self.out_of_ten)
        return re.compile("|".join(ways) or r"(?!)")

    def _strip(self, words: list[str]) -> list[str]:
        """`words` without fillers before and after; a filler that is all there is stays."""
        kept = [word for word in words if word not in self.fillers and word not in self.noises]
        return kept or words[:1]

    def _command(self, text: str) -> Match | None:
        intent = self._command_of.get(text)
        topic = SKIP if intent is Intent.NEXT and text in self.answers[SKIP] else ""
        return Match(intent, text, topic=topic) if intent else None

    def _without_lead(self, words: list[str]) -> list[str]:
        while len(words) > 1 and words[0] in self.before_answer:
            words = words[1:]
        return words

    def _answer(self, words: list[str], live: Live) -> Match | None:
        """The answer that `words` give, if it is one that is asked for."""
        text = " ".join(_undouble(self._without_lead(words)))
        if found := self._out_of_ten.fullmatch(text):
            text = next(group for group in found.groups() if group)
        for answer in live.answers:
            if text in self.answers[answer]:
                return Match(Intent.ANSWER, text, answer)
        return None


def _first(
    read: Callable[[Sequence[str], Live], Match | None], ways: Iterable[Sequence[str]], live: Live
) -> Match | None:
    """What `read` makes of the first of several ways to take an utterance that it understands."""
    return next((match for way in ways if (match := read(way, live))), None)


def _undouble(words: list[str]) -> list[str]:
    """`words` with a run said twice or more said once: "left left", "switch foot switch foot"."""
    for size in range(1, len(words) // 2 + 1):
        head = words[:size]
        if len(words) % size == 0 and words == head * (len(words) // size):
            return head
    return [word for place, word in enumerate(words) if place == 0 or word != words[place - 1]]
