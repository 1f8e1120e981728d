"""The language that is measured: the English that comes with the coach."""

from coach.language.catalogues import load_language

ENGLISH = load_language("en")
BOOK = ENGLISH.phrasebook
COMMANDS, ANSWERS, PHRASES = BOOK.commands, BOOK.answers, BOOK.all_phrases
match, spot_safety = BOOK.match, BOOK.spot_safety
