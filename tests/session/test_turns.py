"""Asserts coach.session.deeds and coach.session.course: turn-taking, repair, vague answers, changes and questions."""

import pytest

from coach.language.intents import TOPICS, Intent, Match
from coach.language.sentence_by_sentence import sentence_by_sentence
from coach.routines.routine import Routine, Side
from coach.session.events import SentenceBegun
from coach.session.session import Mode, Session
from coach.session.table import State
from tests.english import ENGLISH, wording
from tests.session.driver import BOTH, ROUTINE, WELL, Company
from tests.session.ways import closing_after

FEET = {"foot": "both", "first": "left"}


def asked(*answers: dict[str, str], remembered: dict[str, str] | None = None) -> Company:
    """The question that follows `answers`, said to its end."""
    company = Company(remembered=remembered)
    company.begin()
    company.hear_out()
    company.answer_all(*answers)
    company.hear_out()
    return company


def answer(company: Company, given: str, topic: str = "", *, early: bool = True) -> list[str]:
    return company.mean(Match(Intent.ANSWER, given, given, topic), early=early)


def mean(company: Company, intent: Intent, given: str = "", topic: str = "") -> list[str]:
    return company.mean(Match(intent, intent.value, given, topic))


# --- an answer counts only for a question that has begun to sound -----------------------------------------------------


def test_an_answer_before_its_question_sounds_counts_for_nothing() -> None:
    company = asked()
    answer(company, "no")
    assert company.view.question == "signs"
    assert answer(company, "no") == []
    assert (company.view.question, company.session.answers.get("signs")) == ("signs", None)


def test_a_key_pressed_before_its_question_sounds_counts_for_nothing_either() -> None:
    company = asked()
    company.press("n")
    found = company.live
    assert {"yes", "no"} <= found.answers
    answer(company, "no")
    assert "signs" not in company.session.answers


def test_the_same_answer_counts_once_its_question_has_begun() -> None:
    company = asked()
    answer(company, "no")
    saying = company.line[0]
    company.tell(SentenceBegun(saying.say_id, len(saying.sentences) - 1, company.at))
    answer(company, "no")
    assert company.session.answers["signs"] == "no"


def test_an_answer_over_the_read_back_corrects_the_one_before() -> None:
    company = asked(WELL, FEET)
    answer(company, "six")
    saying = company.line[0]
    company.tell(SentenceBegun(saying.say_id, 0, company.at))
    assert answer(company, "four")[:2] == [wording.sorry, "Four."]
    assert company.session.answers["before left"] == "four"
    assert company.view.question == "before right"


def test_the_same_number_over_the_read_back_is_nothing_new() -> None:
    company = asked(WELL, FEET)
    answer(company, "six")
    assert answer(company, "six") == []
    assert company.session.answers["before left"] == "six"


def test_a_no_over_the_read_back_rejects_it() -> None:
    company = asked(WELL, FEET)
    answer(company, "six")
    assert "no" in company.live.answers
    assert answer(company, "no") == [wording.sorry, wording.ask["before left"]]
    assert "before left" not in company.session.answers


def test_a_no_over_the_read_back_of_the_last_answer_rejects_it_too() -> None:
    company = asked(WELL, FEET, {"before left": "four"})
    answer(company, "three")
    assert company.step == "chair"
    assert "no" in company.live.answers
    answer(company, "no")
    assert company.view.question == "before right"


def test_a_word_begun_before_the_question_belongs_to_what_was_asked_before() -> None:
    company = asked(WELL, FEET)
    answer(company, "six")
    company.hear_out()
    company.mean(Match(Intent.ANSWER, "five", "five"), began=60, early=True)
    assert company.session.answers == {**company.session.answers, "before left": "five"}
    assert "before right" not in company.session.answers


# --- repair -----------------------------------------------------------------------------------------------------------


def test_no_i_meant_left_corrects_in_one_go() -> None:
    company = asked(WELL, {"foot": "right"})
    said = mean(company, Intent.CORRECT, "left")
    assert said == [wording.sorry, "Just the left.", wording.ask["before left"]]


