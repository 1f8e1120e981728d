"""Plays a script: the real recogniser, synthesiser, session and mixer, block by block, against a simulated room."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from coach.clock import samples, seconds
from coach.errors import RoutineError, ScriptError, StorageError
from coach.hearing.ear import ear_beside_speaker
from coach.hearing.engines.recogniser import Recogniser
from coach.language.language import Language
from coach.machine import private
from coach.rehearsal import checks, summary
from coach.rehearsal.director import Director
from coach.rehearsal.moments import Moments
from coach.rehearsal.script import Script, ScriptFile
from coach.rehearsal.sounds import Sounds, VoiceMaker
from coach.routines.routine import Routine
from coach.running.eventlog import EventLog
from coach.running.runner import Runner
from coach.session.effects import Effect, Finish
from coach.session.events import Event
from coach.session.session import Session, Settings
from coach.sound import wav
from coach.sound.acoustics import EchoPath, delayed, levelled, made_response
from coach.sound.edge import Samples
from coach.sound.room import SimulatedRoom
from coach.speaking.mixer import Mark
from coach.speaking.trim import SPEECH_DBFS, speech_rms
from coach.toml.file import shown

USER_DBFS = -26.0
"""The level of speech to which the near-end-to-echo ratio is given."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in a rehearsal."""

    recogniser: Callable[[Language], Recogniser]
    """One that hears the language. Raises ModelError and HearingError."""
    voice: VoiceMaker
    routine: Callable[[str, Path], Routine]
    """The routine of a name, or of a file from the script's folder on. Raises RoutineError."""
    language: Callable[[str], Language]
    """The language of a code. Raises LanguageError."""


Tick = Callable[[int], None]
"""Told of every second of audio time as it begins, in samples."""


def rehearse(read: ScriptFile, folder: Path, cast: Cast, out: Path, tick: Tick = lambda at: None) -> dict[str, Any]:
    """Play a script, whose files lie in `folder`; write session.wav, events.jsonl and summary.json into `out`.

    Gives what summary.json holds. Raises ScriptError before anything is played; VoiceError, HearingError, StorageError.
    """
    routine = _routine(read, folder, cast)
    language = cast.language(routine.language)
    checks.check(read, routine, language)
    sounds = Sounds(read, folder, lambda name, pitch: cast.voice(name or language.voice, pitch))
    try:
        return _Rehearsal(read.script, routine, language, cast.recogniser(language), sounds).play(out, tick)
    finally:
        sounds.close()


def _routine(read: ScriptFile, folder: Path, cast: Cast) -> Routine:
    name = read.script.routine
    try:
        return cast.routine(name, folder)
    except RoutineError as error:
        expected, why = "the name or the file of a routine that can be taught", str(error).rstrip(".")
        raise read.file.fault(ScriptError, ("routine",), found=shown(name), expected=expected, advice=why) from error


class _Rehearsal:
    def __init__(
        self, script: Script, routine: Routine, language: Language, recogniser: Recogniser, sounds: Sounds
    ) -> None:
        self._language = language
        self._script, self._recogniser, self._sounds = script, recogniser, sounds
        coach = script.coach
        remembered = msgspec.structs.asdict(coach.remembered)
        self._session = Session(
            routine,
            language,
            Settings(count_style=coach.count, words_a_minute=coach.words_a_minute),
            {question: answer for question, answer in remembered.items() if answer},
        )
        self._voice = sounds.coach_voice()
        ear = ear_beside_speaker(
            recogniser, language.phrasebook, lambda start, end: self._runner.mixer.words_between(start, end)
        )
        self._runner = Runner(self._session, self._voice, ear)
        moments = Moments(self._session.view, self._runner.mixer.texts_between)
        self._director = Director(script, sounds.utterances(), moments, self._press)
        rng = np.random.default_rng(script.seed)
        echo, noise = self._echo(rng), sounds.noise(script.room, rng)
        longest, microphone = samples(script.minutes * 60), script.room.microphone.traits
        self._room = SimulatedRoom(echo, noise, self._director, longest, microphone)
        self._watcher = summary.Watcher()

    def play(self, out: Path, tick: Tick) -> dict[str, Any]:
        self._runner.every_second(tick)
        log = EventLog(out / "events.jsonl")
        for observer in (log, self._watcher, self._close_at_the_end):
            self._runner.observe(observer)
        began = time.perf_counter()
        try:
            self._runner.open(self._room)
            self._runner.run()
        finally:
            taken = time.perf_counter() - began
            log.close()
            wav.write(out / "session.wav", self._room.played, self._room.heard)
        result = self._summary(taken)
        _write(out / "summary.json", json.dumps(result, indent=2) + "\n")
        return result

    def _close_at_the_end(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Close the room in the very block that ends the session, or the recording would be now and then longer."""
        if any(isinstance(effect, Finish) for effect in effects):
            self._room.close()

    def _press(self, key: str) -> None:
        match = self._language.keys.meaning(key, self._session.view().live)
        if match:
            self._runner.press(match)

    def _echo(self, rng: np.random.Generator) -> EchoPath | None:
        room, rate = self._script.room, self._script.coach.words_a_minute
        if room.near_end_to_echo_db is None:
            return None
        given = self._sounds.response(room)
        made = made_response(room.t60, room.delay_ms, rng) if given is None else delayed(given, room.delay_ms)
        speech = np.concatenate([self._voice.clip(sentence, rate).sound for sentence in self._language.wording.welcome])
        coach_dbfs = 20 * np.log10(speech_rms(speech)) if speech.any() else SPEECH_DBFS
        response = levelled(made, speech, coach_dbfs, USER_DBFS - room.near_end_to_echo_db)
        return EchoPath(response, room.drift_ppm, room.distortion_percent)

    def _count_sound(self, text: str) -> Samples:
        return self._voice.clip(text, self._language.count_rate).sound

    def _summary(self, taken: float) -> dict[str, Any]:
        played, watcher = self._room.played, self._watcher
        audio = seconds(len(played))
        return {
            "title": self._script.title,
            "finished": watcher.reason or "not finished",
            **summary.commands(self._director.acted, watcher.heard, self._runner.compute, self._language),
            "not_reached": [action.name for action in self._director.left],
            "counts": summary.counts(watcher.plan, played, self._count_sound),
            "steps_done": sum(1 for step in watcher.steps if step.get("ending") == "done"),
            "steps": watcher.steps,
            "seconds": round(audio, 2),
            "real_time_factor": round(taken / audio, 4) if audio else None,
            "recogniser": self._recogniser.name,
            "voice": self._voice.name,
        }


def _write(path: Path, text: str) -> None:
    try:
        private.write(path, text.encode())
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}): name another folder.", path=path) from error
