"""Gives a process and its children a part of one core: by a cgroup, or else by stopping and continuing it."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PERIOD = 100_000
"""Microseconds within which the quota holds."""
_GROUPS = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def quota(pid: int, percent: int) -> Iterator[str]:
    """Let `pid` have `percent` of one core meanwhile; gives by which means."""
    for folder, limits in _candidates(percent):
        group = folder / f"soak-{os.getpid()}"
        with contextlib.suppress(OSError):
            group.mkdir()
            for name, value in limits.items():
                (group / name).write_text(value)
            (group / "cgroup.procs").write_text(str(pid))
            try:
                yield "a cgroup"
            finally:
                _empty(group, folder)
            return
    on = 0.02
    script = f"while kill -CONT {pid}; do sleep {on}; kill -STOP {pid} || break; sleep {on * (100 / percent - 1)}; done"
    with subprocess.Popen(("sh", "-c", script), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as stopping:
        try:
            yield "stopping and continuing it"
        finally:
            stopping.kill()


def _candidates(percent: int) -> Iterator[tuple[Path, dict[str, str]]]:
    """Version 1 and version 2 of control groups."""
    allowed = str(PERIOD * percent // 100)
    yield _GROUPS / "cpu", {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": allowed}
    yield _GROUPS, {"cpu.max": f"{allowed} {PERIOD}"}


def _empty(group: Path, folder: Path) -> None:
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(OSError):
            (folder / "cgroup.procs").write_text(pid)
    for _ in range(20):
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.1)
