"""The wait for a session: a routine is named, the coach asks whether it is meant, and a "yes" finishes the wait.

Pure, as the session is: events in, effects out. The language's phrasebook must be a StartBook.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.clock import samples
from coach.language.intents import SAFETY, YES_NO, Intent, Live
from coach.language.language import Language
from coach.language.starting import spoken_name
from coach.session.effects import Effect, Finish, Hush, Listen, Say, Sound, Speak, Tone
from coach.session.events import Begun, Event, Heard, MicrophoneFound, MicrophoneLost, SentenceBegun, Spoken, TimeUp
from coach.session.settings import Settings

PATIENCE = samples(8.0)
"""How long a "yes" may take once the question has been asked."""
LONGEST = samples(20.0)
"""How long a question, or a last sentence, may take where no voice ever tells that it has been said."""
_NOBODY = Live(commands=False)
_NO = SAFETY | {Intent.END, Intent.PAUSE, Intent.BACK}
"""Commands that say no as well as "no" does."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The wait as it is at one moment."""

    live: Live


class Standby:
    """Finishes with an answer of the StartBook's as its reason: "start heel"."""

    about_to_ask = False

    def __init__(self, language: Language, starts: Mapping[str, str], settings: Settings | None = None) -> None:
        """`starts`: the answers that may be given, each to its routine's name."""
        self.language = language
        self.settings = settings or Settings()
        self.deadline: int | None = None
        self._starts = starts
        self._listening = Live(answers=frozenset(starts))
        self._live = _NOBODY
        self._wanted = ""
        """The answer that was given, while the coach asks or has been told yes."""
        self._agreed = False
        self._said = 0

    def view(self) -> Waiting:
        """A snapshot."""
        return Waiting(self._live)

    def handle(self, event: Event) -> list[Effect]:
        """What is to be done about what happened."""
        match event:
            case Begun():
                speak = Speak(self.settings.words_a_minute, self.settings.gain_db)
                return [speak, *self._listen(Tone.LISTENING)]
            case Heard():
                return self._heard(event)
            case SentenceBegun(say_id) if say_id == self._said and self._wanted and not self._agreed:
                return [self._hear(Live(answers=YES_NO))]
            case Spoken(say_id) if say_id == self._said and self._wanted:
                return self._spoken(event.at)
            case TimeUp() if self._wanted:
                return self._finish() if self._agreed else self._listen(Tone.STOPPED)
            case MicrophoneLost():
                return [] if self._agreed else [*self._listen(), self._say(self.language.starting.lost)]
            case MicrophoneFound() if not self._agreed:
                return [*self._listen(Tone.LISTENING), self._say(self.language.wording.microphone_found)]
            case _:
                return []

    def _heard(self, heard: Heard) -> list[Effect]:
        match = heard.match
        if match.answer in self._starts and not self._agreed:
            self._wanted = match.answer
            return self._agree(heard.at) if heard.by_key else self._ask(heard.at)
        if not self._wanted or self._agreed:
            return []
        if match.answer == "yes":
            return self._agree(heard.at)
        if match.answer == "no" or match.intent in _NO:
            return [Hush(), *self._listen(), self._say(self.language.starting.not_now)]
        return []

    def _ask(self, at: int) -> list[Effect]:
        """Nothing is an answer before the question begins to sound."""
        self.deadline = at + LONGEST
        name = spoken_name(self.language, self._starts[self._wanted])
        question = self.language.starting.shall_i.format(name=name)
        return [Sound(Tone.ACCEPTED), self._hear(_NOBODY), self._say(question)]

    def _agree(self, at: int) -> list[Effect]:
        self._agreed = True
        self.deadline = at + LONGEST
        return [Hush(), Sound(Tone.ACCEPTED), self._hear(_NOBODY), self._say(self.language.starting.begins)]

    def _spoken(self, at: int) -> list[Effect]:
        if self._agreed:
            return self._finish()
        self.deadline = at + PATIENCE
        return []

    def _finish(self) -> list[Effect]:
        self.deadline = None
        return [Finish(self._wanted)]

    def _listen(self, tone: Tone | None = None) -> list[Effect]:
        """Wait for a routine's name again."""
        self._wanted, self.deadline = "", None
        return [*([Sound(tone)] if tone else []), self._hear(self._listening)]

    def _hear(self, live: Live) -> Listen:
        self._live = live
        return Listen(live)

    def _say(self, sentence: str) -> Say:
        self._said += 1
        return Say(self._said, (sentence,))
