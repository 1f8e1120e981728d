"""Reads a routine file (TOML, `format = 1`) into a `Routine`, or says in one sentence what is wrong with it and where.

The structs below are the format: they decode the file, and `coach.routines.schema` is made from them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from coach import tomlfile
from coach.errors import RoutineError
from coach.routine import Kind, Routine, SpokenCue, Step, Zone
from coach.tomlfile import TomlFile
from coach.tomllines import Place
from coach.tomltexts import check_texts

# These go into the schema as extras and are checked in `check_texts` and `_check_ids`: msgspec 0.22 crashes at the end
# of a program, about one time in four, when a Meta holds a `pattern`.
_PRINTABLE = {"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+$"}
_ID = {"pattern": r"^[a-z0-9-]+$"}
_HANDS = "hands only"
MOST_STEPS = 60

Title = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        description="a text of 1 to 60 printable characters",
        extra_json_schema=_PRINTABLE,
    ),
]
Sentence = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        description="a sentence of 1 to 300 printable characters",
        extra_json_schema=_PRINTABLE,
    ),
]
AnySentences = Sentence | Annotated[list[Sentence], Meta(max_length=20, description="a list of up to 20 sentences")]
Sentences = (
    Sentence | Annotated[list[Sentence], Meta(min_length=1, max_length=20, description="a list of 1 to 20 sentences")]
)
Id = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        description="1 to 60 lower-case letters, digits and hyphens",
        extra_json_schema=_ID,
    ),
]
Seconds = Annotated[int, Meta(ge=5, le=600, description="a whole number of seconds from 5 to 600")]
Repeat = Annotated[int, Meta(ge=1, le=10, description="a whole number of times from 1 to 10")]
Language = Annotated[str, Meta(min_length=2, max_length=12, description='the code of a language, such as "en" or "de"')]
Second = Annotated[
    int, Meta(ge=1, le=599, description="a whole number of seconds more than 0 and less than the step's")
]


class CueTable(Struct, forbid_unknown_fields=True, frozen=True):
    """A sentence said while a motion goes on."""

    second: Second
    say: Sentence


class ToolsTable(Struct, forbid_unknown_fields=True, frozen=True):
    """What is said in place of the instruction, by the tool the person chooses."""

    hands_only: Sentences = msgspec.field(name=_HANDS)
    bottle: Sentences | UnsetType = UNSET
    ball: Sentences | UnsetType = UNSET
    roller: Sentences | UnsetType = UNSET

    def sentences(self) -> dict[str, tuple[str, ...]]:
        """The sentences of each tool there is, hands only last."""
        named = {"bottle": self.bottle, "ball": self.ball, "roller": self.roller, _HANDS: self.hands_only}
        return {tool: _spoken(text) for tool, text in named.items() if text is not UNSET}


class StepTable(Struct, forbid_unknown_fields=True, frozen=True):
    """One step. A hold and a motion need `seconds`; every step needs `instruction`, or `tools` in its place."""

    title: Title
    kind: Kind
    zone: Zone
    id: Id | UnsetType = UNSET
    instruction: Sentences | UnsetType = UNSET
    caution: AnySentences = []
    tool: Title = "hands"
    seconds: Seconds | UnsetType = UNSET
    repeat: Repeat = 1
    per_foot: bool = True
    gate: Sentence | UnsetType = UNSET
    explores: bool = False
    cues: Annotated[list[CueTable], Meta(max_length=60, description="a list of up to 60 cues")] = []
    tools: ToolsTable | UnsetType = UNSET


class RoutineFile(Struct, forbid_unknown_fields=True, frozen=True):
    """A routine for the hands-free coach: steps done once come first, then those done on each foot."""

    format: Literal[1]
    name: Title
    changeover: Sentences
    steps: Annotated[
        list[StepTable],
        Meta(min_length=1, max_length=MOST_STEPS, description="1 to 60 tables that begin with [[steps]]"),
    ]
    language: Language = "en"
    purpose: AnySentences = []
    closing: AnySentences = []


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
    return _routine(file, tables)


def _refuse(file: TomlFile, place: Place, found: str, expected: str, advice: str = "correct it there") -> NoReturn:
    raise file.fault(RoutineError, place, found=found, expected=expected, advice=advice)


def _check_language(file: TomlFile, code: str, known: tuple[str, ...]) -> None:
    if known and code not in known:
        close = tomlfile.close_to(code, known)
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
        _refuse(file, place, tomlfile.shown(id_), "1 to 60 lower-case letters, digits and hyphens")
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
        name=_one_line(tables.name),
        steps=tuple(_steps(tables.steps)),
        changeover=_spoken(tables.changeover),
        purpose=_spoken(tables.purpose),
        closing=_spoken(tables.closing),
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
    cues = (SpokenCue(cue.second, _one_line(cue.say)) for cue in step.cues)
    return Step(
        id=id_,
        title=_one_line(step.title),
        kind=step.kind,
        zone=step.zone,
        instruction=_spoken(step.instruction),
        caution=_spoken(step.caution),
        tool=_one_line(step.tool),
        seconds=step.seconds if isinstance(step.seconds, int) else 0,
        per_foot=step.per_foot,
        cues=tuple(sorted(cues, key=lambda cue: cue.second)),
        gate="".join(_spoken(step.gate)),
        tools=step.tools.sentences() if isinstance(step.tools, ToolsTable) else {},
        explores=step.explores,
    )


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


def _spoken(sentences: str | list[str] | UnsetType) -> tuple[str, ...]:
    if isinstance(sentences, UnsetType):
        return ()
    return tuple(_one_line(text) for text in ([sentences] if isinstance(sentences, str) else sentences))


def _one_line(text: str) -> str:
    """`text` with single plain spaces: the same sentence is rendered once, however it was typed."""
    return " ".join(text.split())
