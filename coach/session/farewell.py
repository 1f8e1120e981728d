"""The end of a session: its last sentences, until they have been said or are taken back. Pure."""

from dataclasses import dataclass

from coach.language.wording import Wording
from coach.session.asking import Asking
from coach.session.effects import Finish
from coach.session.interview import Interview
from coach.session.journey import Journey, Stage
from coach.session.talk import Talk
from coach.session.teaching import Teaching

UNFINISHED = frozenset({"stopped", "ended", "hurt", "sharp", "silence"})
"""Reasons for an end after which the massage can still go on."""


@dataclass(frozen=True, slots=True)
class _Closing:
    """The end that is being said."""

    reason: str
    sentences: tuple[str, ...]


class Farewell:
    """Says the closing sentences, after which it is over."""

    def __init__(self, journey: Journey, teaching: Teaching, asking: Asking, talk: Talk) -> None:
        self._journey = journey
        self._teaching = teaching
        self._asking = asking
        self._talk = talk
        self._closing: _Closing | None = None
        self.over = False
        """Whether the last sentence has been said."""

    @property
    def reason(self) -> str:
        """Why it ends; "" while it does not."""
        return self._closing.reason if self._closing else ""

    def begin(self, reason: str, *sentences: str) -> None:
        """Say the closing `sentences`; then it is over."""
        self._talk.note("over", reason=reason)
        self._asking.drop()
        self._closing = _Closing(reason, sentences)
        self.say(*sentences)

    def say(self, *sentences: str) -> None:
        """Say `sentences`, or else the closing ones once more, as the last of all."""
        if self._closing:
            self._talk.say(*(sentences or self._closing.sentences), then=lambda at: self.leave())

    def leave(self) -> None:
        """It is over now, said to its end or not."""
        if self._closing and not self.over:
            self.over = True
            if self._closing.reason in UNFINISHED and self._journey.step:
                self._teaching.note_stopped()
            self._journey.stage = Stage.CLOSING
            self._talk.emit(Finish(self._closing.reason))

    def take_back(self) -> None:
        """It does not end."""
        self._closing = None
        self._talk.hush()
        self._talk.note("reopened")


def last_words(
    journey: Journey, interview: Interview, teaching: Teaching, wording: Wording, massages: int
) -> tuple[str, ...]:
    """What is said at the end of a whole massage, the last of so many this week."""
    well = not (interview.severe_after() or interview.got_worse())
    so_far = wording.so_far(massages) if well else ()
    return (
        *_how_it_went(journey, interview, wording, well=well),
        *so_far,
        *_advice(journey, interview, teaching, wording),
    )


def _how_it_went(journey: Journey, interview: Interview, wording: Wording, *, well: bool) -> tuple[str, ...]:
    feet = [
        (side, interview.soreness("before", side), interview.soreness("after", side)) for side in journey.massaged()
    ]
    told = wording.how_it_went([(side, a, b) for side, a, b in feet if a is not None and b is not None], well=well)
    return (told,) if told else ()


def _advice(journey: Journey, interview: Interview, teaching: Teaching, wording: Wording) -> tuple[str, ...]:
    """Worse or severe: to rest and to see a professional, and then not "once or twice a day"."""
    if interview.severe_after():
        return (wording.severe_after, wording.kind_end)
    if interview.got_worse():
        return (*wording.worse_after, wording.kind_end)
    return teaching.allowed(journey.routine.closing) or (wording.kind_end,)
