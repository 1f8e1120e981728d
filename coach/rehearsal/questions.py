"""The questions that a script may wait for, by name: each one's own id, and families such as "pain". Pure."""

from functools import cache

from coach.language.sentences import QUESTIONS
from coach.routines.routine import Routine

IN_STEPS = ("gate", "tool", "other foot")
"""Questions that a step of the routine may ask."""
ANY_TIME = ("hurt", "stop", "end", "confirm")
"""Questions that follow what the user says."""
FAMILIES = {
    "pain": ("before", "after"),
    "before": ("before",),
    "after": ("after",),
    "pain before": ("before",),
    "pain after": ("after",),
}
"""Names that stand for the question of either foot."""

NAMES = (*QUESTIONS, *IN_STEPS, *ANY_TIME, *FAMILIES)
"""All that `question` may be."""


@cache  # Asked of every act of a script in every block.
def is_meant(name: str, question: str, covers: tuple[str, ...] = ()) -> bool:
    """Whether `name` stands for the question of this id, which may ask for several things at a time (`covers`)."""
    ids = (question, *covers)
    return name in ids or any(id_.partition(" ")[0] in FAMILIES.get(name, ()) for id_ in ids)


def asked_by(routine: Routine, name: str) -> bool:
    """Whether `routine` may come to the question of this name at all."""
    if name == "gate":
        return any(step.gate for step in routine.steps)
    return name != "tool" or any(step.tools for step in routine.steps)