def test_a_correction_that_opens_a_new_question_asks_it() -> None:
    company = asked(WELL, {"foot": "left", "before left": "four"})
    assert company.step == "chair"
    mean(company, Intent.CORRECT, "both")
    assert company.view.question == "first"


def test_thats_wrong_asks_once_more() -> None:
    company = asked(WELL, {"foot": "right"})
    assert mean(company, Intent.CORRECT)[-1] == wording.ask["foot"]


@pytest.mark.parametrize("intent", [Intent.BACK, Intent.CORRECT])
def test_a_refusal_is_taken_back_during_the_farewell(intent: Intent) -> None:
    company = asked({"today": "yes"})
    company.say("yes")
    assert company.session.state is State.FAREWELL
    mean(company, intent)
    assert company.view.question == "severe"
    assert company.finished == ""


def test_a_refusal_is_taken_back_by_key_during_the_farewell() -> None:
    company = asked({"today": "yes"})
    company.say("yes")
    company.press("n")
    assert company.session.answers["severe"] == "no"
    assert company.view.question == "injury"


def test_a_yes_in_the_farewell_changes_nothing() -> None:
    company = asked({"today": "yes"})
    company.say("yes")
    answer(company, "yes")
    assert company.session.state is State.FAREWELL


def test_sharp_pain_that_was_not_is_taken_back_and_the_hurt_stays_open() -> None:
    company = Company().to_second(8)
    company.say("it hurts")
    company.say("yes")
    answer(company, "no")
    assert company.session.state is State.HELD
    assert wording.is_it_sharp in company.say("continue")


def test_the_last_answer_of_all_is_taken_back_during_the_closing() -> None:
    company = Company().to_second(1, "explore")
    company.end_hold()
    company.to_last("skip")
    company.say("next")
    company.to_last("skip")
    company.hear_out()
    company.say("nine")
    assert wording.severe_after in company.answer
    mean(company, Intent.CORRECT, "one")
    assert "Left from four to one. Well done." in company.answer


def test_nothing_to_take_back_says_so_and_the_closing_goes_on() -> None:
    company = Company().to_feet()
    company.to_last("skip")
    company.say("next")
    company.to_last("skip")
    assert company.session.state is State.FAREWELL
    assert answer(company, "no")[0] == wording.as_far_as_it_goes
    company.hear_out()
    assert company.finished == "done"


def at_gate() -> Company:
    company = Company().to_instruction("achilles", stop_at_question=True)
    company.hear_out()
    return company


def test_a_no_to_the_question_before_a_step_is_taken_back_by_going_back() -> None:
    company = at_gate()
    company.say("no")
    assert company.say("go back") == ["Is it inflamed?"]
    company.say("yes")
    assert company.step == "wipe"


def test_a_no_to_the_question_before_a_step_is_corrected_though_the_step_was_told_twice() -> None:
    company = at_gate()
    company.say("no")
    company.hear_one()
    mean(company, Intent.REPEAT)
    company.mean(Match(Intent.ANSWER, "yes", "yes"), early=True)
    assert company.answer == [wording.sorry, "Is it inflamed?"]


def test_a_yes_to_the_question_before_a_step_is_taken_back_by_a_correction() -> None:
    company = at_gate()
    company.say("yes")
    assert company.step == "wipe"
    assert mean(company, Intent.CORRECT, "no") == [wording.sorry, "Is it inflamed?"]
    company.say("no")
    assert company.step == "achilles"


def test_a_tool_is_corrected_over_its_read_back() -> None:
    company = Company().to_instruction("wipe")
    company.say("done")
    company.say("ball")
    answer(company, "hands only")
    assert "Stroke the sole." in company.answer


def test_a_correction_minutes_later_is_no_step_back() -> None:
    assert Company().to_second(8).live.before == frozenset()


# --- what ends is confirmed -------------------------------------------------------------------------------------------


def test_really_an_eight_told_as_a_three_goes_on() -> None:
    company = asked(WELL, {"foot": "left"})
    company.say("eight")
    assert mean(company, Intent.CORRECT, "three")[:2] == [wording.sorry, "Three."]
    assert company.step == "chair"


