"""Recorded speech through the very ear that a session listens with."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from coach.clock import BLOCK, samples, seconds
from coach.errors import RecordingError
from coach.hearing.ear import Ear
from coach.hearing.engines.recogniser import Recogniser
from coach.language.intents import AFTER_HURT, FEET, NUMBERS, PAIN, SIDES, TOOLS, YES_NO, Live
from coach.language.phrasebook import Phrasebook
from coach.session.events import Heard
from coach.sound.edge import Block, Samples

QUIET_BEFORE = samples(0.5)
"""Silence put before a recording: a recogniser takes in the level of the quiet before it trusts a word."""
QUIET_AFTER = samples(1.5)
"""Silence added to a recording, so that its last word comes to its endpoint."""

_SILENCE = np.zeros(BLOCK, np.int16)

PHASES: dict[str, Live] = {
    "all": Live(answers=YES_NO | FEET | TOOLS | frozenset(NUMBERS), waiting=True, timed=True),
    "waiting": Live(waiting=True),
    "timed": Live(timed=True),
    "paused": Live(paused=True, timed=True),
    "yes-no": Live(answers=YES_NO),
    "pain": Live(answers=PAIN),
    "feet": Live(answers=FEET),
    "sides": Live(answers=SIDES),
    "tools": Live(answers=TOOLS),
    "hurt": Live(answers=AFTER_HURT | YES_NO),
}
"""What may be said, by the name it has on the command line."""


def phase(name: str) -> Live:
    """What may be said in the phase `name`. Raises RecordingError with the names there are."""
    if name not in PHASES:
        raise RecordingError(f"There is no phase {name!r}: choose one of {', '.join(PHASES)}.")
    return PHASES[name]


class FileEar:
    """One ear for many recordings, one after the other."""

    def __init__(self, recogniser: Recogniser, phrasebook: Phrasebook, live: Live) -> None:
        self._recogniser = recogniser
        self._ear = Ear(recogniser, phrasebook)
        self._ear.listen(live)
        self._at = 0

    def hear(self, sound: Samples) -> Iterator[dict[str, Any]]:
        """The commands heard in `sound`, in order, with start, end and decided_at in seconds. Raises HearingError."""
        began = self._at + QUIET_BEFORE
        after = QUIET_AFTER + BLOCK - len(sound) % BLOCK
        padded = np.concatenate((np.zeros(QUIET_BEFORE, np.int16), sound, np.zeros(after, np.int16)))
        for place in range(0, len(padded) // BLOCK * BLOCK, BLOCK):
            block = Block(self._at, padded[place : place + BLOCK], _SILENCE)
            self._at += BLOCK
            for event in self._ear.hear(block):
                if isinstance(event, Heard):
                    yield _row(event, began)
        self._recogniser.reset()


def _row(heard: Heard, began: int) -> dict[str, Any]:
    answer = {"answer": heard.match.answer} if heard.match.answer else {}
    times = {"start": heard.start, "end": heard.end, "decided_at": heard.at}
    return {
        "phrase": heard.match.phrase,
        "intent": heard.match.intent.value,
        **answer,
        **{name: round(seconds(at - began), 3) for name, at in times.items()},
    }
