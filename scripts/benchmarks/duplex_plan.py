"""What is measured of talking over the coach, and how the work is divided among processes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.speaking.pyttsx_voice import HEART
from coach.speech_models.models import MADE_FOR_TESTS
from scripts.benchmarks.alone import SHORT, AloneReport, AloneTask, measure_alone
from scripts.benchmarks.corpus import Utterance, recordings
from scripts.benchmarks.devices import Device
from scripts.benchmarks.duplex import HOLD, OverReport, OverTask, SpokenOver, measure_over
from scripts.benchmarks.english import PHRASES
from scripts.benchmarks.halves import of_half
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.material import OWN, Store, half, once_each, spoken
from scripts.benchmarks.options import Work
from scripts.benchmarks.over_devices import DeviceReport, DeviceTask, device_tasks, measure_device
from scripts.benchmarks.rooms import ROOMS, Room
from scripts.benchmarks.variants import SAFETY_CORPUS, safety_words

OWN_VOICES = "own voices"
"""The corpus of the voices that a test model was made from."""
SAFETY_RATIO = 0.0
"""At which many safety words are said."""


@dataclass(frozen=True, slots=True)
class DuplexPlan:
    """A run."""

    engines: tuple[Engine, ...] = ()
    ratios: tuple[float, ...] = (6.0, 0.0, -6.0, -12.0)
    """dB, user to echo."""
    rooms: tuple[Room, ...] = ROOMS
    rounds: int = 3
    """How often each recording is said in each room, at each ratio and in each way; synthetic words half as often."""
    recordings: tuple[Path, ...] = ()
    alone: tuple[float, ...] = (0.0, -6.0, -12.0)
    """The ratios at which the coach leads a session alone, in every second room."""
    routine: str = "heel"
    """Which it leads then."""
    thorough: bool = True
    """Every phrase by one of the synthetic voices; else, half of them."""
    safety: int = 20
    """How many utterances of safety words are said in each room and in each way."""
    counts: int = HOLD
    """How far the plain loop counts, in real time."""
    devices: tuple[Device, ...] = ()
    """Whose recorded echoes are talked over as well."""
    device_ratios: tuple[float, ...] = (6.0, 0.0, -6.0)
    device_words: int = 60
    """How many words are said over each device at each ratio."""
    device_alone: float = 100.0
    """Seconds for which each plays at each ratio before anybody speaks."""
    half: str | None = None
    """The half of the speakers that is presented, a name of HALVES; all for None."""
    voice: str = HEART
    """The coach's."""
    seed: int = 1


