"""Words a minute, the same for every voice: what each synthesiser's own "rate" really comes to. Pure.

Measured over every sentence of the coach, trimmed as it is played: the words of all divided by the time of all.
`scripts/bench voice` measures it again.
"""

from collections.abc import Callable, Sequence

import numpy as np

Pace = Sequence[tuple[int, float]]
"""Pairs of a synthesiser's rate and the words a minute that it comes to, both rising."""

NATURAL: Pace = (
    (100, 98.6),
    (120, 120.3),
    (140, 139.7),
    (160, 162.0),
    (180, 192.5),
    (200, 203.1),
    (220, 210.9),
    (240, 225.1),
    (260, 237.6),
    (300, 319.3),
)
"""Of the voice inside hibari; it rounds lengths, so that some steps are larger than others."""
ESPEAK: Pace = (
    (80, 94.0),
    (100, 111.4),
    (120, 133.8),
    (140, 157.2),
    (160, 179.4),
    (180, 202.6),
    (200, 225.4),
    (230, 259.1),
    (260, 293.1),
    (300, 342.4),
)
ESPEAK_GERMAN: Pace = (
    (80, 84.1),
    (100, 98.8),
    (120, 117.8),
    (140, 137.1),
    (160, 155.6),
    (180, 174.1),
    (200, 193.2),
    (230, 220.7),
    (260, 245.5),
    (300, 278.5),
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
_PASSAGE = 1.03
"""How much faster that goes than all that the coach says: its sentences are long."""


def known(engine: str, voice: str) -> Pace | None:
    """The pace of an engine and a voice as their names are told; None where it must be measured.

    espeak-ng's variants ("en-us+f2") have paces of their own.
    """
    if engine.startswith("hibari"):
        return NATURAL
    if engine.startswith("espeak") and "+" not in voice:
        return {"de": ESPEAK_GERMAN, "en": ESPEAK}.get(_language(voice))
    return None


def measured(voice: str, seconds: Callable[[str, int], float]) -> Pace:
    """The pace of a synthesiser of which `seconds` tells how long it takes for a text at one of its rates."""
    passage = _GERMAN if _language(voice) == "de" else _ENGLISH
    words = sum(len(text.split()) for text in passage) / _PASSAGE
    found = [(rate, 60 * words / max(sum(seconds(text, rate) for text in passage), 0.1)) for rate in PROBES]
    return [pair for place, pair in enumerate(found) if all(pair[1] > before[1] for before in found[:place])]


def own_rate(pace: Pace, words_a_minute: int) -> int:
    """The synthesiser's rate for so many words a minute, or the nearest that was measured."""
    rates, words = zip(*pace, strict=True)
    return round(float(np.interp(words_a_minute, words, rates)))


def _language(voice: str) -> str:
    """ "en" of "gmw/en-us"."""
    return voice.rpartition("/")[2].partition("-")[0].partition("+")[0].lower()
