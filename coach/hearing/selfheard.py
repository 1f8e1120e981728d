"""What of a sentence the coach would take for a command if it heard itself say it. HearingError without espeak-ng."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from coach.hearing.pronunciation import pronounce
from coach.intents import ANSWERS, COMMANDS, SAFETY, YES_NO, fold, phrases_in

SAFETY_PHRASES = frozenset(phrase for intent in SAFETY for phrase in COMMANDS[intent])
PHRASES = frozenset(phrase for said in COMMANDS.values() for phrase in said) | frozenset(
    phrase for answer in YES_NO for phrase in ANSWERS[answer]
)
"""What a sentence must not hold: every command, "yes" and "no"; other answers are live only after their question."""

MISHEARD = {"out": "ouch", "step": "stop"}
"""Words that recognisers were seen to take for another one, though they are not pronounced the same."""

_LONGEST = max(len(phrase.split()) for phrase in PHRASES)


@dataclass(frozen=True, slots=True)
class Slip:
    """Words of a sentence, and the phrase that they would be taken for."""

    words: str
    phrase: str

    def __str__(self) -> str:
        if self.words == self.phrase:
            return f'"{self.phrase}" is a command'
        return f'"{self.words}" sounds like the command "{self.phrase}"'


def slips(sentence: str) -> list[Slip]:
    """Every slip in `sentence`, without those that are a part of a longer one."""
    words = fold(sentence).split()
    found: list[Slip] = []
    for size in range(min(_LONGEST, len(words)), 0, -1):
        longer = [slip.words for slip in found]
        found += (slip for slip in _of_size(words, size) if not any(phrases_in(text, {slip.words}) for text in longer))
    return list(dict.fromkeys(found))


@cache
def _same_sound() -> dict[str, str]:
    """Each phrase by its sounds."""
    return {pronounce(phrase): phrase for phrase in sorted(PHRASES)}


def _of_size(words: list[str], size: int) -> Iterator[Slip]:
    for first in range(len(words) - size + 1):
        said = " ".join(words[first : first + size])
        meant = said if said in PHRASES else MISHEARD.get(said) or _same_sound().get(pronounce(said))
        if meant:
            yield Slip(said, meant)
