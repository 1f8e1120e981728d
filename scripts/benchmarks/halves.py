"""Recordings parted by who speaks, so that what is tuned to is not what is reported. Pure."""

import random
import re
from collections.abc import Sequence
from zlib import crc32

from scripts.benchmarks.corpus import Utterance

HALVES = ("tuned", "held")
"""Speakers that thresholds may be tuned to, and those that are only measured; the same ones on every machine."""


def speaker(source: str) -> str:
    """Who spoke: `an4-fjdn-an121` is somebody called `an4-fjdn`, `fsdd-george25` one called `fsdd-george`."""
    return re.sub(r"\d+$", "", "-".join(source.split("-")[:2]))


def kind(source: str) -> str:
    """What the name of `source` tells of it, for the corpus's name: a dictionary, a synthesiser; "" for people."""
    return next((f", {told}" for sign, told in _KINDS.items() if sign in source.lower()), "")


_KINDS = {"dictionary": "dictionary", "synthetic": "synthetic", "espeak": "synthetic", "tts": "synthetic"}


def of_half(utterances: Sequence[Utterance], half: str | None) -> list[Utterance]:
    """Those of the speakers of `half`, a name of HALVES; of all for None."""
    if half is None:
        return list(utterances)
    return [said for said in utterances if HALVES[crc32(speaker(said.source).encode()) % 2] == half]


def shuffled(utterances: Sequence[Utterance], seed: int) -> list[Utterance]:
    """`utterances` in an order that depends on nothing but them and `seed`."""
    in_order = sorted(utterances, key=lambda said: (said.phrase, said.source, said.phase))
    random.Random(seed).shuffle(in_order)  # noqa: S311 - repeatable, not secret
    return in_order
