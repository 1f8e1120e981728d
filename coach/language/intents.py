"""What people may mean, in any language: intents, answers, and what may be said now. Pure."""

import re
import unicodedata
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
    UNSURE = "unsure"
    """An answer that decides nothing: "maybe", "hard to say"."""
    OUT_OF_RANGE = "out of range"
    """A number that the question does not ask for: "eleven"."""
    EITHER = "either"
    """Any of those that were offered will do."""
    CORRECT = "correct"
    """The answer before was to be another one: "no, I meant left"."""
    CHANGE = "change"
    """Another tool or foot from now on: "I'll take the ball"."""
    WHERE = "where"
    """Which foot, which step, how much is left."""
    ASK = "ask"
    """A question about the massage; `Match.topic` tells which."""


NAMED = tuple(intent for place, intent in enumerate(Intent) if place < list(Intent).index(Intent.ANSWER))
"""The commands: each has phrases that the coach names, and a key."""

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

SIGNS = ("severe", "injury", "weight", "week", "swelling", "redness", "fever", "numbness")
"""What the screening asks about, as far as people answer by naming it: "some swelling"."""

TOPICS = (
    *("why", "how", "how hard", "where exactly", "how fast", "how long", "how long in all", "how often", "when"),
    *("which hand", "which foot", "what next", "how many", "is it normal", "when professional", "does it help"),
    *("which tool", "oil", "how to sit", "can you hear me", "who are you", "is it private"),
    *("what fascia", "why cold", "why clean", "what if painful", "when not", "achilles", "too much"),
    *("what causes it", "how it works"),
)
"""What people ask about while they are massaged, whatever the language; `Match.topic` of `Intent.ASK`."""

SHARP = "sharp"
"""`Match.topic` of `Intent.HURTS` where the words say already that it is sharp, stabbing, shooting or burning."""
SKIP = "skip"
"""`Match.topic` of `Intent.NEXT` where the words say that the step is to be left out."""
COUNTS = ("every", "fives", "last-five", "tones", "off")
"""`Match.topic` of `Intent.FEWER_COUNTS` and `Intent.MORE_COUNTS` where the words name a way to count."""


@dataclass(frozen=True, slots=True)
class Live:
    """What may be said now. The session decides; recogniser, matcher, screen and help all read it."""

    commands: bool = True
    """False where nothing at all is understood."""
    answers: frozenset[str] = frozenset()
    """The answers a question now asks for."""
    paused: bool = False
    waiting: bool = False
    """An untimed step waits for "ready"."""
    timed: bool = False
    """A step's clock runs, or stands in a pause."""
    barred: frozenset[str] = frozenset()
    """Answers to the open question that it does not take today: understood as `Intent.CHANGE`, and declined."""
    before: frozenset[str] = frozenset()
    """The answers that the question before asked for, while one of them may still be corrected."""
    ending: bool = False
    """The open question is whether to end: "I'm done" is yes, "keep going" is no."""
    signs: frozenset[str] = frozenset()
    """Those of SIGNS that the open question names."""


@dataclass(frozen=True, slots=True)
class Match:
    """An utterance understood."""

    intent: Intent
    phrase: str
    """What was said, without what stands around it."""
    answer: str = ""
    """Which one of ANSWERS, for `Intent.ANSWER`, `Intent.CORRECT` and `Intent.CHANGE`."""
    topic: str = ""
    """More of what was meant: one of TOPICS, SIGNS or COUNTS, or SHARP, or SKIP."""
    also: str = ""
    """Another answer that was given in the same breath: of "four or five", the four."""


def fold(text: str) -> str:
    """`text` as it is compared: lower case, one space between words, no punctuation but apostrophes inside words."""
    text = unicodedata.normalize("NFC", text).lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(re.findall(r"\[unk\]|[\w']+", text))


def phrases_in(text: str, phrases: Iterable[str]) -> frozenset[str]:
    """Which of `phrases` stand in `text` as whole words, one after the other."""
    padded = f" {fold(text)} "
    return frozenset(phrase for phrase in phrases if f" {phrase} " in padded)
