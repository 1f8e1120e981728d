"""Asserts coach.session.session and coach.session.course: a session from the welcome to the end, and in silence."""

import pytest

from coach.clock import samples
from coach.routines.routine import Side
from coach.session.effects import Finish, Say, Speak
from coach.session.events import Begun, MicrophoneFound, MicrophoneLost, Spoken, TimeUp
from coach.session.journey import Stage
from coach.session.session import Mode, Settings
from tests.english import wording
from tests.session.driver import ROUTINE, Company
from tests.session.ways import do_everything


def test_a_whole_session_goes_by_voice_alone_from_the_welcome_to_the_closing() -> None:
    company = Company()
    do_everything(company)
    assert company.finished == "done"
    done = [(note.get("foot"), note["step"], note["ending"]) for note in company.notes("step")]
    feet = [(side, step.id, "done") for side in ("left", "right") for step in ROUTINE.foot_steps]
    assert done == [(None, "chair", "done"), (None, "oil", "done"), *feet]


def test_the_seconds_of_every_step_are_noted() -> None:
    company = Company()
    do_everything(company)
    seconds = [note["seconds"] for note in company.notes("step") if note.get("foot") == "left"]
    assert seconds == [20.0, 30.0, 20.0, 0.0, 20.0]


def test_the_session_ends_with_the_routines_own_closing() -> None:
    company = Company()
    do_everything(company)
    said = [text for effect in company.effects if isinstance(effect, Say) for text in effect.sentences]
    assert said[-1] == "That was all."
    assert [effect for effect in company.effects if isinstance(effect, Finish)] == [Finish("done")]


def test_the_settings_are_told_before_the_first_word() -> None:
    company = Company(settings=Settings(words_a_minute=170, gain_db=-3.0))
    company.begin()
    assert Speak(170, -3.0) in company.last
    assert company.answer == [*wording.welcome]


def test_a_second_beginning_changes_nothing() -> None:
    company = Company()
    company.begin()
    assert company.tell(Begun(0)) == []


# --- the welcome ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["stop", "that hurts"])
def test_a_safety_word_halts_even_the_welcome(words: str) -> None:
    company = Company()
    company.begin()
    company.say(words)
    assert company.hushed
    company.hear_out()
    company.say("no")
    company.hear_out()
    company.say("continue")
    company.hear_out()
    assert company.view.question == "today"


def test_who_has_been_here_before_is_greeted_so() -> None:
    company = Company(remembered={"feeling": "no", "diabetes": "no"})
    company.begin()
    assert company.answer == [*wording.welcome_back]


@pytest.mark.parametrize("key", ["n", "enter"])
def test_a_key_passes_over_the_welcome(key: str) -> None:
    company = Company()
    company.begin()
    assert wording.ask["today"] in company.press(key)


@pytest.mark.parametrize("key", ["b", "f", "t", "m", "?", "c", "r", "space", "q", "h", "+", "["])
def test_every_other_key_is_answered_in_the_welcome(key: str) -> None:
    company = Company()
    company.begin()
    assert company.press(key)
    assert company.view.stage is Stage.WELCOME


# --- silence ----------------------------------------------------------------------------------------------------------


def test_it_reminds_gently_after_three_minutes_of_waiting() -> None:
    company = Company().to_preparation()
    company.hear_out()
    waiting_since = company.at
    assert company.session.deadline == waiting_since + samples(180)
    company.at = waiting_since + samples(180)
    company.tell(TimeUp(company.at))
    assert company.answer == [wording.remind]


def test_it_saves_and_closes_after_fifteen_minutes() -> None:
    company = Company().to_preparation()
    company.hear_out()
    waiting_since = company.at
    company.wait(899)
    assert company.finished == ""
    company.wait(30)
    assert company.finished == "silence"
    assert company.notes("closed") == [{"after_seconds": 900}]
    assert company.at >= waiting_since + samples(900)


def test_a_word_begins_the_fifteen_minutes_afresh() -> None:
    company = Company().to_preparation()
    company.hear_out()
    company.wait(800)
    company.say("louder")
    company.hear_out()
    company.wait(170)
    assert company.mode is Mode.WAITING


