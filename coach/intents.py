"""Words to intents: the only phrase table, and the rules of matching a whole utterance against it.

Pure. A command is a whole utterance, never a word found inside a sentence; safety phrases alone are spotted anywhere.
"""

import re
from collections.abc import Iterable, Iterator
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


COMMANDS: dict[Intent, tuple[str, ...]] = {
    Intent.NEXT: ("next", "next step", "move on", "skip", "skip this", "done", "i'm done"),
    Intent.BACK: ("go back", "back", "previous", "previous step"),
    Intent.REPEAT: ("repeat", "say again", "say that again", "what was that", "again"),
    Intent.PAUSE: ("pause", "hold on", "wait", "one moment"),
    Intent.RESUME: ("resume", "continue", "carry on", "go on"),
    Intent.READY: ("ready", "i'm ready", "let's begin", "okay ready"),
    Intent.SWITCH_FOOT: ("switch foot", "switch feet", "switch", "other foot", "change foot"),
    Intent.TIME_LEFT: ("time left", "how long", "how much longer"),
    Intent.MORE_TIME: ("more time", "ten more seconds"),
    Intent.HURTS: ("that hurts", "it hurts", "ouch", "too much", "sharp pain"),
    Intent.STOP: ("stop", "stop now"),
    Intent.END: ("end session", "finish session", "finish"),
    Intent.HELP: ("help", "what can i say"),
    Intent.SLOWER: ("slower",),
    Intent.FASTER: ("faster",),
    Intent.LOUDER: ("louder",),
    Intent.QUIETER: ("quieter",),
    Intent.FEWER_COUNTS: ("fewer counts",),
    Intent.MORE_COUNTS: ("more counts",),
}
"""What people say for each command; the first phrase of each is the one the coach names."""

SAFETY = frozenset({Intent.HURTS, Intent.STOP})
"""The safety lane: live in every phase, and found anywhere in what was heard."""

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

ANSWERS: dict[str, tuple[str, ...]] = {
    "yes": ("yes", "yeah"),
    "no": ("no", "nope"),
    **{number: (number,) for number in NUMBERS},
    "left": ("left", "left foot"),
    "right": ("right", "right foot"),
    "both": ("both", "both feet"),
    "bottle": ("bottle", "frozen bottle"),
    "ball": ("ball",),
    "roller": ("roller",),
    "hands only": ("hands only", "hands"),
    "skip": ("skip", "skip this"),
    "go on": ("go on", "continue", "carry on", "ease off"),
    "end": ("end", "end session", "finish session", "finish"),
}
"""Each answer and what people say for it. An answer is live only while a question asks for it."""

YES_NO = frozenset({"yes", "no"})
PAIN = frozenset({*NUMBERS, "skip"})
FEET = frozenset({"left", "right", "both"})
SIDES = frozenset({"left", "right"})
TOOLS = frozenset({"bottle", "ball", "roller", "hands only"})
AFTER_HURT = frozenset({"go on", "skip", "end"})

_FILLERS = frozenset("um uh er erm hmm ah oh okay ok please well so alright hey coach".split())
_BEFORE_ANSWER = frozenset("a an the my about maybe perhaps around just only like it's its is i'd say with".split())
_OUT_OF_TEN = re.compile(r"^(?P<number>\w+) (out )?of ten$")


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
    """For `Intent.ANSWER` which one, a key of ANSWERS."""


def fold(text: str) -> str:
    """`text` as it is compared: lower case, one space between words, no punctuation but apostrophes inside words."""
    return " ".join(re.findall(r"\[unk\]|[\w']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


def bare(text: str) -> str:
    """`text` folded, without fillers before and after, and said once where it was said twice."""
    return " ".join(_undouble(_strip(fold(text).split())))


def phrases_in(text: str, phrases: Iterable[str]) -> frozenset[str]:
    """Which of `phrases` stand in `text` as whole words, one after the other."""
    padded = f" {fold(text)} "
    return frozenset(phrase for phrase in phrases if f" {phrase} " in padded)


def _table() -> Iterator[tuple[str, Intent]]:
    for intent, phrases in COMMANDS.items():
        for phrase in phrases:
            yield phrase, intent


_COMMAND_OF = dict(_table())
_SAFETY_PHRASES = tuple(
    sorted((phrase for phrase, intent in _COMMAND_OF.items() if intent in SAFETY), key=len, reverse=True)
)

PHRASES = frozenset(_COMMAND_OF) | frozenset(phrase for phrases in ANSWERS.values() for phrase in phrases)
"""Every phrase of the table."""

VOCABULARY = frozenset(word for phrase in PHRASES for word in phrase.split()) | _FILLERS - {"hmm", "coach"}
"""Every word a recogniser must know."""


def phrases(live: Live) -> frozenset[str]:
    """What a recogniser listens for while `live` holds."""
    if not live.commands:
        return frozenset()
    return frozenset(_COMMAND_OF) | frozenset(phrase for answer in live.answers for phrase in ANSWERS[answer])


def match(text: str, live: Live) -> Match | None:
    """The intent of a whole utterance, or None. Answers that are asked for come before commands."""
    if not live.commands:
        return None
    words = _strip(fold(text).split())
    return _answer(words, live) or _command(" ".join(words), live) or _command(" ".join(_undouble(words)), live)


def spot_safety(text: str, live: Live) -> Match | None:
    """The first safety phrase anywhere in `text`, a partial or a whole utterance."""
    if not live.commands:
        return None
    padded = f" {fold(text)} "
    found = [(padded.find(f" {phrase} "), phrase) for phrase in _SAFETY_PHRASES]
    hits = sorted((place, -len(phrase), phrase) for place, phrase in found if place >= 0)
    return Match(_COMMAND_OF[hits[0][2]], hits[0][2]) if hits else None


def may_grow(text: str, live: Live) -> bool:
    """Whether a longer live phrase begins with `text`: "switch" may become "switch foot"."""
    stem = " ".join(_strip(fold(text).split())) + " "
    if _answer(stem.split(), live) and live.answers & PAIN - {"skip"}:
        return False
    return any(phrase.startswith(stem) for phrase in phrases(live))


def near_miss(text: str) -> bool:
    """Whether `text` is short enough to have been meant for the coach: one to three words, none of them unknown."""
    words = _strip(fold(text).split())
    return 1 <= len(words) <= 3 and "[unk]" not in words


def _strip(words: list[str]) -> list[str]:
    """`words` without fillers before and after; a filler that is all there is stays."""
    kept = [word for word in words if word not in _FILLERS]
    return kept or words[:1]


def _undouble(words: list[str]) -> list[str]:
    """`words` with a run said twice or more said once: "left left", "switch foot switch foot"."""
    for size in range(1, len(words) // 2 + 1):
        head = words[:size]
        if len(words) % size == 0 and words == head * (len(words) // size):
            return head
    return [word for place, word in enumerate(words) if place == 0 or word != words[place - 1]]


def _command(text: str, live: Live) -> Match | None:
    intent = _COMMAND_OF.get(text)
    if intent is None:
        return None
    if intent is Intent.READY and live.paused:
        intent = Intent.RESUME
    return Match(intent, text)


def _answer(words: list[str], live: Live) -> Match | None:
    """The answer that `words` give, if it is one that is asked for."""
    while len(words) > 1 and words[0] in _BEFORE_ANSWER:
        words = words[1:]
    text = " ".join(_undouble(words))
    if found := _OUT_OF_TEN.match(text):
        text = found["number"]
    for answer in live.answers:
        if text in ANSWERS[answer]:
            return Match(Intent.ANSWER, text, answer)
    return None
