"""How the debug log words what the ear hears and decides. Imports `language` and `engines`."""

from collections.abc import Collection

from coach.clock import seconds
from coach.hearing.engines.recogniser import Hypothesis
from coach.language.intents import Live, Match

RASH = "the engine is not sure, or the person may be going on: it waits for a longer pause"
GOES_ON = "it may be the beginning of a longer phrase: it waits for the rest"
UNSTABLE = "a partial that was not given twice"
ACTED_ON = "it began before the last command was acted on, and belongs to it"
REFRACTORY = "it began within the moment after a command that was acted on early"
OWN_WORDS = "the coach was saying that itself, and its voice comes back to the microphone"
MUST_WAIT = "half-duplex: while the coach speaks only safety words are taken"
UNKNOWN = "it is nothing that may be said now, nor near enough to it"
"""Why a hypothesis is not acted on."""


def heard(hypothesis: Hypothesis, offset: int) -> str:
    """The text, with its audio times; `offset`: samples from the recogniser's time to audio time."""
    start, end = seconds(hypothesis.start + offset), seconds(hypothesis.end + offset)
    kind = "final" if hypothesis.final else "partial"
    return f'{kind} "{hypothesis.text}" ({start:.2f}-{end:.2f} s, confidence {hypothesis.confidence:.2f})'


def refusal(
    why: str, hypothesis: Hypothesis, match: Match | None, live: Live | None, said: Collection[str], most: int = 5
) -> str:
    """The reason, with what it would have been taken for, the coach's own words, and what may be said now.

    Of what the engine finds possible in its place the likeliest.
    """
    told = [why]
    if match:
        told.append(f"it would be {meaning(match)}")
    if said:
        told.append(f"own words: {', '.join(sorted(said))}")
    if found := hypothesis.likely[:most]:
        possible = (f'"{one.phrase}" {one.log_probability:.1f} ({one.behind:.1f} behind)' for one in found)
        told.append(f"possible: {', '.join(possible)}")
    return "; ".join([*told, f"now: {phase(live or Live(commands=False))}"])


def meaning(match: Match) -> str:
    """What was understood, and the words for it."""
    more = [word for word in (match.answer, match.topic, match.also) if word]
    return f'{" ".join([match.intent.value, *more])} ("{match.phrase}")'


def phase(live: Live) -> str:
    """What may be said now, in a few words."""
    if not live.commands:
        return "nothing may be said"
    ways = {"paused": live.paused, "waiting": live.waiting, "timed": live.timed, "asked whether to end": live.ending}
    named = {
        "answers": live.answers,
        "corrections": live.before,
        "signs": live.signs,
    }
    told = [way for way, holds in ways.items() if holds]
    told += [f"{name} {', '.join(sorted(which))}" for name, which in named.items() if which]
    return "; ".join(["commands", *told])


def changed(before: frozenset[str], now: frozenset[str]) -> str:
    """Which phrases have come and gone."""
    kinds = (("new", now - before), ("gone", before - now))
    return (
        "; ".join(f"{kind}: {', '.join(sorted(phrases))}" for kind, phrases in kinds if phrases) or "phrases as before"
    )


def decibels(value: float | None) -> str:
    """A level or a ratio, where it is known."""
    return "unknown" if value is None else f"{value:.1f} dB"
