"""The English that comes with the coach, for every test that speaks it."""

from coach.language.catalogues import load_language

ENGLISH = load_language("en")
wording = ENGLISH.wording
keys = ENGLISH.keys
book = ENGLISH.phrasebook
COMMANDS, ANSWERS, PHRASES, VOCABULARY = book.commands, book.answers, book.all_phrases, book.vocabulary
match, spot_safety, phrases, may_grow, near_miss = (
    book.match,
    book.spot_safety,
    book.phrases,
    book.may_grow,
    book.near_miss,
)
COMMAND_KEYS, ANSWER_KEYS, meaning = keys.commands, keys.answers, keys.meaning
