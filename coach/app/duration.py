"""How long a routine takes: a whole session on one foot, in the voice's own time, as fast as it can be computed."""

from collections.abc import Callable, Sequence

import numpy as np

from coach.clock import BLOCK, RATE
from coach.language.intents import ANSWERS, Intent, Live, Match
from coach.language.language import Language
from coach.routines.routine import Routine, Side
from coach.running.runner import Runner
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.journey import Stage
from coach.session.session import Session
from coach.session.settings import Settings
from coach.session.view import Mode
from coach.sound.edge import Block, Play, Settled
from coach.speaking.mixer import Mark
from coach.speaking.voice import Voice

FEWEST, MOST = 5.0, 10.0
"""Minutes a foot may take."""
_SILENCE = np.zeros(BLOCK, np.int16)


def minutes_a_foot(
    routine: Routine,
    language: Language,
    voice: Voice,
    words_a_minute: int,
    tick: Callable[[int], None] = lambda at: None,
    side: Side = Side.LEFT,
) -> float:
    """Minutes from the first sentence about the foot `side` to its last, without the person's own pauses.

    `tick` is told, in samples, of every second of the session as it is computed. Raises VoiceError.
    """
    session = Session(routine, language, Settings(words_a_minute=words_a_minute))
    runner = Runner(session, voice, None)
    person = _Person(session, runner, side)
    runner.observe(person)
    runner.every_second(tick)
    runner.open(_NoTime())
    runner.run()
    return person.on_foot / RATE / 60


class _Person:
    """Goes along with everything at once, and watches the clock."""

    def __init__(self, session: Session, runner: Runner, side: Side) -> None:
        self._session, self._runner = session, runner
        self._answers = ("no", side.value, "skip", *ANSWERS)
        """What is said to a question: the first of these that may be said."""
        self.on_foot = 0
        """Samples of audio time."""
        self._at, self._stage = 0, Stage.WELCOME

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        view = self._session.view()
        if self._stage is Stage.FOOT:
            self.on_foot += at - self._at
        self._at, self._stage = at, view.stage
        if view.speaking:
            return
        if view.mode is Mode.ASKING:
            self._answer(view.live)
        elif view.mode is Mode.WAITING:
            self._runner.press(Match(Intent.READY, "ready"))

    def _answer(self, live: Live) -> None:
        answer = next(answer for answer in self._answers if answer in live.answers)
        self._runner.press(Match(Intent.ANSWER, answer, answer))


class _NoTime:
    """A SoundEdge that takes no time."""

    stalled = False

    def __init__(self) -> None:
        self._at = 0
        self._closed = False

    def open(self, play: Play, settled: Settled) -> None:
        self._play, self._settled = play, settled

    def read(self) -> Block | None:
        self._settled()
        if self._closed:
            return None
        at, self._at = self._at, self._at + BLOCK
        return Block(at, _SILENCE, self._play(BLOCK), microphone_alive=False, speaker_alive=False)

    def close(self) -> None:
        self._closed = True
