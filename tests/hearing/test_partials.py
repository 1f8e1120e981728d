"""A partial is worth what it saves: in talk, what only sounds like a command waits, and so does a doubtful one."""

from collections.abc import Collection

import numpy as np
import pytest

from coach.clock import BLOCK, samples
from coach.hearing.ear import Ear
from coach.hearing.engines.recogniser import Candidate, Hypothesis, Understands, nothing_more
from coach.hearing.tuning import USUAL
from coach.language.intents import YES_NO, Live
from coach.session.events import Heard
from coach.sound.edge import Block, Samples
from tests.english import ENGLISH

SILENCE = np.zeros(BLOCK, np.int16)
END = samples(1.0)
PAUSES = (0.08, 0.2)
ENDPOINT = 0.35
DOUBTFUL = USUAL.moonshine.doubtful


class Told:
    """A recogniser of open vocabulary that tells one utterance as the embedded engine does."""

    name = "told"
    open_vocabulary = True
    speaking = False

    def __init__(self, partial: Hypothesis, final: str | None = None) -> None:
        self._partial, self._final = partial, final
        self._fed = 0
        self._left = [*PAUSES, ENDPOINT]

    def listen_for(
        self, phrases: Collection[str], sayings: Collection[str] = (), understands: Understands = nothing_more
    ) -> None:
        """Nothing."""

    def feed(
        self,
        sound: Samples,
        expected_echo: float = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """The utterance, at each of its pauses."""
        self._fed += len(sound)
        if not self._left or self._fed < END + samples(self._left[0]):
            return []
        final = self._left.pop(0) == ENDPOINT
        one = self._partial
        text = self._final if final and self._final is not None else one.text
        return [Hypothesis(text, samples(0.5), END, final, 1.0 if final else one.confidence, one.likely)]

    def reset(self) -> None:
        """Go on."""

    def close(self) -> None:
        """Nothing."""


def _heard_after(recogniser: Told, live: Live) -> float | None:
    """How long after the word's end it was understood, in seconds; None where it never was."""
    ear = Ear(recogniser, ENGLISH.phrasebook)
    ear.listen(live)
    for at in range(0, samples(2.0), BLOCK):
        for event in ear.hear(Block(at, SILENCE, SILENCE)):
            if isinstance(event, Heard):
                return (event.at - END) / 16_000
    return None


def _said(text: str, confidence: float = 1.0, *likely: Candidate) -> Hypothesis:
    return Hypothesis(text, 0, 0, False, confidence, likely)


STEP, ASKED = Live(timed=True), Live(answers=YES_NO)


@pytest.mark.parametrize(
    ("said", "live", "after"),
    [
        (_said("stop"), STEP, 0.08),
        (_said("stop", DOUBTFUL), STEP, 0.2),
        (_said("stup"), STEP, 0.2),
        (_said("pause"), STEP, 0.2),
        (_said("pause", DOUBTFUL), STEP, 0.35),
        (_said("pawz"), STEP, 0.35),
        (_said("yes"), ASKED, 0.08),
        (_said("yes", DOUBTFUL), ASKED, 0.35),
        (_said("stawp", 1.0, Candidate("stop", -2.0, 0.0)), STEP, 0.2),
    ],
)
def test_the_surer_and_the_graver_a_phrase_the_sooner_it_is_acted_on(
    said: Hypothesis, live: Live, after: float
) -> None:
    took = _heard_after(Told(said), live)
    assert took == pytest.approx(after, abs=0.021)


@pytest.mark.parametrize("said", [_said("pause", DOUBTFUL), _said("pawz"), _said("kate")])
def test_what_the_final_contradicts_was_no_command(said: Hypothesis) -> None:
    assert _heard_after(Told(said, "paws on the table and all that"), STEP) is None
