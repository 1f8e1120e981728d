"""Thresholds of hearing varied by name, one at a time, for the option `--tune`. Pure."""

from dataclasses import fields, replace
from typing import Any

from coach.hearing.tuning import USUAL, Tuning


def varied(tuning: Tuning, setting: str) -> Tuning:
    """`tuning` with one value changed, such as "segmenter.clear=4" or "matching.bar.behind=3". Raises ValueError."""
    name, _, text = setting.partition("=")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{setting!r} is no setting: give NAME=NUMBER, as in segmenter.clear=4.") from None
    changed: Tuning = _varied(tuning, name.strip().split("."), value, setting)
    return changed


def names(tuning: Any = USUAL, before: str = "") -> list[str]:
    """Of every number that can be varied."""
    found = []
    for one in fields(tuning):
        value = getattr(tuning, one.name)
        if isinstance(value, (int, float)):
            found.append(before + one.name)
        elif not isinstance(value, tuple):
            found += names(value, f"{before}{one.name}.")
    return found


def _varied(part: Any, path: list[str], value: float, setting: str) -> Any:
    first, *rest = path
    old = getattr(part, first, None)
    if rest and old is not None and not isinstance(old, (int, float, tuple)):
        return replace(part, **{first: _varied(old, rest, value, setting)})
    if rest or not isinstance(old, (int, float)):
        raise ValueError(f"{setting!r} names nothing that can be tuned: there is {', '.join(names())}.")
    return replace(part, **{first: type(old)(value)})
