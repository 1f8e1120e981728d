"""What a rehearsal script is, and reading one. The format is documented in docs/rehearsals.md."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from coach import tomlfile
from coach.errors import ScriptError
from coach.hold import CountStyle
from coach.intents import COMMANDS, Intent

Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Text = Annotated[str, Meta(min_length=1, max_length=500)]


class CoachSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How the coach is set up."""

    count: CountStyle = CountStyle.EVERY
    words_a_minute: Annotated[int, Meta(ge=80, le=300)] = 150
    voice: str = ""
    """The coach's voice; empty for the usual one."""
    remembered: dict[str, str] = {}
    """Answers of an earlier session, such as {feeling = "no", diabetes = "no"}."""


class RoomSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of sound on its way from speaker and user to the microphone."""

    echo_db: Annotated[float, Meta(ge=-40, le=60)] | None = None
    """Near-end-to-echo ratio in dB, against speech at -26 dBFS; without it there is no echo."""
    t60: Annotated[float, Meta(ge=0, le=3)] = 0.4
    """Reverberation time of the echo's path, in seconds."""
    delay_ms: Annotated[float, Meta(ge=0, le=500)] = 60.0
    impulse_response: str = ""
    """A WAV file, beside the script, in place of the made response."""
    noise: Literal["white", "pink", "none"] = "pink"
    noise_wav: str = ""
    """A WAV file, beside the script, repeated, in place of the made noise."""
    noise_dbfs: Annotated[float, Meta(ge=-100, le=0)] = -65.0


class UserSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How the user speaks where an action does not say otherwise."""

    voice: str = "gmw/en-us"
    words_a_minute: Annotated[int, Meta(ge=80, le=300)] = 160
    pitch: Annotated[int, Meta(ge=0, le=99)] = 50
    level_dbfs: Annotated[float, Meta(ge=-60, le=-5)] = -26.0


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """When the user acts: all that is given must hold."""

    at: Seconds | None = None
    """Audio time."""
    question: str | None = None
    """The question that is asked; the user lets it be said to its end, unless `over` is given."""
    state: Literal["instruction", "waiting", "lead-in", "timing", "paused", "speaking", "quiet"] | None = None
    step: str | None = None
    """The id of the step, or its number on the foot ("3")."""
    foot: Literal["left", "right"] | None = None
    second: Seconds | None = None
    """This much of the step has been held; means state = "timing"."""
    over: str | None = None
    """While a sentence that holds this text sounds."""
    after: str | None = None
    """Once a sentence that holds this text has sounded."""
    delay: Seconds = 0.0
    """Seconds more, once all of it holds."""


class Action(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the user does: exactly one of say, wav and press."""

    when: When
    say: Text | None = None
    wav: str | None = None
    """A WAV file, beside the script."""
    said: str = ""
    """For `wav`: the words in it, as the summary names them."""
    press: Text | None = None
    """A key, or the name of a command or an answer."""
    expect: str | None = None
    """The intent (or answer) that is to be understood; "nothing" for talk that is none. Known by itself for phrases."""
    voice: str | None = None
    words_a_minute: Annotated[int, Meta(ge=80, le=300)] | None = None
    pitch: Annotated[int, Meta(ge=0, le=99)] | None = None
    level_dbfs: Annotated[float, Meta(ge=-60, le=-5)] | None = None


class Script(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole rehearsal."""

    format: Literal[1]
    do: list[Action]
    """What the user does, one after the other."""
    whenever: list[Action] = []
    """What the user does each time, while no action of `do` is due."""
    title: str = ""
    seed: int = 1
    routine: str = "heel"
    """A routine's name, or a file beside the script."""
    minutes: Annotated[float, Meta(gt=0, le=240)] = 60.0
    """Audio time after which the rehearsal is given up."""
    coach: CoachSettings = CoachSettings()
    room: RoomSettings = RoomSettings()
    user: UserSettings = UserSettings()


def read_script(path: Path) -> Script:
    """The script in `path`. Raises ScriptError with file, line, field, what was found and what was expected."""
    file = tomlfile.read(path, ScriptError)
    script = tomlfile.decode(file, Script, ScriptError)
    for table, actions in (("do", script.do), ("whenever", script.whenever)):
        for place, action in enumerate(actions):
            _check(action, f"{path}, line {file.line_of((table, place))}, {table} {place + 1}")
    return script


def schema() -> dict[str, object]:
    """The JSON Schema of a script, made from the reader."""
    return msgspec.json.schema(Script)


def _check(action: Action, where: str) -> None:
    given = [name for name in ("say", "wav", "press") if getattr(action, name) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none of them"
        raise ScriptError(f"{where}: give exactly one of say, wav and press; found {found}.")
    if action.expect is not None and action.expect not in _EXPECTED:
        raise ScriptError(f"{where}, expect: found {action.expect!r}; give one of {', '.join(sorted(_EXPECTED))}.")
    if action.when == When() and not action.when.delay:
        raise ScriptError(f"{where}, when: found nothing; say when, for example when = {{ at = 12.5 }}.")


_EXPECTED = {intent.value for intent in Intent} | {"nothing"} | set(COMMANDS)
