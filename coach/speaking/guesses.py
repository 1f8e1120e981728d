"""Which words the natural voice has to guess, since its dictionary lacks them. For writers of routines."""

from functools import cache
from typing import Any

from coach.speaking.choice import has_natural
from coach.speaking.lexicon import lexicon, spelled
from coach.speaking.pyttsx_voice import NATURAL


def guessed(text: str) -> list[str]:
    """The words of `text` that are neither in the voice's dictionary nor in our lexicon; none without that voice."""
    if not has_natural():
        return []
    reads = _reads()
    tokens = reads.phonemize_tokens(reads.tokenize(spelled(text, lexicon("en", NATURAL))))
    return list(dict.fromkeys(token.text for token in tokens if token.phonemes is None))


@cache
def _reads() -> Any:
    from hibari.g2p import G2P

    return G2P(oov=False)
