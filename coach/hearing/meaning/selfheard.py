"""What of a sentence the coach would take for a command if it heard itself say it. HearingError without espeak-ng."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from coach.hearing.meaning.pronunciation import pronounce
from coach.language.intents import YES_NO, fold, phrases_in
from coach.language.language import ENGLISH, Language


def is_own(words: str, said: Collection[str]) -> bool:
    """Whether the coach was saying all of `words`, but for a last "s", which an echo swallows: "that hurt".

    They may be a single word of it, written apart: "good bye".
    """
    heard = words.split()
    return set(heard) <= {*said, *(word.removesuffix("s") for word in said)} or "".join(heard) in said


@dataclass(frozen=True, slots=True)
class Slip:
    """Words of a sentence, and the phrase that they would be taken for."""

    words: str
    phrase: str

    def __str__(self) -> str:
        if self.words == self.phrase:
            return f'"{self.phrase}" is a command'
        return f'"{self.words}" sounds like the command "{self.phrase}"'


class SelfHeard:
    """What a sentence of one language must not hold: every command, "yes" and "no", and what sounds like them.

    Other answers are live only after their question. Sounds are compared in English only.
    """

    def __init__(self, language: Language) -> None:
        book = language.phrasebook
        said = (*book.commands.values(), *(book.answers[answer] for answer in YES_NO))
        self.phrases = frozenset(phrase for phrases in said for phrase in phrases)
        self._misheard = book.misheard
        self._by_sound = language.code == ENGLISH
        self._longest = max(len(phrase.split()) for phrase in self.phrases)

    @cached_property
    def _same_sound(self) -> dict[str, str]:
        """Each phrase by its sounds."""
        return {pronounce(phrase): phrase for phrase in sorted(self.phrases)}

    def slips(self, sentence: str) -> list[Slip]:
        """Every slip in `sentence`, without those that are a part of a longer one."""
        words = fold(sentence).split()
        found: list[Slip] = []
        for size in range(min(self._longest, len(words)), 0, -1):
            longer = [slip.words for slip in found]
            new = self._of_size(words, size)
            found += (slip for slip in new if not any(phrases_in(text, {slip.words}) for text in longer))
        return list(dict.fromkeys(found))

    def _of_size(self, words: list[str], size: int) -> Iterator[Slip]:
        for first in range(len(words) - size + 1):
            said = " ".join(words[first : first + size])
            meant = said if said in self.phrases else self._misheard.get(said) or self._sounding_like(said)
            if meant:
                yield Slip(said, meant)

    def _sounding_like(self, said: str) -> str | None:
        return self._same_sound.get(pronounce(said)) if self._by_sound else None
