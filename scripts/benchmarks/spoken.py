"""Every sentence that the coach can speak in a language: fixed ones, templates with every value, its routines."""

from collections.abc import Iterator

from coach.language.intents import AFTER_HURT, FEET, PAIN, SIDES, TOOLS, YES_NO, Live
from coach.language.language import Language
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Routine
from coach.session.repertoire import cues_of, sentences_of

_HURT = (AFTER_HURT, AFTER_HURT | YES_NO, AFTER_HURT - {"skip"}, AFTER_HURT - {"skip"} | YES_NO)
_ASKED = (YES_NO, PAIN, FEET, SIDES, TOOLS, TOOLS - {"bottle"}, *_HURT)
_LIVES = (
    *(Live(paused=p, waiting=w, timed=t) for p in (True, False) for w in (True, False) for t in (True, False)),
    *(Live(answers=answers) for answers in _ASKED),
)


def naming(language: Language) -> tuple[str, ...]:
    """Every sentence whose job is to name phrases or answers, the welcome with them."""
    words = language.wording
    texts = [*words.welcome, *words.naming, *map(words.ask_for_key, _ASKED)]
    for live in _LIVES:
        texts += [words.not_now(live), words.nearly(live), *words.help_text(live)]
    return tuple(dict.fromkeys(texts))


def sentences(language: Language) -> tuple[str, ...]:
    """All that is spoken at the rate of speech."""
    return tuple(dict.fromkeys((*_fixed(language), *naming(language))))


def cues(language: Language) -> tuple[str, ...]:
    """All that is spoken while a clock runs, counts apart."""
    counts = set(counted(language))
    texts = dict.fromkeys(text for routine in _routines(language) for text in cues_of(routine, language.wording))
    return tuple(text for text in texts if text not in counts)


def counted(language: Language, most: int = 99) -> tuple[str, ...]:
    """The counts."""
    return tuple(language.wording.count(n) for n in range(1, most + 1))


def _fixed(language: Language) -> Iterator[str]:
    yield from (*language.wording.sentences(), language.wording.calibrate)
    for routine in _routines(language):
        yield from sentences_of(routine, language.wording)


def _routines(language: Language) -> Iterator[Routine]:
    for path in built_in().values():
        routine = read_routine(path)
        if routine.language == language.code:
            yield routine
