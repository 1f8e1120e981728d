"""What the coach would take for a command if it heard itself: its sentences are spoken, and played into the ear.

`selfheard` compares words; this asks the recogniser, which may hear "that hurts" where "that sets" was said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.files import PHASES, FileEar
from coach.language.intents import SAFETY, Intent
from coach.language.language import Language
from coach.speaking.voice import Voice


@dataclass(frozen=True, slots=True)
class Overheard:
    """A sentence in which something was heard."""

    text: str
    phrase: str
    intent: Intent

    @property
    def is_safety(self) -> bool:
        """Whether the coach would halt itself."""
        return self.intent in SAFETY

    def __str__(self) -> str:
        return f'in "{self.text}" the recogniser hears "{self.phrase}"'


def overheard(
    recogniser: Recogniser, language: Language, voice: Voice, texts: Iterable[str], words_a_minute: int
) -> Iterator[Overheard]:
    """Everything that is heard in `texts`, with all live that can be, nothing masked and no echo taken out.

    Raises VoiceError and HearingError.
    """
    ear = FileEar(recogniser, language.phrasebook, PHASES["all"])
    for text in texts:
        for heard in ear.hear(voice.clip(text, words_a_minute).sound):
            yield Overheard(text, heard["phrase"], Intent(heard["intent"]))
