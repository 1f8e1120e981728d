"""The JSON Schema of routine files, by which editors complete and check them: made from the reader."""

from typing import Any

import msgspec

from coach.routines.fields import MEANINGS
from coach.routines.routine import Kind
from coach.routines.tables import CueTable, RoutineFile, StepTable, ToolsTable
from coach.toml.lines import Place

_TABLES: tuple[tuple[type, Place], ...] = (
    (RoutineFile, ()),
    (StepTable, ("steps",)),
    (CueTable, ("steps", "cues")),
    (ToolsTable, ("steps", "tools")),
)
_IS = {kind: {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]} for kind in Kind}
_BETWEEN_FIELDS = {
    "allOf": [
        {"if": _IS[Kind.GUIDE], "then": {"properties": {"seconds": False, "cues": {"maxItems": 0}}}},
        {"if": _IS[Kind.HOLD], "then": {"required": ["seconds"], "properties": {"cues": {"maxItems": 0}}}},
        {"if": _IS[Kind.MOTION], "then": {"required": ["seconds"]}},
        {
            "if": {"properties": {"per_foot": {"const": False}}, "required": ["per_foot"]},
            "then": {"properties": {"foot": {"const": "both"}}},
        },
    ],
    "anyOf": [{"required": ["instruction"]}, {"required": ["tools"]}],
}
"""The rules of a step that its single fields do not tell."""


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12). What it refuses the reader refuses too; only the reader knows the order of steps."""
    made = msgspec.json.schema(RoutineFile)
    for table, place in _TABLES:
        _describe(made["$defs"][table.__name__]["properties"], place)
    made["$defs"][StepTable.__name__] |= _BETWEEN_FIELDS
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def text() -> str:
    """The schema as a file."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"


def _describe(properties: dict[str, Any], place: Place) -> None:
    for name, field in properties.items():
        limits = field.get("description")
        meaning = MEANINGS[*place, name]
        field["description"] = f"{meaning} Give {limits}." if limits else meaning
