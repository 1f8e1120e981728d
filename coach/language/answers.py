"""What is said to a question that is open: an answer, the correction of one before, or what decides nothing. Pure."""

from collections.abc import Callable, Collection, Iterator, Sequence

from coach.language.groups import Groups
from coach.language.intents import AFTER_HURT, YES_NO, Intent, Live, Match
from coach.language.parts import Parts, answer_of
from coach.language.soreness import homophone, soreness
from coach.language.templates import Found

_Read = Callable[[Sequence[str], Live], Match | None]
"""What an utterance means by one of several ways to read it."""


class Answers:
    """Understands answers. The phrase of a match is left empty: it is the whole of what was said."""

    def __init__(self, groups: Groups, parts: Parts) -> None:
        self._groups = groups
        self._parts = parts

    def given(self, words: Sequence[str], live: Live) -> Match | None:
        """The answer that `words` give, if it is asked for; of several in one breath the last."""
        found = self._in_this_sense(words, live, self._by_template)
        blunt = found is not None and found.answer == "yes" and AFTER_HURT & live.answers
        if blunt and self._groups.whole(words, "not sharp", "answer"):
            return Match(Intent.UNSURE, "")
        return self.relied_on(found, words)

    def remarked(self, words: Sequence[str], live: Live) -> Match | None:
        """The answer that `words` give beside a remark of which no template knows."""
        return self._in_this_sense(words, live, self._beside_remark)

    def rejection(self, words: Sequence[str], live: Live) -> Match | None:
        """Back, where `words` reject the answer before without giving the right one: "no, that's wrong"."""
        return Match(Intent.BACK, "") if live.before and self._groups.whole(words, "rejected") else None

    def undecided(self, words: Sequence[str], live: Live) -> Match | None:
        """What is said to a question and decides nothing."""
        undecided = _undecided_groups(live)
        found = (Match(Intent(group), "") for group in undecided if self._groups.whole(words, group, "answer"))
        return next(found, None)

    def relied_on(self, found: Match | None, words: Sequence[str]) -> Match | None:
        """`found`, unless it is a yes or a no that `words` leave in doubt: "maybe not"."""
        clear = found is None or found.intent is not Intent.ANSWER or found.answer not in YES_NO or found.topic
        return found if clear or not any(self._groups.anywhere(words, "doubtful")) else Match(Intent.UNSURE, "")

    def may_become_another(self, words: Sequence[str], live: Live, match: Match) -> bool:
        """Whether an utterance that begins with `words`, understood as `match`, may yet become another answer, or none.

        "I don't" is a no, and the beginning of "I don't know".
        """
        if self._groups.possible(words, _undecided_groups(live), "answer"):
            return True
        groups = [group for group in groups_asked(live) if group != "numbers"]
        meanings = self._groups.possible(words, groups, "answer")
        return bool({answer_of(meaning) for meaning in meanings} & (live.answers - {match.answer}))

    # --- in which sense -------------------------------------------------------------------------------------------

    def _in_this_sense(self, words: Sequence[str], live: Live, read: _Read) -> Match | None:
        """What `read` makes of `words`, if also of the rest where some have another sense: "right now"."""
        found = read(words, live)
        if found is None:
            return None
        others = self._groups.anywhere(words, f"not {found.answer}")
        places = {place for other in others for place in range(other.start, other.end)}
        if not places:
            return found
        rest = [word for place, word in enumerate(words) if place not in places]
        again = read(rest, live) if rest else None
        return again if again and again.answer == found.answer else None

    def _beside_remark(self, words: Sequence[str], live: Live) -> Match | None:
        if not live.answers:
            return None
        remarks = self._parts.remarks
        answer, also = remarks.answer(words, self._groups.starts(words, [0], "answer"), live.answers)
        denied = remarks.denies(words) if not answer and "no" in live.answers else 0
        if denied:
            # One of several signs that is denied says nothing of the others.
            alone = denied == 1 and len(live.signs) > 1
            return Match(Intent.UNSURE, "") if alone else Match(Intent.ANSWER, "", "no")
        return self.relied_on(Match(Intent.ANSWER, "", answer, also=also), words) if answer else None

    # --- the answer asked for, the one before, and the last of two ----------------------------------------------------

    def _by_template(self, words: Sequence[str], live: Live) -> Match | None:
        if not live.answers and not live.before:
            return None
        if "zero" in live.answers and (alone := self._homophone(words)):
            return alone
        ends = self._groups.ends(words, "answer")
        # "No, I don't" begins as a correction does, and is none.
        plain = self._one_answer(words, [0], live.answers, live, ends) if live.answers else None
        if plain and plain.answer in YES_NO:
            return plain
        starts = self._starts(words, live)
        corrected = self._groups.starts(words, [0], "correction", once=True)
        wanted = live.before | live.answers
        if corrected and (found := self._one_answer(words, corrected, wanted, live, ends)):
            if self._contradicts(words, corrected, found):
                return Match(Intent.UNSURE, "")
            known = found.intent is Intent.ANSWER and found.answer in live.before
            return Match(Intent.CORRECT, "", found.answer, also=found.also) if known else found
        if found := self._one_answer(words, starts, live.answers, live, ends):
            return found
        if found := self._second_thought(words, starts, live, ends):
            return found
        late = self._one_answer(words, starts, live.before - live.answers, live, ends)
        return Match(Intent.CORRECT, "", late.answer, also=late.also) if late and late.answer else None

    def _homophone(self, words: Sequence[str]) -> Match | None:
        return homophone(words, self._parts.homophones, self._parts.around_homophones)

    def _starts(self, words: Sequence[str], live: Live) -> list[int]:
        """Where an answer may begin; "yes" before it says nothing where it is not asked for: "yes, both"."""
        heads = self._parts.remarks.heads
        agreed = [1] if words and "yes" not in live.answers and heads.get(words[0]) == "yes" else []
        return self._groups.starts(words, [0, *agreed], "answer")

    def _contradicts(self, words: Sequence[str], corrected: Sequence[int], found: Match) -> bool:
        """Whether a "no" is followed by what would be a yes without that word: "no, the doctor said it's fine"."""
        heads = self._parts.remarks.heads
        denied = all(heads.get(word) == "no" for word in words[: corrected[0]])
        return denied and found.answer == "yes" and "yes" not in {heads.get(words[start]) for start in corrected}

    def _second_thought(
        self, words: Sequence[str], starts: Collection[int], live: Live, ends: Collection[int]
    ) -> Match | None:
        """The last of two answers: "seven, no, four"."""
        first = {found.end for found, _ in self._answers(words, starts, live.answers, live)}
        again = self._groups.starts(words, sorted(first), "correction", once=True)
        return self._one_answer(words, again, live.answers, live, ends)

    def _one_answer(
        self, words: Sequence[str], starts: Collection[int], wanted: Collection[str], live: Live, ends: Collection[int]
    ) -> Match | None:
        whole = [(found, match) for found, match in self._answers(words, starts, wanted, live) if found.end in ends]
        return min(whole, key=lambda one: (one[0].start, -one[0].end, one[1].answer in YES_NO))[1] if whole else None

    def _answers(
        self, words: Sequence[str], starts: Collection[int], wanted: Collection[str], live: Live
    ) -> Iterator[tuple[Found[str], Match]]:
        """Every answer of `wanted` that begins at one of `starts`."""
        for group in groups_asked(live, wanted):
            for start in starts:
                for found in self._groups.machines[group].found(words, start):
                    if match := _meant(group, found, wanted, live):
                        yield found, match


