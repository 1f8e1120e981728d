"""The question that is open: asked, asked once more, and then with its keys. Pure; times in samples."""

from collections.abc import Callable

from coach.clock import samples
from coach.language.wording import Wording
from coach.session.patience import Patience
from coach.session.questions import Question
from coach.session.talk import Talk

ASK_AGAIN = samples(10)
"""A question without an answer is asked again after this long."""
WITH_KEYS = 3
"""The time of asking at which the keys are offered beside the words; silence is never taken for an answer."""

Answered = Callable[[str, int], None]
"""Called with the answer and the audio time at which it was understood."""


class Asking:
    """At most one open question, and what follows its answer."""

    def __init__(self, talk: Talk, patience: Patience, wording: Wording) -> None:
        self._talk = talk
        self._wording = wording
        self.patience = patience
        self.question: Question | None = None
        self.before: Question | None = None
        """The question that was answered last: what is said until the next one sounds belongs to it."""
        self.times = 0
        """How often the open question was asked."""
        self.begun_at: int | None = None
        """When the open question began to sound; None while it has not."""
        self._answered: Answered | None = None
        talk.on_sentence = self._sentence_begun

    def ask(self, question: Question, answered: Answered) -> None:
        """Open `question` in place of any other."""
        self.question, self.times, self._answered, self.begun_at = question, 1, answered, None
        self._say(*question.lead, *question.sentences)

    def sounded_by(self, at: int) -> bool:
        """Whether the open question had begun to sound at the audio time `at`."""
        return self.begun_at is not None and at >= self.begun_at

    def wants(self, answer: str) -> bool:
        """Whether the open question may be answered so."""
        return self.question is not None and answer in self.question.answers

    def answer(self, answer: str, at: int) -> None:
        """Close the question with `answer`."""
        answered, asked = self._answered, self.question
        self.drop()
        self.before = asked
        if answered:
            answered(answer, at)

    def drop(self) -> None:
        """Close the question without an answer."""
        self.question, self.times, self._answered, self.begun_at = None, 0, None, None

    def repeat(self) -> None:
        """Say the open question once more; a person who wants that is given its full time."""
        if self.question:
            self.times = 1
            self._say(*self.question.sentences)

    def hint(self) -> None:
        """Say how the open question can be answered, and, where that does not tell, the question itself."""
        if self.question:
            self._talk.hush()
            self._say(*self._wording.answer_hint(self.question.answers), *self.question.sentences)

    @property
    def deadline(self) -> int | None:
        """When the open question is to be asked again; None where it is not."""
        if self.question is None or self.times >= WITH_KEYS:
            return None
        return self._talk.quiet_since + ASK_AGAIN

    def time_up(self) -> None:
        """Nothing was answered: ask again, at last with the words and the keys for it."""
        if self.question is None:
            return
        self.times += 1
        if self.times < WITH_KEYS:
            self._say(*self.question.sentences)
        else:
            self._say(*self.question.sentences, self._wording.ask_for_key(self.question.answers))

    def _sentence_begun(self, text: str, at: int) -> None:
        if self.question and self.begun_at is None and text in self.question.sentences:
            self.begun_at = at

    def _say(self, *sentences: str) -> None:
        self._talk.say(*sentences, then=self.patience.begin)
