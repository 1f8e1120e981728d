"""Every sentence that the coach can speak in a language: fixed ones, templates with every value, its routines."""

from collections.abc import Iterator

from coach.language.intents import AFTER_HURT, FEET, PAIN, SIDES, TOOLS, YES_NO, Live
from coach.language.language import Language
from coach.language.wording import Wording
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Routine, Side
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
    wording = language.wording
    yield from (*wording.sentences(), wording.calibrate, wording.reached_preparation, *_before_sessions(language))
    yield from _numbered(wording)
    for routine in _routines(language):
        yield from sentences_of(routine, wording)
        for side in Side:
            yield from (wording.got_as_far(side, step) for step in routine.steps_of(side))


def _before_sessions(language: Language) -> Iterator[str]:
    """What is said to who may start a session by voice."""
    starting = language.starting
    yield from (starting.begins, starting.not_now, starting.lost)
    yield from (starting.shall_i.format(name=name) for name in starting.names.values())


def _numbered(wording: Wording) -> Iterator[str]:
    """What tells of other sessions and of soreness: every number in every place, not every pair of them."""
    for many in range(2, 11):
        yield from (*wording.so_far(many), *wording.often(many))
    for before in range(11):
        for well in (True, False):
            yield from (wording.how_it_went([(side, before, 10 - before)], well=well) for side in Side)
        yield wording.how_it_went([(side, before, 10 - before) for side in Side], well=True)


def _routines(language: Language) -> Iterator[Routine]:
    for path in built_in().values():
        routine = read_routine(path)
        if routine.language == language.code:
            yield routine
