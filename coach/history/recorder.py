"""Writes a session into the history as things happen: an observer of the runner, in the runner's thread.

The only place where wall-clock time meets a session. What it cannot write ends the recording, never the session.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from coach.clock import BLOCK, RATE, seconds
from coach.errors import StorageError
from coach.history.store import Offer, Store
from coach.language.intents import NUMBERS
from coach.session.effects import Effect, Finish, Note
from coach.session.resume import Resume
from coach.session.session import Mode, Session

_LATER = frozenset({"silence", "interrupted", "terminated", "sound ended", "failed"})
"""Reasons after which a session can go on later; the person did not end it."""
_SAVE = RATE - BLOCK
"""While a clock runs, what was held is saved after this long."""

Details = Mapping[str, str | int | float | bool]


class Recorder:
    """Keeps `session` in `store`; `offer` is what the session was given to resume. `tell` hears of trouble, once."""

    def __init__(self, store: Store, session: Session, offer: Offer | None, tell: Callable[[str], None]) -> None:
        self._store = store
        self._session = session
        self._offer = offer
        self._tell = tell
        self._id: int | None = None
        self._over = False
        self._failed = False
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
        self._notes: dict[str, Callable[[int, Details], None]] = {
            "step": self._step,
            "hurt": self._hurt,
            "refused": lambda session, details: store.refuse(session, str(details["reason"])),
            "taken up": self._taken_up,
            "begun anew": self._begun_anew,
            "reopened": lambda session, details: self._reopen(session),
            "over": lambda session, details: self._end(str(details["reason"])),
        }

    def __call__(self, at: int, event: object, effects: Sequence[Effect]) -> None:
        """Write what has happened at the audio time `at`; the event itself tells nothing that is kept."""
        self._at = at
        if self._failed:
            return
        try:
            for effect in effects:
                self._take(effect, at)
            if self._id is not None:
                self._save_answers(self._id)  # The one that ends a session, too.
                self._save_place(self._id, at)
        except StorageError as error:
            self._give_up(error)

    def tick(self, at: int) -> None:
        """A second of audio time begins, and nothing else may have happened in the one before."""
        self(at, None, ())

    def close(self, reason: str) -> None:
        """The run has ended, for `reason`, whether the session was over or not. May be called twice."""
        try:
            self._end(reason)
        except StorageError as error:
            self._give_up(error)

    def _take(self, effect: Effect, at: int) -> None:
        if isinstance(effect, Note):
            if effect.what == "begun":
                self._id, self._began = self._store.begin(self._session.journey.routine), at
            elif self._id is not None and effect.what in self._notes:
                self._notes[effect.what](self._id, effect.details)
        elif isinstance(effect, Finish):
            self._end(effect.reason)

    # --- notes ----------------------------------------------------------------------------------------------------

    def _step(self, session: int, details: Details) -> None:
        step, held = str(details["step"]), float(details["seconds"])
        title = self._steps[step].title
        self._store.add_step(session, _text(details, "foot"), step, title, str(details["ending"]), held)

    def _hurt(self, session: int, details: Details) -> None:
        step, held = _text(details, "step"), float(details["seconds"])
        foot, said = _text(details, "foot"), str(details["said"])
        self._store.add_hurt(session, foot, self._steps[step] if step else None, said, held)

    def _taken_up(self, session: int, details: Details) -> None:
        """This is the session that was interrupted, not another one."""
        if self._offer:
            self._store.reopen(self._offer.session, instead_of=session)
            self._id = self._offer.session
            self._before = self._store.rows("SELECT seconds FROM sessions WHERE id = ?", [self._id])[0][0]

    def _begun_anew(self, session: int, details: Details) -> None:
        if self._offer:
            self._store.withdraw(self._offer.session)

    def _end(self, reason: str) -> None:
        if self._id is not None and not self._over:
            self._over = True
            self._store.end(self._id, reason, self._seconds, for_good=reason not in _LATER)

    def _reopen(self, session: int) -> None:
        """What ended the session was taken back."""
        self._over, self._place = False, None
        self._store.take_back_end(session)

    # --- what is kept up to date ----------------------------------------------------------------------------------

    def _save_answers(self, session: int) -> None:
        answers = dict(self._session.answers)
        if answers != self._answers:
            pain = {key: level for question, answer in answers.items() for key, level in _pain(question, answer)}
            others = {question: answer for question, answer in answers.items() if not any(_pain(question, answer))}
            self._store.save_answers(session, others, pain)
            self._answers = answers

    def _save_place(self, session: int, at: int) -> None:
        place = self._session.place(at)
        timing = self._session.mode is Mode.TIMING
        soon = timing and self._timing and at - self._saved_at < _SAVE
        if place != self._place and not (soon or self._over):
            self._store.save_place(session, place, self._seconds)
            self._place, self._saved_at, self._timing = place, at, timing

    @property
    def _seconds(self) -> float:
        return round(self._before + seconds(self._at - self._began), 3)

    def _give_up(self, error: StorageError) -> None:
        if not self._failed:
            self._failed = True
            self._tell(f"Nothing more of this session is written down: {error}")


def _text(details: Details, what: str) -> str | None:
    value = details.get(what)
    return None if value is None else str(value)


def _pain(question: str, answer: str) -> Iterator[tuple[tuple[str, str], int | None]]:
    """Foot and moment, and the level, of an answer that tells them."""
    moment, _, foot = question.partition(" ")
    if moment in {"before", "after"} and foot:
        yield (foot, moment), NUMBERS.index(answer) if answer in NUMBERS else None