def test_a_pause_is_kept_for_fifteen_minutes_too() -> None:
    company = Company().to_second(5)
    company.say("pause")
    company.hear_out()
    company.wait(850)
    assert company.mode is Mode.PAUSED
    company.wait(100)
    assert company.finished == "silence"


def test_an_alarm_that_comes_too_early_is_ignored() -> None:
    company = Company().to_second(5)
    assert company.tell(TimeUp(company.at)) == []


# --- the end ----------------------------------------------------------------------------------------------------------


def closing() -> Company:
    company = Company().to_feet()
    company.say("end session")
    company.say("yes")
    return company


def test_ending_takes_an_answered_question() -> None:
    company = Company().to_feet()
    assert company.say("end session") == [wording.end_for_today]
    assert company.say("yes") == [wording.kind_end]
    company.hear_out()
    assert company.finished == "ended"


def test_not_ending_goes_on_with_the_step() -> None:
    company = Company().to_second(12)
    company.say("finish session")
    assert company.say("no") == [wording.goes_on, "Eighteen left", wording.lead_in]


def test_not_ending_a_paused_session_leaves_it_paused() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.say("end session")
    assert company.say("no") == [wording.stays_paused]
    assert company.mode is Mode.PAUSED


def test_a_safety_word_cuts_even_the_farewell() -> None:
    company = closing()
    company.say("stop")
    assert company.hushed
    assert company.finished == "ended"


def test_a_hurt_during_the_farewell_is_heard_and_noted() -> None:
    company = closing()
    assert company.say("ouch") == [wording.sharp_end[-1]]
    assert company.hushed
    company.hear_out()
    assert company.finished == "ended"
    assert company.notes("hurt")[0]["said"] == "ouch"


def test_the_farewell_can_be_repeated() -> None:
    assert closing().say("say again") == [wording.kind_end]


def test_what_ended_the_session_can_be_taken_back_during_the_farewell() -> None:
    company = closing()
    assert company.say("no") == [wording.stays_paused]
    company.hear_out()
    assert company.finished == ""
    assert company.say("continue")[-1] == wording.say_ready or company.view.step


def test_the_warning_comes_a_minute_before_it_closes() -> None:
    company = Company().to_preparation()
    company.hear_out()
    company.wait(839)
    before = len(company.effects)
    company.wait(2)
    said = [text for effect in company.effects[before:] for text in getattr(effect, "sentences", ())]
    assert wording.closing_soon in said


def test_nothing_comes_after_the_finish() -> None:
    company = closing()
    company.hear_out()
    assert company.live.commands is False
    assert company.tell(Spoken(1, company.at)) == []
    assert company.press("s") == []
    assert company.session.deadline is None


# --- the microphone ---------------------------------------------------------------------------------------------------


def test_a_lost_microphone_is_told_and_the_sentence_that_was_cut_is_said_from_its_start() -> None:
    company = Company().to_preparation()
    company.tell(MicrophoneLost(company.at))
    assert company.answer[0] == wording.microphone_lost
    assert "Sit down." in company.answer
    company.hear_out()
    assert company.mode is Mode.WAITING


def test_a_microphone_found_during_a_hold_is_told_over_the_counts() -> None:
    company = Company().to_second(5)
    company.tell(MicrophoneFound(company.at))
    assert company.over_counts
    assert company.view.side is Side.LEFT


# --- the view ---------------------------------------------------------------------------------------------------------


def test_the_view_shows_foot_step_part_clock_and_answers() -> None:
    view = Company().to_second(5).view
    assert (view.stage, view.mode, view.side, view.part) == (Stage.FOOT, Mode.TIMING, Side.LEFT, (2, 5))
    assert view.clock is not None
    assert view.clock.running
    assert view.answers["before left"] == "four"


def test_the_view_shows_the_open_question_and_how_often_it_was_asked() -> None:
    company = Company()
    company.begin()
    company.hear_out()
    company.hear_out()
    company.wait(10)
    assert (company.view.question, company.view.asked, company.view.mode) == ("today", 2, Mode.ASKING)
