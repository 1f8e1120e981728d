"""Asserts coach.session.asking and coach.session.course: the interview as a conversation, before and after."""

import pytest

from coach.language.intents import Intent, Match
from coach.session.effects import Say
from coach.session.events import SentenceBegun
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import BOTH, WELL, Company
from tests.session.ways import closing_after


def asked(*answers: dict[str, str], remembered: dict[str, str] | None = None) -> Company:
    """The question that follows `answers`, said to its end."""
    company = Company(remembered=remembered)
    company.begin()
    company.hear_out()
    company.answer_all(*answers)
    company.hear_out()
    return company


def said_by(company: Company) -> list[str]:
    return [text for effect in company.effects if isinstance(effect, Say) for text in effect.sentences]


def test_the_first_question_comes_with_how_to_answer() -> None:
    company = Company()
    company.begin()
    assert company.hear_out()[-2:] == [wording.screening, wording.ask["today"]]


def test_the_warning_signs_are_asked_in_order() -> None:
    company = asked()
    order = []
    for _ in WELL:
        order.append(company.view.question)
        company.say("no")
    assert order == ["today", "signs", "week", "feeling", "diabetes"]


def test_every_sign_of_the_source_is_named_in_the_questions() -> None:
    text = " ".join(wording.ask[question] for question in ("today", "signs", "week", "feeling", "diabetes"))
    named = (
        "severe pain",
        "injury",
        "standing or walking",
        "swelling",
        "redness",
        "fever",
        "numbness",
        "week",
        "rested",
    )
    assert [sign for sign in named if sign not in text] == []


def test_an_answer_without_news_is_not_read_back() -> None:
    assert asked().say("no") == [wording.ask["signs"]]


def test_an_answer_with_news_is_read_back_in_short_before_the_following_question() -> None:
    company = asked({**WELL, "diabetes": "yes"})
    assert wording.read_back["diabetes yes"] in said_by(company)
    assert asked(WELL).say("left")[0] == "Just the left."


@pytest.mark.parametrize("sign", ["severe", "injury", "weight"])
def test_a_warning_sign_in_a_group_is_asked_for_by_itself_and_that_is_its_confirmation(sign: str) -> None:
    company = asked({"today": "yes", **{other: "no" for other in ("severe", "injury", "weight") if other != sign}})
    assert company.view.question == sign
    said = company.say("yes")
    assert said[0] == wording.refusal[sign]
    assert said[-2:] == [wording.see_a_professional, wording.kind_end]
    company.hear_out()
    assert company.finished == "refused"
    assert company.notes("refused") == [{"reason": sign}]


@pytest.mark.parametrize("sign", ["severe", "injury", "weight"])
def test_a_sign_that_is_named_is_asked_about_at_once(sign: str) -> None:
    company = asked()
    company.mean(Match(Intent.ANSWER, sign, "yes", sign))
    assert company.view.question == sign


@pytest.mark.parametrize("sign", ["signs", "feeling"])
def test_a_warning_sign_ends_kindly_with_advice_once_it_is_confirmed(sign: str) -> None:
    company = asked({name: "no" for name in WELL if name != sign})
    assert company.view.question == sign
    assert company.say("yes") == [wording.confirm[sign]]
    said = company.say("yes")
    assert said[0] == wording.refusal[sign]
    assert said[-2:] == [wording.see_a_professional, wording.kind_end]
    company.hear_out()
    assert company.finished == "refused"


@pytest.mark.parametrize("sign", ["signs", "feeling"])
def test_a_no_to_the_confirmation_goes_on(sign: str) -> None:
    company = asked({name: "no" for name in WELL if name != sign})
    company.say("yes")
    assert company.say("no")[0] == wording.sorry
    assert company.session.answers[sign] == "no"
    assert company.view.question not in {sign, "confirm"}


def test_more_than_a_week_asks_whether_a_professional_finds_massage_fine() -> None:
    company = asked({**WELL, "week": "yes"})
    assert company.view.question == "professional"


def test_a_professionals_consent_opens_the_way_after_more_than_a_week() -> None:
    company = asked({**WELL, "week": "yes", "professional": "yes"})
    assert company.view.question == "foot"


def test_without_a_professionals_consent_there_is_no_massage_after_more_than_a_week() -> None:
    company = asked({**WELL, "week": "yes"})
    assert company.say("no") == [wording.confirm["professional"]]
    assert wording.refusal["week"] in company.say("yes")


def test_a_soreness_of_eight_counts_as_severe() -> None:
    company = asked(WELL, {"foot": "left"})
    assert company.say("eight") == [wording.confirm_answer("before left", "eight")]
    assert wording.refusal["severe"] in company.say("yes")


def test_a_severe_soreness_may_be_told_anew_where_it_is_confirmed() -> None:
    company = asked(WELL, {"foot": "left"})
    company.say("eight")
    company.say("three")
    assert company.session.answers["before left"] == "three"
    assert company.step == "chair"


def test_a_soreness_of_seven_does_not() -> None:
    company = asked(WELL, {"foot": "left"})
    company.say("seven")
    assert company.step == "chair"


def test_the_soreness_may_be_kept_to_oneself() -> None:
    company = asked(WELL, {"foot": "left"})
    assert company.say("skip")[0] == wording.soreness_refused
    assert company.step == "chair"


def test_only_one_foot_may_be_chosen() -> None:
    company = asked(WELL, {"foot": "right", "before right": "two"})
    assert [side.value for side in company.session.journey.order] == ["right"]


