"""Outcomes to figures: rates with their intervals, latencies, and what was lost. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from scripts.benchmarks.corpus import SAFETY_PHRASES
from scripts.benchmarks.english import PHRASES
from scripts.benchmarks.hearing import Outcome, Report

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int
    low: float | None
    """Wilson's interval of the share; None where `of` is 0."""
    high: float | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from the true end of the word until it was acted on; None where there were none."""

    n: int
    p50: float | None
    p95: float | None
    waited_p50: float | None
    """The part that is sound waited for."""
    computed_p50: float | None
    """The part that is computing, queue included."""
    computed_p95: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One corpus in one condition by one engine."""

    corpus: str
    condition: str
    right: Share
    wrong: Share
    """Utterances of a phrase that led to another command, besides or instead."""
    rejected: Share
    """Utterances of no phrase that led to nothing."""
    invented: int
    """Commands heard in the noise between utterances."""
    at_the_endpoint: int
    """How many of the right ones were decided at the endpoint, not on a partial."""
    latency: Latency
    safety: Share
    safety_latency: Latency


@dataclass(frozen=True, slots=True)
class Hourly:
    """False accepts in other people's talk."""

    phase: str
    kind: str
    count: int
    hours: float
    an_hour: float
    at_most: float
    """Upper end of the exact Poisson interval (one-sided) of `an_hour`."""
    heard: dict[str, int]


@dataclass(frozen=True, slots=True)
class Losses:
    """What one engine loses of one corpus."""

    corpus: str
    phrases: int
    never_heard: dict[str, list[str]]
    """Phrase to those of whom it was heard in no condition."""
    missed_in_quiet: dict[str, list[str]]
    confusions: dict[str, int]
    """ "said > taken for" and how often."""


def rows(outcomes: Iterable[Outcome]) -> list[Row]:
    """A row for each corpus and condition, in the order of the run."""
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.utterance.corpus, outcome.condition].append(outcome)
    return [_row(corpus, condition, groups[corpus, condition]) for corpus, condition in sorted(groups, key=_corpus)]


def _corpus(group: tuple[str, str]) -> str:
    return group[0]


def _row(corpus: str, condition: str, outcomes: list[Outcome]) -> Row:
    phrases = [outcome for outcome in outcomes if outcome.utterance.phrase in PHRASES]
    others = [outcome for outcome in outcomes if outcome.utterance.phrase not in PHRASES]
    safety = [outcome for outcome in phrases if outcome.utterance.phrase in SAFETY_PHRASES]
    return Row(
        corpus,
        condition,
        right=share([outcome.right for outcome in phrases]),
        wrong=share([bool(outcome.wrong) for outcome in phrases]),
        rejected=share([not outcome.wrong for outcome in others]),
        invented=sum(len(outcome.invented) for outcome in outcomes),
        at_the_endpoint=sum(outcome.final for outcome in phrases),
        latency=latency(phrases),
        safety=share([outcome.right for outcome in safety]),
        safety_latency=latency(safety),
    )


def share(hits: Sequence[bool]) -> Share:
    """How many of `hits` are true, and between which shares the truth lies."""
    if not hits:
        return Share(0, 0, None, None)
    interval = stats.binomtest(sum(hits), len(hits)).proportion_ci(CONFIDENCE, method="wilson")
    return Share(sum(hits), len(hits), round(float(interval.low), 3), round(float(interval.high), 3))


def latency(outcomes: Iterable[Outcome]) -> Latency:
    """The latencies of the outcomes that were right."""
    pairs = [(o.latency, o.waited) for o in outcomes if o.latency is not None and o.waited is not None]
    total, waited = (np.array([pair[n] for pair in pairs]) for n in (0, 1))
    return Latency(
        len(pairs),
        percentile(total, 50),
        percentile(total, 95),
        percentile(waited, 50),
        percentile(total - waited, 50),
        percentile(total - waited, 95),
    )


def percentile(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", rank: float) -> float | None:
    """To the millisecond; None of nothing."""
    return round(float(np.percentile(values, rank)), 3) if len(values) else None


def hourly(report: Report) -> list[Hourly]:
    """False accepts by phase and kind of talk, and in total for each phase."""
    found = []
    for phase, kinds in report.hours.items():
        accepts = [accept for accept in report.false_accepts if accept.phase == phase]
        for kind, hours in kinds.items():
            found.append(_hourly(phase, kind, hours, [a.heard for a in accepts if a.kind == kind]))
        found.append(_hourly(phase, "all", sum(kinds.values()), [accept.heard for accept in accepts]))
    return found


def _hourly(phase: str, kind: str, hours: float, heard: list[str]) -> Hourly:
    n = len(heard)
    most = float(stats.chi2.ppf(CONFIDENCE, 2 * n + 2)) / 2
    return Hourly(phase, kind, n, round(hours, 4), round(n / hours, 2), round(most / hours, 2), dict(Counter(heard)))


def losses(outcomes: Sequence[Outcome]) -> list[Losses]:
    """What was lost of each corpus."""
    names = sorted({outcome.utterance.corpus for outcome in outcomes})
    return [_losses(name, [outcome for outcome in outcomes if outcome.utterance.corpus == name]) for name in names]


def _losses(corpus: str, outcomes: list[Outcome]) -> Losses:
    phrases = [outcome for outcome in outcomes if outcome.utterance.phrase in PHRASES]
    confused = Counter(f"{outcome.utterance.phrase} > {heard}" for outcome in outcomes for heard in outcome.wrong)
    in_quiet = [outcome for outcome in phrases if outcome.condition == "quiet"]
    count = len({outcome.utterance.phrase for outcome in phrases})
    return Losses(corpus, count, _unheard(phrases), _unheard(in_quiet), dict(confused.most_common()))


def _unheard(outcomes: Iterable[Outcome]) -> dict[str, list[str]]:
    """Phrase to those of whom it was never right; the phrases that most were unheard with come first."""
    heard: dict[tuple[str, str], bool] = {}
    for outcome in outcomes:
        key = outcome.utterance.phrase, outcome.utterance.source
        heard[key] = heard.get(key, False) or outcome.right
    unheard: dict[str, list[str]] = defaultdict(list)
    for (phrase, source), was_heard in sorted(heard.items()):
        if not was_heard:
            unheard[phrase].append(source)
    return dict(sorted(unheard.items(), key=lambda item: -len(item[1])))
