"""What is being said, and what happens when it has been said. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from coach.session.effects import Effect, Hush, Note, Say

Then = Callable[[int], None]
"""Called with the audio time at which the last sample was played."""


@dataclass(slots=True)
class _Saying:
    """A Say that has not been said to its end."""

    say_id: int
    sentences: tuple[str, ...]
    index: int = 0
    """The sentence that sounds, or will first."""


class Talk:
    """One line of speech: the newest thing said decides what follows it."""

    def __init__(self, emit: Callable[[Effect], None]) -> None:
        self.emit = emit
        self._last_id = 0
        self._line: list[_Saying] = []
        self._then: Then | None = None
        self.on_sentence: Callable[[str, int], None] = lambda text, at: None
        """Told of each sentence as it begins to sound."""
        self.quiet_since = 0
        """When the last speech ended that was not cut."""

    @property
    def speaking(self) -> bool:
        """Whether something is being said, replies over the counts apart."""
        return bool(self._line)

    def say(self, *sentences: str, then: Then | None = None) -> None:
        """Speak `sentences` after what is being said; `then` follows, in place of what was to follow before."""
        self._last_id += 1
        self._line.append(_Saying(self._last_id, sentences))
        self._then = then
        self.emit(Say(self._last_id, sentences))

    def say_over_counts(self, *sentences: str) -> None:
        """Speak `sentences` now, in the place of the counts they cover; nothing follows."""
        self.emit(Say(0, sentences, over_counts=True))

    def hush(self) -> None:
        """Cut what is being said, and every cue; nothing follows it any more."""
        self._line.clear()
        self._then = None
        self.emit(Hush())

    def put_in(self, *sentences: str, without: Collection[str] = ()) -> None:
        """Cut in with `sentences`, then go on with the sentence that was cut, and with what was to follow it.

        What was asked for twice is said once; what is `without` is not said any more.
        """
        left = [text for saying in self._line for text in saying.sentences[saying.index :]]
        rest = [text for text in left if text not in sentences and text not in without]
        then = self._then
        if self._line:
            self.hush()
        self.say(*sentences, *rest, then=then)

    @property
    def sounding(self) -> str:
        """The sentence that sounds, or will first; "" in silence."""
        return self._line[0].sentences[self._line[0].index] if self._line and self._line[0].sentences else ""

    def sentence_begun(self, say_id: int, index: int, at: int) -> None:
        """A sentence has begun to sound."""
        for saying in self._line:
            if saying.say_id == say_id:
                saying.index = index
                self.on_sentence(saying.sentences[index], at)

    def spoken(self, say_id: int, at: int) -> None:
        """All sentences of a Say have sounded; what follows the newest one happens."""
        if say_id not in {saying.say_id for saying in self._line}:
            return
        self._line = [saying for saying in self._line if saying.say_id > say_id]
        if self._line:
            return
        self.quiet_since = at
        then, self._then = self._then, None
        if then:
            then(at)

    def note(self, what: str, **details: str | int | float | bool) -> None:
        """Something for the log and the history."""
        self.emit(Note(what, details))
