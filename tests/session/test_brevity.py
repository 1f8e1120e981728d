"""Asserts how long it takes until the first touch, a person answering 0.7 seconds after each question."""

from dataclasses import replace

import pytest

from coach.clock import samples, seconds
from coach.language.catalogues import load_language
from coach.language.intents import Intent, Match
from coach.language.language import Language
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Routine, Side
from coach.session.events import SentenceBegun, Spoken
from coach.session.session import Mode
from coach.session.settings import WORDS_A_MINUTE
from coach.speaking.silent_voice import seconds_to_say
from tests.english import ENGLISH
from tests.session.driver import Company, in_time

ANSWER_AFTER = 0.7
RATE = WORDS_A_MINUTE
NEW: dict[str, str] = {}
KNOWN = {"feeling": "no", "diabetes": "no", "week": "no", "foot": "both", "first": "left", "tool": "ball"}
GIVEN = {"foot": "both", "first": "left", "before left": "six", "before right": "four", "last": "yes"}


def first_touch(name: str, remembered: dict[str, str], language: Language) -> float:
    """Seconds from the welcome to the first sentence of the first step of a foot, or its instruction's beginning."""
    return first_touch_of(read_routine(built_in()[name]), remembered, language)


def first_touch_of(routine: Routine, remembered: dict[str, str], language: Language) -> float:
    company = Company(routine, remembered=remembered, language=language)
    company.begin()
    for _ in in_time():
        if company.view.step and company.view.step.per_foot:
            return seconds(company.at)
        hear_out(company, language)
        company.at += samples(ANSWER_AFTER)
        if company.view.question:
            answer = GIVEN.get(company.view.question, "no")
            company.mean(Match(Intent.ANSWER, answer, answer), early=True)
        elif company.mode is Mode.WAITING:
            company.mean(Match(Intent.READY, "ready"))
    raise AssertionError


def hear_out(company: Company, language: Language) -> None:
    while company.line:
        saying = company.line.pop(0)
        for index, text in enumerate(saying.sentences):
            company.tell(SentenceBegun(saying.say_id, index, company.at))
            company.at += samples(seconds_to_say(text, RATE))
        company.tell(Spoken(saying.say_id, company.at))


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize(("remembered", "most"), [(NEW, 90.0), (KNOWN, 45.0)], ids=["the first time", "back again"])
def test_the_first_touch_comes_soon(code: str, remembered: dict[str, str], most: float) -> None:
    name = "heel" if code == "en" else "heel.de"
    assert first_touch(name, remembered, load_language(code)) <= most


@pytest.mark.parametrize("code", ["en", "de"])
def test_in_the_morning_who_comes_back_begins_within_half_a_minute(code: str) -> None:
    name = "morning" if code == "en" else "morning.de"
    assert first_touch(name, KNOWN, load_language(code)) <= 30.0


def test_a_step_for_one_foot_alone_delays_nobody() -> None:
    heel = read_routine(built_in()["heel"])
    *others, last = heel.steps
    sided = replace(heel, steps=(*others, replace(last, side=Side.RIGHT)))
    assert first_touch_of(sided, KNOWN, ENGLISH) == first_touch_of(heel, KNOWN, ENGLISH)
