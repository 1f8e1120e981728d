"""What to do: the only output of the session. Pure data; every `at` is audio time in samples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coach.language.intents import Live
from coach.units import AudioTime


class CueKind(StrEnum):
    """What a scheduled sound is for."""

    COUNT = "count"
    CUE = "cue"
    RELEASE = "release"


class Tone(StrEnum):
    """Sounds that are not speech."""

    ACCEPTED = "accepted"
    STOPPED = "stopped"
    """Lower: everything stands."""
    TICK = "tick"
    LISTENING = "listening"
    """The coach waits to be asked for a session."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound that begins at its sample."""

    at: AudioTime
    text: str
    """What is said; empty for a tick."""
    kind: CueKind
    number: int = 0
    """Of a count: which one."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak sentences one after the other, after what is being said; `Spoken(say_id)` follows their last sample."""

    say_id: int
    """Its number, by which the events tell of it."""
    sentences: tuple[str, ...]
    over_counts: bool = False
    """Speak now, in the place of the counts that this covers, while the clock runs on."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Play these cues, in place of every cue scheduled before that has not begun."""

    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Hush:
    """Silence within one block: drop what is being said and every cue."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Play a tone over whatever is being said."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class Listen:
    """From now on these may be said."""

    live: Live


@dataclass(frozen=True, slots=True)
class Speak:
    """From now on speak like this."""

    words_a_minute: int
    gain_db: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log and the history."""

    what: str
    details: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over."""

    reason: str


Effect = Say | Schedule | Hush | Sound | Listen | Speak | Note | Finish
