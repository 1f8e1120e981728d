"""Talks over the coach: its real voice, mixer, echo canceller and ear in a room, commands at random moments. Seeded.

What the ear does to the coach's speech (soften it, cut it) is done as in a session; then the coach speaks on.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Protocol

import numpy as np

from coach.clock import BLOCK, RATE, samples, seconds
from coach.hearing.files import PHASES
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.session.effects import Cue, CueKind
from coach.session.events import Heard, Spoken
from coach.session.repertoire import sentences_of
from coach.session.settings import WORDS_A_MINUTE
from coach.sound import wav
from coach.sound.acoustics import EchoPath
from coach.sound.edge import Block, Samples
from coach.speaking.choice import named
from coach.speaking.mixer import CueBegun, Mark, Mixer
from coach.speaking.pyttsx_voice import HEART
from coach.speaking.voice import Voice
from scripts.benchmarks import machine
from scripts.benchmarks.corpus import QUESTIONS, Utterance
from scripts.benchmarks.english import ENGLISH
from scripts.benchmarks.hearing import Decision, Hall, Outcome, Surroundings, judged, texts
from scripts.benchmarks.listeners import Engine, TalkedOver, opened_in_duplex
from scripts.benchmarks.mixing import SPEECH_DBFS, hiss, levelled, word_end, word_start
from scripts.benchmarks.rooms import Room

WAYS = ("instructions", "counting")
"""What the coach is doing when it is spoken over."""

ALONE = samples(10.0)
"""The coach alone at first, as in the welcome."""
AFTER = samples(1.6)
"""Within this time after a word, what is understood comes of it."""
RECOVERY = samples(0.8)
"""From a command until the coach speaks on."""
PAUSES = (0.4, 1.6)
"""Seconds between two words, at least and at most."""
HOLD = 30


@dataclass(frozen=True, slots=True)
class OverTask:
    """One process's work: an engine, a room, and the ratios (dB, user to echo) of words said over the coach."""

    engine: Engine
    room: Room
    ratios: tuple[float, ...]
    utterances: list[Utterance]
    rounds: int
    seed: int
    voice: str = HEART
    """The coach's, a name that `coach.speaking.choice.named` knows."""


@dataclass(frozen=True, slots=True)
class SpokenOver:
    """What became of one word said over the coach; times in seconds."""

    room: str
    ratio: float
    way: str
    outcome: Outcome
    softened: float | None
    """From the word's first sound until the coach speaks more softly."""
    silent: float | None
    """From the word's end until the speaker is silent; None where no command was understood."""
    backdated: float | None
    """Where the word was believed to begin, against its first sound."""


@dataclass(slots=True)
class OverReport:
    """What one process found out."""

    engine: str
    room: str
    listener: str
    spoken: list[SpokenOver] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    """Commands heard while nobody spoke."""
    suppression_db: list[float] = field(default_factory=list)
    """How far each scene's echo was taken out, where one was heard."""
    cpu: dict[str, float] = field(default_factory=dict)
    """CPU-seconds a second of each part of hearing."""
    peak_megabytes: float = 0.0


def measure_over(task: OverTask) -> OverReport:
    """Do the work. Raises HearingError, ModelError and VoiceError; call it in a new process."""
    voice = named(task.voice, None)
    try:
        clips = Repertoire(voice)
    finally:
        voice.close()
    report = OverReport(task.engine.name, task.room.name, "")
    used: list[dict[str, float]] = []
    for number, ratio in enumerate(task.ratios):
        for way in WAYS:
            stage = coach_scene(task, clips, ratio, way, seed=task.seed + number)
            report.listener = stage.listener.name
            report.alone += [decision.heard.match.phrase for decision in stage.alone(ALONE)]
            report.spoken += stage.present(_fitting(task.utterances, way), task.rounds)
            report.suppression_db += [] if (found := stage.listener.suppression_db) is None else [found]
            used.append({name: took / seconds(stage.hall.at) for name, took in stage.listener.cpu.items()})
            stage.listener.close()
    report.cpu = {name: float(np.mean([one[name] for one in used])) for name in used[0]}
    report.peak_megabytes = machine.peak_megabytes()
    return report


class Repertoire:
    """What the coach says, rendered."""

    def __init__(self, voice: Voice) -> None:
        routine = read_routine(built_in()["heel"])
        long = [text for text in dict.fromkeys(sentences_of(routine, ENGLISH.wording)) if len(text.split()) > 8]
        self.welcome = [voice.clip(text, WORDS_A_MINUTE) for text in (*ENGLISH.wording.welcome, *routine.purpose)]
        self.instructions = [voice.clip(text, WORDS_A_MINUTE) for text in long]
        self.counts = [voice.clip(ENGLISH.wording.count(n), ENGLISH.count_rate) for n in range(1, HOLD + 1)]

    @property
    def welcome_sound(self) -> Samples:
        """The welcome in one piece."""
        return np.concatenate([clip.sound for clip in self.welcome])


