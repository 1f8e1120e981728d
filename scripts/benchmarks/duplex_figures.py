"""What became of words said over the coach, as figures: shares with their intervals, and spreads. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scripts.benchmarks.corpus import SAFETY_PHRASES
from scripts.benchmarks.duplex import SpokenOver
from scripts.benchmarks.english import PHRASES
from scripts.benchmarks.figures import Share, percentile, share

ALL = "all"


@dataclass(frozen=True, slots=True)
class Spread:
    """So many values in seconds, and how they lie; None where there are none."""

    n: int
    p5: float | None
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Over:
    """Words said over the coach at one ratio, in one way and one room, or in all of them."""

    ratio: float | None
    """dB, user to echo; None for all."""
    way: str
    room: str
    right: Share
    wrong: Share
    """Words that led to another command, besides or instead."""
    invented: Share
    """Words before which a command was heard that nobody gave."""
    latency: Spread
    """From the word's end until it is acted on, computing included."""
    computing: Spread
    """The part of it that is computing."""
    silent: Spread
    """From the word's end until the speaker is silent."""
    ducked: Share
    """Words for which the coach softened its voice."""
    ducking: Spread
    """From the word's first sound until it did."""
    backdated: Spread
    """Where the word was believed to begin, after its first sound."""
    safety: Share
    """Of the safety words among them, those heard right."""
    safety_latency: Spread
    other_latency: Spread
    """Of all words but the safety words."""


def overs(spoken: Iterable[SpokenOver]) -> list[Over]:
    """A row for each ratio, way and room there is, and for all of each, in the order of the run."""
    groups: dict[tuple[float | None, str, str], list[SpokenOver]] = defaultdict(list)
    for one in spoken:
        for ratio in (None, one.ratio):
            for way in (ALL, one.way):
                for room in (ALL, one.room):
                    groups[ratio, way, room].append(one)
    return [over(group, *place) for place, group in groups.items()]


def over(spoken: Sequence[SpokenOver], ratio: float | None = None, way: str = ALL, room: str = ALL) -> Over:
    """The figures of what was said."""
    safety, other = (
        [one for one in spoken if (one.outcome.utterance.phrase in SAFETY_PHRASES) is wanted]
        for wanted in (True, False)
    )
    return Over(
        ratio,
        way,
        room,
        right=share([one.outcome.right for one in spoken]),
        wrong=share([bool(one.outcome.wrong) for one in spoken]),
        invented=share([bool(one.outcome.invented) for one in spoken]),
        latency=spread(one.outcome.latency for one in spoken),
        computing=spread(_computing(one) for one in spoken),
        silent=spread(one.silent for one in spoken),
        ducked=share([one.softened is not None for one in spoken]),
        ducking=spread(one.softened for one in spoken),
        backdated=spread(one.backdated for one in spoken),
        safety=share([one.outcome.right for one in safety]),
        safety_latency=spread(one.outcome.latency for one in safety),
        other_latency=spread(one.outcome.latency for one in other),
    )


def spread(values: Iterable[float | None]) -> Spread:
    """How those of `values` lie that are there, to the millisecond."""
    there = np.array([value for value in values if value is not None])
    return Spread(len(there), percentile(there, 5), percentile(there, 50), percentile(there, 95))


def missed(spoken: Iterable[SpokenOver]) -> dict[str, Share]:
    """Phrase to how often it was not heard right; those never missed left out, the worst first."""
    return _worst_first(spoken, lambda one: not one.outcome.right)


def mistaken(spoken: Iterable[SpokenOver]) -> dict[str, Share]:
    """Phrase to how often it was taken for another, the worst first."""
    return _worst_first(spoken, lambda one: bool(one.outcome.wrong))


def _worst_first(spoken: Iterable[SpokenOver], is_bad: Callable[[SpokenOver], bool]) -> dict[str, Share]:
    bad: dict[str, list[bool]] = defaultdict(list)
    for one in spoken:
        if one.outcome.utterance.phrase in PHRASES:
            bad[one.outcome.utterance.phrase].append(is_bad(one))
    shares = {phrase: share(hits) for phrase, hits in bad.items() if any(hits)}
    return dict(sorted(shares.items(), key=lambda item: -item[1].count / item[1].of))


def _computing(one: SpokenOver) -> float | None:
    latency, waited = one.outcome.latency, one.outcome.waited
    return None if latency is None or waited is None else latency - waited
