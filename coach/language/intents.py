"""What people may mean, in any language: intents, answers, and what may be said now. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What a person may want of the coach."""

    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    READY = "ready"
    SWITCH_FOOT = "switch foot"
    TIME_LEFT = "time left"
    MORE_TIME = "more time"
    HURTS = "it hurts"
    STOP = "stop"
    END = "end"
    HELP = "help"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    FEWER_COUNTS = "fewer counts"
    MORE_COUNTS = "more counts"
    ANSWER = "answer"


SAFETY = frozenset({Intent.HURTS, Intent.STOP})
"""The safety lane: live in every phase, and found anywhere in what was heard."""

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

ANSWERS = (
    *("yes", "no", *NUMBERS, "left", "right", "both"),
    *("bottle", "ball", "roller", "hands only", "skip", "go on", "end"),
)
"""The name of each answer, whatever the language. An answer is live only while a question asks for it."""

YES_NO = frozenset({"yes", "no"})
PAIN = frozenset({*NUMBERS, "skip"})
FEET = frozenset({"left", "right", "both"})
SIDES = frozenset({"left", "right"})
TOOLS = frozenset({"bottle", "ball", "roller", "hands only"})
AFTER_HURT = frozenset({"go on", "skip", "end"})


@dataclass(frozen=True, slots=True)
class Live:
    """What may be said now. The session decides; recogniser, matcher, screen and help all read it."""

    commands: bool = True
    """False while the welcome teaches the safety words."""
    answers: frozenset[str] = frozenset()
    """The answers a question now asks for."""
    paused: bool = False
    waiting: bool = False
    """An untimed step waits for "ready"."""
    timed: bool = False
    """A step's clock runs, or stands in a pause."""


@dataclass(frozen=True, slots=True)
class Match:
    """An utterance understood."""

    intent: Intent
    phrase: str
    """The phrase of the table that was said."""
    answer: str = ""
    """For `Intent.ANSWER` which one of ANSWERS."""


def fold(text: str) -> str:
    """`text` as it is compared: lower case, one space between words, no punctuation but apostrophes inside words."""
    return " ".join(re.findall(r"\[unk\]|[\w']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


def phrases_in(text: str, phrases: Iterable[str]) -> frozenset[str]:
    """Which of `phrases` stand in `text` as whole words, one after the other."""
    padded = f" {fold(text)} "
    return frozenset(phrase for phrase in phrases if f" {phrase} " in padded)
