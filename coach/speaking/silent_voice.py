"""A voice that says nothing, for as long as saying it would take: captions keep their pace without a synthesiser."""

import re
from collections.abc import Iterable

import numpy as np

from coach.clock import samples
from coach.speaking.voice import LONGEST_COUNT, Clip, is_count

SHORTEST = 0.35
"""Seconds of the shortest clip: less is too short to read."""

_SYLLABLES_A_WORD = 1.4  # of the coach's English sentences, so that they take as long as they do in a voice
_COMMA, _STOP = 0.2, 0.4  # seconds of a pause at a normal rate
_USUAL_RATE = 170  # words a minute


class SilentVoice:
    """A `Voice` of silence. Needs nothing and cannot fail."""

    name = "silence (no synthesiser)"

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Nothing to do: silence is made in no time."""

    def clip(self, text: str, rate: int) -> Clip:
        """Zeros for about as long as `text` takes at `rate` words a minute; empty for a text without letters."""
        length = samples(seconds_to_say(text, rate))
        return Clip(text, np.zeros(min(length, LONGEST_COUNT) if is_count(text) else length, np.int16))

    def close(self) -> None:
        """Nothing to end."""


def seconds_to_say(text: str, rate: int) -> float:
    """About how many seconds `text` takes at `rate` words a minute; 0 where there is nothing to say."""
    words = re.findall(r"[^\W\d_]+(?:'\w+)?|\d", text.lower())
    if not words:
        return 0.0
    spoken = sum(map(_syllables, words)) * 60 / (rate * _SYLLABLES_A_WORD)
    return max(SHORTEST, spoken + _pauses(text) * _USUAL_RATE / rate)


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent final e; at least one."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = bool(re.search(r"[^aeiouyl]e$", word))
    return max(1, groups - silent)


def _pauses(text: str) -> float:
    """Seconds of pauses within the text; the one at its end is trimmed off."""
    within = text.rstrip(" .,;:!?…")
    return _COMMA * len(re.findall(r"[,;:\u2013\u2014](?=\s)", within)) + _STOP * len(
        re.findall(r"[.!?…]+(?=\s)", within)
    )
