"""Asserts coach.session.standing: what stands says so, and goes on where it stood."""

from coach.language.intents import Intent, Match
from tests.english import wording
from tests.session.driver import Company


def test_a_pause_and_its_end_are_noted_with_the_seconds_held() -> None:
    company = Company().to_second(12)
    company.say("pause")
    company.wait(5)
    company.say("continue")
    assert [note["seconds"] for what in ("paused", "resumed") for note in company.notes(what)] == [12.0, 12.0]


def test_continue_after_stop_goes_on_even_where_it_was_taken_for_a_no() -> None:
    company = Company().to_second(12)
    company.say("stop")
    company.hear_out()
    assert company.mean(Match(Intent.ANSWER, "continue", "no")) == ["Eighteen left", wording.lead_in]


def test_a_no_after_stop_stays_where_it_is() -> None:
    company = Company().to_second(12)
    company.say("stop")
    company.hear_out()
    assert company.mean(Match(Intent.ANSWER, "no", "no")) == [wording.stays_paused]
