"""Asserts coach.session.resume: a session goes on where an earlier one was interrupted, if the person wants that."""

from dataclasses import replace

import pytest

from coach.clock import samples
from coach.language.catalogues import load_language
from coach.language.intents import Intent, Match, phrases_in
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Side
from coach.session.journey import Ending, Stage
from coach.session.resume import FootPlace, Held, Resume, fits, how_far
from coach.session.session import Mode, Session
from tests.english import ENGLISH, wording
from tests.session.driver import AFTER, ROUTINE, Company
from tests.session.test_session_random import Storm


def place(company: Company) -> Resume:
    found = company.session.place(company.at)
    assert found is not None
    return found


def return_to(resume: Resume, **changes: object) -> Company:
    """A later session to which `resume` was offered, the welcome said."""
    company = Company()
    company.session = Session(ROUTINE, ENGLISH, resume=replace(resume, **changes))  # type: ignore[arg-type]
    company.begin()
    company.hear_one()
    return company


def test_there_is_nowhere_to_go_on_before_the_massage_and_after_it() -> None:
    company = Company()
    company.begin()
    assert company.session.place(company.at) is None
    company.to_second(3)
    assert company.session.place(company.at) is not None
    company.to_last("skip")
    company.hear_out()
    company.say("ready")
    company.to_last("skip")
    company.answer_all(AFTER)
    assert company.session.place(company.at) is None
    company.hear_out()
    assert company.view.stage is Stage.CLOSING
    assert company.session.place(company.at) is None


def test_the_place_holds_what_was_held_at_that_moment() -> None:
    company = Company().to_second(12.5)
    now = place(company)
    assert now.feet[Side.LEFT].held == {"press": Held(samples(12.5), samples(30))}
    assert now.feet[Side.LEFT].endings == {"explore": Ending.SKIPPED}
    assert (now.stage, now.side, now.order) == (Stage.FOOT, Side.LEFT, (Side.LEFT, Side.RIGHT))


def test_after_the_welcome_it_asks_whether_to_go_on_and_nothing_else() -> None:
    company = return_to(place(Company().to_second(12)))
    assert company.view.question == "resume"
    assert company.answer == ["Last time we got as far as the left foot, steady pressure.", wording.take_it_up]


def take_up(company: Company) -> list[str]:
    """Yes, nothing new since, and as sore as before."""
    company.say("yes")
    assert company.view.question == "new"
    company.say("no")
    said: list[str] = []
    while company.view.question.startswith("before"):
        said = company.say("three")
    return said


def test_yes_goes_on_with_the_same_foot_and_step_and_with_the_seconds_left_once_the_person_is_ready() -> None:
    company = return_to(place(Company().to_second(12)))
    assert take_up(company) == [wording.as_before[Side.LEFT], wording.say_ready]
    assert (company.mode, company.place) == (Mode.PAUSED, (Side.LEFT, "press"))
    company.hear_out()
    assert company.say("ready")[:2] == ["Left foot, steady pressure.", "Press with a thumb."]
    said = company.hear_out()
    assert said[-2:] == ["Eighteen left", wording.lead_in]
    assert company.counts[:2] == [13, 14]
    company.end_hold()
    assert company.notes("step")[-1] == {"foot": "left", "step": "press", "ending": "done", "seconds": 30.0}


def test_yes_asks_what_has_changed_since_and_keeps_all_other_answers() -> None:
    company = return_to(place(Company().to_second(12)))
    company.say("yes")
    assert company.answer[-1] == wording.ask["new"]
    company.say("no")
    assert company.view.question == "before left"
    company.say("five")
    assert company.session.answers["before left"] == "five"
    assert company.session.answers["week"] == "no"
    company.hear_out()
    company.say("ready")
    company.to_last("skip")
    company.hear_out()
    assert company.view.question == "before right"
    company.say("three")
    company.say("ready")
    company.hear_out()
    company.end_hold()
    company.to_last("skip")
    assert company.view.question == "after right"
    company.answer_all(AFTER)
    company.hear_out()
    assert company.finished == "done"


