"""Reads a language's catalogue (TOML, `format = 1`), or says in one sentence what is wrong with it and where."""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import msgspec
from msgspec import Meta, Struct

from coach.errors import LanguageError
from coach.language import checks, formats
from coach.language.keys import Keys, KeyTable
from coach.language.labels import Labels
from coach.language.language import Language
from coach.language.marks import DRAWN_LARGE, Big, Holds
from coach.language.numbers import Numbers
from coach.language.phrasebook import Phrasebook, PhraseTable
from coach.language.sayings_reading import SayingsError, SayingTable, read_sayings
from coach.language.sentences import Sentences
from coach.language.standby import Starting
from coach.language.wording import Wording
from coach.toml import file as tomlfile
from coach.toml.file import TomlFile, shown
from coach.toml.lines import Place
from coach.toml.texts import check_texts

_PARTS = {
    "numbers": Numbers,
    "phrases": PhraseTable,
    "sayings": SayingTable,
    "keys": KeyTable,
    "sentences": Sentences,
    "screen": Labels,
    "starting": Starting,
}
_OWN = Path(__file__).resolve().parent
_Text = Annotated[str, Meta(min_length=1, max_length=60, description="a text of 1 to 60 characters")]
_Code = Annotated[str, Meta(min_length=2, max_length=12, description='the code of a language, such as "de" or "pt-br"')]
_Rate = Annotated[int, Meta(ge=80, le=300, description="a whole number of words a minute from 80 to 300")]
_Voice = Annotated[str, Meta(max_length=60, description='the name of a voice or a language, or ""')]

Catalogue = msgspec.defstruct(
    "Catalogue",
    [
        ("format", Literal[1]),
        ("code", _Code),
        ("name", _Text),
        ("checked_by", Literal["people", "machine"]),
        ("voice", _Voice),
        ("count_rate", _Rate),
        ("usual_model", _Text),
        *((name, formats.table(part)) for name, part in _PARTS.items()),
    ],
    frozen=True,
    forbid_unknown_fields=True,
)


class _Versioned(Struct, frozen=True):
    format: Annotated[Literal[1], Meta(description="1, the only format this coach knows")]


def read_language(path: Path) -> Language:
    """The language whose catalogue is the TOML file at `path`. Raises LanguageError for the first fault in it."""
    file = tomlfile.read(path, LanguageError)
    tomlfile.decode(file, _Versioned, LanguageError)
    tomlfile.decode(file, Catalogue, LanguageError)
    check_texts(_without_voice(file), LanguageError)
    _check_code(file)
    _check_marks(file)
    language = _language(file.data)
    ships = path.resolve().is_relative_to(_OWN)  # Those that ship are checked by a test, for a quick start.
    if not ships:
        _check_templates(file, language)
    checks.check(file, language)
    if not ships:
        checks.check_sayings(file, language.phrasebook.sayings)
    return language


def _check_templates(file: TomlFile, language: Language) -> None:
    """Raise LanguageError for the first template that cannot be read."""
    try:
        language.phrasebook.sayings.prepare()
    except SayingsError as fault:
        _refuse(file, ("sayings", *fault.place), shown(fault.text), fault.expected)


def _language(data: dict[str, Any]) -> Language:
    values = {name: formats.given(part, data[name]) for name, part in _PARTS.items()}
    table, phrases = SayingTable(**values["sayings"]), PhraseTable(**values["phrases"])
    sayings = read_sayings(table, phrases, Numbers(**values["numbers"]))
    phrasebook = Phrasebook(**values["phrases"], sayings=sayings)
    keys = Keys(phrasebook=phrasebook, **values["keys"])
    return Language(
        code=data["code"],
        name=data["name"],
        machine_checked=data["checked_by"] == "machine",
        voice=data["voice"],
        count_rate=data["count_rate"],
        usual_model=data["usual_model"],
        phrasebook=phrasebook,
        keys=keys,
        wording=Wording(numbers=Numbers(**values["numbers"]), phrasebook=phrasebook, keys=keys, **values["sentences"]),
        labels=Labels(**values["screen"]),
        starting=Starting(**values["starting"]),
    )


def _refuse(file: TomlFile, place: Place, found: str, expected: str, advice: str = "correct it there") -> NoReturn:
    raise file.fault(LanguageError, place, found=found, expected=expected, advice=advice)


# --- texts ------------------------------------------------------------------------------------------------------------


def _without_voice(file: TomlFile) -> TomlFile:
    """The file without the texts that may be empty or a mere sign."""
    data = {key: value for key, value in file.data.items() if key not in {"voice", "keys"}}
    return TomlFile(file.path, data, file.text, file.digest)


def _check_code(file: TomlFile) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", file.data["code"]):
        _refuse(file, ("code",), shown(file.data["code"]), 'lower-case letters, as in "de" or "pt-br"')


def _check_marks(file: TomlFile) -> None:
    for name, part in _PARTS.items():
        for place, text, marks in formats.marked_texts(part, file.data[name], (name,)):
            _check_placeholders(file, place, text, next((mark for mark in marks if isinstance(mark, Holds)), Holds()))
            if any(isinstance(mark, Big) for mark in marks) and not set(text) <= DRAWN_LARGE:
                drawn = "".join(sorted(DRAWN_LARGE)).strip()
                _refuse(file, place, shown(text), f"only what can be drawn large: {drawn}")


def _check_placeholders(file: TomlFile, place: Place, text: str, wanted: Holds) -> None:
    expected = f"the text with {formats.placeholders(wanted.names)}" if wanted.names else "a text without braces"
    try:
        found = set(_placeholders(text))
    except ValueError:
        _refuse(file, place, shown(text), expected, "check its braces")
    if found != wanted.names:
        _refuse(file, place, shown(text), expected)


def _placeholders(text: str) -> Iterator[str]:
    """The names in braces; ValueError for braces that hold anything else, or are doubled."""
    for _, name, spec, conversion in string.Formatter().parse(text):
        if spec or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(name)
        if name is not None:
            yield name
    if "{{" in text or "}}" in text:
        raise ValueError(text)
