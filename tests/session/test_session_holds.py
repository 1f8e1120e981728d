"""Asserts coach.session.teaching: instruction, lead-in, counts to the second, and what freezes the clock."""

import pytest

from coach.clock import samples
from coach.language.intents import Intent, Match
from coach.session.effects import CueKind
from coach.session.events import Heard, TimeUp
from coach.session.hold import CountStyle
from coach.session.session import Mode, Settings
from tests.english import wording
from tests.session.driver import Company


def test_the_instruction_comes_first_then_the_lead_in_and_only_then_the_clock() -> None:
    company = Company().to_instruction("press")
    modes = [company.mode]
    for _ in range(2):
        assert company.cues == ()
        company.hear_one()
        modes.append(company.mode)
    assert modes == [Mode.INSTRUCTING, Mode.LEADING_IN, Mode.TIMING]


def test_number_n_begins_at_second_n_minus_one_and_release_at_thirty() -> None:
    company = Company().to_second(0)
    zero = company.at
    counts = [cue for cue in company.cues if cue.kind is CueKind.COUNT]
    assert [(cue.at, cue.text) for cue in counts] == [(zero + samples(n - 1), wording.number(n)) for n in range(1, 31)]
    assert [(cue.at, cue.text) for cue in company.cues[len(counts) :]] == [(zero + samples(30), "release")]


def test_the_hold_ends_at_exactly_its_target() -> None:
    company = Company().to_second(0)
    assert company.session.deadline == company.at + samples(30)
    company.end_hold()
    assert company.notes("step")[-1]["seconds"] == 30.0
    assert company.step == "achilles"


def test_what_is_told_after_the_end_of_a_hold_finds_it_ended() -> None:
    company = Company().to_second(30.05)
    company.say("louder")
    assert company.notes("step")[-1] == {"foot": "left", "step": "press", "ending": "done", "seconds": 30.0}


def test_next_said_just_before_the_release_does_not_skip_the_step_after_it() -> None:
    company = Company().to_second(29.9)
    began = company.at
    company.at = began + samples(0.1)
    company.tell(TimeUp(company.at))
    company.at += samples(0.3)
    company.tell(Heard(Match(Intent.NEXT, "next"), began, began + samples(0.2), company.at))
    assert company.step == "achilles"


def test_more_time_said_just_before_the_release_does_not_lengthen_the_step_after_it() -> None:
    company = Company().to_second(20.4, "explore")
    company.say("more time", began=0.6)
    assert company.view.clock is not None
    assert company.view.clock.target == samples(30)


def test_a_motion_has_sparse_cues_and_ends_with_rest() -> None:
    company = Company().to_second(0, "achilles")
    assert [(cue.text, cue.at - company.at) for cue in company.cues] == [
        ("Halfway. Small and gentle.", samples(10)),
        ("Five more.", samples(15)),
        ("and rest", samples(20)),
    ]


# --- pause and resume -------------------------------------------------------------------------------------------------


def test_pause_keeps_what_was_held_and_falls_silent() -> None:
    company = Company().to_second(12)
    assert company.say("pause") == ["Paused."]
    assert company.hushed
    company.wait(60)
    assert company.held == 12.0


def test_resume_says_what_is_left_then_a_short_lead_in_and_counts_on() -> None:
    company = Company().to_second(12)
    company.say("wait")
    company.hear_out()
    assert company.say("continue") == ["Eighteen left", wording.lead_in]
    company.hear_out()
    assert company.counts == list(range(13, 31))
    assert company.session.deadline == company.cues[0].at + samples(18)


def test_what_is_left_is_rounded_up() -> None:
    company = Company().to_second(12.4)
    company.say("pause")
    assert company.say("resume")[0] == "Eighteen left"


def test_the_clock_stands_from_the_moment_the_person_began_to_speak() -> None:
    company = Company().to_second(12)
    company.say("pause", began=0.75)
    assert company.held == 11.25


def test_a_second_pause_changes_nothing_of_what_was_held() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.wait(5)
    company.say("pause")
    assert company.held == 12.0


def test_a_pause_in_the_lead_in_loses_nothing_that_was_held_before() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.say("resume")
    company.say("pause")
    assert company.held == 12.0