class Speech:
    """The coach's mouth: the welcome, then instructions or counting without end."""

    def __init__(self, clips: Repertoire, way: str, seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._instructions = cycle(dice.sample(clips.instructions, len(clips.instructions)))
        self._counts = clips.counts
        self._way = way
        self.mixer = Mixer(self._on_mark)
        self._speaks_on_at: int | None = None
        self._said = 0
        self.mixer.say(self._said, clips.welcome)

    def block(self) -> Samples:
        """The next block."""
        if self._speaks_on_at is not None and self.mixer.position >= self._speaks_on_at:
            self._speaks_on_at = None
            self._speak_on()
        return self.mixer.block(BLOCK)

    def cut(self) -> None:
        """A command was accepted: be silent, and speak on after a while."""
        self.mixer.hush()
        self._speaks_on_at = self.mixer.position + RECOVERY

    def _on_mark(self, mark: Mark) -> None:
        if isinstance(mark, Spoken):
            self._speaks_on_at = self.mixer.position
        elif isinstance(mark, CueBegun) and mark.cue.number == HOLD:
            self._speaks_on_at = self.mixer.position + RATE

    def _speak_on(self) -> None:
        self._said += 1
        if self._way == "counting":
            start = self.mixer.position + BLOCK
            cues = [Cue(start + n * RATE, clip.text, CueKind.COUNT, n + 1) for n, clip in enumerate(self._counts)]
            self.mixer.schedule(list(zip(cues, self._counts, strict=True)))
        else:
            self.mixer.say(self._said, [next(self._instructions)])


class Talking(Protocol):
    """What the coach says, a block at a time."""

    def block(self) -> Samples:
        """The next block."""

    def cut(self) -> None:
        """A command was accepted."""


class Loudspeaker:
    """The coach in a room, for a `Hall`: plays, comes back to the microphone, falls silent at a command."""

    def __init__(self, speech: Talking, echo: EchoPath, seed: int) -> None:
        self._speech, self._echo = speech, echo
        self._hiss = hiss(RATE, seed).astype(np.float64)
        self.silent_at: int | None = None
        self._cut = False

    def block(self, at: int, sound: Samples) -> Block:
        """What is heard and played in the block from `at` on, in which others utter `sound`."""
        played = self._speech.block()
        place = at % (RATE - BLOCK)
        heard = sound + self._echo.hear(played) + self._hiss[place : place + BLOCK]
        if self._cut and self.silent_at is None and not played.any():
            self.silent_at = at
        return Block(at, np.clip(np.rint(heard), -32767, 32767).astype(np.int16), played, gap=self._echo.slipped)

    def react(self, understood: Sequence[Heard]) -> None:
        """Do what a session does at a command."""
        if understood:
            self._speech.cut()
            self._cut = True

    def forget(self) -> None:
        """Look out for the next silence."""
        self._cut, self.silent_at = False, None


class TalkedAt(Surroundings, Protocol):
    """A coach or a device that speaks while it is spoken to."""

    silent_at: int | None
    """When it fell silent after a command, since `forget`."""

    def forget(self) -> None:
        """Look out for the next silence."""


class Scene:
    """A listener beside something that speaks, and words said over it."""

    def __init__(self, listener: TalkedOver, loudspeaker: TalkedAt, place: tuple[str, float, str], seed: int) -> None:
        """`place`: the room or device, the ratio in dB, and what is said there, for the report."""
        self.listener, self._loudspeaker, self._place = listener, loudspeaker, place
        self.hall = Hall(listener, loudspeaker)
        self._dice = random.Random(seed)  # noqa: S311 - repeatable, not secret

    def alone(self, n: int) -> list[Decision]:
        """The speaker alone for `n` samples; gives the commands that were heard all the same."""
        self.listener.listen(PHASES["timed"])
        return self.hall.play(np.zeros(n, np.int16))

    def present(self, utterances: Sequence[Utterance], rounds: int) -> Iterator[SpokenOver]:
        """Every utterance so many times, in mixed order."""
        for _ in range(rounds):
            for utterance in self._dice.sample(utterances, len(utterances)):
                yield self._say(utterance)

    def _say(self, utterance: Utterance) -> SpokenOver:
        room, ratio, way = self._place
        clean = wav.read(utterance.path)
        self.listener.listen(PHASES[utterance.phase])
        before = self.hall.play(np.zeros(samples(self._dice.uniform(*PAUSES)), np.int16))
        self._loudspeaker.forget()
        self.listener.forget()
        begin, end = self.hall.at + word_start(clean), self.hall.at + word_end(clean)
        sound = np.concatenate((levelled(clean, SPEECH_DBFS + utterance.gain_db), np.zeros(AFTER)))
        after = self.hall.play(np.rint(sound).astype(np.int16))
        outcome = judged(utterance, f"{ratio:+.0f} dB", before, after, end, texts(self.hall))
        right = [decision for decision in after if outcome.right and decision.heard.match.phrase not in outcome.wrong]
        return SpokenOver(
            room,
            ratio,
            way,
            outcome,
            softened=_since(begin, self.listener.softened_at),
            silent=_since(end, self._loudspeaker.silent_at) if right else None,
            backdated=_since(begin, right[0].heard.start) if right else None,
        )


def coach_scene(task: OverTask, clips: Repertoire, ratio: float, way: str, seed: int) -> Scene:
    """The coach in a room, who instructs or counts."""
    speech = Speech(clips, way, seed)
    listener = opened_in_duplex(task.engine, speech.mixer)
    loudspeaker = Loudspeaker(speech, task.room.echo(ratio, clips.welcome_sound, seed), seed)
    return Scene(listener, loudspeaker, (task.room.name, ratio, way), seed)


def _fitting(utterances: Sequence[Utterance], way: str) -> list[Utterance]:
    """Answers only where questions are asked, not over counting."""
    return [said for said in utterances if way != "counting" or said.phase not in QUESTIONS]


def _since(start: int, at: int | None) -> float | None:
    return None if at is None else seconds(at - start)
