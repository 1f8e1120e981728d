"""Presents material to one engine, in its own process, block by block as a sound card does, and notes what it does."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from coach.clock import BLOCK, samples, seconds
from coach.hearing.files import PHASES
from coach.session.events import Heard
from coach.sound import wav
from coach.sound.acoustics import Wave
from coach.sound.edge import Block, Samples
from coach.sound.noise import silence
from scripts.benchmarks import machine
from scripts.benchmarks.corpus import MID_STEP, QUESTIONS, Utterance
from scripts.benchmarks.listeners import Engine, Listener, opened
from scripts.benchmarks.material import Material, Talk
from scripts.benchmarks.mixing import Air, Condition, hiss, levelled, mixed, word_end

LEAD, TAIL = samples(0.5), samples(1.5)
"""Quiet, or the noise alone, before and after an utterance."""
WARM_UP = samples(3.0)
"""The noise alone, when a condition begins: a person turns on the tap before talking over it."""

_T = TypeVar("_T")
_NOTHING_PLAYED = np.zeros(BLOCK, np.int16)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one utterance; latencies in seconds from the true end of its last word."""

    utterance: Utterance
    condition: str
    right: bool
    wrong: list[str]
    """Phrases that were taken for it instead, or besides."""
    invented: list[str]
    """Phrases heard in the noise before it."""
    latency: float | None
    """Until the command is acted on, on this machine; None where nothing right was heard."""
    waited: float | None
    """The part of `latency` that is sound which the engine waited for; the rest is computing."""
    final: bool
    """Whether it was decided at the endpoint, not on a partial."""
    hypotheses: list[str]
    """What the recogniser made of it, in order, doubles left out."""


@dataclass(frozen=True, slots=True)
class FalseAccept:
    """A command heard in talk that was not meant for the coach."""

    phase: str
    kind: str
    heard: str
    text: str
    """What was said, or the file and the second that it is from."""


@dataclass(slots=True)
class Report:
    """What one process found out about its engine."""

    engine: str
    listener: str = ""
    load_seconds: float = 0.0
    peak_megabytes: float = 0.0
    cpu_silent: float = 0.0
    """CPU-seconds a second."""
    cpu_talk: float | None = None
    cpu_commands: float | None = None
    furthest_behind: float = 0.0
    """Seconds by which the computing was at most behind the sound."""
    outcomes: list[Outcome] = field(default_factory=list)
    false_accepts: list[FalseAccept] = field(default_factory=list)
    hours: dict[str, dict[str, float]] = field(default_factory=dict)
    """Hours of talk presented, by phase and kind."""


@dataclass(frozen=True, slots=True)
class Task:
    """One process's work."""

    engine: Engine
    conditions: tuple[Condition, ...]
    material: Material
    seed: int
    silence: float
    """Seconds."""
    mid_step_only: bool = False
    """Whether talk is presented under no question."""


def measure(task: Task) -> Report:
    """Do the work. Raises HearingError and ModelError; call it in a new process, or the memory is another's."""
    began = time.perf_counter()
    listener = opened(task.engine)
    report = Report(task.engine.name, listener.name, time.perf_counter() - began)
    hall = Hall(listener)
    report.cpu_silent = _silence(hall, task.silence, task.seed)
    if task.conditions:
        report.outcomes, report.cpu_commands = _timed(hall, _commands(hall, task))
    if task.material.talk:
        report.false_accepts, report.cpu_talk = _timed(hall, _talk(hall, task, report.hours))
    report.furthest_behind, report.peak_megabytes = hall.furthest_behind, machine.peak_megabytes()
    return report


@dataclass(frozen=True, slots=True)
class Decision:
    """A command that was understood."""

    heard: Heard
    at: int
    """Audio time at which it was decided."""
    acted: float
    """Seconds of audio time at which this machine would have come to that, were it told every block as it comes."""
    final: bool


class Surroundings(Protocol):
    """What is heard beside those who speak, and what is played."""

    def block(self, at: int, sound: Samples) -> Block:
        """The block from `at` on, in which somebody utters `sound`, shape (BLOCK,)."""

    def react(self, understood: Sequence[Heard]) -> None:
        """Do what comes of the commands understood in that block."""


class EmptyRoom:
    """Nothing is played, and nothing else heard."""

    def block(self, at: int, sound: Samples) -> Block:
        """`sound` alone."""
        return Block(at, sound, _NOTHING_PLAYED)

    def react(self, understood: Sequence[Heard]) -> None:
        """Nothing."""


