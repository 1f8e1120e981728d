"""Asserts coach.session.faults: while nobody hears the coach it stands, and then goes on at the same second."""

import pytest

from coach.clock import samples
from coach.session.events import HearsBadly, Part, PartFails, PartWorks, Trouble
from coach.session.session import Mode
from tests.english import wording
from tests.session.driver import Company


def lose(company: Company, ago: float = 0.0) -> list[str]:
    company.tell(PartFails(Part.SPEAKER, company.at - samples(ago)))
    return company.answer


def find(company: Company) -> list[str]:
    company.tell(PartWorks(Part.SPEAKER, company.at))
    return company.answer


def test_a_hold_stands_where_the_speaker_was_lost_and_goes_on_at_the_same_second() -> None:
    company = Company().to_second(8)
    assert lose(company, ago=0.5) == [wording.part_fails["speaker"]]
    assert (company.mode, company.cues) == (Mode.PAUSED, ())
    company.hear_out()
    company.wait(40)
    assert find(company) == [wording.part_works["speaker"], wording.seconds_left(23), wording.lead_in]
    company.hear_out()
    assert [cue.number for cue in company.cues][:2] == [9, 10]


def test_what_was_cut_by_the_loss_of_the_speaker_is_said_from_its_start() -> None:
    company = Company().to_instruction("press")
    lose(company)
    company.wait(5)
    assert "Press with a thumb." in find(company)


def test_a_welcome_that_nobody_heard_is_said_again() -> None:
    company = Company()
    company.begin()
    lose(company)
    assert wording.welcome[0] in find(company)


def test_a_question_stays_open_without_the_speaker_and_is_asked_again_with_it() -> None:
    company = Company().to_second(8)
    company.say("stop")
    lose(company)
    company.hear_out()
    assert wording.shall_we_end in find(company)
    company.say("no")
    assert company.mode is Mode.PAUSED


@pytest.mark.parametrize("said", ["pause", "stop"])
def test_whoever_pauses_meanwhile_stays_paused_when_the_speaker_is_back(said: str) -> None:
    company = Company().to_second(8)
    lose(company)
    company.hear_out()
    company.say(said)
    company.hear_out()
    find(company)
    company.hear_out()
    assert not company.cues
    assert company.mode is not Mode.TIMING


def test_whoever_goes_on_without_the_speaker_may() -> None:
    company = Company().to_second(8)
    lose(company)
    company.say("continue")
    company.hear_out()
    assert company.mode is Mode.TIMING


@pytest.mark.parametrize("part", [part for part in Part if part is not Part.SPEAKER])
def test_any_other_part_that_fails_is_told_while_the_counts_go_on(part: Part) -> None:
    company = Company().to_second(8)
    company.tell(PartFails(part, company.at))
    assert company.over_counts
    assert company.mode is Mode.TIMING
    company.tell(PartWorks(part, company.at))
    assert company.mode is Mode.TIMING


@pytest.mark.parametrize("trouble", [Trouble.CLIPPED, Trouble.NOISE, Trouble.ECHO])
def test_why_it_hears_badly_and_what_helps_is_said_once_while_the_counts_go_on(trouble: Trouble) -> None:
    company = Company().to_second(8)
    company.tell(HearsBadly(trouble, company.at))
    assert (company.answer, company.over_counts) == ([wording.trouble[trouble]], True)
    assert company.mode is Mode.TIMING
    company.hear_out()
    company.tell(HearsBadly(trouble, company.at))
    assert not company.answer


def test_a_question_stays_open_while_the_reason_for_hearing_badly_is_said() -> None:
    company = Company().to_second(8)
    company.say("stop")
    company.hear_out()
    company.tell(HearsBadly(Trouble.NOISE, company.at))
    assert company.answer == [wording.trouble["noise"]]
    company.say("no")
    assert company.mode is Mode.PAUSED


def test_a_microphone_without_a_sound_is_told_by_whoever_watches_for_its_loss() -> None:
    company = Company().to_second(8)
    company.tell(HearsBadly(Trouble.NO_SOUND, company.at))
    assert not company.answer
