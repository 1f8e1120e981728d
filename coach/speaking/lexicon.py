"""Words that a synthesiser would say wrong, and how to write them for it."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("lexicons")

Lexicon = Mapping[str, str]
"""By word, in lower case: what the synthesiser is given in its place."""


@cache
def lexicon(language: str, kind: str) -> Lexicon:
    """The words of a language (its code) for a kind of synthesiser; empty where there are none."""
    path = _FOLDER / f"{language.partition('-')[0]}.toml"
    if not path.is_file():
        return {}
    words = tomllib.loads(path.read_text(encoding="utf-8")).get(kind, {})
    return {word.lower(): given for word, given in words.items()}


def spelled(text: str, words: Lexicon) -> str:
    """`text` with each word of the lexicon as it is given there; longer ones win."""
    if not words:
        return text
    some = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{some})(?!\w)", lambda found: words[found[0].lower()], text, flags=re.IGNORECASE)