def groups_asked(live: Live, wanted: Collection[str] | None = None) -> list[str]:
    """The groups of answers that the open question may be answered by, the most particular first.

    `wanted`: the answers that count; without it those that are asked for, and those that may still be corrected.
    """
    wanted = live.answers | live.before if wanted is None else wanted
    zero, yes = "zero" in wanted, "yes" in wanted
    return [
        *(["ending"] if live.ending and yes else []),
        *(["signs"] if live.signs and yes else []),
        *(["hurt"] if AFTER_HURT & frozenset(wanted) and yes else []),
        *(["both first"] if "left" in wanted else []),
        *(["numbers"] if zero else []),
        *(["answers"] if wanted else []),
    ]


def _undecided_groups(live: Live) -> list[str]:
    """The groups of what may be said to the open question and decides nothing."""
    return [
        *(["either"] if live.answers & {"left", "bottle", "ball", "roller"} else []),
        *(["out of range"] if "zero" in live.answers else []),
        *(["unsure"] if live.answers else []),
    ]


def _meant(group: str, found: Found[str], wanted: Collection[str], live: Live) -> Match | None:
    if group == "numbers":
        return soreness(found)
    if group == "signs":
        return Match(Intent.ANSWER, "", "yes", found.meaning) if found.meaning in live.signs else None
    if group == "both first":
        both = "both" in wanted
        return Match(Intent.ANSWER, "", "both" if both else found.meaning, also=found.meaning if both else "")
    answer = answer_of(found.meaning)
    return Match(Intent.ANSWER, "", answer) if answer in wanted else None
