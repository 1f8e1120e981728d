"""What a typed TOML file may hold at a place, in words: read off the msgspec types that also decode it.

Pure. A `description` in a type's `Meta` is what the user reads; without one, its constraints are put into words.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import inspect

from coach.toml.lines import Place

Type = inspect.Type


def expected(type_: Any, place: Place, value: object) -> str | None:
    """What may stand at `place` of a file of `type_` where `value` stands now; None where the type has no words."""
    node = _at(type_, place)
    return _words(node, value) if node else None


def fields(type_: Any, place: Place) -> tuple[str, ...]:
    """The fields that the table at `place` may have."""
    node = _at(type_, place)
    return tuple(dict.fromkeys(_field_names(node))) if node else ()


def choices(type_: Any, place: Place) -> tuple[str, ...]:
    """The fixed texts that may stand at `place`; none for a free one."""
    node = _at(type_, place)
    return tuple(value for value in _values(_plain(node)) if isinstance(value, str)) if node else ()


def _at(type_: Any, place: Place) -> Type | None:
    node: Type | None = inspect.type_info(type_)
    for part in place:
        node = _inside(_plain(node), part) if node else None
    return node


def _plain(node: Type) -> Type:
    while isinstance(node, inspect.Metadata):
        node = node.type
    return node


def _inside(node: Type, part: str | int) -> Type | None:
    if isinstance(node, inspect.StructType):
        return _field(node, part)
    if isinstance(node, inspect.CollectionType):
        return node.item_type
    if isinstance(node, inspect.DictType):
        return node.value_type
    if isinstance(node, inspect.UnionType):
        return _inside_one_of(node, part)
    return None


def _field(node: inspect.StructType, part: str | int) -> Type | None:
    return next((field.type for field in node.fields if field.encode_name == part), None)


def _inside_one_of(node: inspect.UnionType, part: str | int) -> Type | None:
    members = [_plain(member) for member in node.types]
    tagged = [m for m in members if isinstance(m, inspect.StructType) and m.tag_field == part]
    if tagged:
        return inspect.LiteralType(tuple(m.tag for m in tagged if m.tag is not None))
    found = (_inside(member, part) for member in members)
    return next((inner for inner in found if inner), None)


def _field_names(node: Type) -> Iterable[str]:
    node = _plain(node)
    if isinstance(node, inspect.StructType):
        yield from (node.tag_field,) if node.tag_field else ()
        yield from (field.encode_name for field in node.fields)
    elif isinstance(node, inspect.UnionType):
        for member in node.types:
            yield from _field_names(member)


def _values(node: Type) -> tuple[object, ...]:
    if isinstance(node, inspect.EnumType):
        return tuple(member.value for member in node.cls)
    return tuple(node.values) if isinstance(node, inspect.LiteralType) else ()


def _words(node: Type, value: object) -> str | None:
    if isinstance(node, inspect.Metadata):
        described = (node.extra_json_schema or {}).get("description")
        return str(described) if described else _words(node.type, value)
    if isinstance(node, inspect.UnionType):
        suiting = [m for m in node.types if _suits(_plain(m), value)] or node.types
        words = dict.fromkeys(_words(member, value) for member in suiting)
        return " or ".join(word for word in words if word) or None
    return _listed(_values(node)) or _number(node) or _sized(node)


def _suits(node: Type, value: object) -> bool:
    if isinstance(value, str):
        return isinstance(node, inspect.StrType | inspect.EnumType | inspect.LiteralType)
    if isinstance(value, list):
        return isinstance(node, inspect.CollectionType)
    if isinstance(value, dict):
        return isinstance(node, inspect.StructType | inspect.DictType)
    return isinstance(value, int | float) and isinstance(node, inspect.IntType | inspect.FloatType)


def _listed(values: tuple[object, ...]) -> str | None:
    shown = [f'"{value}"' if isinstance(value, str) else str(value) for value in values]
    return ("one of " if len(shown) > 1 else "") + ", ".join(shown) if shown else None


def _number(node: Type) -> str | None:
    if isinstance(node, inspect.BoolType):
        return "true or false"
    if not isinstance(node, inspect.IntType | inspect.FloatType):
        return None
    bounds = {"at least": node.ge, "more than": node.gt, "at most": node.le, "less than": node.lt}
    words = " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)
    kind = "a whole number" if isinstance(node, inspect.IntType) else "a number"
    return f"{kind} {words}" if words else kind


def _sized(node: Type) -> str | None:
    if isinstance(node, inspect.StrType):
        return f"a text{_size(node.min_length, node.max_length, 'characters')}"
    if isinstance(node, inspect.CollectionType):
        return f"a list{_size(node.min_length, node.max_length, 'items')}"
    return "a table" if isinstance(node, inspect.StructType | inspect.DictType) else None


def _size(least: int | None, most: int | None, unit: str) -> str:
    if most is None:
        return f" of {least} or more {unit}" if least else ""
    return f" of {least or 0} to {most} {unit}"
