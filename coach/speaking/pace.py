"""Words a minute, the same for every voice: what each synthesiser's own "rate" really comes to. Pure.

Measured over every sentence of the coach that has four words or more, trimmed as it is played: the words of all
divided by the time of all.
`scripts/bench voice` measures it again.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

Pace = Sequence[tuple[int, float]]
"""Pairs of a synthesiser's rate and the words a minute that it comes to, both rising."""

NATURAL: Pace = (
    (80, 78.9),
    (100, 97.7),
    (106, 102.3),
    (112, 105.9),
    (115, 117.1),
    (118, 118.9),
    (122, 124.0),
    (126, 125.7),
    (130, 128.1),
    (134, 137.7),
    (138, 143.0),
    (142, 145.4),
    (148, 148.9),
    (152, 151.1),
    (156, 153.2),
    (158, 154.3),
    (160, 165.8),
    (162, 178.2),
    (166, 181.9),
    (170, 184.6),
    (174, 192.7),
    (178, 195.4),
    (185, 198.1),
    (190, 200.0),
    (200, 204.0),
    (210, 208.1),
    (220, 211.5),
    (240, 226.8),
    (260, 240.1),
    (266, 257.7),
    (270, 303.6),
    (280, 310.3),
    (300, 319.6),
)
"""Of the voice inside hibari. It rounds the length of each sound to 12.5 ms, many of them at the same rate."""
ESPEAK: Pace = (
    (80, 92.0),
    (120, 134.2),
    (160, 181.8),
    (200, 229.4),
    (240, 277.8),
    (280, 327.7),
    (320, 380.6),
)
ESPEAK_GERMAN: Pace = (
    (80, 84.7),
    (120, 121.6),
    (160, 162.9),
    (200, 204.4),
    (240, 246.0),
    (280, 284.3),
    (320, 324.6),
)

PROBES = (80, 120, 160, 200, 250, 300)
"""The rates at which a synthesiser that nobody has measured is measured."""
_GERMAN = (
    "Leicht über Ferse und Fußgewölbe streichen: such die empfindlichen Stellen, und lass aus, was scharf schmerzt.",
    "Setz dich zurück, den linken Fuß auf dem rechten Knie, und ein wenig Öl an den Händen.",
    "Bitte geh zu einer Fachperson, etwa zum Arzt oder in die Physiotherapie, bevor du die Stelle massierst.",
)
_ENGLISH = (
    "Light fingers over heel and arch: find the tender spots, and keep off anything sharp.",
    "Sit back, with your left foot on the right knee, and a little oil on your hands.",
    "Please see a professional, such as a doctor or a physiotherapist, before you massage it.",
)
"""What it says for that."""
_PASSAGE = 0.975
"""How much faster that goes than all that the coach says."""

_CLOSE = 1.1
"""By how much more words a minute must be for what lies between to be guessed."""


def known(engine: str, voice: str) -> Pace | None:
    """The pace of an engine and a voice as their names are told; None where it must be measured.

    espeak-ng's variants ("en-us+f2") have paces of their own.
    """
    if engine.startswith("hibari"):
        return NATURAL
    if engine.startswith("espeak") and "+" not in voice:
        return {"de": ESPEAK_GERMAN, "en": ESPEAK}.get(_language(voice))
    return None


def measured(language: str, seconds: Callable[[str, int], float]) -> Pace:
    """The pace of a synthesiser of which `seconds` tells how long it takes for a text at one of its rates."""
    found = [(rate, measured_once(language, partial(_at, seconds, rate))) for rate in PROBES]
    return [pair for place, pair in enumerate(found) if all(pair[1] > before[1] for before in found[:place])]


def measured_once(language: str, seconds: Callable[[str], float]) -> float:
    """The words a minute of a voice that has one pace, of which `seconds` tells how long it takes for a text."""
    passage = _GERMAN if _language(language) == "de" else _ENGLISH
    words = sum(len(text.split()) for text in passage) / _PASSAGE
    return 60 * words / max(sum(map(seconds, passage)), 0.1)


def _at(seconds: Callable[[str, int], float], rate: int, text: str) -> float:
    return seconds(text, rate)


def own_rate(pace: Pace, words_a_minute: int) -> int:
    """The synthesiser's rate for so many words a minute, or the nearest that was measured.

    Between two that are close to each other nothing is guessed: what lies there may be a step.
    """
    rates, words = zip(*pace, strict=True)
    place = int(np.searchsorted(words, words_a_minute))
    if 0 < place < len(words) and words[place] > _CLOSE * words[place - 1]:
        return round(float(np.interp(words_a_minute, words, rates)))
    return int(rates[int(np.argmin(np.abs(np.array(words) - words_a_minute)))])


def _language(voice: str) -> str:
    """ "en" of "gmw/en-us"."""
    return voice.rpartition("/")[2].partition("-")[0].partition("+")[0].lower()
