"""Asserts coach.language.wording and coach.session.repertoire: the coach never says what it takes for a command."""

import re
from collections.abc import Iterator, Mapping

import pytest

from coach.hearing.meaning.selfheard import SelfHeard
from coach.language.catalogues import built_in as catalogues
from coach.language.catalogues import load_language
from coach.language.intents import (
    AFTER_HURT,
    FEET,
    NUMBERS,
    PAIN,
    SAFETY,
    SIDES,
    TOOLS,
    YES_NO,
    Intent,
    Live,
    phrases_in,
)
from coach.language.language import Language
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Routine
from coach.session.effects import Effect, Say, Schedule
from coach.session.interview import Interview
from coach.session.repertoire import cues_of, sentences_of
from coach.speaking.silent_voice import seconds_to_say
from tests.english import ANSWER_KEYS, COMMANDS, ENGLISH, book, wording
from tests.session.driver import ROUTINE, Company
from tests.session.test_session_random import Storm

HURT = (AFTER_HURT, AFTER_HURT | YES_NO, AFTER_HURT - {"skip"}, AFTER_HURT - {"skip"} | YES_NO)
ASKED = (YES_NO, PAIN, FEET, SIDES, TOOLS, TOOLS - {"bottle"}, *HURT)
LIVES = (
    *(Live(paused=p, waiting=w, timed=t) for p in (True, False) for w in (True, False) for t in (True, False)),
    *(Live(answers=answers) for answers in ASKED),
)
LANGUAGES = {code: load_language(code) for code in catalogues()}
ROUTINES = tuple(read_routine(path) for path in built_in().values())
HEARD = {code: SelfHeard(language) for code, language in LANGUAGES.items()}


def naming(language: Language) -> Iterator[str]:
    """Every sentence whose job is to name phrases, or answers."""
    words = language.wording
    yield from words.naming
    for live in LIVES:
        yield from (words.not_now(live), words.nearly(live), *words.help_text(live))
    yield from map(words.ask_for_key, ASKED)


def spoken(language: Language) -> Iterator[str]:
    """Every sentence the coach can speak in a language."""
    yield from (*language.wording.sentences(), language.wording.calibrate)
    yield from naming(language)
    for routine in ROUTINES:
        if routine.language == language.code:
            yield from (*sentences_of(routine, language.wording), *cues_of(routine, language.wording))


PLAIN = tuple(dict.fromkeys((code, text) for code, language in LANGUAGES.items() for text in spoken(language)))
WELCOMES = {code: {*it.wording.welcome, *it.wording.welcome_back} for code, it in LANGUAGES.items()}
SAFE = tuple((code, text) for code, text in PLAIN if text not in WELCOMES[code])
NAMING = {code: frozenset(naming(language)) for code, language in LANGUAGES.items()}


def test_no_sentence_but_the_welcome_holds_a_safety_phrase() -> None:
    held = {text: phrases_in(text, LANGUAGES[code].phrasebook.safety_phrases) for code, text in SAFE}
    assert {text: phrases for text, phrases in held.items() if phrases} == {}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_welcome_teaches_both_kinds_of_safety_words(language: Language) -> None:
    said = language.phrasebook.commands
    taught = phrases_in(" ".join(language.wording.welcome), language.phrasebook.safety_phrases)
    assert {intent for intent in SAFETY if taught & set(said[intent])} == SAFETY


def test_no_sentence_but_those_that_name_phrases_holds_a_command_or_its_sound_alike() -> None:
    slips = {text: HEARD[code].slips(text) for code, text in SAFE if text not in NAMING[code]}
    assert {text: found for text, found in slips.items() if found} == {}


def test_every_fixed_naming_sentence_does_name_something() -> None:
    by_foot = {text for it in LANGUAGES.values() for name in ("and_the", "and_the_now") for text in _by_foot(it, name)}
    idle = [
        text
        for it in LANGUAGES.values()
        for text in it.wording.naming - by_foot - {it.wording.ask["first"]}
        if not phrases_in(text, it.phrasebook.all_phrases)
    ]
    assert idle == []


def _by_foot(language: Language, name: str) -> tuple[str, ...]:
    return tuple(getattr(language.wording, name).values())


def test_no_sentence_at_all_holds_a_word_that_sounds_like_a_safety_word_or_a_pause() -> None:
    alike: dict[str, set[str]] = {}
    for code, text in PLAIN:
        book = LANGUAGES[code].phrasebook
        watched = book.safety_phrases | set(book.commands[Intent.PAUSE])
        found = {slip.phrase for slip in HEARD[code].slips(text) if slip.words != slip.phrase} & watched
        alike |= {text: found} if found else {}
    assert alike == {}


def test_no_sentence_is_empty_or_holds_a_brace() -> None:
    assert [text for _, text in PLAIN if text.strip() != text or not text or "{" in text] == []


def test_there_is_a_routine_in_every_language() -> None:
    assert {routine.language for routine in ROUTINES} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_questions_of_the_interview_name_their_answers_only_where_they_must(language: Language) -> None:
    made = Interview({}, language.wording)
    for _ in range(5):
        question = made.next_before()
        assert question is not None
        answers = {phrase for answer in question.answers for phrase in language.phrasebook.answers[answer]}
        assert not phrases_in(question.sentences[-1], answers)
        made.record(question.id, "no")


# --- nothing is spoken that is not listed -----------------------------------------------------------------------------


