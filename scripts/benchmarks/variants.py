"""Few recordings of safety words made into many: a little faster or slower, louder or softer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice, product

from coach.clock import RATE
from coach.sound import wav
from scripts.benchmarks.corpus import SAFETY_PHRASES, Utterance
from scripts.benchmarks.material import Store

SAFETY_CORPUS = "safety words"
SPEEDS = (1.0, 0.92, 1.08, 0.96, 1.04)
"""Pitch goes with it, as with another speaker."""
FAR_APART = (0.9, 1.0, 1.1)
GAINS = (0.0, -6.0, 3.0, -3.0)
"""dB against all other speech presented."""


def safety_words(store: Store, utterances: Sequence[Utterance], enough: int) -> list[Utterance]:
    """The safety words among `utterances`, a corpus of their own; varied where there are fewer than `enough`."""
    words = [replace(said, corpus=SAFETY_CORPUS) for said in utterances if said.phrase in SAFETY_PHRASES]
    if not words or len(words) >= enough:
        return words
    # The word turns fastest: of two words, each is heard at every speed before one is heard at all levels.
    ways = [(said, speed, gain) for gain, speed, said in product(GAINS, SPEEDS, words)]
    return [_varied(store, *way) for way in islice(cycle(ways), min(len(ways), enough))]


def at_speeds(store: Store, utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    """The safety words among `utterances`, a corpus of their own, each at every speed of FAR_APART."""
    words = [replace(said, corpus="safety") for said in utterances if said.phrase in SAFETY_PHRASES]
    return (_varied(store, said, speed, 0.0) for said in words for speed in FAR_APART)


def _varied(store: Store, said: Utterance, speed: float, gain: float) -> Utterance:
    path = said.path if speed == 1.0 else store.keep(wav.resampled(wav.read(said.path), round(RATE * speed)))
    return replace(said, source=f"{said.source}, speed {speed:g}", path=path, gain_db=gain)
