"""Reads a routine file (TOML, `format = 1`) into a `Routine`, or says in a sentence what is wrong with it and where."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from msgspec import UNSET, Meta, Struct, UnsetType

from coach.errors import RoutineError
from coach.routines.routine import Kind, Routine, SpokenCue, Step
from coach.routines.tables import MOST_STEPS, AnswersTable, Feet, RoutineFile, StepTable, ToolsTable, one_line, spoken
from coach.toml import file as tomlfile
from coach.toml.file import TomlFile
from coach.toml.lines import Place
from coach.toml.texts import check_texts


class _Versioned(Struct, frozen=True):
    format: Annotated[Literal[1], Meta(description="1, the only format this coach knows")]


def read_routine(path: Path, languages: Collection[str] = ()) -> Routine:
    """The routine in the TOML file at `path`. Raises RoutineError for the first fault in it.

    `languages`: the codes of those there are; where they are not given, any will do.
    """
    file = tomlfile.read(path, RoutineError)
    tomlfile.decode(file, _Versioned, RoutineError)  # first: in a later format, any other field may be new
    tables = tomlfile.decode(file, RoutineFile, RoutineError)
    check_texts(file, RoutineError, lines=True)
    _check_language(file, tables.language, tuple(sorted(languages)))
    for number, step in enumerate(tables.steps):
        _check_step(file, number, step)
    _check_count(file, tables.steps)
    _check_ids(file, tables.steps)
    _check_order(file, tables.steps)
    _check_both_feet(file, tables.steps)
    return _routine(file, tables)


def _refuse(file: TomlFile, place: Place, found: str, expected: str, advice: str = "correct it there") -> NoReturn:
    raise file.fault(RoutineError, place, found=found, expected=expected, advice=advice)


def _check_language(file: TomlFile, code: str, known: tuple[str, ...]) -> None:
    if known and code not in known:
        close = tomlfile.close_to(code, known) or next((one for one in known if code.partition("-")[0] == one), None)
        advice = f"write {tomlfile.shown(close)}" if close else "write one of them, or add a catalogue for it"
        expected = f"a language that the coach speaks, {' or '.join(map(tomlfile.shown, known))}"
        _refuse(file, ("language",), tomlfile.shown(code), expected, advice)


def _check_step(file: TomlFile, number: int, step: StepTable) -> None:
    place: Place = ("steps", number)
    if step.instruction is UNSET and step.tools is UNSET:
        _refuse(file, (*place, "instruction"), "nothing", "1 to 20 sentences", "add instruction there")
    _check_seconds(file, place, step)
    _check_cues(file, place, step)
    _check_repeat(file, (*place, "repeat"), step)
    _check_foot(file, (*place, "foot"), step)


def _check_seconds(file: TomlFile, place: Place, step: StepTable) -> None:
    place = (*place, "seconds")
    if step.kind is not Kind.GUIDE and step.seconds is UNSET:
        expected = f"a whole number of seconds from 5 to 600, because a {step.kind} is timed"
        _refuse(file, place, "nothing", expected, "add seconds there")
    if step.kind is Kind.GUIDE and step.seconds is not UNSET:
        _refuse(file, place, str(step.seconds), "none, because a guide is not timed", "take it out, or change the kind")


def _check_cues(file: TomlFile, place: Place, step: StepTable) -> None:
    if step.cues and step.kind is not Kind.MOTION:
        expected = f"none, because a {step.kind} has no cues"
        _refuse(file, (*place, "cues"), "cues", expected, 'take them out, or write kind = "motion"')
    for index, cue in enumerate(step.cues):
        if isinstance(step.seconds, int) and cue.second >= step.seconds:
            expected = f"less than {step.seconds}, the seconds of its step"
            _refuse(file, (*place, "cues", index, "second"), str(cue.second), expected)


def _check_repeat(file: TomlFile, place: Place, step: StepTable) -> None:
    if step.repeat > 1 and step.kind is Kind.GUIDE:
        expected = "1, because a guide is done when the person says so"
        _refuse(file, place, str(step.repeat), expected, "take it out, or change the kind")


def _check_foot(file: TomlFile, place: Place, step: StepTable) -> None:
    if step.foot is not Feet.BOTH and not step.per_foot:
        expected = '"both", because a step with per_foot = false is done once, before the first foot'
        _refuse(file, place, tomlfile.shown(step.foot), expected, "take one of the two out")


def _check_both_feet(file: TomlFile, steps: list[StepTable]) -> None:
    """Either foot may be chosen, so that there must be something to do on it."""
    feet = {step.foot for step in steps if step.per_foot}
    if len(feet) == 1 and (only := feet.pop().side):
        last = max(number for number, step in enumerate(steps) if step.per_foot)
        found = f'only steps with foot = "{only}"'
        expected = f"a step for the {only.other} foot as well, because the person chooses the foot"
        _refuse(file, ("steps", last, "foot"), found, expected, "take foot out of one, or add a step")


def _check_count(file: TomlFile, steps: list[StepTable]) -> None:
    count = sum(step.repeat for step in steps)
    if count > MOST_STEPS:
        last = max(number for number, step in enumerate(steps) if step.repeat > 1)
        found = f"{count} steps, each counted as often as it is repeated"
        _refuse(file, ("steps", last, "repeat"), found, f"at most {MOST_STEPS}", "repeat them less often")


def _check_ids(file: TomlFile, steps: list[StepTable]) -> None:
    first: dict[str, int] = {}
    for number, step in enumerate(steps):
        if isinstance(step.id, str):
            _check_id(file, number, step.id, first.setdefault(step.id, number))


def _check_id(file: TomlFile, number: int, id_: str, first: int) -> None:
    place: Place = ("steps", number, "id")
    if not re.fullmatch(r"[a-z0-9-]+", id_):
        near = _slug(id_)
        advice = f"write {tomlfile.shown(near)}" if near else "correct it there"
        _refuse(file, place, tomlfile.shown(id_), "1 to 60 lower-case letters, digits and hyphens", advice)
    if number != first:
        expected = f"an id of its own, because step {first + 1} has this one"
        _refuse(file, place, tomlfile.shown(id_), expected, "change one of them")


def _check_order(file: TomlFile, steps: list[StepTable]) -> None:
    first = next((number for number, step in enumerate(steps) if step.per_foot), None)
    if first is None:
        expected = "at least one step for each foot"
        _refuse(file, ("steps",), "only steps with per_foot = false", expected, "take per_foot = false out of one")
    for number, step in enumerate(steps):
        if number > first and not step.per_foot:
            expected = f"true, because step {first + 1} has already begun the foot"
            _refuse(file, ("steps", number, "per_foot"), "false", expected, f"move this step above step {first + 1}")


def _routine(file: TomlFile, tables: RoutineFile) -> Routine:
    return Routine(
        name=one_line(tables.name),
        steps=tuple(_steps(tables.steps)),
        changeover=spoken(tables.changeover),
        purpose=spoken(tables.purpose),
        closing=spoken(tables.closing),
        answers=_answers(tables.answers),
        language=tables.language,
        digest=file.digest,
    )


def _steps(tables: list[StepTable]) -> Iterator[Step]:
    """One after the other, each as often as it is done, under an id of its own each time."""
    ids = _ids(tables)
    taken = set(ids)
    for table, id_ in zip(tables, ids, strict=True):
        step = _step(table, id_)
        yield step
        for time in range(2, table.repeat + 1):
            again = _free(f"{id_}-{time}", taken)
            taken.add(again)
            yield replace(step, id=again, caution=())  # What to beware of has just been said; a gate is asked again.


def _step(step: StepTable, id_: str) -> Step:
    cues = (SpokenCue(cue.second, one_line(cue.say)) for cue in step.cues)
    return Step(
        id=id_,
        title=one_line(step.title),
        kind=step.kind,
        zone=step.zone,
        instruction=spoken(step.instruction),
        caution=spoken(step.caution),
        tool=one_line(step.tool),
        seconds=step.seconds if isinstance(step.seconds, int) else 0,
        per_foot=step.per_foot,
        side=step.foot.side,
        cues=tuple(sorted(cues, key=lambda cue: cue.second)),
        gate="".join(spoken(step.gate)),
        tools=step.tools.sentences() if isinstance(step.tools, ToolsTable) else {},
        again="".join(spoken(step.again)),
        frozen=step.frozen,
        answers=_answers(step.answers),
        explores=step.explores,
    )


def _answers(table: AnswersTable | UnsetType) -> dict[str, str]:
    return table.sentences() if isinstance(table, AnswersTable) else {}


def _ids(steps: list[StepTable]) -> list[str]:
    """The steps' ids; one that is absent is made from the title, with a number where it is taken."""
    taken = {step.id for step in steps if isinstance(step.id, str)}
    ids: list[str] = []
    for number, step in enumerate(steps, start=1):
        id_ = step.id if isinstance(step.id, str) else _free(_slug(step.title) or f"step-{number}", taken)
        taken.add(id_)
        ids.append(id_)
    return ids


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def _free(wanted: str, taken: set[str]) -> str:
    tries = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(id_ for id_ in tries if id_ not in taken)