FULL = DuplexPlan()
QUICK = DuplexPlan(
    ratios=(0.0, -12.0),
    rooms=ROOMS[1:2],
    rounds=1,
    alone=(-6.0,),
    routine=SHORT,
    thorough=False,
    safety=4,
    counts=10,
    device_words=12,
    device_alone=20.0,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to one engine."""

    all: list[Utterance]
    safety: list[Utterance]
    """Many safety words, a corpus of their own."""


def words_for(engine: Engine, plan: DuplexPlan, store: Store) -> Words:
    """A test model hears the voices that it was made from, every other engine people. Raises RecordingError."""
    if engine.model and (engine.model / MADE_FOR_TESTS).is_file():
        every = [said for said in spoken(store, OWN_VOICES, OWN) if said.phrase in PHRASES]
        once = once_each(every)
        return Words(once if plan.thorough else half(once), safety_words(store, every, plan.safety))
    people = people_of(plan)
    return Words(people, safety_words(store, people, plan.safety))


def people_of(plan: DuplexPlan) -> list[Utterance]:
    """What people say over the coach. Raises RecordingError."""
    said = [said for folder in plan.recordings for said in recordings(folder) if said.phrase in PHRASES]
    return of_half(said, plan.half)


def work(plan: DuplexPlan, folder: Path) -> list[Work]:
    """What each process does; the sounds that it needs lie in `folder`. Raises RecordingError and VoiceError."""
    store, known, todo = Store(folder), dict[Path | None, Words](), list[Work]()
    people = people_of(plan) if plan.devices else []
    for engine in plan.engines:
        todo += [(measure_device, task) for task in _beside_devices(engine, plan, people)]
        if engine.model not in known:
            known[engine.model] = words_for(engine, plan, store)
        todo += [(measure_alone, task) for task in _alone(engine, plan)]
        todo += [(measure_over, task) for task in _over(engine, plan, known[engine.model])]
    return todo


def _beside_devices(engine: Engine, plan: DuplexPlan, people: Sequence[Utterance]) -> list[DeviceTask]:
    places = plan.devices, plan.device_ratios
    return device_tasks(engine, places, people, plan.device_words, plan.device_alone, plan.seed)


def _alone(engine: Engine, plan: DuplexPlan) -> list[AloneTask]:
    rooms = plan.rooms[1::2] or plan.rooms
    return [
        AloneTask(engine, room, ratio, plan.routine, plan.seed, plan.voice) for ratio in plan.alone for room in rooms
    ]


def _over(engine: Engine, plan: DuplexPlan, words: Words) -> list[OverTask]:
    synthetic = OWN_VOICES in {said.corpus for said in words.all}
    rounds = max(1, plan.rounds // 2) if synthetic else plan.rounds
    tasks = []
    for room in plan.rooms:
        if words.all:
            # A process for each ratio, too: the memory of several engines, one after the other, is nobody's.
            tasks += [
                OverTask(engine, room, (ratio,), words.all, rounds, plan.seed, plan.voice) for ratio in plan.ratios
            ]
        if words.safety:
            tasks.append(OverTask(engine, room, (SAFETY_RATIO,), words.safety, rounds, plan.seed + 1, plan.voice))
    return tasks


@dataclass(slots=True)
class EngineReport:
    """Everything about one engine."""

    engine: str
    listener: str = ""
    spoken: list[SpokenOver] = field(default_factory=list)
    safety: list[SpokenOver] = field(default_factory=list)
    """Of the corpus of safety words."""
    before_the_words: list[str] = field(default_factory=list)
    """Commands heard in the first seconds, in which the coach speaks alone."""
    alone: list[AloneReport] = field(default_factory=list)
    suppression_db: list[float] = field(default_factory=list)
    """How far the echo of each scene was taken out, where one was heard."""
    cpu: dict[str, float] = field(default_factory=dict)
    """CPU-seconds a second of each part of hearing, while people talk over the coach."""
    peak_megabytes: float | None = None
    devices: list[DeviceReport] = field(default_factory=list)
    """Of recorded echoes."""

    @property
    def over_devices(self) -> list[SpokenOver]:
        """The words said over recorded echoes."""
        return [said for one in self.devices for said in one.spoken]


def gathered(plan: DuplexPlan, results: Iterable[Any]) -> list[EngineReport]:
    """One report for each engine of the plan."""
    found = list(results)
    return [_gathered(engine.name, found) for engine in plan.engines]


def _gathered(name: str, found: Sequence[OverReport | AloneReport | DeviceReport]) -> EngineReport:
    alone = [one for one in found if isinstance(one, AloneReport) and one.engine == name]
    over = [one for one in found if isinstance(one, OverReport) and one.engine == name]
    devices = [one for one in found if isinstance(one, DeviceReport) and one.engine == name]
    every = [said for one in over for said in one.spoken]
    return EngineReport(
        name,
        next(iter([*(one.listener for one in over), *(one.listener for one in devices)]), name),
        [said for said in every if said.outcome.utterance.corpus != SAFETY_CORPUS],
        [said for said in every if said.outcome.utterance.corpus == SAFETY_CORPUS],
        [phrase for one in over for phrase in one.alone],
        alone,
        [decibels for one in over for decibels in one.suppression_db],
        _mean_cpu(over or devices),
        max((one.peak_megabytes for one in over), default=None),
        devices,
    )


def _mean_cpu(reports: Sequence[OverReport] | Sequence[DeviceReport]) -> dict[str, float]:
    parts = reports[0].cpu if reports else ()
    return {part: sum(one.cpu[part] for one in reports) / len(reports) for part in parts}
