"""The coach alone: a whole session led by keys in a simulated room, nobody speaking. All that is heard is its own."""

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import soundfile

from coach.clock import BLOCK, seconds
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.files import PHASES
from coach.language.catalogues import load_language
from coach.rehearsal import questions
from coach.rehearsal.rehearse import Cast, rehearse
from coach.rehearsal.script import RoomSettings, ScriptFile, read_script
from coach.routines.library import find_routine
from coach.routines.reader import read_routine
from coach.routines.routine import Routine
from coach.sound.edge import Block, Samples
from coach.speaking.choice import named
from coach.speaking.pyttsx_voice import HEART
from scripts.benchmarks.baseline import PlainVosk
from scripts.benchmarks.corpus import MID_STEP
from scripts.benchmarks.english import ENGLISH
from scripts.benchmarks.listeners import PLAIN, SPOTTING, Engine
from scripts.benchmarks.rooms import Room

SCRIPTS = Path(__file__).resolve().parents[2] / "tests" / "rehearsals"
SHORT = "short.toml"
"""A routine of half a minute a foot."""
NOISE_DBFS = -65.0


@dataclass(frozen=True, slots=True)
class AloneTask:
    """One process's work: a session in a room, its echo `ratio` dB softer than a user would speak."""

    engine: Engine
    room: Room
    ratio: float
    routine: str
    """A routine's name, or a file in SCRIPTS."""
    seed: int
    voice: str = HEART
    """The coach's, a name that `coach.speaking.choice.named` knows."""


@dataclass(frozen=True, slots=True)
class FalseCommand:
    """What the coach took for a command, though nobody spoke."""

    phrase: str
    at: float
    """Seconds from the session's beginning, and of its recording."""


@dataclass(frozen=True, slots=True)
class AloneReport:
    """What came of one session that nobody spoke in."""

    engine: str
    room: str
    ratio: float
    routine: str
    finished: str
    """ "done" where the session came to its end."""
    minutes: float
    """Of audio."""
    false: list[FalseCommand]
    """Commands that were heard all the same."""
    counts: int
    count_error_ms: float | None
    """The largest distance of a count from its second."""


def measure_alone(task: AloneTask) -> AloneReport:
    """Do the work. Raises HearingError, ModelError and VoiceError."""
    with tempfile.TemporaryDirectory(prefix="coach-alone-") as folder:
        report = played_alone(task, Path(folder))
        if task.engine.name in PLAIN and task.engine.model:
            plain = PlainVosk(task.engine.model, anywhere=task.engine.name == SPOTTING)
            return replace(report, false=heard_by(plain, microphone(Path(folder))))
        return report


def played_alone(task: AloneTask, out: Path) -> AloneReport:
    """The session as the coach itself hears it; its recording lies in `out`. The plain loop has no session."""
    recogniser: Recogniser = MoonshineRecogniser()
    if task.engine.model:
        recogniser = VoskRecogniser(task.engine.model, ENGLISH.phrasebook.decoys)
    cast = Cast(
        recogniser=lambda language: recogniser,
        voice=lambda name, pitch: named(name or task.voice, None, pitch),
        routine=_routine,
        language=load_language,
    )
    try:
        summary = rehearse(script(task), SCRIPTS, cast, out)
    finally:
        recogniser.close()
    return AloneReport(
        task.engine.name,
        task.room.name,
        task.ratio,
        task.routine,
        summary["finished"],
        summary["seconds"] / 60,
        by_voice(out / "events.jsonl"),
        summary["counts"]["spoken"],
        summary["counts"]["max_error_ms"],
    )


def script(task: AloneTask) -> ScriptFile:
    """The script by-keys.toml for this routine and room."""
    read = read_script(SCRIPTS / "by-keys.toml")
    routine = _routine(task.routine, SCRIPTS)
    fitting = [rule for rule in read.script.whenever if questions.asked_by(routine, rule.when.question or "")]
    room = RoomSettings(
        near_end_to_echo_db=task.ratio,
        delay_ms=task.room.delay_ms,
        t60=task.room.t60,
        drift_ppm=task.room.drift_ppm,
        distortion_percent=task.room.distortion_percent,
        noise_dbfs=NOISE_DBFS,
    )
    led = msgspec.structs.replace(read.script, routine=task.routine, seed=task.seed, room=room, whenever=fitting)
    return ScriptFile(led, read.file)


def by_voice(events: Path) -> list[FalseCommand]:
    """The commands in a rehearsal's events.jsonl that were heard, not typed."""
    happened: list[dict[str, Any]] = [json.loads(line)["event"] for line in events.read_text().splitlines()]
    heard = [event for event in happened if event["kind"] == "Heard" and not event["by_key"]]
    return [FalseCommand(event["match"]["phrase"], seconds(event["at"])) for event in heard]


def microphone(folder: Path) -> Samples:
    """What the microphone heard in the rehearsal that was written into `folder`."""
    both, _ = soundfile.read(folder / "session.wav", dtype="int16", always_2d=True)
    heard: Samples = both[:, 1]
    return heard


def heard_by(plain: PlainVosk, sound: Samples) -> list[FalseCommand]:
    """The commands that the plain loop takes out of `sound`. Answers are never live, which spares it half of them."""
    plain.listen(PHASES[MID_STEP])
    silent = np.zeros(BLOCK, np.int16)
    whole = sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK)
    blocks = (Block(number * BLOCK, sounding, silent) for number, sounding in enumerate(whole))
    heard = (event for block in blocks for event in plain.hear(block))
    return [FalseCommand(event.match.phrase, seconds(event.at)) for event in heard]


def _routine(name: str, folder: Path) -> Routine:
    return read_routine(folder / name if name.endswith(".toml") else find_routine(name, []))
