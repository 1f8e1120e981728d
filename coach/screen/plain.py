"""The session as plain lines: captions, counts, what was heard, what can be said and with which key.

An observer of the runner; prints nothing but to the stream it was given.
"""

from collections.abc import Callable, Sequence
from typing import TextIO

from coach.effects import CueKind, Effect, Say
from coach.events import Event, Heard, SentenceBegun
from coach.intents import Intent, Live
from coach.keys import ANSWER_KEYS, COMMAND_KEYS
from coach.session import Mode, View
from coach.speaking.mixer import CueBegun, Mark
from coach.wording import can_say


class PlainScreen:
    """Lines for a terminal without a screen, a log, or a Braille display."""

    def __init__(self, out: TextIO, view: Callable[[], View]) -> None:
        self._out = out
        self._view = view
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._offered: tuple[object, ...] = ()
        self._counting = False

    def line(self, text: str) -> None:
        """Print one line, ending a row of counts first."""
        if self._counting:
            self._out.write("\n")
            self._counting = False
        self._out.write(text + "\n")
        self._out.flush()

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Show one event and what came of it."""
        if isinstance(event, Heard):
            said = event.match.answer or event.match.phrase
            self.line(f"  > {said}" + (" (key)" if event.by_key else ""))
        for effect in effects:
            if isinstance(effect, Say):
                self._remember(effect)
        if isinstance(event, SentenceBegun):
            self._caption(event)
        elif isinstance(event, CueBegun):
            self._cue(event)
        self._offer()

    def _remember(self, say: Say) -> None:
        if say.over_counts:
            self.line("Coach: " + " ".join(say.sentences))
        else:
            self._sentences[say.say_id] = say.sentences

    def _caption(self, begun: SentenceBegun) -> None:
        sentences = self._sentences.get(begun.say_id, ())
        if begun.index < len(sentences):
            self.line("Coach: " + sentences[begun.index])

    def _cue(self, begun: CueBegun) -> None:
        if begun.cue.kind is not CueKind.COUNT:
            self.line(f"Coach: {begun.cue.text.capitalize()}")
            return
        self._out.write(f" {begun.cue.number}" if self._counting else f"  {begun.cue.number}")
        self._out.flush()
        self._counting = True

    def _offer(self) -> None:
        """Say what can be said now, once for every change of it, while the coach waits for it."""
        view = self._view()
        waits = view.mode in {Mode.ASKING, Mode.WAITING, Mode.PAUSED} and not view.speaking
        offered = (view.stage, view.mode, view.step, view.side, view.question) if waits else ()
        if offered and offered != self._offered:
            self.line("  [" + "  ".join(offers(view.live)) + "]")
        self._offered = offered or self._offered


def offers(live: Live) -> tuple[str, ...]:
    """What can be said now, each with its key: "next (n)"."""
    if live.answers:
        return tuple(f"{answer} ({key_name(key)})" for answer, key in ANSWER_KEYS.items() if answer in live.answers)
    keys = {intent.value: names[0] for intent, names in COMMAND_KEYS.items()} | {"go back": "b"}
    safety = ("that hurts (h)", f"stop ({COMMAND_KEYS[Intent.STOP][0]})")
    return (*(f"{phrase} ({key_name(keys[phrase])})" for phrase in can_say(live)), *safety)


def key_name(key: str) -> str:
    """A key as it is written on keyboards."""
    return {"space": "Space", "enter": "Enter", "escape": "Esc"}.get(key, key)
