"""The coach says its texts in a living room, and hears itself: its voice, mixer, canceller and ear, as in a session."""

from collections.abc import Iterable, Iterator

import numpy as np

from coach.app.overheard import Overheard
from coach.clock import BLOCK, samples
from coach.hearing.files import PHASES
from coach.sound.edge import Samples
from coach.speaking.mixer import Mark, Mixer
from coach.speaking.voice import Clip, Voice
from scripts.benchmarks.duplex import Loudspeaker
from scripts.benchmarks.english import ENGLISH
from scripts.benchmarks.hearing import Hall
from scripts.benchmarks.listeners import Engine, opened_in_duplex
from scripts.benchmarks.rooms import ROOMS

LIVING_ROOM = ROOMS[1]
RATIO = 0.0
"""dB: the coach comes back to its microphone as loud as a user would speak."""
PAUSE = samples(1.0)
"""After each text, so that what is heard in it is decided before the next."""
SEED = 1


class Recital:
    """The coach's mouth: says what it is given, and goes on whatever is heard."""

    def __init__(self) -> None:
        self.mixer = Mixer(_heed_no_mark)
        self._said = 0

    def say(self, clip: Clip) -> None:
        """From the next block on."""
        self._said += 1
        self.mixer.say(self._said, [clip])

    def block(self) -> Samples:
        """The next block."""
        return self.mixer.block(BLOCK)

    def cut(self) -> None:
        """Nothing: what comes after a false command is to be heard as well."""


def heard_through(engine: Engine, voice: Voice, texts: Iterable[str], words_a_minute: int) -> Iterator[Overheard]:
    """Everything that is acted on while the welcome and `texts` are said, with all live that can be.

    Nothing is masked but what a session masks. Raises HearingError, ModelError and VoiceError.
    """
    recital, welcome = Recital(), ENGLISH.wording.welcome
    loudness_of = np.concatenate([voice.clip(text, words_a_minute).sound for text in welcome])
    listener = opened_in_duplex(engine, recital.mixer)
    try:
        listener.listen(PHASES["all"])
        hall = Hall(listener, Loudspeaker(recital, LIVING_ROOM.echo(RATIO, loudness_of, SEED), SEED))
        for text in dict.fromkeys((*welcome, *texts)):
            yield from _said(hall, recital, voice.clip(text, words_a_minute))
    finally:
        listener.close()


def _said(hall: Hall, recital: Recital, clip: Clip) -> Iterator[Overheard]:
    recital.say(clip)
    for decision in hall.play(np.zeros(len(clip.sound) + PAUSE, np.int16)):
        yield Overheard(clip.text, decision.heard.match.phrase, decision.heard.match.intent)


def _heed_no_mark(mark: Mark) -> None:
    """Nothing waits for the end of a text."""
