"""What is heard in a rehearsal beside the coach: the user's words, and the noise of the room.

Whatever a script names and nobody has — a voice, a file — is a ScriptError at its line.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from coach.errors import RecordingError, ScriptError, VoiceError
from coach.rehearsal.director import Utterance
from coach.rehearsal.script import Action, RoomSettings, ScriptFile
from coach.sound import noise, wav
from coach.sound.acoustics import Wave
from coach.sound.edge import Samples
from coach.sound.noise import Noise
from coach.speaking import trim
from coach.speaking.trim import speech_rms
from coach.speaking.voice import Voice
from coach.toml.file import shown
from coach.toml.lines import Place

VoiceMaker = Callable[[str, int | None], Voice]
"""A voice of a name, or the usual one for "", with a pitch (0 to 99) or the usual one. Raises VoiceError."""

TALKERS = ((20, 168), (35, 214), (50, 185), (65, 203), (85, 157))
"""Pitch, and words a minute, of the people who babble."""
TALK = (
    "The train was late this morning, and it rained the whole way to the office.",
    "My sister has planted tomatoes and beans behind the house.",
    "They are painting the kitchen yellow, which nobody asked for.",
    "We should visit the museum by the river before the summer is gone.",
    "He reads the newspaper aloud, and everybody in the room pretends to sleep.",
)
"""What they talk about; it holds no command."""

_SPEECH_DB = -35.0  # What is this far below the loudest of a recording is not its speech.
_FRAME = 160


class Sounds:
    """Makes the sounds that a script asks for. `close` ends the voices it has opened."""

    def __init__(self, read: ScriptFile, folder: Path, voice: VoiceMaker) -> None:
        self._read, self._folder, self._make_voice = read, folder, voice
        self._voices: dict[tuple[str, int | None], Voice] = {}

    def close(self) -> None:
        """End the voices."""
        for voice in self._voices.values():
            voice.close()

    def coach_voice(self) -> Voice:
        """The coach's own voice."""
        self._voice("", None, ())  # Where there is no synthesiser at all, that is what has to be said.
        return self._voice(self._read.script.coach.voice, None, ("coach", "voice"))

    def utterances(self) -> dict[Action, Utterance]:
        """What each action with say or wav sounds like."""
        script = self._read.script
        places: list[tuple[Place, Action]] = [
            ((table, number), action)
            for table, actions in (("do", script.do), ("whenever", script.whenever))
            for number, action in enumerate(actions)
        ]
        return {action: self._utterance(action, place) for place, action in places if action.press is None}

    def noise(self, room: RoomSettings, rng: np.random.Generator) -> Noise:
        """The noise of the room."""
        if room.noise_wav is not None:
            loop: Wave = self._recording(room.noise_wav, ("room", "noise_wav")).astype(np.float64)
        elif room.noise == "none":
            return noise.silence
        elif room.noise == "babble":
            loop = noise.babble(self._talkers(), rng)
        else:
            loop = {"white": noise.white, "pink": noise.pink, "tap": noise.tap}[room.noise](rng)
        return noise.repeated(loop, room.noise_dbfs)

    def response(self, room: RoomSettings) -> Wave | None:
        """The impulse response that the room names, of any level; None where it names none."""
        if room.impulse_response is None:
            return None
        return self._recording(room.impulse_response, ("room", "impulse_response")).astype(np.float64)

    def _talkers(self) -> list[list[Samples]]:
        name = self._read.script.user.voice
        return [
            [self._voice(name, pitch, ("user", "voice")).clip(text, rate).sound for text in TALK]
            for pitch, rate in TALKERS
        ]

    def _utterance(self, action: Action, place: Place) -> Utterance:
        user = self._read.script.user
        level = user.level_dbfs if action.level_dbfs is None else action.level_dbfs
        if action.wav is not None:
            return _recorded(trim.level(self._recording(action.wav, (*place, "wav"))), level)
        name, field = (user.voice, ("user", "voice")) if action.voice is None else (action.voice, (*place, "voice"))
        voice = self._voice(name, user.pitch if action.pitch is None else action.pitch, field)
        sound = _at_level(voice.clip(action.words, action.words_a_minute or user.words_a_minute).sound, level)
        return Utterance(sound, 0, len(sound))

    def _voice(self, name: str, pitch: int | None, place: Place) -> Voice:
        if (name, pitch) not in self._voices:
            try:
                self._voices[name, pitch] = self._make_voice(name, pitch)
            except VoiceError as error:
                if not name:
                    raise
                raise self._fault(place, name, "a voice of the synthesiser", error) from error
        return self._voices[name, pitch]

    def _recording(self, name: str, place: Place) -> Samples:
        try:
            sound = wav.read(self._folder / name)
        except (RecordingError, ValueError) as error:  # ValueError: a path with a NUL in it
            raise self._fault(place, name, "the path of a WAV file from the script's folder on", error) from error
        if not sound.any():
            raise self._fault(place, name, "a WAV file that holds sound", "it is silent")
        return sound

    def _fault(self, place: Place, found: str, expected: str, why: object) -> Exception:
        advice = str(why).rstrip(".")
        return self._read.file.fault(ScriptError, place, found=shown(found), expected=expected, advice=advice)


def _at_level(sound: Samples, dbfs: float) -> Samples:
    """`sound` with its speech at `dbfs`."""
    scaled = np.rint(sound.astype(np.float64) * 10 ** (dbfs / 20) / (speech_rms(sound) or 1.0))
    return np.clip(scaled, -32767, 32767).astype(np.int16)


def _recorded(sound: Samples, dbfs: float) -> Utterance:
    """A recording as it is, room and all; its speech lies where it is loud."""
    frames = np.pad(sound.astype(np.float64), (0, -len(sound) % _FRAME)).reshape(-1, _FRAME)
    power = np.mean(frames**2, axis=1)
    loud = np.flatnonzero(power >= power.max() * 10 ** (_SPEECH_DB / 10))
    return Utterance(_at_level(sound, dbfs), int(loud[0]) * _FRAME, min((int(loud[-1]) + 1) * _FRAME, len(sound)))
