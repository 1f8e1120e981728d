"""Asserts coach.session.safety: a safety word freezes all at once; nothing is skipped or ended but by an answer."""

import pytest

from coach.language.intents import SKIP, Intent, Match
from coach.session.effects import Hush, Sound
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import Company


def everywhere() -> dict[str, Company]:
    """A company in every phase but the welcome."""
    asked = Company()
    asked.begin()
    asked.hear_out()
    waiting = Company().to_preparation()
    waiting.hear_out()
    paused = Company().to_second(5)
    paused.say("pause")
    changing = Company().to_feet()
    changing.say("switch foot")
    gate = Company().to_second(5)
    gate.end_hold()
    leading = Company().to_instruction("press")
    leading.hear_one()
    ending = Company().to_feet()
    ending.say("end session")
    hurt = Company().to_second(5)
    hurt.say("ouch")
    after = Company().to_second(1, "explore")
    after.end_hold()
    for _ in range(12):
        if after.view.question != "after left":
            after.say("skip")
    return {
        "interview": asked,
        "preparation": waiting,
        "instruction": Company().to_instruction("press"),
        "lead-in": leading,
        "hold": Company().to_second(5),
        "pause": paused,
        "changeover": changing,
        "gate": gate,
        "ending": ending,
        "hurt": hurt,
        "afterwards": after,
    }


PHASES = tuple(everywhere())


@pytest.mark.parametrize("phase", PHASES)
def test_stop_silences_every_phase_at_once_and_asks_whether_to_end(phase: str) -> None:
    company = everywhere()[phase]
    assert company.say("oh stop please") == [wording.shall_we_end]
    assert isinstance(company.last[0], Hush)
    assert not company.cues


@pytest.mark.parametrize("phase", PHASES)
def test_a_pain_word_silences_every_phase_at_once_and_asks_how_it_hurts(phase: str) -> None:
    company = everywhere()[phase]
    said = company.say("that hurts")
    assert said[0] == wording.let_go
    assert wording.is_it_sharp in said
    assert isinstance(company.last[0], Hush)


@pytest.mark.parametrize("phase", PHASES)
def test_yes_to_stop_ends_every_phase(phase: str) -> None:
    company = everywhere()[phase]
    company.say("stop")
    company.say("yes")
    company.hear_out()
    assert company.finished == "stopped"


@pytest.mark.parametrize("phase", PHASES)
def test_no_to_stop_stays_paused_in_every_phase(phase: str) -> None:
    company = everywhere()[phase]
    company.say("stop")
    assert company.say("no") == [wording.stays_paused]
    company.hear_out()
    assert company.mode is Mode.PAUSED


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_goes_on_after_easing_off(phase: str) -> None:
    company = everywhere()[phase]
    company.say("ouch")
    assert company.say("go on")[0] == wording.ease_off
    company.hear_out()
    assert company.mode in {Mode.ASKING, Mode.WAITING, Mode.TIMING}
    assert company.view.question != "hurt"


@pytest.mark.parametrize("phase", PHASES)
def test_sharp_pain_ends_every_phase_with_the_advice(phase: str) -> None:
    company = everywhere()[phase]
    company.say("it hurts")
    assert company.say("yes") == [wording.let_go, *wording.sharp_end]
    company.hear_out()
    assert company.finished == "sharp"


def test_the_clock_stands_from_the_moment_the_word_began() -> None:
    company = Company().to_second(12)
    company.say("stop", began=0.5)
    assert company.held == 11.5


def test_a_safety_word_is_acknowledged_by_a_tone() -> None:
    company = Company().to_second(12)
    company.say("stop")
    assert any(isinstance(effect, Sound) for effect in company.last)


def test_continue_after_stop_goes_on_without_an_answer() -> None:
    company = Company().to_second(12)
    company.say("stop")
    assert company.say("continue") == ["Eighteen left", wording.lead_in]


def test_stop_is_noted_with_step_foot_and_seconds() -> None:
    company = Company().to_second(12)
    company.say("stop")
    assert company.notes("stopped") == [{"foot": "left", "step": "press", "seconds": 12.0}]


def test_a_session_ended_by_stop_notes_the_step_as_stopped() -> None:
    company = Company().to_second(12)
    company.say("stop")
    company.say("yes")
    company.hear_out()
    assert company.notes("step")[-1] == {"foot": "left", "step": "press", "ending": "stopped", "seconds": 12.0}


def test_silence_after_stop_ends_nothing_and_skips_nothing() -> None:
    company = Company().to_second(12)
    company.say("stop")
    company.hear_out()
    company.wait(600)
    assert company.view.question == "stop"
    assert company.held == 12.0


# --- it hurts ---------------------------------------------------------------------------------------------------------


def test_a_hurt_is_noted_with_step_foot_words_and_seconds() -> None:
    company = Company().to_second(12)
    company.say("too much", began=0.5)
    note = {"foot": "left", "step": "press", "said": "too much", "times": 1, "seconds": 11.5}
    assert company.notes("hurt") == [note]


def test_easing_off_goes_on_with_what_is_left() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    assert company.say("ease off") == [wording.ease_off, "Eighteen left", wording.lead_in]