def test_a_word_begun_in_the_lead_in_does_not_turn_the_clock_back() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.say("resume")
    company.hear_out()
    company.say("pause", began=3.0)
    assert company.held == 12.0


def test_ready_resumes_too() -> None:
    company = Company().to_second(12)
    company.say("pause")
    assert company.say("i'm ready")[0] == "Eighteen left"


def test_pausing_an_instruction_and_resuming_begins_it_afresh() -> None:
    company = Company().to_instruction("press")
    company.say("pause")
    assert "Press with a thumb." in company.say("resume")


def test_resume_without_a_pause_is_answered() -> None:
    assert Company().to_second(5).say("resume")[0] == wording.nothing_paused


def test_a_paused_step_can_be_explained_once_more_and_stays_paused() -> None:
    company = Company().to_second(12)
    company.say("pause")
    assert "Press with a thumb." in company.say("repeat")
    company.hear_out()
    assert company.mode is Mode.PAUSED


# --- what freezes the clock, and what goes over the counts ------------------------------------------------------------


def test_repeat_freezes_the_clock_says_all_once_more_and_goes_on() -> None:
    company = Company().to_second(12)
    assert company.say("say that again", began=1.0) == ["Left foot, steady pressure.", "Press with a thumb.", "Gently."]
    assert company.hear_out()[-2:] == ["Nineteen left", wording.lead_in]
    assert company.counts == list(range(12, 31))


def test_help_freezes_the_clock_and_goes_on() -> None:
    company = Company().to_second(12)
    said = company.say("help", began=0.5)
    assert said[-2:] == ["Nineteen left", wording.lead_in]
    company.hear_out()
    assert company.mode is Mode.TIMING


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("time left", "Eighteen seconds"),
        ("louder", wording.gain["louder"]),
        ("slower", wording.rate["slower"]),
        ("more time", wording.added_seconds),
    ],
)
def test_short_replies_take_the_place_of_counts_while_the_clock_runs_on(words: str, reply: str) -> None:
    company = Company().to_second(12)
    assert company.say(words) == [reply]
    assert company.over_counts
    assert not company.hushed
    assert company.mode is Mode.TIMING


def test_a_command_that_makes_no_sense_in_a_hold_is_answered_over_the_counts() -> None:
    company = Company().to_second(12)
    assert company.say("ready") == ["Not now. You can say: pause, next, or repeat."]
    assert company.over_counts


def test_more_time_makes_the_hold_ten_seconds_longer() -> None:
    company = Company().to_second(12)
    company.say("more time")
    assert company.counts == list(range(13, 41))
    company.end_hold()
    assert company.notes("step")[-1]["seconds"] == 40.0


def test_more_time_may_be_asked_for_before_the_clock_runs() -> None:
    company = Company().to_instruction("press")
    company.say("more time")
    company.hear_out()
    assert company.counts[-1] == 40


def test_no_hold_grows_without_end() -> None:
    company = Company().to_second(2)
    replies = [company.say("ten more seconds")[0] for _ in range(100)]
    assert replies[-1] == wording.as_far_as_it_goes
    assert company.view.clock is not None
    assert company.view.clock.target == samples(900)


def test_the_time_left_before_the_clock_runs_is_all_of_it() -> None:
    assert Company().to_instruction("press").say("how long")[0] == "Thirty seconds"


def test_an_untimed_step_has_no_time_left() -> None:
    company = Company().to_preparation()
    assert company.say("time left")[0] == wording.clock_stands
    assert company.say("more time")[0] == wording.clock_stands


# --- counts -----------------------------------------------------------------------------------------------------------


def test_fewer_counts_takes_effect_at_once() -> None:
    company = Company().to_second(12)
    assert company.say("fewer counts") == [wording.counts["fives"]]
    assert company.counts == [15, 20, 25, 30]


def test_more_counts_takes_effect_at_once() -> None:
    company = Company(settings=Settings(count_style=CountStyle.FIVES)).to_second(12)
    company.say("more counts")
    assert company.counts == list(range(13, 31))


def test_where_the_coach_cannot_listen_while_it_speaks_it_counts_in_fives() -> None:
    company = Company().to_second(12)
    company.half_duplex()
    assert company.counts == [15, 20, 25, 30]
    assert company.session.settings.count_style is CountStyle.EVERY
