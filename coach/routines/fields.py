"""What each field of a routine file is for: for the editor that completes it, and for the comments of a copy.

The limits of a value are not told here; they are in the types of `reader`.
"""

from coach.tomllines import Place

MEANINGS: dict[Place, str] = {
    ("format",): "The version of this format.",
    ("name",): "What lists, the screen and the history call the routine.",
    ("language",): 'The language that it is written in, such as "de"; without it, English.',
    ("purpose",): "Spoken in the welcome: what the massage is for. May be left out.",
    ("changeover",): "Spoken between the two feet.",
    ("closing",): "Spoken at the very end. May be left out.",
    ("steps",): "One table for each step, in the order in which they are done.",
    ("steps", "id"): "The step's name in the history and in rehearsals; made from the title where it is left out.",
    ("steps", "title"): 'Announced before the step, as in "Part two of nine: toes down", and shown on the screen.',
    ("steps", "kind"): '"guide" waits for "ready"; "hold" is still and counted aloud; "motion" moves while time runs.',
    ("steps", "zone"): "The part of the foot that the screen lights up.",
    ("steps", "seconds"): "How long a hold or a motion lasts; a guide has none.",
    ("steps", "repeat"): "How many times the step is done, one after the other; once where it is left out.",
    ("steps", "per_foot"): "false: done once, before the first foot. Such steps come first.",
    ("steps", "instruction"): "Spoken before the clock starts: what to do.",
    ("steps", "caution"): "Spoken after the instruction: what to beware of. May be left out.",
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
}
"""By the keys that lead to a field, without the numbers of list items."""


def field_of(place: Place) -> Place:
    """The field that stands at a place of a file: ("steps", 3, "title") is ("steps", "title")."""
    return tuple(part for part in place if isinstance(part, str))
