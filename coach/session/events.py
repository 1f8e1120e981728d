"""What happened: the only input of the session. Pure data; every `at` is audio time in samples."""

from dataclasses import dataclass
from enum import StrEnum

from coach.language.intents import Match
from coach.units import AudioTime


@dataclass(frozen=True, slots=True)
class Begun:
    """The sound is open and the session may start."""

    at: AudioTime


@dataclass(frozen=True, slots=True)
class Heard:
    """A command or an answer was understood, by voice or by key."""

    match: Match
    start: AudioTime
    """When the person began to speak."""
    end: AudioTime
    """When the person's last word ended."""
    at: AudioTime
    """When it was decided."""
    by_key: bool = False


@dataclass(frozen=True, slots=True)
class NearlyHeard:
    """Up to three words close to a live phrase, but not close enough to act on."""

    text: str
    at: AudioTime


@dataclass(frozen=True, slots=True)
class SentenceBegun:
    """A sentence of what is being said begins."""

    say_id: int
    """Of the Say."""
    index: int
    """Which of the sentences of its Say, from 0."""
    at: AudioTime


@dataclass(frozen=True, slots=True)
class Spoken:
    """The last sample of what was to be said has been played."""

    say_id: int
    """Of the Say."""
    at: AudioTime


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The session's deadline has come."""

    at: AudioTime


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """No sound comes from the microphone any more."""

    at: AudioTime


@dataclass(frozen=True, slots=True)
class MicrophoneFound:
    """The microphone is there again."""

    at: AudioTime


class Part(StrEnum):
    """A part of the coach that may fail and come back, the microphone apart."""

    SPEAKER = "speaker"
    """Nobody hears what is said meanwhile."""
    HEARING = "hearing"
    """The recogniser: nothing is understood meanwhile."""
    SCREEN = "screen"
    HISTORY = "history"
    LOG = "log"
    SPEED = "speed"
    """The machine is too slow; less is done meanwhile."""


@dataclass(frozen=True, slots=True)
class PartFails:
    """A part does not do what it is for, from `at` on."""

    part: Part
    at: AudioTime


@dataclass(frozen=True, slots=True)
class PartWorks:
    """It does so again."""

    part: Part
    at: AudioTime


class Trouble(StrEnum):
    """Why the coach hears badly, the gravest first."""

    NO_SOUND = "no sound"
    """The microphone gives nothing at all; that it is lost is told apart."""
    CLIPPED = "clipped"
    """It is driven too hard."""
    NOISE = "noise"
    """There is a lot of noise: come closer, or turn it off."""
    ECHO = "echo"
    """The coach hears itself: a headset, or less volume."""


@dataclass(frozen=True, slots=True)
class HearsBadly:
    """Words are likely to be missed, and have been for a while; the person can do something about it."""

    trouble: Trouble
    at: AudioTime


@dataclass(frozen=True, slots=True)
class CannotListenWhileSpeaking:
    """The ear is half-duplex now, or (`is_so` False) no longer is: counts then come in fives, with gaps between."""

    is_so: bool
    at: AudioTime


Event = (
    Begun
    | Heard
    | NearlyHeard
    | SentenceBegun
    | Spoken
    | TimeUp
    | MicrophoneLost
    | MicrophoneFound
    | PartFails
    | PartWorks
    | HearsBadly
    | CannotListenWhileSpeaking
)