def test_no_begins_anew_with_the_screening() -> None:
    company = return_to(place(Company().to_second(12)))
    assert company.say("no")[0] == wording.afresh
    assert company.view.question == "today"
    company.answer_all({"today": "no"})
    assert company.view.question == "signs"
    assert company.notes("begun anew") == [{}]


def test_silence_is_not_taken_for_an_answer_to_the_offer() -> None:
    company = return_to(place(Company().to_second(12)))
    company.hear_out()
    company.wait(2000)
    assert company.finished == "silence"
    assert company.notes("taken up") == company.notes("begun anew") == []


@pytest.mark.parametrize("word", ["skip", "ready", "switch foot", "continue"])
def test_the_offer_is_answered_before_anything_else(word: str) -> None:
    company = return_to(place(Company().to_second(12)))
    company.say(word)
    assert company.view.question == "resume"


def test_repeat_asks_for_the_offer_once_more() -> None:
    company = return_to(place(Company().to_second(12)))
    assert company.say("repeat") == [wording.take_it_up]


@pytest.mark.parametrize("sign", ["severe", "signs"])
def test_a_sign_that_is_new_since_the_break_ends_the_session(sign: str) -> None:
    company = return_to(place(Company().to_second(12)))
    company.say("yes")
    company.mean(Match(Intent.ANSWER, sign, "yes", sign))
    assert company.view.question == sign
    company.say("yes")
    company.hear_out()
    assert company.finished == "refused"


def test_something_that_hurts_while_the_offer_is_open_is_settled_first() -> None:
    company = return_to(place(Company().to_second(12)))
    company.say("ouch")
    assert company.view.question == "hurt"
    company.say("go on")
    assert company.view.question == "resume"


def test_a_hurt_that_was_not_settled_is_asked_about_before_it_goes_on() -> None:
    earlier = Company().to_second(12)
    earlier.say("that hurts")
    company = return_to(place(earlier))
    take_up(company)
    assert company.mode is Mode.PAUSED
    company.say("ready")
    assert company.view.question == "hurt"
    company.say("go on")
    assert "Eighteen left" in company.hear_out()


def test_a_hurt_on_the_changeover_that_was_not_settled_is_asked_about_too() -> None:
    earlier = Company().to_second(12)
    earlier.say("switch foot")
    earlier.say("that hurts")
    company = return_to(place(earlier))
    take_up(company)
    company.say("ready")
    assert company.view.question == "hurt"
    company.say("go on")
    assert company.view.stage is Stage.CHANGEOVER


def test_what_was_said_of_a_spot_and_of_a_tool_is_kept() -> None:
    earlier = Company().to_feet()
    earlier.say("that hurts")
    earlier.say("go on")
    earlier.to_instruction("roll")
    company = return_to(place(earlier))
    take_up(company)
    said = company.say("ready")
    assert "Roll on the ball." in said
    assert wording.sharp_spot in said


def test_cold_stays_barred_for_feet_with_diabetes() -> None:
    earlier = Company().to_feet({"diabetes": "yes"})
    company = return_to(place(earlier))
    company.say("yes")
    assert company.answer[-1] == wording.new_with_diabetes
    company.say("no")
    company.say("three")
    assert company.session.answers["diabetes"] == "yes"
    company.say("ready")
    company.to_last("skip")
    assert "bottle" not in company.live.answers


def test_the_changeover_is_given_afresh() -> None:
    earlier = Company().to_second(12)
    earlier.say("switch foot")
    company = return_to(place(earlier))
    assert company.answer[0] == "Last time we got as far as the right foot, explore."
    assert take_up(company)[0] == wording.as_before[Side.RIGHT]
    assert company.say("ready")[0] == "Other side. Right foot up."
    company.hear_out()
    company.say("go back")
    company.answer_all({"before left": "four"})
    assert company.place == (Side.LEFT, "press")


