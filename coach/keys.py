"""Keys to intents: every command and every answer has a key. Pure.

Answers come first while a question asks for them, so that N is "no" then and "next" else.
"""

from dataclasses import replace

from coach.intents import ANSWERS, COMMANDS, NUMBERS, Intent, Live, Match, match

COMMAND_KEYS: dict[Intent, tuple[str, ...]] = {
    Intent.NEXT: ("n", "right-arrow"),
    Intent.BACK: ("b", "left-arrow"),
    Intent.REPEAT: ("r",),
    Intent.PAUSE: ("space", "p"),
    Intent.RESUME: ("c",),
    Intent.READY: ("enter",),
    Intent.SWITCH_FOOT: ("f",),
    Intent.TIME_LEFT: ("t",),
    Intent.MORE_TIME: ("m",),
    Intent.HURTS: ("h", "!"),
    Intent.STOP: ("s", "escape"),
    Intent.END: ("q", "e"),
    Intent.HELP: ("?",),
    Intent.SLOWER: ("<", ","),
    Intent.FASTER: (">", "."),
    Intent.LOUDER: ("+", "="),
    Intent.QUIETER: ("-",),
    Intent.FEWER_COUNTS: ("[",),
    Intent.MORE_COUNTS: ("]",),
}
"""The keys of each command; the first one is shown."""

ANSWER_KEYS: dict[str, str] = {
    "yes": "y",
    "no": "n",
    **{number: str(value) for value, number in enumerate(NUMBERS[:10])},
    "ten": "x",
    "left": "l",
    "right": "r",
    "both": "b",
    "bottle": "f",
    "ball": "b",
    "roller": "r",
    "hands only": "o",
    "skip": "k",
    "go on": "g",
    "end": "e",
}
"""The key of each answer."""

_COMMAND_OF = {key: intent for intent, keys in COMMAND_KEYS.items() for key in keys}


def meaning(key: str, live: Live) -> Match | None:
    """What `key` means while `live` holds; None for nothing.

    A phrase typed out, or the name of an intent, means what it would mean spoken, also where no voice is obeyed yet.
    """
    for answer in live.answers:
        if ANSWER_KEYS[answer] == key.lower():
            return Match(Intent.ANSWER, ANSWERS[answer][0], answer)
    intent = _COMMAND_OF.get(key.lower())
    if intent is None:
        return match(key, replace(live, commands=True)) or _named(key.lower())
    return Match(_by_context(intent, live), COMMANDS[intent][0])


def _named(key: str) -> Match | None:
    return next((Match(intent, phrases[0]) for intent, phrases in COMMANDS.items() if intent.value == key), None)


def _by_context(intent: Intent, live: Live) -> Intent:
    """Space resumes what it paused; Enter is whatever lets things go on."""
    if live.paused and intent in {Intent.PAUSE, Intent.READY}:
        return Intent.RESUME
    if intent is Intent.READY and not live.waiting:
        return Intent.NEXT
    return intent