def test_silence_confirms_nothing() -> None:
    company = asked(WELL, {"foot": "left"})
    company.say("eight")
    company.hear_out()
    company.wait(120)
    assert company.view.question == "confirm"


# --- vague answers ----------------------------------------------------------------------------------------------------


def test_unsure_of_a_sign_is_told_that_it_had_better_wait() -> None:
    company = asked()
    assert mean(company, Intent.UNSURE) == [wording.unsure_of_health, wording.ask["today"]]


def test_unsure_of_anything_else_is_asked_for_a_clear_answer() -> None:
    company = at_gate()
    assert mean(company, Intent.UNSURE) == [wording.hint_yes_no, "Is it inflamed?"]


def test_a_number_out_of_range_is_told_the_range() -> None:
    company = asked(WELL, FEET)
    assert mean(company, Intent.OUT_OF_RANGE) == [wording.hint_pain, wording.ask["before left"]]


def test_either_foot_is_both() -> None:
    company = asked(WELL)
    mean(company, Intent.EITHER)
    assert company.session.answers["foot"] == "both"


def test_what_is_nearly_heard_at_a_question_is_told_how_to_answer_at_once() -> None:
    assert asked().mumble() == [wording.hint_yes_no, wording.ask["today"]]


# --- changes ----------------------------------------------------------------------------------------------------------

LAST = {"feeling": "no", "diabetes": "no", "week": "no", "foot": "both", "first": "left", "tool": "ball"}


def test_as_last_time_takes_feet_and_tool() -> None:
    company = asked({"new": "no", "last": "yes"}, remembered=LAST)
    company.answer_all(BOTH)
    assert company.session.remembers == {**company.session.remembers, "foot": "both", "first": "left", "tool": "ball"}


def test_as_last_time_but_for_the_tool() -> None:
    company = asked({"new": "no"}, remembered=LAST)
    assert mean(company, Intent.CHANGE, "hands only")[0] == "Just your hands."
    assert company.session.answers["tool"] == "hands only"
    assert company.view.question == "before left"


def test_as_last_time_but_for_the_feet() -> None:
    company = asked({"new": "no"}, remembered=LAST)
    mean(company, Intent.CHANGE, "right")
    assert company.view.question == "before right"
    company.say("two")
    assert company.session.journey.order == (Side.RIGHT,)


def test_a_tool_named_in_the_interview_is_the_one_used() -> None:
    company = asked(WELL)
    mean(company, Intent.CHANGE, "ball")
    company.hear_out()
    company.answer_all(BOTH)
    company.hear_out()
    company.say("ready")
    company.hear_out()
    company.say("ready")
    company.to_instruction("roll")
    assert "Roll on the ball." in company.answer


def test_the_frozen_bottle_is_no_choice_with_diabetes() -> None:
    company = asked({**WELL, "diabetes": "yes"})
    assert mean(company, Intent.CHANGE, "bottle")[0] == wording.nothing_frozen
    assert "tool" not in company.session.answers


# --- questions, and where it is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_every_question_has_an_answer_in_a_hold_and_the_clock_stands_meanwhile(topic: str) -> None:
    company = Company().to_second(12)
    said = mean(company, Intent.ASK, topic=topic)
    assert said[0] not in {"", wording.do_not_know}
    assert said[-2:] == ["Eighteen left", wording.lead_in]
    company.hear_out()
    assert (company.mode, company.held) == (Mode.TIMING, 12.0)


def test_what_nobody_told_it_says_that_it_cannot_tell() -> None:
    assert mean(Company().to_second(12), Intent.ASK, topic="is it sprained")[0] == wording.do_not_know


def test_a_question_during_a_question_is_answered_and_then_asked_once_more() -> None:
    company = asked(WELL)
    assert mean(company, Intent.ASK, topic="how often") == [
        *sentence_by_sentence(wording.answers["how often"]),
        wording.ask["foot"],
    ]
    assert company.view.question == "foot"


