"""What each field of a routine file is for: for the editor that completes it, and for the comments of a copy.

The limits of a value are not told here; they are in the types of `reader`.
"""

from coach.toml.lines import Place

_ANSWERS = {
    "why": "What it is good for.",
    "how": "How it is done.",
    "how hard": "How hard to press.",
    "where exactly": "Where exactly on the foot.",
    "how fast": "How fast to move.",
    "how long": "How long it takes.",
    "how long in all": "How long the whole massage takes.",
    "how often": "How often to do it.",
    "when": "At what time of day.",
    "which hand": "With which hand or finger.",
    "which tool": "What to use.",
    "is it normal": "What may be felt, and what may not.",
    "when professional": "When to see a professional.",
    "does it help": "What may be expected of it.",
}
MEANINGS: dict[Place, str] = {
    ("format",): "The version of this format.",
    ("name",): "What lists, the screen and the history call the routine.",
    ("language",): 'The language that it is written in, such as "de"; without it, English.',
    ("purpose",): 'Told to who asks "why": what the massage is for. May be left out.',
    ("answers",): "Told to who asks about the whole: a sentence or two for each of these questions. May be left out.",
    ("changeover",): "Spoken between the two feet.",
    ("closing",): "Spoken at the very end. May be left out.",
    ("steps",): "One table for each step, in the order in which they are done.",
    ("steps", "id"): "The step's name in the history and in rehearsals; made from the title where it is left out.",
    ("steps", "title"): 'Shown on the screen, and said on the second foot: "Toes down, as before."',
    ("steps", "kind"): '"guide" waits for "ready"; "hold" is still and counted aloud; "motion" moves while time runs.',
    ("steps", "zone"): "The part of the foot that the screen lights up.",
    ("steps", "seconds"): "How long a hold or a motion lasts; a guide has none.",
    ("steps", "repeat"): "How many times the step is done, one after the other; once where it is left out.",
    ("steps", "per_foot"): "false: done once, before the first foot. Such steps come first.",
    ("steps", "foot"): '"left" or "right": done on that foot alone; "both", or left out: on each.',
    ("steps", "instruction"): "Spoken before the clock starts: what to do.",
    ("steps", "caution"): "Spoken after the instruction: what to beware of. May be left out.",
    ("steps", "again"): "The instruction in a few words, for the second foot. May be left out.",
    ("steps", "frozen"): "true: done with something frozen, so it is left out where the person has diabetes.",
    ("steps", "answers"): "Told to who asks about this step. May be left out.",
    ("steps", "tool"): "What is in the hand, for the screen.",
    ("steps", "gate"): 'A question before the step; after "yes" the step is left out. May be left out.',
    ("steps", "explores"): "true: the step looks for sore spots; one that is sharp is left alone from then on.",
    ("steps", "cues"): "Sentences said while a motion goes on.",
    ("steps", "cues", "second"): "When it is said, counted from the start of the motion.",
    ("steps", "cues", "say"): "What is said; short, so that it disturbs nobody.",
    ("steps", "tools"): "For a step on a tool that the person chooses by voice: the instruction for each.",
    ("steps", "tools", "bottle"): "For a frozen bottle. Left out where the person has diabetes.",
    ("steps", "tools", "ball"): "For a small firm ball.",
    ("steps", "tools", "roller"): "For a foot roller.",
    ("steps", "tools", "hands only"): "For one who has none of them.",
    **{("answers", topic): meaning for topic, meaning in _ANSWERS.items()},
    **{("steps", "answers", topic): meaning for topic, meaning in _ANSWERS.items()},
}
"""By the keys that lead to a field, without the numbers of list items."""


def field_of(place: Place) -> Place:
    """The field that stands at a place of a file: ("steps", 3, "title") is ("steps", "title")."""
    return tuple(part for part in place if isinstance(part, str))
