"""Plays a script: the real recogniser, synthesiser, session and mixer, block by block, against a simulated room."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach import keys
from coach.clock import RATE, samples, seconds
from coach.errors import StorageError
from coach.eventlog import EventLog
from coach.hearing.ear import Ear
from coach.hearing.recogniser import Recogniser
from coach.rehearsal import summary
from coach.rehearsal.director import Director, Stage
from coach.rehearsal.script import Action, RoomSettings, Script
from coach.routine import Routine
from coach.runner import COUNT_RATE, Runner
from coach.session import Session, Settings, View
from coach.sound import wav
from coach.sound.edge import Samples
from coach.sound.room import Acoustics, SimulatedRoom, Wave, echo_gain, made_noise, made_response, repeated
from coach.speaking import trim
from coach.speaking.trim import SPEECH_DBFS
from coach.speaking.voice import Clip, Voice

VoiceMaker = Callable[[str, int | None], Voice]
"""A voice of a name, or the usual one for "", with a pitch or the usual one."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in a rehearsal."""

    recogniser: Recogniser
    voice: VoiceMaker
    routine: Callable[[str, Path], Routine]
    """The routine of a name, or of a file beside the script's folder."""


def rehearse(script: Script, folder: Path, cast: Cast, out: Path) -> dict[str, Any]:
    """Play `script`, whose files lie in `folder`; write session.wav, events.jsonl and summary.json into `out`.

    Gives what summary.json holds. Raises ScriptError, RoutineError, RecordingError, VoiceError, HearingError, StorageError.
    """
    return _Rehearsal(script, folder, cast, out).play()


class _Rehearsal:
    def __init__(self, script: Script, folder: Path, cast: Cast, out: Path) -> None:
        self._script, self._folder, self._cast, self._out = script, folder, cast, out
        self._rng = np.random.default_rng(script.seed)
        self._voices: dict[tuple[str, int | None], Voice] = {}
        coach = script.coach
        settings = Settings(count_style=coach.count, words_a_minute=coach.words_a_minute)
        self._session = Session(cast.routine(script.routine, folder), settings, coach.remembered)
        self._voice = self._voice_of(coach.voice, None)
        stage = Stage(
            view=self._session.view,
            texts_between=lambda start, end: self._texts(start, end),
            press=self._press,
            held=_held,
        )
        self._director = Director(script, self._user_sounds(), stage)
        self._room = SimulatedRoom(self._acoustics(script.room), self._director, samples(script.minutes * 60))
        self._ear = Ear(cast.recogniser, lambda start, end: self._runner.mixer.words_between(start, end))
        self._runner = Runner(self._session, self._voice, self._ear)
        self._watcher = summary.Watcher()

    def play(self) -> dict[str, Any]:
        log = EventLog(self._out / "events.jsonl")
        self._runner.observe(log)
        self._runner.observe(self._watcher)
        began = time.perf_counter()
        try:
            self._runner.open(self._room)
            self._runner.run()
        finally:
            taken = time.perf_counter() - began
            log.close()
            wav.write(self._out / "session.wav", self._room.played, self._room.heard)
            for voice in self._voices.values():
                voice.close()
        return self._write_summary(taken)

    def _texts(self, start: int, end: int) -> list[str]:
        return self._runner.mixer.texts_between(start, end)

    def _press(self, key: str) -> None:
        match = keys.meaning(key, self._session.view().live)
        if match:
            self._runner.press(match)

    # --- the parts ------------------------------------------------------------------------------------------------

    def _voice_of(self, name: str, pitch: int | None) -> Voice:
        if (name, pitch) not in self._voices:
            self._voices[name, pitch] = self._cast.voice(name, pitch)
        return self._voices[name, pitch]

    def _user_sounds(self) -> dict[Action, Samples]:
        actions = [*self._script.do, *self._script.whenever]
        return {action: self._user_sound(action) for action in actions if action.press is None}

    def _user_sound(self, action: Action) -> Samples:
        user = self._script.user
        level = action.level_dbfs if action.level_dbfs is not None else user.level_dbfs
        if action.wav is not None:
            sound = trim.level(wav.read(self._folder / action.wav))
        else:
            voice = self._voice_of(action.voice or user.voice, action.pitch or user.pitch)
            sound = voice.clip(action.say or "", action.words_a_minute or user.words_a_minute).sound
        scaled = sound.astype(np.float64) * 10 ** ((level - SPEECH_DBFS) / 20)
        rounded: Samples = np.clip(np.rint(scaled), -32767, 32767).astype(np.int16)
        return rounded

    def _acoustics(self, room: RoomSettings) -> Acoustics:
        if room.noise_wav:
            noise = repeated(wav.read(self._folder / room.noise_wav).astype(np.float64), room.noise_dbfs)
        else:
            noise = made_noise(room.noise, room.noise_dbfs, self._rng)
        return Acoustics(self._response(room), noise)

    def _response(self, room: RoomSettings) -> Wave | None:
        if room.echo_db is None:
            return None
        if room.impulse_response:
            response = wav.read(self._folder / room.impulse_response).astype(np.float64)
            response = response / (np.sqrt(np.sum(response**2)) or 1.0)
        else:
            response = made_response(room.t60, room.delay_ms, self._rng)
        return response * echo_gain(room.echo_db, SPEECH_DBFS)

    # --- the result -----------------------------------------------------------------------------------------------

    def _write_summary(self, taken: float) -> dict[str, Any]:
        played = self._room.played
        clip_of = {
            begun.cue.text: self._count_clip(begun.cue.text) for begun, _ in self._watcher.cues if begun.cue.text
        }
        spoken, error = summary.count_errors(self._watcher.cues, played, clip_of)
        audio = seconds(len(played))
        result = {
            "title": self._script.title,
            "finished": self._watcher.reason or "not finished",
            **summary.commands(self._director.acted, self._watcher.heard, self._runner.compute),
            "not_reached": [_what(action) for action in self._director.left],
            "counts": {"spoken": spoken, "max_error_ms": error, "releases": self._watcher.releases},
            "steps_done": sum(1 for step in self._watcher.steps if step.get("ending") == "done"),
            "steps": self._watcher.steps,
            "seconds": round(audio, 2),
            "real_time_factor": round(taken / audio, 4) if audio else None,
            "recogniser": self._cast.recogniser.name,
            "voice": self._voice.name,
        }
        path = self._out / "summary.json"
        try:
            path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        except OSError as error_:
            raise StorageError(f"{path} cannot be written ({error_.strerror}): name another folder.") from error_
        return result

    def _count_clip(self, text: str) -> Clip:
        return self._voice.clip(text, COUNT_RATE)


def _held(view: View, at: int) -> float:
    clock = view.clock
    return (at - clock.zero) / RATE if clock and clock.zero is not None else 0.0


def _what(action: Action) -> str:
    return action.say or action.said or action.press or action.wav or ""
