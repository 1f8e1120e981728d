"""The session as plain lines: captions, counts, what was heard, what can be said and with which key.

An observer of the runner; prints nothing but to the stream it was given.
"""

import shutil
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from coach.effects import CueKind, Effect, Say
from coach.events import Event, Heard, SentenceBegun
from coach.intents import COMMANDS, NUMBERS, Intent, Live
from coach.keys import ANSWER_KEYS, COMMAND_KEYS
from coach.speaking.mixer import CueBegun, Mark
from coach.view import Mode, View
from coach.wording import can_say

COACH, INDENT = "Coach: ", "  "
_ROW = 10
"""Counts in one row."""
_ARROWS = {"right-arrow": "right arrow", "left-arrow": "left arrow"}
_SAFETY = (Intent.HURTS, Intent.STOP)


class PlainScreen:
    """Lines for a terminal without a screen, a log, or a Braille display. Any thread may print a line."""

    def __init__(self, out: TextIO, view: Callable[[], View], columns: int | None = None) -> None:
        """`columns`: where lines are to be broken, between words; None where they are not."""
        self._out = out
        self._view = view
        self._columns = columns
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._offered: tuple[object, ...] = ()
        self._counting = False
        self._lock = threading.Lock()

    def line(self, text: str, hanging: str = "") -> None:
        """Print one line, ending a row of counts first; where it is broken it goes on after `hanging`."""
        with self._lock:
            if self._counting:
                self._out.write("\n")
                self._counting = False
            self._out.write(self._broken(text, hanging) + "\n")
            self._out.flush()

    def unknown(self, typed: str) -> None:
        """Tell that what was typed means nothing now."""
        typed = typed if typed.isprintable() else "that key"
        self.line(f"{INDENT}? {_cut(typed)} means nothing now; {key_name(COMMAND_KEYS[Intent.HELP][0])} is for help.")

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Show one event and what came of it."""
        if isinstance(event, Heard):
            self._heard(event)
        for effect in effects:
            if isinstance(effect, Say):
                self._remember(effect)
        if isinstance(event, SentenceBegun):
            self._caption(event)
        elif isinstance(event, CueBegun):
            self._cue(event)
        self._offer()

    def _broken(self, text: str, hanging: str) -> str:
        if self._columns is None:
            return text
        return textwrap.fill(text, self._columns, subsequent_indent=hanging, break_on_hyphens=False) or text

    def _heard(self, heard: Heard) -> None:
        said = heard.match.answer or heard.match.phrase
        self.line(f"{INDENT}> {said}" + (" (key)" if heard.by_key else ""))
        if heard.match.intent is Intent.HELP:
            self.line(f"{INDENT}Keys:  " + ",  ".join(all_keys()), hanging=" " * 9)

    def _remember(self, say: Say) -> None:
        if say.over_counts:
            self._speak(" ".join(say.sentences))
        else:
            self._sentences[say.say_id] = say.sentences

    def _caption(self, begun: SentenceBegun) -> None:
        sentences = self._sentences.get(begun.say_id, ())
        if begun.index < len(sentences):
            self._speak(sentences[begun.index])

    def _speak(self, text: str) -> None:
        self.line(COACH + text, hanging=" " * len(COACH))

    def _cue(self, begun: CueBegun) -> None:
        if begun.cue.kind is CueKind.COUNT:
            self._count(begun.cue.number)
        else:
            self._speak(begun.cue.text[:1].upper() + begun.cue.text[1:])

    def _count(self, number: int) -> None:
        with self._lock:
            self._out.write(f" {number}" if self._counting else f"{INDENT} {number}")
            self._counting = number % _ROW != 0
            self._out.write("" if self._counting else "\n")
            self._out.flush()

    def _offer(self) -> None:
        """Say what can be said now, once for every change of it, while the coach waits for it."""
        view = self._view()
        waits = view.mode in {Mode.ASKING, Mode.WAITING, Mode.PAUSED} and not view.speaking
        offered = (view.stage, view.mode, view.step, view.side, view.question) if waits else ()
        if offered and offered != self._offered:
            self.line(f"{INDENT}[" + ",  ".join(offers(view.live)) + "]", hanging=INDENT + " ")
        self._offered = offered or self._offered


def columns_of(out: TextIO) -> int | None:
    """Where to break lines for `out`: at the terminal's width, and not at all in a file or a pipe."""
    return max(20, shutil.get_terminal_size().columns - 1) if out.isatty() else None


def offers(live: Live) -> tuple[str, ...]:
    """What can be said now, each with its key: "next (n)"."""
    if live.answers:
        return (*_numbers(live), *_answers(live))
    usual = {COMMANDS[intent][0]: names[0] for intent, names in COMMAND_KEYS.items()}
    phrases = (*can_say(live), *(COMMANDS[intent][0] for intent in _SAFETY))
    return tuple(_with_key(phrase, usual[phrase]) for phrase in phrases)


def all_keys() -> tuple[str, ...]:
    """Every command with its keys: "next (n or right-arrow)"."""
    return tuple(
        _with_key(COMMANDS[intent][0], " or ".join(key_name(key) for key in names))
        for intent, names in COMMAND_KEYS.items()
    )


def _numbers(live: Live) -> Iterator[str]:
    if "zero" in live.answers:
        first, last, ten = (key_name(ANSWER_KEYS[number]) for number in (NUMBERS[0], NUMBERS[-2], NUMBERS[-1]))
        yield f"{NUMBERS[0]} to {NUMBERS[-1]} ({first} to {last}, {ten})"


def _answers(live: Live) -> Iterator[str]:
    for answer, key in ANSWER_KEYS.items():
        if answer in live.answers and answer not in NUMBERS:
            yield _with_key(answer, key)


def _with_key(phrase: str, key: str) -> str:
    return f"{phrase} ({key_name(key)})"


def key_name(key: str) -> str:
    """A key as it is written on keyboards."""
    return {"space": "Space", "enter": "Enter", "escape": "Esc", **_ARROWS}.get(key, key)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
