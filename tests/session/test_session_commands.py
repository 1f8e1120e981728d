"""Asserts coach.session.commands: help, voice settings, near misses, and an answer to every command in every phase."""

import pytest

from coach.language.intents import SAFETY, Intent
from coach.session.effects import Speak
from coach.session.session import Mode
from tests.english import COMMANDS, wording
from tests.session.driver import Company
from tests.session.test_session_safety import PHASES, everywhere

ORDINARY = tuple(intent for intent in COMMANDS if intent not in SAFETY)


@pytest.mark.parametrize("intent", ORDINARY)
def test_every_command_is_answered_in_every_phase(intent: Intent) -> None:
    for phase, company in everywhere().items():
        said = company.say(COMMANDS[intent][-1])
        assert said, f"nothing was said to {intent.value} in the phase {phase}"


@pytest.mark.parametrize("phase", PHASES)
def test_help_names_phrases_in_every_phase_and_then_all_goes_on(phase: str) -> None:
    company = everywhere()[phase]
    before = company.mode
    assert "You can say: " in company.say("what can i say")[0]
    company.hear_out()
    expected = {"instruction": Mode.TIMING, "lead-in": Mode.TIMING, "changeover": Mode.WAITING}
    assert company.mode is expected.get(phase, before)


def test_help_over_a_sentence_says_that_sentence_from_its_start_afterwards() -> None:
    company = Company().to_instruction("press")
    assert company.say("help")[1:] == ["Press with a thumb.", "Gently.", "For thirty seconds."]


def test_a_command_that_makes_no_sense_is_answered_with_three_that_do() -> None:
    company = Company().to_instruction("press")
    assert company.say("continue")[:2] == [wording.nothing_paused, "Not now. You can say: ready, next, or repeat."]


def test_an_open_question_is_asked_once_more_with_how_to_answer_it() -> None:
    company = Company()
    company.begin()
    company.hear_out()
    assert company.say("next") == [wording.hint_yes_no, wording.ask["today"]]


# --- the voice --------------------------------------------------------------------------------------------------------


def test_faster_and_slower_change_the_rate_by_a_step() -> None:
    company = Company().to_feet()
    company.say("faster")
    assert Speak(180, 0.0) in company.last
    company.say("slower")
    assert Speak(170, 0.0) in company.last


def test_louder_and_quieter_change_the_gain_by_three_decibels() -> None:
    company = Company().to_feet()
    company.say("louder")
    assert Speak(170, 3.0) in company.last
    company.say("quieter")
    assert Speak(170, 0.0) in company.last


@pytest.mark.parametrize("words", ["faster", "slower", "louder", "quieter"])
def test_at_the_limit_it_says_so(words: str) -> None:
    company = Company().to_feet()
    replies = [company.say(words)[0] for _ in range(12)]
    assert replies[-1] == wording.as_far_as_it_goes
    assert replies[0] != wording.as_far_as_it_goes


def test_a_change_of_the_voice_during_a_question_keeps_the_question() -> None:
    company = everywhere()["gate"]
    assert company.say("slower") == [wording.rate["slower"], "Is it inflamed?"]
    assert company.view.question == "gate"


# --- near misses ------------------------------------------------------------------------------------------------------


def test_one_near_miss_is_let_pass() -> None:
    assert Company().to_second(5).mumble() == []


def test_the_second_near_miss_names_three_phrases() -> None:
    company = Company().to_second(5)
    company.mumble()
    assert company.mumble() == ["I didn't get that. You can say: pause, next, or repeat."]
    assert company.over_counts


def test_near_misses_are_answered_at_most_once_a_minute() -> None:
    company = Company().to_preparation()
    company.hear_out()
    replies = []
    for _ in range(23):
        replies += company.mumble()
        company.hear_out()
        company.wait(3)
    assert len(replies) == 2


def test_a_command_between_two_near_misses_begins_the_count_afresh() -> None:
    company = Company().to_second(5)
    company.mumble()
    company.say("louder")
    assert company.mumble() == []


def test_two_near_misses_far_apart_are_not_twice() -> None:
    company = Company().to_preparation()
    company.hear_out()
    company.mumble()
    company.wait(70)
    assert company.mumble() == []


def test_near_misses_in_the_welcome_are_ignored() -> None:
    company = Company()
    company.begin()
    company.mumble()
    assert company.mumble() == []