class Hall:
    """Plays sound to a listener in one stream without gaps, and keeps the time that computing takes."""

    def __init__(self, listener: Listener, surroundings: Surroundings | None = None) -> None:
        self.listener = listener
        self._surroundings = surroundings or EmptyRoom()
        self.at = 0
        self.cpu = 0.0
        self.furthest_behind = 0.0
        self._ready = 0.0

    def play(self, sound: Samples) -> list[Decision]:
        """Present `sound`, filled up to whole blocks with silence."""
        padded = np.pad(sound, (0, -len(sound) % BLOCK))
        return [decision for block in padded.reshape(-1, BLOCK) for decision in self._present(block)]

    def _present(self, sound: Samples) -> list[Decision]:
        block = self._surroundings.block(self.at, sound)
        began = time.process_time()
        understood = self.listener.hear(block)
        took = time.process_time() - began
        self._surroundings.react(understood)
        self.at += BLOCK
        self.cpu += took
        self._ready = max(self._ready, seconds(self.at)) + took
        self.furthest_behind = max(self.furthest_behind, self._ready - seconds(self.at))
        final = bool(self.listener.hypotheses and self.listener.hypotheses[-1].final)
        return [Decision(heard, self.at, self._ready, final) for heard in understood]


def _timed(hall: Hall, results: Iterable[_T]) -> tuple[list[_T], float]:
    """The results, and the CPU-seconds a second that it took to have them."""
    at, cpu = hall.at, hall.cpu
    done = list(results)
    return done, (hall.cpu - cpu) / max(seconds(hall.at - at), 1e-9)


def _silence(hall: Hall, duration: float, seed: int) -> float:
    hall.listener.listen(PHASES[MID_STEP])
    return _timed(hall, iter(hall.play(hiss(samples(duration), seed))))[1]


def _commands(hall: Hall, task: Task) -> Iterator[Outcome]:
    talkers = [[wav.read(path) for path in paths] for paths in task.material.babble]
    for number, condition in enumerate(task.conditions):
        air = Air(condition, talkers, task.seed + number)
        hall.play(air.heard(np.zeros(WARM_UP)))
        utterances = task.material.quiet if condition.is_quiet else task.material.noisy
        for phase, together in groupby(sorted(utterances, key=lambda said: said.phase), key=lambda said: said.phase):
            hall.listener.listen(PHASES[phase])
            for utterance in together:
                yield _present(hall, utterance, condition, air)


def _present(hall: Hall, utterance: Utterance, condition: Condition, air: Air) -> Outcome:
    clean = wav.read(utterance.path)
    speech: Wave = np.concatenate((levelled(clean), np.zeros(TAIL)))
    before = hall.play(air.heard(np.zeros(LEAD)))
    hall.listener.hypotheses.clear()
    end = hall.at + word_end(clean)
    return judged(utterance, condition.name, before, hall.play(air.heard(speech)), end, texts(hall))


def judged(
    utterance: Utterance, at: str, before: list[Decision], after: list[Decision], end: int, texts: list[str]
) -> Outcome:
    """What the decisions before and after `utterance`, whose last word ends at `end`, make of it."""

    def is_right(decision: Decision) -> bool:
        match, expected = decision.heard.match, utterance.expected
        return expected is not None and (match.intent, match.answer) == (expected.intent, expected.answer)

    right = next(filter(is_right, after), None)
    return Outcome(
        utterance,
        at,
        right is not None,
        wrong=[decision.heard.match.phrase for decision in after if not is_right(decision)],
        invented=[decision.heard.match.phrase for decision in before],
        latency=right.acted - seconds(end) if right else None,
        waited=seconds(right.at - end) if right else None,
        final=right is not None and right.final,
        hypotheses=texts,
    )


def texts(hall: Hall) -> list[str]:
    """What the recogniser made of the last sound, doubles left out."""
    texts = [hypothesis.text for hypothesis in hall.listener.hypotheses]
    return [text for text, _ in groupby(texts)]


def _talk(hall: Hall, task: Task, hours: dict[str, dict[str, float]]) -> Iterator[FalseAccept]:
    """All of the talk mid-step, and a share of it under each question."""
    shares = {MID_STEP: task.material.talk}
    if not task.mid_step_only:
        shares |= {phase: task.material.talk[n :: len(QUESTIONS)] for n, phase in enumerate(QUESTIONS)}
    dice = random.Random(task.seed)  # noqa: S311 - repeatable, not secret
    for phase, talks in shares.items():
        hall.listener.listen(PHASES[phase])
        for talk in talks:
            began = hall.at
            heard = hall.play(mixed(_with_pause(talk.path, dice), silence))
            of_phase = hours.setdefault(phase, {})
            of_phase[talk.kind] = of_phase.get(talk.kind, 0.0) + seconds(hall.at - began) / 3600
            yield from (_false_accept(phase, talk, decision, began) for decision in heard)


def _with_pause(path: Path, dice: random.Random) -> Wave:
    return np.concatenate((levelled(wav.read(path)), np.zeros(samples(dice.uniform(0.3, 1.2)))))


def _false_accept(phase: str, talk: Talk, decision: Decision, began: int) -> FalseAccept:
    place = f"{talk.text} + {seconds(decision.at - began):.1f} s"
    return FalseAccept(phase, talk.kind, decision.heard.match.phrase, place)
