"""Hours in the simulated room, in minutes: memory must be flat, every count on its second, and talk no command."""

import os
from pathlib import Path
from typing import Any

from coach.app import parts
from coach.language.intents import NUMBERS
from coach.rehearsal import script
from coach.rehearsal.rehearse import rehearse
from scripts.soaking import routine
from scripts.soaking.vitals import Watch, grown

TALK = ("the weather is fine today", "they talk about the garden", "my sister called this morning")
ANSWERS = {
    **dict.fromkeys(("today", "signs", "week", "feeling", "diabetes"), "no"),
    "foot": "left",
    "before left": NUMBERS[4],
    "after left": NUMBERS[2],
}
EVERY = 37
"""Seconds between two sentences of talk."""
SETTLED = 20.0
"""Real seconds after which everything is loaded."""
WARM = 3.0
"""Simulated minutes likewise."""


def run(minutes: float, folder: Path, model: Path) -> dict[str, Any]:
    """Play it in `folder`, heard by `model`; gives what was measured."""
    routine.write(folder / "soak.toml", minutes)
    (folder / "script.toml").write_text(_script(minutes), encoding="utf-8")
    watch = Watch(os.getpid(), 1.0)
    read = script.read_script(folder / "script.toml")
    where = parts.places()
    played: dict[str, Any] = {}
    try:
        played = rehearse(read, folder, parts.cast(where, model), folder / "out")
    finally:
        taken = watch.end()
    # At its end a rehearsal lays its whole recording out, to look for the counts in it.
    during = [each for each in taken if each.seconds < played["real_time_factor"] * played["seconds"]]
    return {
        "simulated minutes": round(played["seconds"] / 60, 1),
        "real-time factor": played["real_time_factor"],
        **grown(during, max(SETTLED, WARM * 60 * played["real_time_factor"])),
        "counts": played["counts"],
        "false commands": played["false_accepts"],
        "finished": played["finished"],
    }


def _script(minutes: float) -> str:
    lines = ["format = 1", 'title = "Soak"', 'routine = "soak.toml"', f"minutes = {minutes + 5:.1f}", ""]
    lines += ["[room]", 'noise = "pink"', "noise_dbfs = -65", "", "[coach]", 'voice = "gmw/en"', ""]
    for question, answer in ANSWERS.items():
        key = {"no": "n", "left": "l"}.get(answer) or str(NUMBERS.index(answer))
        lines += ["[[whenever]]", f'press = "{key}"', f'when = {{ question = "{question}" }}', ""]
    at = 60
    while at < minutes * 60:
        lines += ["[[do]]", f'say = "{TALK[at % len(TALK)]}"', f"when = {{ at = {at} }}", 'expect = "nothing"', ""]
        at += EVERY
    return "\n".join(lines)
