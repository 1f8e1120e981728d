"""Every threshold and time that decides what is heard: its unit, what it trades, and where its value was measured.

Pure. The parts take theirs from a `Tuning`; the benchmarks vary any of them (`--tune segmenter.clear=4`). Levels are
in dB, times in seconds, probabilities as natural logarithms, likeness from 0 to 1, unless a field says otherwise. Where
it names no measurement, a value was found on the first 25 recorded commands, in quiet, babble, pink noise and a tap.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Segmenting:
    """What is held for an utterance (`segmenter.py`). Lower bars hear softer words, and more of what is none."""

    onset: float = 1.0
    """Evidence (see `Spectrum.evidence`) for the voice to set in."""
    offset: float = 0.5
    """Evidence for the voice to go on."""
    fall: float = 20.0
    """dB below the loudest of the utterance: quiet, whatever the floor, for a room rings on and others talk on."""
    jump: float = 6.0
    """dB above all that was just heard: someone nearer may have begun to speak."""
    just: float = 0.6
    """How far back `jump` looks."""
    rise: float = 0.08
    """What `jump` leaves out of that: a voice does not set in at once."""
    surely: float = 9.0
    """dB of a jump that leaves no doubt."""
    opening: float = 1.2
    """Nobody comes to the loudest word of a command as late as that: before a jump this was someone else's talk."""
    margin: float = 2.0
    """dB above the talk before a jump: what is no louder is that talk again."""
    over_echo: float = 4.0
    """dB above the expected echo, for anything to be a voice."""
    clear: float = 8.5
    """dB by which the loudest of an utterance must stand out of the loudest echo expected meanwhile, or just before: a
    canceller that is surprised leaves less, and somebody who speaks over the coach is louder."""
    clear_told: float = 4.0
    """The same where a sound with less echo tells."""
    lately: float = 0.3
    pre_roll: float = 0.25
    pauses: tuple[float, ...] = (0.08, 0.2)
    """How long the voice has fallen each time that the word is handed on as maybe over."""
    endpoint: float = 0.35
    growth: float = 0.45
    """Between two GROWING segments of one utterance."""
    shortest: float = 0.08
    """Of voice in all: less is a click."""
    longest: float = 6.0
    """An utterance of this length is cut."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a phrase must reach that the engine finds possible, though it wrote something else."""

    log_probability: float
    behind: float
    """By how much at most it may be less likely than what the engine wrote."""
    ahead: float
    """By how much it must be likelier than any phrase of another meaning."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What an utterance is taken to mean (`matching.py`). Easier bars win commands, and false ones in talk."""

    bar: Bar = Bar(-5.0, 4.0, 2.0)
    """For most phrases: measured in noise and babble of 10 dB, and on talk, in which nothing reached it."""
    safety_bar: Bar = Bar(-6.0, 4.5, 1.5)
    end_bar: Bar = Bar(-3.0, 2.0, 3.0)
    number_bar: Bar = Bar(-6.6, 6.8, 2.0)
    """For a number where one has just been asked for: hardly anything else is said then. Measured on the digits of half
    of the people, most of them of 8 kHz: of 17 lost in quiet it wins 8, and takes none of their "up" and "down"."""
    behind_filler: float = 2.0
    """By how much such a number may be less likely than an "oh", which sounds like many a word."""
    more_words: int = 1
    """How many words more than the phrase the engine may have written: what is longer was something longer."""
    easier: float = 0.07
    """Likeness that a safety phrase may lack: a missed one is worse than a pause for nothing."""
    stricter: float = 0.08
    """How much more likeness it takes to end a session."""
    stricter_when_asked: float = 0.1
    """How much more likeness all else takes while a number is asked for: "scoop" is rather a two than "skip"."""
    nearly: float = 0.15
    """An utterance that lacks this much likeness or less, and is short, was meant for the coach."""


@dataclass(frozen=True, slots=True)
class SoundAlike:
    """How like a phrase an utterance must sound (`soundalike.py`), measured on 121 slips and 4000 other words."""

    short: float = 0.85
    """Likeness for phrases of three sounds or fewer, and for several words."""
    usual: float = 0.78
    margin: float = 0.05
    """By how much the best phrase must beat the best of another meaning."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells whether anybody speaks over the coach (`echo_taker.py`). Measured on the echoes of six devices."""

    less_echo: float = 6.0
    """By how much less echo is expected in AEC3's sound than in the canceller's: with 0, words of 0 dB are lost (51 of
    84 cut out, 56 with 6, 58 with 10); with 10, an utterance of echo alone every six seconds, with 6 none."""
    itself: float = 16.0
    """Suppression from which on the canceller's own sound tells as well: there AEC3 leaves no less."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """How the coach lowers its voice to hear (`listening.py`)."""

    softer: float = -12.0
    """How much more softly the coach speaks while somebody speaks over it."""
    ducked: float = -8.0
    """How much more softly it speaks all the time in the mode DUCKED."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """When a hypothesis is acted on (`ear.py`)."""

    echo_tail: float = 0.25
    """How much later than it was played a word of the coach may still be heard."""
    moment: float = 0.25
    """How long a phrase waits for the rest of a longer one."""
    safely: float = 0.18
    """How long the voice must have fallen before a sound-alike of a safety phrase is believed. With 0.08, half of the
    false commands in talk came of a syllable in a short pause; other phrases' sound-alikes wait for the endpoint."""
    refractory: float = 0.3
    """After a partial was acted on nothing that begins so soon is a command, safety words apart: it is its end."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """All of them."""

    segmenter: Segmenting = field(default_factory=Segmenting)
    matching: Matching = field(default_factory=Matching)
    soundalike: SoundAlike = field(default_factory=SoundAlike)
    telling: Telling = field(default_factory=Telling)
    lowering: Lowering = field(default_factory=Lowering)
    deciding: Deciding = field(default_factory=Deciding)


USUAL = Tuning()
"""What the coach uses."""


def varied(tuning: Tuning, setting: str) -> Tuning:
    """`tuning` with one value changed, such as "segmenter.clear=4" or "matching.bar.behind=3". Raises ValueError."""
    name, _, text = setting.partition("=")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{setting!r} is no setting: give NAME=NUMBER, as in segmenter.clear=4.") from None
    changed: Tuning = _varied(tuning, name.strip().split("."), value, setting)
    return changed


def names(tuning: Any = USUAL, before: str = "") -> list[str]:
    """Of every number that can be varied."""
    found = []
    for one in fields(tuning):
        value = getattr(tuning, one.name)
        if isinstance(value, (int, float)):
            found.append(before + one.name)
        elif not isinstance(value, tuple):
            found += names(value, f"{before}{one.name}.")
    return found


def _varied(part: Any, path: list[str], value: float, setting: str) -> Any:
    first, *rest = path
    old = getattr(part, first, None)
    if rest and old is not None and not isinstance(old, (int, float, tuple)):
        return replace(part, **{first: _varied(old, rest, value, setting)})
    if rest or not isinstance(old, (int, float)):
        raise ValueError(f"{setting!r} names nothing that can be tuned: there is {', '.join(names())}.")
    return replace(part, **{first: type(old)(value)})
