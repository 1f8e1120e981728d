"""A routine of one foot that lasts as long as is wanted: holds that are counted, a second each."""

from pathlib import Path

LONGEST = 580
"""Seconds of one hold."""


def write(path: Path, minutes: float) -> int:
    """Write it; gives how many steps it has."""
    left, steps = round(minutes * 60), []
    while left > 0:
        seconds = min(LONGEST, max(left, 5))
        steps.append(seconds)
        left -= seconds
    parts = [
        f'[[steps]]\nid = "hold-{n}"\ntitle = "hold {n}"\nkind = "hold"\nzone = "heel"\n'
        f'seconds = {seconds}\ninstruction = "Rest the thumb on the heel."\n'
        for n, seconds in enumerate(steps, 1)
    ]
    head = 'format = 1\nname = "Soak"\nchangeover = "The other one."\nclosing = "That is all."\n\n'
    path.write_text(head + "\n".join(parts), encoding="utf-8")
    return len(steps)
