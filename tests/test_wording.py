"""Asserts coach.wording and coach.repertoire: the coach never says what it would take for a command."""

from collections.abc import Iterator, Mapping

import pytest

from coach import wording
from coach.effects import Effect, Say, Schedule
from coach.hearing.selfheard import PHRASES, SAFETY_PHRASES, slips
from coach.intents import (
    AFTER_HURT,
    ANSWERS,
    COMMANDS,
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
from coach.interview import Interview
from coach.keys import ANSWER_KEYS
from coach.repertoire import cues_of, sentences_of
from coach.routine import Routine
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from tests.session_driver import ROUTINE, Company
from tests.test_session_random import Storm

HURT = (AFTER_HURT, AFTER_HURT | YES_NO, AFTER_HURT - {"skip"}, AFTER_HURT - {"skip"} | YES_NO)
ASKED = (YES_NO, PAIN, FEET, SIDES, TOOLS, TOOLS - {"bottle"}, *HURT)
LIVES = (
    *(Live(paused=p, waiting=w, timed=t) for p in (True, False) for w in (True, False) for t in (True, False)),
    *(Live(answers=answers) for answers in ASKED),
)
ROUTINES = {name: read_routine(path) for name, path in built_in().items()}


def naming() -> Iterator[str]:
    """Every sentence whose job is to name phrases, or answers."""
    yield from wording.NAMING
    for live in LIVES:
        yield from (wording.not_now(live), wording.nearly(live), *wording.help_text(live))
    yield from map(wording.ask_for_key, ASKED)


def spoken() -> Iterator[str]:
    """Every sentence the coach can speak."""
    yield from wording.sentences()
    yield from naming()
    for routine in ROUTINES.values():
        yield from (*sentences_of(routine), *cues_of(routine))


PLAIN = tuple(dict.fromkeys(spoken()))
NAMING = frozenset(naming())


@pytest.mark.parametrize("sentence", [text for text in PLAIN if text not in wording.WELCOME])
def test_no_sentence_but_the_welcome_holds_a_safety_phrase(sentence: str) -> None:
    assert not phrases_in(sentence, SAFETY_PHRASES)


def test_the_welcome_teaches_both_kinds_of_safety_words() -> None:
    taught = phrases_in(" ".join(wording.WELCOME), SAFETY_PHRASES)
    assert {intent for intent in SAFETY if taught & set(COMMANDS[intent])} == SAFETY


@pytest.mark.parametrize("sentence", [text for text in PLAIN if text not in NAMING and text not in wording.WELCOME])
def test_no_sentence_but_those_that_name_phrases_holds_a_command_or_its_sound_alike(sentence: str) -> None:
    assert slips(sentence) == []


def test_every_fixed_naming_sentence_does_name_something() -> None:
    every = PHRASES | frozenset(phrase for said in ANSWERS.values() for phrase in said)
    assert all(phrases_in(sentence, every) for sentence in wording.NAMING)


@pytest.mark.parametrize("sentence", PLAIN)
def test_no_sentence_at_all_holds_a_word_that_sounds_like_a_safety_word_or_wait(sentence: str) -> None:
    alike = {slip.phrase for slip in slips(sentence) if slip.words != slip.phrase}
    assert not alike & (SAFETY_PHRASES | {"wait"})


def test_the_questions_of_the_interview_name_their_answers_only_where_they_must() -> None:
    made = Interview({})
    for _ in range(7):
        question = made.next_before()
        assert question is not None
        named = phrases_in(question.sentences[-1], question.answers)
        assert not named
        made.record(question.id, "no")


# --- nothing is spoken that is not listed -----------------------------------------------------------------------------


def heard(effects: list[Effect]) -> Iterator[str]:
    for effect in effects:
        if isinstance(effect, Say):
            yield from effect.sentences
        elif isinstance(effect, Schedule):
            yield from (cue.text for cue in effect.cues if cue.text)


def listed(*routines: Routine) -> set[str]:
    lists = [text for routine in routines for text in (*sentences_of(routine), *cues_of(routine))]
    return {*wording.sentences(), *naming(), *lists}


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
    for routine in ROUTINES.values():
        texts = set(sentences_of(routine)) | set(cues_of(routine))
        for step in routine.steps:
            assert {*step.caution, *(cue.text for cue in step.cues), *filter(None, [step.gate])} <= texts
            tools: Mapping[str, tuple[str, ...]] = step.tools or {"": step.instruction}
            assert all(set(sentences) <= texts for sentences in tools.values())
        assert {*routine.purpose, *routine.changeover, *routine.closing} <= texts


def test_no_sentence_is_empty_or_holds_a_brace() -> None:
    assert all(text.strip() == text != "" and "{" not in text for text in PLAIN)


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


def test_all_numbers_have_words_of_their_own() -> None:
    assert len({wording.number(n) for n in range(1000)}) == 1000


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
    assert wording.ask_tool(("ball", "hands only")) == "What will you roll on: a ball, or hands only?"


@pytest.mark.parametrize("live", LIVES)
def test_what_can_be_said_is_two_to_six_phrases_and_never_a_safety_phrase(live: Live) -> None:
    phrases = wording.can_say(live)
    assert 2 <= len(phrases) <= 6
    assert not set(phrases) & SAFETY_PHRASES


@pytest.mark.parametrize(
    ("live", "first"),
    [(Live(paused=True), Intent.RESUME), (Live(waiting=True), Intent.READY), (Live(timed=True), Intent.PAUSE)],
)
def test_what_lets_things_go_on_is_named_first(live: Live, first: Intent) -> None:
    assert wording.can_say(live)[0] == COMMANDS[first][0]