def test_not_sharp_asks_how_to_go_on() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    assert company.say("no") == [wording.how_to_go_on]
    company.hear_out()
    assert "yes" not in company.live.answers
    assert company.say("skip")[0] == wording.left_out


@pytest.mark.parametrize("intent", [Intent.ANSWER, Intent.CORRECT])
def test_a_hurt_that_is_sharp_after_all_ends_the_session(intent: Intent) -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.say("no")
    assert company.mean(Match(intent, "no, yes, it is", "yes"), early=True) == [wording.let_go, *wording.sharp_end]


@pytest.mark.parametrize("word", ["stop", "end session"])
@pytest.mark.parametrize("answer", ["left", "four", "go on"])
def test_no_answer_to_an_earlier_question_passes_the_one_whether_to_end(word: str, answer: str) -> None:
    company = Company().to_preparation()
    company.say(word)
    company.mean(Match(Intent.ANSWER, answer, answer), early=True)
    assert company.view.question in {"stop", "end"}


def test_a_hurt_said_before_the_release_belongs_to_its_step() -> None:
    company = Company().to_second(31, "press")
    company.say("ouch", began=1.5)
    assert company.notes("hurt") == [{"step": "press", "foot": "left", "said": "ouch", "times": 1, "seconds": 29.5}]
    assert company.say("no") == [wording.how_to_go_on_between]


def test_a_sharp_spot_told_of_as_exploring_ends_is_spared() -> None:
    company = Company().to_second(20.5, "explore")
    company.say("ouch", began=1.0)
    assert wording.spot_left_out in company.say("go on")
    assert company.session.journey.foot.spared


def test_skipping_after_a_hurt_stops_the_step() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.say("skip")
    assert company.notes("step")[-1]["ending"] == "stopped"
    assert company.step == "achilles"


def test_next_after_a_hurt_answers_the_question_and_leaves_the_step_out() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.hear_out()
    company.say("next")
    assert company.notes("step")[-1]["ending"] == "stopped"


def test_leaving_the_step_out_after_a_hurt_needs_no_second_question() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.mean(Match(Intent.NEXT, "skip this one", topic=SKIP))
    assert company.notes("step")[-1]["ending"] == "stopped"


def test_resume_after_a_hurt_is_taken_for_go_on() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    assert company.say("resume")[0] == wording.ease_off


def test_ending_after_a_hurt() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.say("end")
    company.hear_out()
    assert company.finished == "hurt"


@pytest.mark.parametrize("words", ["switch foot", "go back", "i'm ready"])
def test_a_hurt_is_answered_before_anything_else(words: str) -> None:
    company = Company().to_second(12)
    company.say("ouch")
    assert wording.is_it_sharp in company.say(words)
    assert company.view.question == "hurt"


def test_silence_after_a_hurt_asks_the_whole_question_again() -> None:
    company = Company().to_second(12)
    company.say("ouch")
    company.hear_out()
    before = len(company.effects)
    company.wait(12)
    said = [text for effect in company.effects[before:] for text in getattr(effect, "sentences", ())]
    assert said == [wording.is_it_sharp]


def test_the_second_hurt_on_one_step_proposes_to_leave_it_out() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    company.say("go on")
    company.hear_out()
    company.say("ouch")
    assert wording.hurt_before in company.say("no")
    assert company.notes("hurt")[-1]["times"] == 2


def test_a_hurt_on_another_step_is_a_first_one() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    company.say("skip")
    company.say("no")
    company.say("ouch")
    assert wording.hurt_before not in company.say("no")


def test_a_second_cry_before_the_answer_is_the_same_hurt() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    assert wording.hurt_before not in company.say("that hurts")
    assert len(company.notes("hurt")) == 1


def test_stop_while_a_hurt_is_asked_about_does_not_lose_the_hurt() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    company.say("stop")
    company.say("no")
    assert wording.is_it_sharp in company.say("continue")


def test_a_pause_while_a_hurt_is_asked_about_does_not_lose_the_hurt() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    company.say("pause")
    assert wording.is_it_sharp in company.say("next")
    company.say("go on")
    company.say("pause")
    assert company.say("resume") == ["Twenty-five left", wording.lead_in]


def test_not_ending_while_a_hurt_is_asked_about_returns_to_the_hurt() -> None:
    company = Company().to_second(5)
    company.say("ouch")
    company.press("q")
    assert company.view.question == "end"
    assert wording.is_it_sharp in company.say("no")


def test_a_hurt_between_the_steps_offers_nothing_to_skip() -> None:
    company = Company().to_feet()
    company.say("switch foot")
    company.say("ouch")
    assert company.say("no") == [wording.how_to_go_on_between]
    assert "skip" not in company.live.answers


def test_a_spot_that_hurt_while_exploring_is_left_out_from_then_on() -> None:
    company = Company().to_second(5, "explore")
    company.say("ouch")
    assert wording.spot_left_out in company.say("go on")
    company.say("next")
    assert wording.sharp_spot in company.answer


def test_the_other_foot_has_its_own_spots() -> None:
    company = Company().to_second(5, "explore")
    company.say("ouch")
    company.say("skip")
    company.say("switch foot")
    company.say("ready")
    assert wording.sharp_spot not in company.say("next")


def test_without_a_hurt_no_spot_is_spoken_of() -> None:
    assert wording.sharp_spot not in Company().to_instruction("press").answer
