"""From a language's parts (pure dataclasses with marks) to the structs that decode its file, and back. Pure."""

import dataclasses
from collections.abc import Iterator, Mapping
from types import GenericAlias
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from coach.language.marks import AtMost, For, Holds, Many, MayBeEmpty
from coach.toml.lines import Place

LONGEST = 300
MOST = 200

T = TypeVar("T")


def table(part: type[Any]) -> type[msgspec.Struct]:
    """The struct that decodes a table into what `part`, a dataclass, needs."""
    fields = [(name, _format(hint)) for name, hint in _hints(part).items()]
    return msgspec.defstruct(part.__name__, fields, frozen=True, forbid_unknown_fields=True)


def given(part: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `part`'s fields in a table that `table(part)` has decoded."""
    return {name: _value(hint, data[name]) for name, hint in _hints(part).items()}


def marked_texts(part: type[Any], data: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str, list[Any]]]:
    """Every text of such a table, with its place and its marks."""
    for name, hint in _hints(part).items():
        yield from _texts(hint, data[name], (*place, name))


def _hints(part: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(part, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(part)}


def _parts(hint: Any) -> tuple[Any, list[Any]]:
    """A type and its marks."""
    if get_origin(hint) is Annotated:
        bare, *marks = get_args(hint)
        return bare, marks
    return hint, []


def _mark(kind: type[T], marks: list[Any]) -> T | None:
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _format(hint: Any) -> Any:
    type_, marks = _parts(hint)
    if keyed := _mark(For, marks):
        return _keyed(keyed.keys, _format(get_args(type_)[1]))
    if type_ is str:
        return Annotated[str, Meta(min_length=1, max_length=_most(marks), description=_described(marks))]
    if get_origin(type_) is Mapping:
        return dict[str, str]
    inner: Any = _format(get_args(type_)[0])
    exact = _mark(Many, marks)
    least = exact.count if exact else 0 if _mark(MayBeEmpty, marks) else 1
    most = exact.count if exact else MOST
    many = f"{most}" if exact else f"{least} to {most}"
    size = Meta(min_length=least, max_length=most, description=f"a list of {many} texts")
    return Annotated[GenericAlias(list, (inner,)), size]


def _described(marks: list[Any]) -> str:
    holds = _mark(Holds, marks)
    with_ = f" with {placeholders(holds.names)}" if holds else ""
    return f"a text of 1 to {_most(marks)} printable characters{with_}"


def _most(marks: list[Any]) -> int:
    limit = _mark(AtMost, marks)
    return limit.length if limit else LONGEST


def placeholders(names: frozenset[str]) -> str:
    """How placeholders read in a message: "{part} and {parts}"."""
    braced = [f"{{{name}}}" for name in sorted(names)]
    return " and ".join(filter(None, (", ".join(braced[:-1]), *braced[-1:])))


def _keyed(keys: tuple[str, ...], value: Any) -> type[msgspec.Struct]:
    names = {f"key_{place}": str(key) for place, key in enumerate(keys)}
    fields = [(name, value) for name in names]
    return msgspec.defstruct("Table", fields, rename=names, frozen=True, forbid_unknown_fields=True)


def _value(hint: Any, data: Any) -> Any:
    type_, marks = _parts(hint)
    if keyed := _mark(For, marks):
        return {key: _value(get_args(type_)[1], data[key]) for key in keyed.keys}
    if type_ is str:
        return " ".join(data.split())
    if get_origin(type_) is Mapping:
        return dict(data)
    inner = (_value(get_args(type_)[0], one) for one in data)
    return frozenset(inner) if get_origin(type_) is frozenset else tuple(inner)


def _texts(hint: Any, data: Any, place: Place) -> Iterator[tuple[Place, str, list[Any]]]:
    type_, marks = _parts(hint)
    if keyed := _mark(For, marks):
        for key in keyed.keys:
            yield from _texts(get_args(type_)[1], data[key], (*place, str(key)))
    elif type_ is str:
        yield place, data, marks
    elif get_origin(type_) is Mapping:
        yield from ((place, text, marks) for text in data.values())
    else:
        for number, one in enumerate(data):
            yield from _texts(get_args(type_)[0], one, (*place, number))
