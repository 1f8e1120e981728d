"""What a rehearsal script is, and reading one. The format is documented in docs/rehearsals.md.

The structs below are the format: they decode the file, and `schema()` is made from them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from coach.errors import ScriptError
from coach.routines.routine import Side
from coach.session.hold import CountStyle
from coach.session.journey import Stage
from coach.session.settings import WORDS_A_MINUTE
from coach.sound.microphone import Rate, Traits
from coach.toml import file as tomlfile
from coach.toml.file import TomlFile

Seconds = Annotated[float, Meta(ge=0, le=86_400, description="a number of seconds from 0 to 86400")]
Phrase = Annotated[str, Meta(min_length=1, max_length=500, description="a text of 1 to 500 characters")]
Path_ = Annotated[str, Meta(min_length=1, max_length=1000, description="the path of a WAV file")]
WordsAMinute = Annotated[int, Meta(ge=80, le=300, description="a whole number of words a minute from 80 to 300")]
Pitch = Annotated[int, Meta(ge=0, le=99, description="a whole number from 0 to 99")]
Level = Annotated[float, Meta(ge=-60, le=-5, description="a number of dBFS from -60 to -5")]
YesNo = Literal["yes", "no"]


class Remembered(Struct, frozen=True, forbid_unknown_fields=True):
    """Answers of an earlier session: what rarely changes is confirmed in half a sentence, the rest "as last time"."""

    feeling: YesNo | None = None
    diabetes: YesNo | None = None
    week: Literal["no"] | None = None
    """Told within the last days that it has not been sore for more than a week: fewer questions then."""
    foot: Literal["left", "right", "both"] | None = None
    first: Literal["left", "right"] | None = None
    tool: Literal["bottle", "ball", "roller", "hands only"] | None = None


class CoachSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How the coach is set up."""

    count: CountStyle = CountStyle.EVERY
    words_a_minute: WordsAMinute = WORDS_A_MINUTE
    voice: str = ""
    """The coach's voice; empty for the usual one."""
    remembered: Remembered = Remembered()


class MicrophoneSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a microphone and its driver make of the sound; as it stands here, one without a fault."""

    gain_db: Annotated[float, Meta(ge=-40, le=60, description="a number of dB from -40 to 60")] = 0.0
    """How much louder than usual it is set."""
    clip_dbfs: Annotated[float, Meta(ge=-60, le=0, description="a number of dBFS from -60 to 0")] = 0.0
    """The level from which on it clips."""
    rate: Rate = 16000
    """Hz at which it samples."""
    dead_left: bool = False
    """In stereo, with nothing on the left."""
    noise_suppression_db: Annotated[float, Meta(ge=0, le=40, description="a number of dB from 0 to 40")] = 0.0
    """By how much its driver lowers what it takes for noise."""
    gain_control: bool = False
    """Whether its driver makes soft sound louder, and loud sound softer."""
    gate: Annotated[float, Meta(ge=-100, le=0, description="a number of dBFS from -100 to 0")] | None = None
    """Level below which its driver gives digital zeros."""

    @property
    def traits(self) -> Traits:
        """As the simulated room takes them."""
        return Traits(
            self.gain_db,
            self.clip_dbfs,
            self.rate,
            self.dead_left,
            self.noise_suppression_db,
            self.gain_control,
            self.gate,
        )


class RoomSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of sound on its way from speaker and user to the microphone."""

    near_end_to_echo_db: Annotated[float, Meta(ge=-40, le=60, description="a number of dB from -40 to 60")] | None = (
        None
    )
    """How much louder a user of -26 dBFS is at the microphone than the coach's echo; without it there is no echo."""
    delay_ms: Annotated[float, Meta(ge=0, le=500, description="a number of ms from 0 to 500")] = 60.0
    """From playing to the echo's first sound; added to the delay that an impulse response has of itself."""
    t60: Annotated[float, Meta(ge=0, le=3, description="a number of seconds from 0 to 3")] = 0.4
    """Reverberation time of the made response."""
    impulse_response: Path_ | None = None
    """A WAV file in place of the made response."""
    drift_ppm: Annotated[float, Meta(ge=-1000, le=1000, description="a number from -1000 to 1000")] = 0.0
    """By how much the microphone's clock is faster than the speaker's."""
    distortion_percent: Annotated[float, Meta(ge=0, le=10, description="a number from 0 to 10")] = 0.0
    """Third harmonic that the loudspeaker adds to a tone of full scale."""
    noise: Literal["white", "pink", "tap", "babble", "none"] = "pink"
    noise_wav: Path_ | None = None
    """A WAV file, over and over, in place of the made noise."""
    noise_dbfs: Annotated[float, Meta(ge=-100, le=0, description="a number of dBFS from -100 to 0")] = -65.0
    microphone: MicrophoneSettings = MicrophoneSettings()


class UserSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How the user speaks where an action does not say otherwise."""

    voice: str = ""
    """A voice of the synthesiser; empty for the usual one."""
    words_a_minute: WordsAMinute = 180
    pitch: Pitch | None = None
    level_dbfs: Level = -26.0


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """When the user acts: all that is given must hold."""

    at: Seconds | None = None
    """Audio time, exactly."""
    second: Seconds | None = None
    """This second of the step's clock, exactly; the clock must be running."""
    step: Annotated[int, Meta(ge=1, le=60, description="a step's number on the foot")] | str | None = None
    """The id of the step, or its number on the foot."""
    foot: Side | None = None
    stage: Stage | None = None
    state: Literal["instruction", "waiting", "lead-in", "timing", "paused", "asking", "speaking", "quiet"] | None = None
    question: str | None = None
    """The question that is asked; the user lets it be said to its end, unless `over` is given."""
    asked: Annotated[int, Meta(ge=1, le=3, description="1, 2 or 3")] | None = None
    """The question has been asked for at least the so-manieth time."""
    over: Phrase | None = None
    """While a sentence that holds these words sounds."""
    after: Phrase | None = None
    """Once a sentence that holds these words has sounded."""
    delay: Seconds | None = None
    """How long after that moment; a person's 0.25 s where it is not given, but none for `at` and `second`."""


class Action(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the user does: exactly one of say, wav and press."""

    when: When
    say: Phrase | None = None
    wav: Path_ | None = None
    said: Phrase | None = None
    """The words in `wav`, by which the summary knows what should be understood."""
    press: Phrase | None = None
    """A key, or a phrase typed out."""
    expect: str | None = None
    """The command or answer that is to be understood, or "nothing"; by itself, what the words mean at that moment."""
    voice: str | None = None
    words_a_minute: WordsAMinute | None = None
    pitch: Pitch | None = None
    level_dbfs: Level | None = None

    @property
    def words(self) -> str:
        """What is said, as far as it is known; of a key press, the key."""
        return self.say or self.said or self.press or ""

    @property
    def name(self) -> str:
        """What the summary calls it."""
        return self.words or self.wav or ""


class Script(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole rehearsal of the hands-free coach."""

    format: Literal[1]
    title: str = ""
    routine: str = "heel"
    """A routine's name, or a file from the script's folder on."""
    seed: Annotated[int, Meta(ge=0, lt=1 << 32, description="a whole number from 0 to 4294967295")] = 1
    """Of all that chance decides: the same one gives the same events."""
    minutes: Annotated[float, Meta(gt=0, le=240, description="a number more than 0 and at most 240")] = 60.0
    """Audio time after which the rehearsal is given up."""
    coach: CoachSettings = CoachSettings()
    room: RoomSettings = RoomSettings()
    user: UserSettings = UserSettings()
    do: Annotated[list[Action], Meta(max_length=2000, description="up to 2000 tables that begin with [[do]]")] = []
    """What the user does, one after the other."""
    whenever: Annotated[
        list[Action], Meta(max_length=200, description="up to 200 tables that begin with [[whenever]]")
    ] = []
    """What the user does each time, while no action of `do` is due."""


class _Versioned(Struct, frozen=True):
    format: Annotated[Literal[1], Meta(description="1, the only format this coach knows")]


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script, and the file that it was read from."""

    script: Script
    file: TomlFile


def read_script(path: Path) -> ScriptFile:
    """The script in `path`, each field by itself valid.

    Raises ScriptError with file, line, field, what was found and what was expected.
    """
    file = tomlfile.read(path, ScriptError)
    tomlfile.decode(file, _Versioned, ScriptError)
    return ScriptFile(tomlfile.decode(file, Script, ScriptError), file)


def schema() -> dict[str, Any]:
    """The JSON Schema of a script, made from the reader."""
    return msgspec.json.schema(Script)