def test_the_preparation_goes_on_at_its_own_step() -> None:
    earlier = Company().to_preparation()
    earlier.hear_out()
    earlier.say("ready")
    company = return_to(place(earlier))
    assert company.answer[0] == "Last time we got as far as the preparation."
    take_up(company)
    assert company.step == "oil"


def test_each_foot_keeps_its_own_place() -> None:
    earlier = Company().to_second(12)
    earlier.say("switch foot")
    earlier.hear_out()
    earlier.say("ready")
    company = return_to(place(earlier))
    take_up(company)
    company.say("ready")
    assert company.place == (Side.RIGHT, "explore")
    company.say("switch foot")
    company.answer_all({"before left": "four"})
    company.hear_out()
    company.say("ready")
    company.hear_out()
    assert company.place == (Side.LEFT, "press")
    assert company.counts[0] == 13


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": Stage.AFTERWARDS},
        {"order": ()},
        {"stage": Stage.PREPARATION, "preparation": 9},
        {"feet": {Side.LEFT: FootPlace(endings={step.id: Ending.DONE for step in ROUTINE.foot_steps})}},
    ],
)
def test_a_place_that_does_not_fit_the_routine_is_not_offered(changes: dict[str, object]) -> None:
    company = return_to(place(Company().to_second(12)), **changes)
    assert company.view.question == "today"


def test_a_clock_that_was_kept_badly_is_held_within_its_bounds() -> None:
    odd = {Side.LEFT: FootPlace(held={"explore": Held(samples(99), samples(20)), "gone": Held(-1, -1)})}
    company = return_to(place(Company().to_second(12)), feet=odd)
    take_up(company)
    clock = company.view.clock
    assert clock is not None
    assert clock.elapsed == clock.target == samples(20)


def test_advice_ends_the_welcome() -> None:
    company = Company()
    company.session = Session(ROUTINE, ENGLISH, advice=wording.rising)
    company.begin()
    assert company.answer == [*wording.welcome, *wording.rising]


def test_no_offer_of_a_built_in_routine_holds_a_command() -> None:
    resume = place(Company().to_second(12))
    for path in built_in().values():
        routine = read_routine(path)
        language = load_language(routine.language)
        answers = language.phrasebook.answers
        commands = {phrase for said in language.phrasebook.commands.values() for phrase in said}
        for step in routine.foot_steps:
            others = {other.id: Ending.DONE for other in routine.foot_steps if other is not step}
            there = replace(resume, feet={Side.LEFT: FootPlace(endings=others)})
            assert fits(routine, there)
            sentences = how_far(routine, there, language.wording)
            assert step.title in sentences[0]
            assert not phrases_in(" ".join(sentences), commands | {*answers["yes"], *answers["no"]})


def test_wherever_a_session_breaks_off_a_later_one_that_goes_on_stands_at_the_same_place() -> None:
    offered = 0
    for seed in range(300):
        storm = Storm(seed)
        storm.blow()
        before = storm.company
        there = before.session.place(before.at)
        if there is None or before.finished:
            continue
        offered += 1
        session = Session(before.session.journey.routine, ENGLISH, resume=there)
        after = Company()
        after.session = session
        after.begin()
        after.hear_out()
        take_up(after)
        assert session.place(after.at) == replace(there, answers=dict(session.answers)), storm.log
        kept = {question for question in there.answers if not question.startswith("before")}
        assert kept <= set(session.answers), storm.log
    assert offered > 40


def test_a_session_that_goes_on_withstands_any_sequence_of_events() -> None:
    for seed in range(200):
        first = Storm(seed)
        first.blow()
        there = first.company.session.place(first.company.at)
        storm = Storm(seed + 1000)
        storm.company.session = Session(first.company.session.journey.routine, ENGLISH, resume=there)
        if there:
            storm.company.begin()
            storm.company.hear_out()
            storm.company.say("yes")
            storm._start = lambda: None  # type: ignore[method-assign]
        storm.blow()
        assert storm.company.notes("taken up") or not there
