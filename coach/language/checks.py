"""What must hold between the fields of a catalogue: phrases, keys, and the words by which the coach is halted.

Pure but for the error.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NoReturn, TypeVar

from coach.errors import LanguageError
from coach.language.intents import AFTER_HURT, FEET, PAIN, SAFETY, TOOLS, YES_NO, fold, phrases_in
from coach.language.keys import LONG_NAMES, Keys
from coach.language.language import Language
from coach.language.phrasebook import Phrasebook
from coach.language.sayings import Sayings
from coach.toml.file import TomlFile, shown
from coach.toml.lines import Place
from coach.toml.texts import texts

Name = TypeVar("Name", bound=str)

ASKED_TOGETHER = (YES_NO, PAIN, FEET, TOOLS, AFTER_HURT | YES_NO)
"""Answers that one question may ask for: each needs phrases and a key of its own."""


def check(file: TomlFile, language: Language) -> None:
    """Raise LanguageError for the first thing in the catalogue `file`, read as `language`, that does not fit."""
    _check_phrases(file, language.phrasebook)
    _check_keys(file, language.keys)
    _check_safety(file, language)


def check_sayings(file: TomlFile, sayings: Sayings) -> None:
    """Raise LanguageError for the first utterance that two templates of one group give two meanings."""
    for group, text, meanings in sayings.clashes():
        found = f"templates by which {shown(text)} means {' and '.join(map(shown, meanings))} ({group})"
        _refuse(file, ("sayings",), found, "one meaning for each", "change one of them")


def _refuse(file: TomlFile, place: Place, found: str, expected: str, advice: str = "correct it there") -> NoReturn:
    raise file.fault(LanguageError, place, found=found, expected=expected, advice=advice)


def _check_phrases(file: TomlFile, book: Phrasebook) -> None:
    commands, answers = tuple(_placed("commands", book.commands)), tuple(_placed("answers", book.answers))
    for place, phrase in (*commands, *answers):
        _check_spelling(file, place, phrase)
    for name in ("fillers", "noises", "heard_fillers", "before_answer", "decoys"):
        for word in sorted(getattr(book, name)):
            _check_spelling(file, ("phrases", name), word)
    _check_unlike(file, commands)
    for together in ASKED_TOGETHER:
        _check_unlike(file, [(place, phrase) for place, phrase in answers if place[2] in together])
    _check_bare(file, book)


def _placed(kind: str, table: Mapping[Name, Sequence[str]]) -> Iterator[tuple[Place, str]]:
    """Every phrase of a table, with its place."""
    for name, phrases in table.items():
        yield from ((("phrases", kind, str(name), number), phrase) for number, phrase in enumerate(phrases))


def _names(table: Mapping[Name, Sequence[str]]) -> Iterator[Name]:
    """What each phrase of a table stands for, in the order of `_placed`."""
    return (name for name, phrases in table.items() for _ in phrases)


def _check_bare(file: TomlFile, book: Phrasebook) -> None:
    """Some words are taken off before a phrase is looked for: what is left must mean the same."""
    for intent, (place, phrase) in zip(_names(book.commands), _placed("commands", book.commands), strict=True):
        if book.command_of(phrase) is not intent:
            _refuse(file, place, shown(phrase), "a phrase that is understood without its fillers", "change it")


def _check_spelling(file: TomlFile, place: Place, phrase: str) -> None:
    if fold(phrase) != phrase:
        _refuse(file, place, shown(phrase), f"it as it is compared, {shown(fold(phrase))}")


def _check_unlike(file: TomlFile, placed: Iterable[tuple[Place, str]]) -> None:
    """No phrase, and no key, may stand for two things."""
    taken: dict[str, Place] = {}
    for place, text in placed:
        first = taken.setdefault(text, place)
        if first != place:
            expected = f"something that is not said for {shown(first[2])} as well"
            _refuse(file, place, shown(text), expected, "change one")


def _check_keys(file: TomlFile, keys: Keys) -> None:
    commands = [
        (("keys", "commands", str(intent), number), key)
        for intent, names in keys.commands.items()
        for number, key in enumerate(names)
    ]
    answers: list[tuple[Place, str]] = [(("keys", "answers", answer), key) for answer, key in keys.answers.items()]
    for place, key in (*commands, *answers):
        _check_key(file, place, key)
    _check_unlike(file, commands)
    for together in ASKED_TOGETHER:
        _check_unlike(file, [(place, key) for place, key in answers if place[2] in together])
    safety = {key for intent in SAFETY for key in keys.commands[intent]}
    for place, key in answers:
        if key in safety:
            _refuse(file, place, shown(key), "a key that is not one of the safety lane's")


def _check_key(file: TomlFile, place: Place, key: str) -> None:
    if key not in LONG_NAMES and (len(key) != 1 or key.isspace() or key != key.lower()):
        _refuse(file, place, shown(key), f"a lower-case character or one of {', '.join(sorted(LONG_NAMES))}")


def _check_safety(file: TomlFile, language: Language) -> None:
    """The welcome teaches a phrase of each kind; any other sentence that held one would halt the coach."""
    safety = language.phrasebook.safety_phrases
    for place, text in texts(file.data["sentences"], ("sentences",)):
        if not str(place[1]).startswith("welcome") and (held := phrases_in(text, safety)):
            expected = f"a sentence without the safety phrase {shown(min(held))}"
            _refuse(file, place, shown(text), expected, "say it otherwise")
    taught = phrases_in(" ".join(language.wording.welcome), safety)
    for intent in SAFETY:
        if not taught & set(language.phrasebook.commands[intent]):
            found = f"none of the phrases of {shown(intent.value)}"
            _refuse(file, ("sentences", "welcome"), found, "one of them, because the welcome teaches it", "name one")
