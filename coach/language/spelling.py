"""One way to write each word, for templates and for what was heard: contractions and umlauts written out. Pure."""

import re
from collections.abc import Mapping

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""Letters that are typed, or written by a recogniser, in two ways; words are compared without them."""
_MOST_REMEMBERED = 4000
"""Words whose spelling is looked up once: more than templates hold."""


class Spelling:
    """How the words of a language are written when they are compared, and how they may be contracted."""

    def __init__(self, written_out: Mapping[str, str]) -> None:
        """Whole words, and ends of words after "~", to what they are written as."""
        plain = {word.translate(_LETTERS): text.translate(_LETTERS) for word, text in written_out.items()}
        self._words = {word: text for word, text in plain.items() if not word.startswith("~")}
        self._ends = {word[1:]: text for word, text in plain.items() if word.startswith("~")}
        self._known: dict[str, str] = {}
        shorter = {rf"\b{re.escape(text)}\b": word for word, text in self._words.items() if "'" in word}
        shorter |= {rf"(?<=\w) {re.escape(text)}\b": end for end, text in self._ends.items()}
        self._contractions = [(re.compile(long), short) for long, short in shorter.items()]

    def contracted(self, text: str) -> str:
        """`text` with every contraction that may be; some of them are no words."""
        for long, short in self._contractions:
            text = long.sub(short, text)
        return text

    def written_out(self, word: str) -> str:
        """`word` as it is compared, perhaps as several words."""
        found = self._known.get(word)
        if found is None:
            found = self._spell(word.translate(_LETTERS))
            if len(self._known) < _MOST_REMEMBERED:
                self._known[word] = found
        return found

    def _spell(self, word: str) -> str:
        if word in self._words:
            return self._words[word]
        for end, text in self._ends.items():
            if word.endswith(end) and word != end:
                return f"{word.removesuffix(end)} {text}"
        return word