def test_why_tells_the_purpose_of_the_routine_before_that_of_any_massage() -> None:
    assert mean(asked(WELL), Intent.ASK, topic="why")[0] == ROUTINE.purpose[0]


def test_what_comes_next_is_told() -> None:
    assert mean(Company().to_second(12), Intent.ASK, topic="what next")[0] == "Coming up: Achilles tendon."


def test_where_it_is_names_foot_step_and_time() -> None:
    company = Company().to_second(12)
    assert mean(company, Intent.WHERE) == ["Left foot, steady pressure, number two of five.", "Eighteen seconds"]
    assert company.mode is Mode.TIMING


# --- pauses, the second foot, the closing -----------------------------------------------------------------------------


def test_after_a_long_pause_the_instruction_is_said_again() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.hear_out()
    company.wait(130)
    assert "Press with a thumb." in company.say("continue")
    assert company.hear_out()[-2:] == ["Eighteen left", wording.lead_in]


def second_foot() -> Company:
    company = Company().to_second(0)
    company.end_hold()
    company.to_last("skip")
    company.hear_out()
    company.say("ready")
    return company.to_instruction("press")


def test_the_second_foot_is_told_in_short_and_in_full_on_repeat() -> None:
    company = second_foot()
    assert company.answer == ["Steady pressure, as before.", "For thirty seconds."]
    assert "Press with a thumb." in company.say("repeat")


def closed(this_week: int = 0, today: int = 0, **answers: str) -> list[str]:
    company = Company()
    company.session = Session(ROUTINE, ENGLISH, this_week=this_week, today=today)
    return closing_after(company, **answers)


def test_the_closing_tells_what_it_did_and_how_often_this_week() -> None:
    said = closed(this_week=1)
    assert said == [
        "Left from four to two, right from three to two. Well done.",
        wording.twice_this_week,
        "That was all.",
    ]


@pytest.mark.parametrize("left", ["six", "eight"])
def test_after_worse_or_severe_soreness_nothing_is_praised_and_nothing_recommended(left: str) -> None:
    said = closed(this_week=1, left=left)
    assert "That was all." not in said
    assert wording.twice_this_week not in said
    assert not any("Well done" in text for text in said)


def test_who_has_massaged_several_times_today_is_told_so_kindly() -> None:
    company = Company()
    company.session = Session(ROUTINE, ENGLISH, today=3)
    company.begin()
    assert company.answer[-1] == wording.often_today.format(number="three")


# --- no contradiction -------------------------------------------------------------------------------------------------


def cold(**step: object) -> Routine:
    from dataclasses import replace

    steps = tuple(replace(each, **step) if each.id == "press" else each for each in ROUTINE.steps)  # type: ignore[arg-type]
    return replace(ROUTINE, steps=steps, closing=("Put the bottle back on ice.", "That was all."))


@pytest.mark.parametrize(
    "step",
    [
        {"instruction": ("Press.", "Use something frozen.")},
        {"frozen": True},
        {"tool": "ice pack"},
        {"title": "ice"},
        {"tools": {"bottle": ("Press with the bottle.",)}, "instruction": ()},
    ],
)
def test_with_diabetes_a_frozen_step_of_any_routine_is_left_out(step: dict[str, object]) -> None:
    company = Company(cold(**step))
    company.to_feet({"diabetes": "yes"})
    company.skip()
    assert company.step == "achilles"
    assert wording.nothing_frozen in company.answer


def test_with_diabetes_no_sentence_names_anything_frozen() -> None:
    company = Company(cold(answers={"why": "The ice helps."}, caution=("Not too icy.",)))
    company.to_feet({"diabetes": "yes"})
    company.to_instruction("press")
    said = company.hear_out() + mean(company, Intent.ASK, topic="why") + company.hear_out()
    assert [text for text in said if wording.names_frozen(text)] == []
    company.to_last("skip")
    company.say("next")
    company.to_last("skip")
    said = company.hear_out()
    assert said[-1] == "That was all."
    assert [text for text in said if wording.names_frozen(text)] == []
