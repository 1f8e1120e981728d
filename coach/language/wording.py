"""What the coach says: a language's sentences, with what they speak of put in. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from coach.language.intents import NUMBERS, YES_NO, Live, phrases_in
from coach.language.keys import Keys
from coach.language.numbers import Numbers
from coach.language.phrasebook import Phrasebook
from coach.language.sentence_by_sentence import sentence_by_sentence
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

    def as_last_time(self, foot: str, first: str, tool: str) -> str:
        """The question whether all is to be as last time; without a `tool` if it is ""."""
        which = self.last_time[f"{first} first" if foot == "both" else foot]
        return which.format(tool=self.with_tool.format(tool=self.tool_names[tool]) if tool else "")

    def answer_read_back(self, question: str, answer: str) -> str:
        """What the coach says to an answer of the interview; "" where it carries no news."""
        if question.startswith(("before", "after")):
            return self.soreness_read_back(answer)
        return self.read_back.get(f"{question} {answer}", "")

    def soreness_read_back(self, answer: str) -> str:
        """What the coach says to a soreness of zero to ten, or to a refusal."""
        if answer == "skip":
            return self.soreness_refused
        return _begun(self.soreness.format(number=self.number(NUMBERS.index(answer))))

    def confirm_answer(self, question: str, answer: str) -> str:
        """The question whether an answer that ends the session was meant so."""
        if answer in NUMBERS:
            return _begun(self.confirm_soreness.format(number=self.number(NUMBERS.index(answer))))
        return self.confirm[question]

    def answer_hint(self, answers: frozenset[str]) -> tuple[str, ...]:
        """How a question can be answered, where the question itself does not tell."""
        if "zero" in answers:
            return (self.hint_pain,)
        return (self.hint_yes_no,) if answers == YES_NO else ()

    def how_it_went(self, feet: Sequence[tuple[Side, int, int]], *, well: bool) -> str:
        """What the massage did: for each foot the soreness before and after; "" where none was told.

        `well`: nothing calls for advice, so that it may be praised.
        """
        if not feet:
            return ""
        told = [
            self.went[side].format(before=self.number(before), after=self.number(after)) for side, before, after in feet
        ]
        better = well and sum(after - before for _, before, after in feet) <= 0
        return (self.well_done if better else self.it_went).format(feet=_begun(", ".join(told)))

    def so_far(self, this_week: int) -> tuple[str, ...]:
        """How often there was a massage this week, where that is worth telling."""
        if this_week < 2:
            return ()
        return (self.twice_this_week if this_week == 2 else self.this_week.format(number=self.number(this_week)),)

    def often(self, today: int) -> tuple[str, ...]:
        """A kind word for who has massaged several times today already."""
        return (self.often_today.format(number=self.number(today)),) if today > 1 else ()

    def ask_tool(self, tools: tuple[str, ...]) -> str:
        """The question for the tool of a step."""
        return self.tool_question.format(tools=self.any_of(tuple(self.tool_names[tool] for tool in tools)))

    def prepared_as_before_step(self, step: Step, *, first: bool) -> str:
        """A step of the preparation, in short: "as before" is said of the `first` alone."""
        return _begun(self.prepared_as_before.format(again=step.again) if first else step.again)

    def as_before_step(self, step: Step) -> str:
        """A step on the second foot, in short."""
        if step.again:
            return _begun(self.step_briefly.format(step=step.title, again=step.again))
        return _begun(self.step_as_before.format(step=step.title))

    def how_long(self, seconds: int) -> str:
        """How long a step takes, as its instruction tells it."""
        if seconds == 60:
            return self.for_a_minute
        if seconds % 60 == 0:
            return _begun(self.for_minutes.format(number=self.number(seconds // 60)))
        return _begun(self.for_seconds.format(number=self.number(seconds)))

    def is_here(self, side: Side, step: Step, part: int, parts: int) -> str:
        """Where the session is."""
        return self.where[side].format(step=step.title, part=self.number(part), parts=self.number(parts))

    def comes_next(self, step: Step | None) -> str:
        """What comes after the present step."""
        return self.what_follows.format(step=step.title) if step else self.nothing_follows

    def names_frozen(self, text: str) -> bool:
        """Whether `text` names something frozen."""
        return bool(phrases_in(text, self.frozen_words))

    def is_frozen(self, step: Step) -> bool:
        """Whether a step is done with something frozen: marked so, or by what it says of itself."""
        texts = (*step.instruction, *step.caution)
        said = any(map(self.names_frozen, texts)) if step.timed else bool(texts) and all(map(self.names_frozen, texts))
        return step.frozen or self.names_frozen(step.tool) or self.names_frozen(step.title) or said

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
        return (self.help.format(phrases=self.any_of(self.phrasebook.can_say(live))),)

    def _some(self, live: Live) -> str:
        return self.any_of(self.phrasebook.can_say(live)[:3])

    def _key_for(self, answer: str) -> str:
        return self.key_for.format(key=self.keys.answers[answer].upper(), answer=self.phrasebook.said(answer))

    # --- all of them ----------------------------------------------------------------------------------------------

    @property
    def naming(self) -> frozenset[str]:
        """Fixed sentences whose job is to name phrases or answers."""
        fixed = (getattr(self, name) for name in NAMING)
        by_foot = (*self.and_the.values(), *self.and_the_now.values())
        return frozenset({*fixed, *by_foot, *(self.ask[name] for name in NAMING_QUESTIONS)})

    def sentences(self) -> Iterator[str]:
        """Every fixed sentence but those of a routine, about in the order of a session, for rendering ahead."""
        yield from (*self.welcome, *self.welcome_back, self.take_it_up, self.afresh, self.screening)
        yield from (*self.ask.values(), self.same_with_diabetes, self.new_with_diabetes)
        for feet in self.last_time.values():
            for tool in ("", *self.tool_names.values()):
                yield feet.format(tool=self.with_tool.format(tool=tool) if tool else "")
        yield from (*self.and_the.values(), *self.and_the_now.values(), *self.read_back.values())
        yield from map(self.soreness_read_back, (*NUMBERS, "skip"))
        yield from (*self.confirm.values(), *(self.confirm_answer("", level) for level in NUMBERS[8:]))
        yield from (self.sorry, self.hint_yes_no, self.hint_pain, self.unsure_of_health)
        yield from (self.say_ready, self.lead_in, self.sharp_spot, self.left_out, self.nothing_frozen)
        yield from (self.release, self.rest, self.halfway, self.last_five)
        yield from self.safety_lane()
        yield from (self.ease_off, self.spot_left_out, *self.sharp_end, self.goes_on)
        for by_foot in (self.as_before, self.other_side, self.side_finished, self.foot_left_out):
            yield from by_foot.values()
        yield from (*self.first_foot.values(), *self.only_foot.values(), self.both_already)
        yield from (self.remind, self.closing_soon, self.nothing_paused, self.clock_stands, self.first_step)
        yield from (self.as_far_as_it_goes, self.added_seconds, *self.rate.values(), *self.gain.values())
        yield from (*self.counts.values(), self.microphone_lost, self.microphone_found, *self.worse_after)
        yield from (*self.part_fails.values(), *self.part_works.values(), *self.trouble.values())
        yield from (self.where_preparing, self.nothing_follows, self.do_not_know)
        yield from chain.from_iterable(map(sentence_by_sentence, self.answers.values()))
        yield from (self.severe_after, *self.refusal.values(), self.could_be_serious, self.see_a_professional)
        yield from (self.kind_end, self.closed, *self.long_sore, *self.rising, self.twice_this_week)

    def safety_lane(self) -> Iterator[str]:
        """What is said once all is quiet: in memory before a session begins, so that it never waits to be made."""
        yield from (self.let_go, self.shall_we_end, self.paused, self.stays_paused, self.is_it_sharp)
        yield from (self.how_to_go_on, self.how_to_go_on_between, self.hurt_before, self.end_for_today, *self.sharp_end)


def _begun(text: str) -> str:
    """`text` as the beginning of a sentence; nouns within it keep their capitals."""
    return text[:1].upper() + text[1:]
