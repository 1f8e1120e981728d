"""Asserts language.keys: every command and every answer has a key of its own, and typed phrases are understood."""

import pytest

from coach.language.intents import AFTER_HURT, FEET, PAIN, SAFETY, SIDES, TOOLS, YES_NO, Intent, Live
from tests.english import ANSWER_KEYS, ANSWERS, COMMAND_KEYS, COMMANDS, meaning

SETS = (YES_NO, PAIN, FEET, SIDES, TOOLS, AFTER_HURT, AFTER_HURT | YES_NO)


def test_every_command_has_a_key() -> None:
    assert set(COMMAND_KEYS) == set(COMMANDS)
    assert all(COMMAND_KEYS.values())


def test_no_two_commands_share_a_key() -> None:
    every = [key for keys in COMMAND_KEYS.values() for key in keys]
    assert len(every) == len(set(every))


def test_every_answer_has_a_key() -> None:
    assert set(ANSWER_KEYS) == set(ANSWERS)


@pytest.mark.parametrize("answers", SETS)
def test_the_answers_to_one_question_have_keys_of_their_own(answers: frozenset[str]) -> None:
    assert len({ANSWER_KEYS[answer] for answer in answers}) == len(answers)


def test_no_answer_hides_a_safety_key() -> None:
    safety = {key for intent in SAFETY for key in COMMAND_KEYS[intent]}
    assert not safety & set(ANSWER_KEYS.values())


@pytest.mark.parametrize("answers", SETS)
def test_each_key_gives_its_answer_while_it_is_asked_for(answers: frozenset[str]) -> None:
    for answer in answers:
        found = meaning(ANSWER_KEYS[answer].upper(), Live(answers=answers))
        assert found is not None
        assert (found.intent, found.answer) == (Intent.ANSWER, answer)


def test_n_is_no_when_asked_and_next_else() -> None:
    asked, free = meaning("n", Live(answers=YES_NO)), meaning("n", Live())
    assert asked is not None
    assert free is not None
    assert (asked.answer, free.intent) == ("no", Intent.NEXT)


@pytest.mark.parametrize(
    ("key", "live", "intent"),
    [
        ("space", Live(), Intent.PAUSE),
        ("space", Live(paused=True), Intent.RESUME),
        ("enter", Live(waiting=True), Intent.READY),
        ("enter", Live(paused=True), Intent.RESUME),
        ("enter", Live(), Intent.NEXT),
        ("!", Live(commands=False), Intent.HURTS),
        ("stop now", Live(commands=False), Intent.STOP),
        ("that hurts", Live(), Intent.HURTS),
        ("Time left", Live(), Intent.TIME_LEFT),
        ("end", Live(), Intent.END),
        ("it hurts", Live(), Intent.HURTS),
    ],
)
def test_a_key_or_a_typed_phrase_means(key: str, live: Live, intent: Intent) -> None:
    found = meaning(key, live)
    assert found is not None
    assert found.intent is intent


@pytest.mark.parametrize("key", ["z", "", " ", "f13", "tell me a story"])
def test_other_keys_mean_nothing(key: str) -> None:
    assert meaning(key, Live()) is None
