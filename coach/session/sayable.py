"""What may be said where the session is: the commands that are live, the answers that are understood. Pure."""

from coach.language.intents import FEET, NUMBERS, SIGNS, TOOLS, YES_NO, Live
from coach.language.wording import Wording
from coach.session.asking import Asking
from coach.session.interview import Interview
from coach.session.journey import Journey
from coach.session.questions import FROZEN
from coach.session.table import State
from coach.session.talk import Talk
from coach.session.teaching import Teaching

_SAFETY = frozenset({"hurt", "stop", "end"})
_CORRECTABLE = YES_NO | FEET | TOOLS | frozenset(NUMBERS)
"""Answers that may be given in place of the one before; the others are commands as well."""
_OF_ENDING = frozenset({"stop", "end"})


class Sayable:
    """Reads it off the parts of a session; changes nothing."""

    def __init__(
        self, journey: Journey, interview: Interview, asking: Asking, teaching: Teaching, talk: Talk, wording: Wording
    ) -> None:
        self._journey = journey
        self._interview = interview
        self._asking = asking
        self._teaching = teaching
        self._talk = talk
        self._wording = wording

    def live(self, state: State) -> Live:
        """What may be said in `state`, where the session now is."""
        step, asking = self._journey.step, self._asking
        if state is State.OVER:
            return Live(commands=False)
        before = asking.before.answers & _CORRECTABLE if asking.before else frozenset[str]()
        return Live(
            answers=self._answers(state, before),
            paused=state in {State.PAUSED, State.HELD},
            waiting=state in {State.WAITING, State.TELLING},
            timed=step is not None and step.timed,
            before=before,
            ending=asking.question is not None and asking.question.id in _OF_ENDING and asking.begun_at is not None,
            signs=self._signs(),
            barred=self._barred(),
        )

    def _barred(self) -> frozenset[str]:
        """The tool that is asked for and may not be used: named all the same, it is declined with the reason."""
        asked = self._asking.question
        declined = asked is not None and asked.id == "tool" and not self._teaching.may_use(FROZEN)
        return frozenset({FROZEN}) if declined else frozenset()

    def _answers(self, state: State, before: frozenset[str]) -> frozenset[str]:
        """The answers that are understood now; while a question is on its way, those to the one before as well."""
        if state is State.FAREWELL:
            return frozenset({"no"})
        asked, answered = self._asking.question, self._asking.before
        open_ones = asked.answers if asked else frozenset()
        if asked and asked.id in _SAFETY and not (answered and answered.id == asked.id):
            return open_ones
        on_its_way = self._asking.begun_at is None and (open_ones or (state is State.TELLING and self._reads_back))
        return open_ones | before | {"no"} if on_its_way and before else open_ones

    @property
    def _reads_back(self) -> bool:
        """Whether what was answered last is being read back, so that it can be rejected."""
        wording = self._wording
        read_back = (*self._interview.read_back(), *wording.tool_read_back.values(), wording.left_out)
        return self._talk.sounding in read_back

    def _signs(self) -> frozenset[str]:
        question = self._asking.question
        named = {question.id, *question.covers} if question and question.answers == YES_NO else set()
        if "signs" in named:
            named |= {"swelling", "redness", "fever", "numbness"}
        if "feeling" in named:
            named |= {"numbness"}
        return frozenset(named) & frozenset(SIGNS)