def heard(effects: list[Effect]) -> Iterator[str]:
    for effect in effects:
        if isinstance(effect, Say):
            yield from effect.sentences
        elif isinstance(effect, Schedule):
            yield from (cue.text for cue in effect.cues if cue.text)


def listed(*routines: Routine) -> set[str]:
    lists = [text for routine in routines for text in (*sentences_of(routine, wording), *cues_of(routine, wording))]
    return {*wording.sentences(), *naming(ENGLISH), *lists}


def is_number(text: str) -> bool:
    """Whether it tells a time or a count, of which a long hold has more than any list."""
    return phrases_in(text, {*NUMBERS, *(wording.number(n) for n in range(900))}) != frozenset()


def test_random_sessions_say_nothing_that_is_not_listed() -> None:
    for seed in range(150):
        storm = Storm(seed)
        storm.blow()
        known = listed(storm.company.session.journey.routine)
        unknown = [text for text in heard(storm.company.effects) if text not in known and not is_number(text)]
        assert unknown == []


def test_all_that_a_session_says_of_a_hold_is_listed_for_rendering_ahead() -> None:
    company = Company().to_second(0)
    for _ in range(25):
        company.at += 16_000
        company.say("time left")
        company.say("pause")
        company.say("continue")
        company.hear_out()
        clock = company.view.clock
        assert clock is not None
        assert clock.zero is not None
        company.at = clock.zero + clock.elapsed
    assert set(heard(company.effects)) <= listed(ROUTINE)


def test_every_sentence_of_a_file_is_listed() -> None:
    for routine in ROUTINES:
        words = LANGUAGES[routine.language].wording
        texts = set(sentences_of(routine, words)) | set(cues_of(routine, words))
        for step in routine.steps:
            assert {*step.caution, *(cue.text for cue in step.cues), *filter(None, [step.gate])} <= texts
            tools: Mapping[str, tuple[str, ...]] = step.tools or {"": step.instruction}
            assert all(set(sentences) <= texts for sentences in tools.values())
        assert {*routine.purpose, *routine.changeover, *routine.closing} <= texts


# --- brevity ----------------------------------------------------------------------------------------------------------

LONGEST_SENTENCE = 7.0
"""Seconds at 150 words a minute."""


def test_no_sentence_takes_more_than_seven_seconds_to_say() -> None:
    long: dict[str, float] = {}
    for _, text in PLAIN:
        for sentence in re.split(r"(?<=[.!?]) +", text):
            if (seconds := seconds_to_say(sentence, 150)) > LONGEST_SENTENCE:
                long[sentence] = round(seconds, 1)
    calibration = {it.wording.calibrate for it in LANGUAGES.values()}
    assert {sentence: seconds for sentence, seconds in long.items() if sentence not in calibration} == {}


# --- numbers and choices ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "zero"),
        (12, "twelve"),
        (20, "twenty"),
        (25, "twenty-five"),
        (100, "one hundred"),
        (345, "three hundred and forty-five"),
    ],
)
def test_numbers_in_words(n: int, words: str) -> None:
    assert wording.number(n) == words


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_all_numbers_have_words_of_their_own(language: Language) -> None:
    assert len({language.wording.number(n) for n in range(1000)}) == 1000


ONES = "null eins zwei drei vier fünf sechs sieben acht neun".split()
TENS = "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "eins"),
        (7, "sieben"),
        (11, "elf"),
        (12, "zwölf"),
        (16, "sechzehn"),
        (17, "siebzehn"),
        (21, "einundzwanzig"),
        (30, "dreißig"),
        (66, "sechsundsechzig"),
        (77, "siebenundsiebzig"),
        (100, "einhundert"),
        (101, "einhunderteins"),
        (345, "dreihundertfünfundvierzig"),
        *((10 * tens, word) for tens, word in enumerate(TENS, start=1)),
        *((10 * t + n, f"{ONES[n]}und{TENS[t - 1]}") for t in range(2, 10) for n in range(2, 10)),
    ],
)
def test_german_numbers_in_words(n: int, words: str) -> None:
    assert LANGUAGES["de"].wording.number(n) == words


def test_one_second_is_one_second() -> None:
    assert wording.clock_reply(1) == "One second"
    assert wording.clock_reply(18) == "Eighteen seconds"


@pytest.mark.parametrize("answers", ASKED)
def test_the_keys_that_are_named_are_those_of_the_answers(answers: frozenset[str]) -> None:
    named = wording.key_names(answers)
    for answer in answers - set(NUMBERS[:10]):
        assert f"{ANSWER_KEYS[answer].upper()} for {answer}" in named
    assert ("a digit from zero to nine" in named) is ("four" in answers)


def test_the_tools_are_offered_as_a_choice() -> None:
    assert wording.ask_tool(("ball", "hands only")) == "What will you roll on: the ball, or hands only?"


@pytest.mark.parametrize("live", LIVES)
def test_what_can_be_said_is_two_to_six_phrases_and_never_a_safety_phrase(live: Live) -> None:
    phrases = book.can_say(live)
    assert 2 <= len(phrases) <= 6
    assert not set(phrases) & book.safety_phrases


@pytest.mark.parametrize(
    ("live", "first"),
    [(Live(paused=True), Intent.RESUME), (Live(waiting=True), Intent.READY), (Live(timed=True), Intent.PAUSE)],
)
def test_what_lets_things_go_on_is_named_first(live: Live, first: Intent) -> None:
    assert book.can_say(live)[0] == COMMANDS[first][0]
