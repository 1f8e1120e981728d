"""Writes a session into the history as things happen. What cannot be written is kept, and tried again.

The only place where wall-clock time meets a session. `look` belongs to the runner's thread, all else to whoever writes.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.clock import BLOCK, RATE, seconds
from coach.errors import StorageError
from coach.history.store import Offer, Store
from coach.language.intents import NUMBERS
from coach.session.effects import Effect, Finish, Note
from coach.session.resume import Resume
from coach.session.session import Mode, Session
from coach.units import AudioTime

_LATER = frozenset(
    {"silence", "interrupted", "terminated", "hung up", "input ended", "nobody", "sound ended", "failed"}
)
"""Reasons after which a session can go on later; the person did not end it."""
_SAVE = RATE - BLOCK
"""While a clock runs, what was held is saved after this long."""

Details = Mapping[str, str | int | float | bool]
_Write = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the history is to know of the session as it is at one audio time."""

    at: AudioTime
    effects: tuple[Effect, ...]
    answers: Mapping[str, str]
    place: Resume | None
    timing: bool
    """Whether a clock runs."""


class Recorder:
    """Keeps `session` in `store`; `offer` is what the session was given to resume. `tell` hears of trouble, once."""

    def __init__(
        self,
        store: Store | None,
        session: Session,
        offer: Offer | None,
        tell: Callable[[str], None],
        reopen: Callable[[], Store] | None = None,
    ) -> None:
        """`store`: None where it could not be opened yet, of which `tell` knows; then `reopen` does, or tries to."""
        self._opened = store
        self._reopen_store = reopen
        self._session = session
        self._offer = offer
        self._tell = tell
        self._writes: deque[tuple[str, _Write]] = deque()
        """What is still to be written, in order, and of which kind it is: each is one transaction."""
        self._trouble = store is None
        self._id = 0
        """Known once the beginning has been written, which comes before all else."""
        self._begun = self._over = False
        self._before = 0.0
        """Seconds that a session went on before it was taken up again."""
        self._began = 0
        self._at = 0
        self._answers: Mapping[str, str] = {}
        self._place: Resume | None = None
        self._saved_at = 0
        self._timing = False
        """Whether a clock ran when the place was saved."""
        self._steps = {step.id: step for step in session.journey.routine.steps}
        self._notes: dict[str, Callable[[Details], None]] = {
            "step": self._step,
            "hurt": self._hurt,
            "refused": self._refused,
            "taken up": self._taken_up,
            "begun anew": self._begun_anew,
            "reopened": self._reopened,
            "over": lambda details: self.end(str(details["reason"])),
        }

    def __call__(self, at: int, event: object, effects: Sequence[Effect]) -> None:
        """Write what has happened at the audio time `at`; the event itself tells nothing that is kept."""
        self.take(self.look(at, effects))
        self.settle()

    def tick(self, at: int) -> None:
        """A second of audio time begins, and nothing else may have happened in the one before."""
        self(at, None, ())

    def look(self, at: int, effects: Sequence[Effect]) -> Moment:
        """What there is to know at the audio time `at`, where `effects` are what was done."""
        session = self._session
        answers = {**session.answers, **session.remembers}
        return Moment(at, tuple(effects), answers, session.place(at), timing=session.mode is Mode.TIMING)

    def take(self, moment: Moment) -> None:
        """Put down what of `moment` is to be written."""
        self._at = moment.at
        for effect in moment.effects:
            self._take(effect, moment.at)
        if self._begun:
            self._save_answers(moment.answers)  # The one that ends a session, too.
            self._save_place(moment)

    @property
    def _store(self) -> Store:
        """Raises StorageError where it still cannot be opened."""
        if self._opened is None:
            if self._reopen_store is None:
                raise StorageError("The history is closed.")
            self._opened = self._reopen_store()
        return self._opened

    def close_store(self) -> None:
        """Close the history, if it is open."""
        if self._opened is not None:
            self._opened.close()

    def settle(self) -> bool:
        """Write all that is to be written; False where that failed, and is to be tried again."""
        while self._writes:
            try:
                self._writes[0][1]()
            except StorageError as error:
                self._tell_trouble(error)
                return False
            except BaseException:
                self._writes.popleft()  # Our own mistake: it would fail for ever.
                raise
            self._writes.popleft()
        if self._trouble:
            self._trouble = False
            self._tell("The history is being written again, with all of this session.")
        return True

    def close(self, reason: str) -> None:
        """The run has ended, for `reason`, whether the session was over or not. May be called twice."""
        self.end(reason)
        self.settle()

    def _take(self, effect: Effect, at: int) -> None:
        if isinstance(effect, Note):
            if effect.what == "begun":
                self._begun, self._began = True, at
                self._add("begin", self._begin)
            elif self._begun and effect.what in self._notes:
                self._notes[effect.what](effect.details)
        elif isinstance(effect, Finish):
            self.end(effect.reason)

    def _add(self, kind: str, write: _Write) -> None:
        self._writes.append((kind, write))

    def _replace(self, kind: str, write: _Write) -> None:
        """Add what makes all of its kind superfluous that is still to be written."""
        self._writes = deque(waiting for waiting in self._writes if waiting[0] != kind)
        self._add(kind, write)

    # --- notes ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._id = self._store.begin(self._session.journey.routine)

    def _step(self, details: Details) -> None:
        step, held = str(details["step"]), float(details["seconds"])
        foot, title, ending = _text(details, "foot"), self._steps[step].title, str(details["ending"])
        self._add("step", lambda: self._store.add_step(self._id, foot, step, title, ending, held))

    def _hurt(self, details: Details) -> None:
        step, held = _text(details, "step"), float(details["seconds"])
        foot, said = _text(details, "foot"), str(details["said"])
        where = self._steps[step] if step else None
        self._add("hurt", lambda: self._store.add_hurt(self._id, foot, where, said, held))

    def _refused(self, details: Details) -> None:
        reason = str(details["reason"])
        self._add("refused", lambda: self._store.refuse(self._id, reason))

    def _taken_up(self, details: Details) -> None:
        """This is the session that was interrupted, not another one."""
        if self._offer:
            session = self._offer.session
            self._add("taken up", lambda: self._reopen(session))

    def _reopen(self, session: int) -> None:
        self._store.reopen(session, instead_of=self._id)
        self._before = self._store.rows("SELECT seconds FROM sessions WHERE id = ?", [session])[0][0]
        self._id = session

    def _begun_anew(self, details: Details) -> None:
        if self._offer:
            session = self._offer.session
            self._add("begun anew", lambda: self._store.withdraw(session))

    def _reopened(self, details: Details) -> None:
        """What ended it was taken back."""
        self._over, self._place = False, None
        self._add("reopened", lambda: self._store.take_back_end(self._id))

    def end(self, reason: str) -> None:
        """Put down that the session, or the run, is over; the first reason counts."""
        if self._begun and not self._over:
            self._over = True
            at, for_good = self._at, reason not in _LATER
            self._add("end", lambda: self._store.end(self._id, reason, self._seconds(at), for_good=for_good))

    # --- what is kept up to date ----------------------------------------------------------------------------------

    def _save_answers(self, answers: Mapping[str, str]) -> None:
        if answers != self._answers:
            pain = {key: level for question, answer in answers.items() for key, level in _pain(question, answer)}
            others = {question: answer for question, answer in answers.items() if not any(_pain(question, answer))}
            self._replace("answers", lambda: self._store.save_answers(self._id, others, pain))
            self._answers = answers

    def _save_place(self, moment: Moment) -> None:
        at, place = moment.at, moment.place
        soon = moment.timing and self._timing and at - self._saved_at < _SAVE
        if place != self._place and not (soon or self._over):
            self._replace("place", lambda: self._store.save_place(self._id, place, self._seconds(at)))
            self._place, self._saved_at, self._timing = place, at, moment.timing

    def _seconds(self, at: int) -> float:
        return round(self._before + seconds(at - self._began), 3)

    def _tell_trouble(self, error: StorageError) -> None:
        if not self._trouble:
            self._trouble = True
            self._tell(f"The history is not being written, and is tried again and again: {error}")


def _text(details: Details, what: str) -> str | None:
    value = details.get(what)
    return None if value is None else str(value)


def _pain(question: str, answer: str) -> Iterator[tuple[tuple[str, str], int | None]]:
    """Foot and moment, and the level, of an answer that tells them."""
    moment, _, foot = question.partition(" ")
    if moment in {"before", "after"} and foot:
        yield (foot, moment), NUMBERS.index(answer) if answer in NUMBERS else None
