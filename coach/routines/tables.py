"""The fields of a routine file (TOML, `format = 1`) as structs that decode it; its schema is made from them. Pure."""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from coach.routines.routine import Kind, Side, Zone

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


class Feet(StrEnum):
    """On which foot a step is done."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"

    @property
    def side(self) -> Side | None:
        """The one foot; None for each of the two."""
        return None if self is Feet.BOTH else Side(self.value)


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
        return {tool: spoken(text) for tool, text in named.items() if text is not UNSET}


class AnswersTable(Struct, forbid_unknown_fields=True, frozen=True):
    """What is told to who asks, by what they ask."""

    why: Sentence | UnsetType = UNSET
    how: Sentence | UnsetType = UNSET
    how_hard: Sentence | UnsetType = msgspec.field(name="how hard", default=UNSET)
    where_exactly: Sentence | UnsetType = msgspec.field(name="where exactly", default=UNSET)
    how_fast: Sentence | UnsetType = msgspec.field(name="how fast", default=UNSET)
    how_long: Sentence | UnsetType = msgspec.field(name="how long", default=UNSET)
    how_long_in_all: Sentence | UnsetType = msgspec.field(name="how long in all", default=UNSET)
    how_often: Sentence | UnsetType = msgspec.field(name="how often", default=UNSET)
    when: Sentence | UnsetType = UNSET
    which_hand: Sentence | UnsetType = msgspec.field(name="which hand", default=UNSET)
    which_tool: Sentence | UnsetType = msgspec.field(name="which tool", default=UNSET)
    is_it_normal: Sentence | UnsetType = msgspec.field(name="is it normal", default=UNSET)
    when_professional: Sentence | UnsetType = msgspec.field(name="when professional", default=UNSET)
    does_it_help: Sentence | UnsetType = msgspec.field(name="does it help", default=UNSET)

    def sentences(self) -> dict[str, str]:
        """The answers that there are, by what is asked."""
        given = {name.replace("_", " "): getattr(self, name) for name in self.__struct_fields__}
        return {topic: one_line(text) for topic, text in given.items() if isinstance(text, str)}


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
    foot: Feet = Feet.BOTH
    gate: Sentence | UnsetType = UNSET
    explores: bool = False
    cues: Annotated[list[CueTable], Meta(max_length=60, description="a list of up to 60 cues")] = []
    tools: ToolsTable | UnsetType = UNSET
    again: Sentence | UnsetType = UNSET
    frozen: bool = False
    answers: AnswersTable | UnsetType = UNSET


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
    answers: AnswersTable | UnsetType = UNSET


def spoken(sentences: str | list[str] | UnsetType) -> tuple[str, ...]:
    """Each sentence on one line, without the spaces that only lay it out."""
    if isinstance(sentences, UnsetType):
        return ()
    return tuple(one_line(text) for text in ([sentences] if isinstance(sentences, str) else sentences))


def one_line(text: str) -> str:
    """`text` with single plain spaces: the same sentence is rendered once, however it was typed."""
    return " ".join(text.split())
