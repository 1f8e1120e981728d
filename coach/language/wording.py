"""What the coach says: a language's sentences, with what they speak of put in. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.language.intents import NUMBERS, Live
from coach.language.keys import Keys
from coach.language.numbers import Numbers
from coach.language.phrasebook import Phrasebook
from coach.language.sentences import NAMING, NAMING_QUESTIONS, Sentences
from coach.routines.routine import Side, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording(Sentences):
    """Every sentence the coach speaks of itself; a routine's own sentences come from its file."""

    numbers: Numbers
    phrasebook: Phrasebook
    keys: Keys

    def number(self, n: int) -> str:
        """`n` (0 to 999) in words: 25 is "twenty-five"."""
        return self.numbers.number(n)

    def count(self, n: int) -> str:
        """`n` as it is counted: beyond a hundred without the hundreds, so that it fits into its second."""
        return self.numbers.count(n)

    # --- sentences about something --------------------------------------------------------------------------------

    def got_as_far(self, side: Side, step: Step | None) -> str:
        """How far an interrupted session came; without a step, to the preparation."""
        return self.reached_foot[side].format(step=step.title) if step else self.reached_preparation

    def answer_read_back(self, question: str, answer: str) -> str:
        """What the coach says to an answer of the interview."""
        return self.read_back.get(f"{question} {answer}") or self.soreness_read_back(answer)

    def soreness_read_back(self, answer: str) -> str:
        """What the coach says to a soreness of zero to ten, or to a refusal."""
        if answer == "skip":
            return self.soreness_refused
        return _begun(self.soreness.format(number=self.number(NUMBERS.index(answer))))

    def ask_tool(self, tools: tuple[str, ...]) -> str:
        """The question for the tool of a step."""
        return self.tool_question.format(tools=self.any_of(tuple(self.tool_names[tool] for tool in tools)))

    def title(self, step: Step, part: int, parts: int) -> str:
        """A step announced."""
        return self.announcement.format(part=self.number(part), parts=self.number(parts), step=step.title)

    def side_returns(self, side: Side, step: Step) -> str:
        """Returning to a foot in the middle of a step."""
        return self.returns[side].format(step=step.title)

    def side_first(self, side: Side, *, only: bool) -> str:
        """The order of feet, or the only foot, changed before the first foot."""
        return self.only_foot[side] if only else self.first_foot[side]

    def seconds_left(self, n: int) -> str:
        """How much of a step is left."""
        return self.one_second_remains if n == 1 else _begun(self.seconds_remain.format(number=self.number(n)))

    def clock_reply(self, n: int) -> str:
        """The reply to a question for the time, short enough for the gaps between counts."""
        return self.one_second if n == 1 else _begun(self.seconds.format(number=self.number(n)))

    # --- sentences that name phrases ------------------------------------------------------------------------------

    def ask_for_key(self, answers: frozenset[str]) -> str:
        """The question asked once more, of one who cannot be heard. A naming sentence."""
        return self.key_request.format(keys=self.key_names(answers))

    def key_names(self, answers: frozenset[str]) -> str:
        """The keys of the answers to a question."""
        digits = [self.digit_key] if "zero" in answers else []
        others = [answer for answer in self.phrasebook.answers if answer in answers and answer not in NUMBERS[:10]]
        return self.any_of((*digits, *map(self._key_for, others)))

    def any_of(self, phrases: tuple[str, ...]) -> str:
        """`phrases` as a choice: "a, b, or c"."""
        if len(phrases) < 2:
            return "".join(phrases)
        return self.choice.format(some=", ".join(phrases[:-1]), last=phrases[-1])

    def not_now(self, live: Live) -> str:
        """The answer to a command that makes no sense now."""
        return self.not_now_but.format(phrases=self._some(live))

    def nearly(self, live: Live) -> str:
        """What the coach says to the second near miss."""
        return self.not_understood.format(phrases=self._some(live))

    def help_text(self, live: Live) -> tuple[str, ...]:
        """The answer to a call for help."""
        return (self.help.format(phrases=self.any_of(self.phrasebook.can_say(live))), *self.help_more)

    def _some(self, live: Live) -> str:
        return self.any_of(self.phrasebook.can_say(live)[:3])

    def _key_for(self, answer: str) -> str:
        return self.key_for.format(key=self.keys.answers[answer].upper(), answer=self.phrasebook.said(answer))

    # --- all of them ----------------------------------------------------------------------------------------------

    @property
    def naming(self) -> frozenset[str]:
        """Fixed sentences whose job is to name phrases or answers."""
        return frozenset({*(getattr(self, name) for name in NAMING), *(self.ask[name] for name in NAMING_QUESTIONS)})

    def sentences(self) -> Iterator[str]:
        """Every fixed sentence but those of a routine, about in the order of a session, for rendering ahead."""
        yield from (*self.welcome, self.take_it_up, self.afresh, self.screening, *self.ask.values())
        yield from (self.same_with_diabetes, *self.read_back.values(), self.prepare)
        yield from map(self.soreness_read_back, (*NUMBERS, "skip"))
        yield from (self.say_ready, self.lead_in, self.sharp_spot, self.left_out, self.release, self.rest)
        yield from (self.paused, self.shall_i_end, self.stays_paused, self.is_it_sharp, self.if_not_sharp)
        yield from (self.how_to_go_on, self.if_not_sharp_between, self.how_to_go_on_between, self.hurt_before)
        yield from (self.ease_off, self.spot_left_out, *self.sharp_end, self.end_for_today, self.goes_on)
        for by_foot in (self.as_before, self.foot_begins, self.other_side, self.side_finished):
            yield from by_foot.values()
        yield from (*self.first_foot.values(), *self.only_foot.values())
        yield from (self.remind, self.nothing_paused, self.need_an_answer, self.clock_stands, self.first_step)
        yield from (self.as_far_as_it_goes, self.added_seconds, *self.rate.values(), *self.gain.values())
        yield from (*self.counts.values(), self.microphone_lost, self.microphone_found, *self.worse_after)
        yield from (self.severe_after, *self.refusal.values(), self.could_be_serious, self.see_a_professional)
        yield from (self.kind_end, self.closed, self.at_the_end, *self.long_sore, *self.rising)


def _begun(text: str) -> str:
    """`text` as the beginning of a sentence; nouns within it keep their capitals."""
    return text[:1].upper() + text[1:]
