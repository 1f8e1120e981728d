"""Talks over the recorded echoes of real devices: people's words over a computer's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.clock import samples, seconds
from scripts.benchmarks.corpus import SAFETY_PHRASES, Utterance
from scripts.benchmarks.devices import Device, RecordedLoudspeaker
from scripts.benchmarks.duplex import Scene, SpokenOver
from scripts.benchmarks.halves import shuffled
from scripts.benchmarks.listeners import Engine, opened_in_duplex

WAY = "device"


@dataclass(frozen=True, slots=True)
class DeviceTask:
    """One process's work: an engine beside a device, at one ratio (dB, user to echo)."""

    engine: Engine
    device: Device
    ratio: float
    utterances: list[Utterance]
    alone: float
    """Seconds for which the device plays and nobody speaks, at first."""
    seed: int


@dataclass(slots=True)
class DeviceReport:
    """What one process found out."""

    engine: str
    device: str
    ratio: float
    listener: str
    alone: list[str]
    """Commands heard while nobody spoke."""
    minutes: float
    """For how long nobody did."""
    spoken: list[SpokenOver] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    """CPU-seconds a second of each part of hearing."""


def measure_device(task: DeviceTask) -> DeviceReport:
    """Do the work. Raises HearingError, ModelError and RecordingError; call it in a new process."""
    loudspeaker = RecordedLoudspeaker(task.device, task.ratio)
    listener = opened_in_duplex(task.engine, loudspeaker)
    scene = Scene(listener, loudspeaker, (task.device.name, task.ratio, WAY), task.seed)
    heard = [decision.heard.match.phrase for decision in scene.alone(samples(task.alone))]
    minutes = seconds(scene.hall.at) / 60
    report = DeviceReport(task.engine.name, task.device.name, task.ratio, listener.name, heard, minutes)
    report.spoken = list(scene.present(task.utterances, 1))
    report.cpu = {name: took / seconds(scene.hall.at) for name, took in listener.cpu.items()}
    listener.close()
    return report


def device_tasks(
    engine: Engine,
    places: tuple[Sequence[Device], Sequence[float]],
    people: Sequence[Utterance],
    words: int,
    alone: float,
    seed: int,
) -> list[DeviceTask]:
    """A task for each device and ratio of `places`, each with `words` of what `people` said, all in turn.

    A third of them are safety words, as far as there are so many.
    """
    safety = shuffled([said for said in people if said.phrase in SAFETY_PHRASES], seed)
    other = shuffled([said for said in people if said.phrase not in SAFETY_PHRASES], seed)
    tasks = []
    for number, device in enumerate(places[0]):
        # The same words at every ratio: what changes then is the ratio.
        some = _turn(safety, number, words // 3)
        chosen = some + _turn(other, number, words - len(some))
        tasks += [DeviceTask(engine, device, ratio, chosen, alone, seed + number) for ratio in places[1]]
    return tasks


def _turn(utterances: Sequence[Utterance], number: int, n: int) -> list[Utterance]:
    """The `number`th `n` of `utterances`, from the first again after the last; all where there are fewer."""
    n = min(n, len(utterances))
    return [utterances[(number * n + place) % len(utterances)] for place in range(n)]
