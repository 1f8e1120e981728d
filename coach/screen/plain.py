"""The session as plain lines: captions, counts, what was heard, what can be said and with which key.

An observer of the runner; prints nothing but to the stream it was given.
"""

import shutil
import textwrap
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from coach.language.intents import NUMBERS, Intent, Live
from coach.language.labels import Labels
from coach.language.language import Language
from coach.session.effects import CueKind, Effect, Say
from coach.session.events import Event, Heard, SentenceBegun
from coach.session.view import Mode, View
from coach.speaking.mixer import CueBegun, Mark

INDENT = "  "
_ROW = 10
"""Counts in one row."""
_SAFETY = (Intent.HURTS, Intent.STOP)


class PlainScreen:
    """Lines for a terminal without a screen, a log, or a Braille display. Any thread may print a line."""

    def __init__(
        self,
        out: TextIO,
        view: Callable[[], View],
        columns: int | None = None,
        on_lost: Callable[[OSError], None] | None = None,
    ) -> None:
        """`columns`: where lines are to be broken, between words; None where they are not.

        `on_lost`, if given, is told once that `out` takes no more lines, which are dropped from then on; else the
        error is raised.
        """
        self._out = out
        self._on_lost = on_lost
        self._lost = False
        self._view = view
        self._language = view().language
        self._labels = self._language.labels
        self._columns = columns
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._offered: tuple[object, ...] = ()
        self._counting = False
        self._lock = threading.Lock()

    def line(self, text: str, hanging: str = "") -> None:
        """Print one line, ending a row of counts first; where it is broken it goes on after `hanging`."""
        with self._lock:
            ended = "\n" if self._counting else ""
            self._counting = False
            self._write(f"{ended}{self._broken(text, hanging)}\n")

    def unknown(self, typed: str) -> None:
        """Tell that what was typed means nothing now."""
        self.line(f"{INDENT}? {unknown_key(typed if typed.isprintable() else '', self._language)}")

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

    def _write(self, text: str) -> None:
        if self._lost:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            if self._on_lost is None:
                raise
            self._lost = True
            self._on_lost(error)

    def _broken(self, text: str, hanging: str) -> str:
        if self._columns is None:
            return text
        return textwrap.fill(text, self._columns, subsequent_indent=hanging, break_on_hyphens=False) or text

    def _heard(self, heard: Heard) -> None:
        labels = self._labels
        self.line(
            f"{INDENT}> {self._language.phrasebook.named(heard.match)}"
            + (f" ({labels.by_key})" if heard.by_key else "")
        )
        if heard.match.intent is Intent.HELP:
            head = f"{INDENT}{labels.keys}:  "
            self.line(head + ",  ".join(all_keys(self._language)), hanging=" " * len(head))

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
        head = f"{self._labels.coach}: "
        self.line(head + text, hanging=" " * len(head))

    def _cue(self, begun: CueBegun) -> None:
        if begun.cue.kind is CueKind.COUNT:
            self._count(begun.cue.number)
        else:
            self._speak(begun.cue.text[:1].upper() + begun.cue.text[1:])

    def _count(self, number: int) -> None:
        with self._lock:
            before = "" if self._counting else INDENT
            self._counting = number % _ROW != 0
            self._write(f"{before} {number}" + ("" if self._counting else "\n"))

    def _offer(self) -> None:
        """Say what can be said now, once for every change of it, while the coach waits for it."""
        view = self._view()
        waits = view.mode in {Mode.ASKING, Mode.WAITING, Mode.PAUSED} and not view.speaking
        offered = (view.stage, view.mode, view.step, view.side, view.question) if waits else ()
        if offered and offered != self._offered:
            self.line(f"{INDENT}[" + ",  ".join(offers(view.live, self._language)) + "]", hanging=INDENT + " ")
        self._offered = offered or self._offered


def columns_of(out: TextIO) -> int | None:
    """Where to break lines for `out`: at the terminal's width, and not at all in a file or a pipe."""
    return max(20, shutil.get_terminal_size().columns - 1) if out.isatty() else None


def offers(live: Live, language: Language) -> tuple[str, ...]:
    """What can be said now, each with its key: "next (n)"."""
    if live.answers:
        return (*_numbers(live, language), *_answers(live, language))
    return _commands((*language.phrasebook.can_say(live), *_safety_words(language)), language)


def safety(live: Live, language: Language) -> tuple[str, ...]:
    """The safety words with their keys; nothing once nothing is understood any more."""
    return _commands(_safety_words(language), language) if live.commands else ()


def _safety_words(language: Language) -> tuple[str, ...]:
    return tuple(language.phrasebook.commands[intent][0] for intent in _SAFETY)


def _commands(phrases: Iterable[str], language: Language) -> tuple[str, ...]:
    book, keys = language.phrasebook, language.keys
    usual = {book.commands[intent][0]: names[0] for intent, names in keys.commands.items()}
    return tuple(_with_key(phrase, key_name(usual[phrase], language.labels)) for phrase in phrases)


def all_keys(language: Language) -> tuple[str, ...]:
    """Every command with its keys: "next (n or right-arrow)"."""
    labels, commands = language.labels, language.phrasebook.commands
    return tuple(
        _with_key(commands[intent][0], f" {labels.or_} ".join(key_name(key, labels) for key in names))
        for intent, names in language.keys.commands.items()
    )


def unknown_key(typed: str, language: Language) -> str:
    """That what was typed means nothing now; "" stands for a key without a sign."""
    labels = language.labels
    help_ = key_name(language.keys.commands[Intent.HELP][0], labels)
    return labels.unknown_key.format(key=_cut(typed) or labels.that_key, help=help_)


def _numbers(live: Live, language: Language) -> Iterator[str]:
    if "zero" in live.answers:
        labels, (first, *_, ninth, tenth) = language.labels, NUMBERS
        said, keys = language.phrasebook.said, language.keys.answers
        digits = labels.numbers.format(first=keys[first], last=keys[ninth])
        yield _with_key(labels.numbers.format(first=said(first), last=said(tenth)), f"{digits}, {keys[tenth]}")


def _answers(live: Live, language: Language) -> Iterator[str]:
    for answer, key in language.keys.answers.items():
        if answer in live.answers and answer not in NUMBERS:
            yield _with_key(language.phrasebook.said(answer), key_name(key, language.labels))


def _with_key(phrase: str, key: str) -> str:
    return f"{phrase} ({key})"


def key_name(key: str, labels: Labels) -> str:
    """A key as it is written on keyboards."""
    return labels.key_names.get(key, key)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
