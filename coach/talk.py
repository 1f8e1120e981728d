"""What is being said, and what happens when it has been said. Pure."""

from collections.abc import Callable

from coach.effects import Effect, Hush, Say

Then = Callable[[int], None]
"""Called with the audio time at which the last sample was played."""


class Talk:
    """One line of speech: the newest thing said decides what follows it."""

    def __init__(self, emit: Callable[[Effect], None]) -> None:
        self._emit = emit
        self._say_id = 0
        self._sentences: tuple[str, ...] = ()
        self._index = 0
        self._then: Then | None = None
        self.speaking = False
        """Whether something is being said, replies over the counts apart."""

    def say(self, *sentences: str, then: Then | None = None) -> None:
        """Speak `sentences` after what is being said; `then` follows, in place of what was to follow before."""
        self._say_id += 1
        self._sentences, self._index, self._then = sentences, 0, then
        self.speaking = True
        self._emit(Say(self._say_id, sentences))

    def say_over_counts(self, *sentences: str) -> None:
        """Speak `sentences` now, in the place of the counts they cover; nothing follows."""
        self._emit(Say(0, sentences, over_counts=True))

    def hush(self) -> None:
        """Cut what is being said; nothing follows it any more."""
        self.speaking = False
        self._then = None
        self._emit(Hush())

    def put_in(self, *sentences: str) -> None:
        """Cut in with `sentences`, then go on with the sentence that was cut, and with what was to follow it."""
        rest, then = (self._sentences[self._index :], self._then) if self.speaking else ((), None)
        if self.speaking:
            self.hush()
        self.say(*sentences, *rest, then=then)

    def sentence_begun(self, say_id: int, index: int) -> None:
        """A sentence has begun to sound."""
        if say_id == self._say_id:
            self._index = index

    def spoken(self, say_id: int, at: int) -> None:
        """All sentences of a Say have sounded; what follows the newest one happens."""
        if say_id != self._say_id or not self.speaking:
            return
        self.speaking = False
        then, self._then = self._then, None
        if then:
            then(at)
