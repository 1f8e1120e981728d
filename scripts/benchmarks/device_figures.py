"""What became of words said over recorded echoes, level by level and device by device. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from scripts.benchmarks.duplex import SpokenOver
from scripts.benchmarks.duplex_figures import over
from scripts.benchmarks.over_devices import DeviceReport


def of_devices(reports: Sequence[DeviceReport]) -> dict[str, Any]:
    """Of all devices, `levels` (by name, such as "+6") and `alone`; and in `devices` the same of each."""
    names = dict.fromkeys(report.device for report in reports)
    by_device = {name: [report for report in reports if report.device == name] for name in names}
    return _figures(reports) | {"devices": {name: _figures(own) for name, own in by_device.items()}}


def _figures(reports: Sequence[DeviceReport]) -> dict[str, Any]:
    ratios = dict.fromkeys(report.ratio for report in reports)
    spoken = {
        ratio: [said for report in reports if report.ratio == ratio for said in report.spoken] for ratio in ratios
    }
    return {
        "levels": {f"{ratio:+g}" if ratio else "0": _level(said, ratio) for ratio, said in spoken.items()},
        "alone": _alone(reports),
    }


def _level(spoken: Sequence[SpokenOver], ratio: float) -> dict[str, Any]:
    row = over(spoken, ratio)
    return {
        "right": row.right.count,
        "of": row.right.of,
        "interval": (row.right.low, row.right.high),
        "wrong": row.wrong.count,
        "invented": row.invented.count,
        "safety_right": row.safety.count,
        "safety_of": row.safety.of,
        "latency_p50": row.latency.p50,
        "latency_p95": row.latency.p95,
    }


def _alone(reports: Iterable[DeviceReport]) -> dict[str, Any]:
    every = list(reports)
    heard = [phrase for report in every for phrase in report.alone]
    return {"false": len(heard), "minutes": round(sum(report.minutes for report in every), 2), "heard": heard}
