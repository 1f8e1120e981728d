"""What was said against what was understood."""

import pytest

from coach.clock import samples
from coach.language.intents import PAIN, YES_NO, Intent, Live, Match
from coach.rehearsal.director import Acted
from coach.rehearsal.judge import expected_of, judge
from coach.rehearsal.script import Action, When
from coach.session.events import Heard
from tests.english import ENGLISH

NOW = When(at=0)
ALWAYS = Live()


def said(words: str, start: float) -> Acted:
    return Acted(Action(NOW, say=words), samples(start), samples(start + 0.5), {ALWAYS})


def heard(phrase: str, at: float, intent: Intent = Intent.NEXT, answer: str = "", *, by_key: bool = False) -> Heard:
    return Heard(Match(intent, phrase, answer), samples(at - 0.8), samples(at - 0.3), samples(at), by_key)


def test_a_command_that_was_understood_is_neither_missed_nor_false() -> None:
    (verdict,), invented = judge([said("next", 10)], [heard("next", 10.8)], ENGLISH)
    assert not verdict.missed
    assert not verdict.false
    assert not invented


def test_a_command_that_nothing_was_made_of_is_missed() -> None:
    (verdict,), _ = judge([said("next", 10)], [], ENGLISH)
    assert verdict.missed
    assert not verdict.false


def test_a_command_taken_for_another_is_missed_and_false() -> None:
    (verdict,), _ = judge([said("next", 10)], [heard("back", 10.8, Intent.BACK)], ENGLISH)
    assert verdict.missed
    assert [event.match.phrase for event in verdict.false] == ["back"]


def test_a_command_out_of_silence_is_invented() -> None:
    (verdict,), invented = judge([said("next", 10)], [heard("next", 10.8), heard("stop", 20, Intent.STOP)], ENGLISH)
    assert not verdict.false
    assert [event.match.phrase for event in invented] == ["stop"]


def test_a_command_more_than_two_seconds_late_does_not_come_of_the_phrase() -> None:
    (verdict,), invented = judge([said("next", 10)], [heard("next", 12.6)], ENGLISH)
    assert verdict.missed
    assert len(invented) == 1


def test_two_commands_out_of_one_phrase_are_one_too_many() -> None:
    (verdict,), _ = judge([said("next", 10)], [heard("back", 10.6, Intent.BACK), heard("next", 11)], ENGLISH)
    assert not verdict.missed
    assert [event.match.phrase for event in verdict.false] == ["back"]


def test_each_of_two_close_phrases_gets_its_own() -> None:
    acted = [said("pause", 10), said("next", 10.9)]
    (pause, following), invented = judge(acted, [heard("next", 11.7)], ENGLISH)
    assert pause.missed
    assert not following.missed
    assert not invented


def test_a_key_is_not_confused_with_what_is_said_at_that_time() -> None:
    pressed = Acted(Action(NOW, press="n"), samples(10.2), samples(10.2), {ALWAYS})
    (spoken, key), _ = judge([said("next", 10), pressed], [heard("next", 10.22, by_key=True)], ENGLISH)
    assert spoken.missed
    assert not key.missed


def test_a_key_that_means_nothing_now_is_missed() -> None:
    pressed = Acted(Action(NOW, press="y"), samples(1), samples(1), {ALWAYS})
    (verdict,), _ = judge([pressed], [], ENGLISH)
    assert verdict.missed


@pytest.mark.parametrize(
    ("words", "live", "expected"),
    [
        ("next", ALWAYS, {"next"}),
        ("um, okay, skip this", ALWAYS, {"next"}),
        ("four", Live(answers=PAIN), {"four"}),
        ("four", ALWAYS, {"nothing"}),
        ("skip", Live(answers=PAIN), {"skip"}),
        ("yeah", Live(answers=YES_NO), {"yes"}),
        ("ready", Live(paused=True), {"resume"}),
        ("what a lovely day", ALWAYS, {"nothing"}),
        ("what a lovely day, oh stop it", ALWAYS, {"stop"}),
        ("stop", Live(commands=False), {"nothing"}),
    ],
)
def test_words_should_be_understood_as_what_they_mean_at_that_moment(
    words: str, live: Live, expected: set[str]
) -> None:
    assert expected_of(Action(NOW, say=words), {live}, ENGLISH) == expected


def test_an_answer_that_comes_just_before_its_question_may_be_taken_either_way() -> None:
    assert expected_of(Action(NOW, say="skip"), {ALWAYS, Live(answers=PAIN)}, ENGLISH) == {"next", "skip"}


def test_the_script_may_say_itself_what_should_be_understood() -> None:
    assert expected_of(Action(NOW, say="next", expect="nothing"), {ALWAYS}, ENGLISH) == {"nothing"}


def test_talk_of_which_nothing_was_made_is_not_missed() -> None:
    (verdict,), _ = judge([said("what a lovely day", 1)], [], ENGLISH)
    assert not verdict.missed


def test_a_command_made_of_talk_is_false_but_nothing_is_missed() -> None:
    (verdict,), _ = judge([said("what a lovely day", 1)], [heard("next", 1.8)], ENGLISH)
    assert not verdict.missed
    assert len(verdict.false) == 1


def test_a_recording_without_its_words_may_be_any_command_but_not_none() -> None:
    recording = Acted(Action(NOW, wav="a.wav"), samples(1), samples(2), {ALWAYS})
    assert not judge([recording], [heard("next", 2)], ENGLISH)[0][0].missed
    assert judge([recording], [], ENGLISH)[0][0].missed
