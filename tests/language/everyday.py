"""What everyday words mean to the coach, decided as the ear decides: for the tests of sayings."""

from coach.language.catalogues import built_in, load_language
from coach.language.intents import Intent, Live, Match

LANGUAGES = {code: load_language(code) for code in built_in()}
HOLD = Live(timed=True)


def said(text: str, live: Live = HOLD, code: str = "en") -> Match | None:
    book = LANGUAGES[code].phrasebook
    return book.spot_safety(text, live) or book.match(text, live)


def meant(text: str, live: Live = HOLD, code: str = "en") -> Intent | None:
    found = said(text, live, code)
    return found.intent if found else None


def answer(text: str, answers: frozenset[str], **more: object) -> tuple[str, str]:
    found = said(text, Live(answers=answers, **more))  # type: ignore[arg-type]
    return (found.answer, found.also) if found and found.intent is Intent.ANSWER else ("", "")