# --- silence is never taken for "no" ----------------------------------------------------------------------------------


def test_a_question_without_an_answer_is_asked_again_after_ten_seconds() -> None:
    company = asked()
    company.wait(9.9)
    assert company.view.asked == 1
    company.wait(0.2)
    assert company.view.asked == 2


def test_the_third_time_it_asks_for_a_key() -> None:
    company = asked()
    company.wait(25)
    assert company.view.asked == 3
    assert company.view.question == "today"
    assert wording.ask_for_key(frozenset({"yes", "no"})) in said_by(company)


def test_a_question_that_nobody_answers_stays_open_and_at_last_the_session_closes() -> None:
    company = asked()
    company.wait(1000)
    assert company.session.answers == {}
    assert company.finished == "silence"


def test_the_third_time_names_the_keys_of_the_answers() -> None:
    assert wording.ask_for_key(frozenset({"yes", "no"})).endswith("press a key: Y for yes, or N for no.")


def test_a_stray_answer_is_ignored() -> None:
    company = Company().to_second(5)
    assert company.mean(Match(Intent.ANSWER, "yes", "yes")) == []
    assert company.last == []


# --- remembered answers -----------------------------------------------------------------------------------------------


def test_remembered_answers_are_confirmed_in_one_question() -> None:
    company = asked(WELL, remembered={"feeling": "no", "diabetes": "no"})
    assert company.view.question == "same"
    company.say("yes")
    assert company.view.question == "foot"
    assert company.session.answers["feeling"] == "no"


def test_remembered_answers_that_have_changed_are_asked_afresh() -> None:
    company = asked(WELL, {"same": "no"}, remembered={"feeling": "no", "diabetes": "no"})
    assert company.session.answers["diabetes"] == "no"
    assert company.view.question == "foot"


def test_remembered_diabetes_is_confirmed_too_and_rules_the_frozen_bottle_out() -> None:
    company = asked(WELL, remembered={"feeling": "no", "diabetes": "yes"})
    assert company.view.question == "same"
    company.say("yes")
    company.answer_all({"foot": "left", "before left": "one"})
    company.hear_out()
    company.say("ready")
    company.say("ready")
    while company.step != "roll":
        company.say("skip")
    assert company.live.answers == {"ball", "hands only"}


def test_a_remembered_loss_of_feeling_is_asked_afresh() -> None:
    company = asked(dict.fromkeys(("today", "week", "signs"), "no"), remembered={"feeling": "yes"})
    assert company.view.question == "feeling"


# --- back, repeat, pause ----------------------------------------------------------------------------------------------


def test_back_takes_the_last_answer_back() -> None:
    company = asked({"today": "no", "signs": "no"})
    assert company.say("go back") == [wording.sorry, wording.ask["signs"]]


def test_back_goes_as_far_as_the_first_question() -> None:
    company = asked(WELL, BOTH)
    gone = []
    for _ in range(len(WELL) + len(BOTH)):
        company.say("go back")
        gone.append(company.view.question)
    assert gone == [*reversed([*WELL, *BOTH])]


def test_back_at_the_first_question_says_that_there_is_nothing_before() -> None:
    company = asked()
    assert company.say("back")[0] == wording.as_far_as_it_goes


def test_back_takes_the_one_question_for_remembered_answers_back_as_a_whole() -> None:
    company = asked(WELL, {"same": "yes"}, remembered={"feeling": "no", "diabetes": "no"})
    company.say("back")
    assert company.view.question == "same"
    assert "feeling" not in company.session.answers


@pytest.mark.parametrize("words", ["next", "skip this", "i'm ready", "switch foot"])
def test_a_question_of_the_interview_is_not_passed_by(words: str) -> None:
    company = asked({"today": "no"})
    assert company.say(words)[0] == wording.hint_yes_no
    assert company.view.question == "signs"


def test_repeat_says_the_question_afresh() -> None:
    company = asked({"today": "no"})
    assert company.say("repeat") == [wording.ask["signs"]]


def test_after_a_pause_the_question_is_asked_afresh() -> None:
    company = asked({"today": "no"})
    company.say("hold on")
    company.hear_out()
    assert company.mode is Mode.PAUSED
    assert company.say("resume") == [wording.ask["signs"]]


def test_an_answer_may_be_given_over_the_question() -> None:
    company = Company()
    company.begin()
    company.hear_one()
    saying = company.line[0]
    company.tell(SentenceBegun(saying.say_id, 1, company.at))
    company.mean(Match(Intent.ANSWER, "no", "no"), early=True)
    assert company.hushed
    assert company.view.question == "signs"


# --- after the massage ------------------------------------------------------------------------------------------------


def after(**answers: str) -> list[str]:
    """What is said after the soreness afterwards, when it was four and three before."""
    return closing_after(Company(), **answers)


def test_soreness_that_grew_by_two_gets_the_advice() -> None:
    assert wording.worse_after[0] in after(left="six")


def test_soreness_that_grew_by_one_does_not() -> None:
    assert wording.worse_after[0] not in after(left="five", right="four")


def test_only_a_foot_that_was_massaged_is_asked_about_afterwards() -> None:
    company = Company().to_second(1, "explore")
    company.end_hold()
    company.to_last("skip")
    company.say("next")
    company.to_last("skip")
    assert company.view.question == "after left"
    company.hear_out()
    company.say("four")
    assert company.mode is Mode.OVER
