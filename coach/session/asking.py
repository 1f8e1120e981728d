"""The question that is open: asked, asked once more, and then by key. Pure; times in samples."""

from collections.abc import Callable

from coach.clock import samples
from coach.language.wording import Wording
from coach.session.interview import Question
from coach.session.patience import Patience
from coach.session.talk import Talk

ASK_AGAIN = samples(10)
"""A question without an answer is asked again after this long."""
BY_KEY = 3
"""The time of asking at which a key is asked for; silence is never taken for an answer."""

Answered = Callable[[str, int], None]
"""Called with the answer and the audio time at which it was understood."""


class Asking:
    """At most one open question, and what follows its answer."""

    def __init__(self, talk: Talk, patience: Patience, wording: Wording) -> None:
        self._talk = talk
        self._wording = wording
        self.patience = patience
        self.question: Question | None = None
        self.times = 0
        """How often the open question was asked."""
        self._answered: Answered | None = None

    def ask(self, question: Question, answered: Answered) -> None:
        """Open `question` in place of any other."""
        self.question, self.times, self._answered = question, 1, answered
        self._say(*question.sentences)

    def wants(self, answer: str) -> bool:
        """Whether the open question may be answered so."""
        return self.question is not None and answer in self.question.answers

    def answer(self, answer: str, at: int) -> None:
        """Close the question with `answer`."""
        answered = self._answered
        self.drop()
        if answered:
            answered(answer, at)

    def drop(self) -> None:
        """Close the question without an answer."""
        self.question, self.times, self._answered = None, 0, None

    def repeat(self) -> None:
        """Say the open question from its start once more; a person who wants that is given its full time."""
        if self.question:
            self.times = 1
            self._say(*self.question.sentences)

    @property
    def deadline(self) -> int | None:
        """When the open question is to be asked again; None where it is not."""
        if self.question is None or self.times >= BY_KEY:
            return None
        return self._talk.quiet_since + ASK_AGAIN

    def time_up(self) -> None:
        """Nothing was answered: ask again, at last for a key."""
        if self.question is None:
            return
        self.times += 1
        if self.times < BY_KEY:
            self._say(*self.question.briefly)
        else:
            self._say(self._wording.ask_for_key(self.question.answers))

    def _say(self, *sentences: str) -> None:
        self._talk.say(*sentences, then=self.patience.begin)
