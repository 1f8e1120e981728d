"""What is to be measured, and how the work is divided among processes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from coach.speech_models.models import MADE_FOR_TESTS
from scripts.benchmarks import synthetic
from scripts.benchmarks.corpus import Utterance, recordings
from scripts.benchmarks.halves import kind, of_half
from scripts.benchmarks.hearing import Report, Task
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.material import (
    OWN,
    OWN_TALK,
    Material,
    Store,
    babble,
    half,
    once_each,
    other_speech,
    own_talk,
    spoken,
)
from scripts.benchmarks.mixing import NOISES, PLACES, Condition, condition
from scripts.benchmarks.variants import at_speeds

CORPORA = ("recordings", "strangers", "own-voices", "safety")
"""People, synthetic voices that nothing was made from, those that the test model was made from; the safety words of the
first two at several speeds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run."""

    engines: tuple[Engine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    corpora: tuple[str, ...] = CORPORA
    recordings: tuple[Path, ...] = ()
    other: tuple[Path, ...] = ()
    hours: float = 0.0
    mid_step_only: bool = False
    """Whether other people's talk is presented under no question."""
    thorough: bool = True
    """Every phrase by every synthetic voice in quiet; else, each by one of them."""
    half: str | None = None
    """The half of the people that is presented, a name of HALVES; all for None."""
    seed: int = 1


FULL = Plan(
    conditions=(
        *map(condition, PLACES),
        *(condition(f"{noise}@{snr}") for noise in NOISES for snr in (20, 10, 6)),
        *(condition(f"t60@{t60}") for t60 in (0.4, 0.8)),
    ),
    hours=0.2,
)
QUICK = Plan(conditions=(condition("quiet"), condition("babble@10")), hours=0.01, thorough=False)


def gather(plan: Plan, folder: Path) -> Material:
    """The material of a plan, its sounds in `folder`. Raises RecordingError and VoiceError."""
    store = Store(folder)
    material = Material()
    if any(at.noise == "babble" for at in plan.conditions):
        material.babble = babble(store)
    for corpus in plan.recordings if "recordings" in plan.corpora else ():
        people = people_in(corpus, plan.half)
        material.quiet += people
        material.noisy += people
    _add_synthetic(material, plan, store)
    if "safety" in plan.corpora and plan.thorough:
        people = [said for corpus in plan.recordings for said in people_in(corpus, plan.half)]
        safety = list(at_speeds(store, [*people, *spoken(store, "strangers", synthetic.STRANGERS)]))
        material.quiet += safety
        material.noisy += safety
    if plan.hours:
        material.talk = other_speech(store, plan.hours, plan.other, plan.seed)
        material.talk += own_talk(store, plan.hours / 2, plan.seed) if _made_for_tests(plan) else []
    return material


def people_in(folder: Path, half: str | None) -> list[Utterance]:
    """What is said in the recordings of `folder`, dictionaries and synthesisers apart. Raises RecordingError."""
    return [replace(said, corpus=f"{said.corpus}{kind(said.source)}") for said in of_half(recordings(folder), half)]


def _made_for_tests(plan: Plan) -> bool:
    return any(engine.model and (engine.model / MADE_FOR_TESTS).is_file() for engine in plan.engines)


def _add_synthetic(material: Material, plan: Plan, store: Store) -> None:
    wanted = {"strangers": synthetic.STRANGERS, "own-voices": OWN if _made_for_tests(plan) else ()}
    for corpus, speakers in wanted.items():
        if corpus not in plan.corpora or not speakers:
            continue
        every = spoken(store, corpus, speakers)
        material.quiet += every if plan.thorough else half(once_each(every))
        material.noisy += half(once_each(every)) if plan.thorough else []


def tasks(plan: Plan, material: Material) -> list[Task]:
    """For each engine one process with the commands and one with other people's talk, the longest work first."""
    silence = 60.0 if plan.thorough else 10.0
    made = []
    for engine in sorted(plan.engines, key=lambda engine: engine.name != "embedded"):
        mine = _for(engine, material)
        if material.talk:
            talk = replace(mine, quiet=[], noisy=[])
            made.append(Task(engine, (), talk, plan.seed, silence, plan.mid_step_only))
        if material.quiet or material.noisy:
            made.append(Task(engine, plan.conditions, replace(mine, talk=[]), plan.seed, silence))
    return made


def _for(engine: Engine, material: Material) -> Material:
    """The test model's own voices are for the engines that use it."""
    if engine.model:
        return material
    quiet, noisy = (
        [said for said in group if said.corpus != "own-voices"] for group in (material.quiet, material.noisy)
    )
    talk = [talk for talk in material.talk if talk.kind != OWN_TALK]
    return replace(material, quiet=quiet, noisy=noisy, talk=talk)


def merged(reports: Iterable[Report]) -> list[Report]:
    """One report for each engine, in the order they come."""
    by_engine: dict[str, Report] = {}
    for report in reports:
        known = by_engine.get(report.engine)
        by_engine[report.engine] = _joined(known, report) if known else report
    return list(by_engine.values())


def _joined(one: Report, other: Report) -> Report:
    commands, talk = (one, other) if one.outcomes else (other, one)
    return replace(
        commands,
        load_seconds=min(one.load_seconds, other.load_seconds),
        peak_megabytes=max(one.peak_megabytes, other.peak_megabytes),
        cpu_silent=min(one.cpu_silent, other.cpu_silent),
        cpu_talk=talk.cpu_talk,
        furthest_behind=max(one.furthest_behind, other.furthest_behind),
        false_accepts=talk.false_accepts,
        hours=talk.hours,
    )
