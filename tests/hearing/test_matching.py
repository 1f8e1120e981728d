"""What people say, what engines make of it, and what it means."""

import pytest

from coach.hearing.matching import Matcher
from coach.intents import PAIN, YES_NO, Intent, Live
from tests.english import ENGLISH

STEP = Live(timed=True)


@pytest.mark.parametrize(
    ("heard", "intent"),
    [
        ("stup", Intent.STOP),
        ("swich", Intent.SWITCH_FOOT),
        ("nex", Intent.NEXT),
        ("paws", Intent.PAUSE),
        ("um, next", Intent.NEXT),
        ("okay pause please", Intent.PAUSE),
        ("next next", Intent.NEXT),
    ],
)
def test_a_close_sound_alike_of_a_command_is_that_command(heard: str, intent: Intent) -> None:
    match = Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, STEP)
    assert match is not None
    assert match.intent is intent


@pytest.mark.parametrize("heard", ["go", "hurt", "start", "thank you", "the next train", "first", "step"])
def test_everyday_words_near_a_command_are_not_that_command(heard: str) -> None:
    assert Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, STEP) is None


def test_a_recogniser_with_a_grammar_is_taken_at_its_word() -> None:
    assert Matcher(ENGLISH.phrasebook, by_sound=False).understand("stup", STEP) is None


def test_answers_are_matched_by_sound_only_while_they_are_asked_for() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    asked = matcher.understand("fore", Live(answers=PAIN))
    assert asked is not None
    assert asked.answer == "four"
    assert matcher.understand("yes", STEP) is None
    assert matcher.understand("yes", Live(answers=YES_NO)) is not None


def test_ending_a_session_takes_more_likeness_than_a_pause() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.understand("fin fish", STEP) is None


def test_short_talk_close_to_a_command_is_a_near_miss_and_long_or_far_talk_is_none() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.nearly("repair", STEP)
    assert not matcher.nearly("the weather tomorrow will be fine", STEP)
    assert not matcher.nearly("banana", STEP)


def test_nothing_is_a_near_miss_while_no_command_is_live() -> None:
    assert not Matcher(ENGLISH.phrasebook, by_sound=True).nearly("repair", Live(commands=False))


@pytest.mark.parametrize(
    ("heard", "may_grow"),
    [("shop", True), ("stup", False), ("stot", False), ("stop", False), ("outch", False), ("paws", False)],
)
def test_a_sound_alike_waits_only_where_another_phrase_begins_more_like_it(heard: str, may_grow: bool) -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    match = matcher.understand(heard, STEP)
    assert match is not None
    assert matcher.may_grow(heard, match, STEP) is may_grow


def test_too_waits_for_much_before_it_is_taken_for_the_number() -> None:
    matcher, asked = Matcher(ENGLISH.phrasebook, by_sound=True), Live(answers=PAIN)
    two = matcher.understand("too", asked)
    assert two is not None
    assert two.answer == "two"
    assert matcher.may_grow("too", two, asked)
    assert not matcher.may_grow("two", two, asked)
