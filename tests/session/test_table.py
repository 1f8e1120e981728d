"""Asserts coach.session.table: it says what every event does in every state, and the session does what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.language.intents import SAFETY, Intent
from coach.session.corrections import Corrections
from coach.session.deeds import Deeds
from coach.session.effects import Finish
from coach.session.navigation import Navigation
from coach.session.standing import Standing
from coach.session.table import EVERYWHERE, IN, QUESTIONS, Deed, Happening, State, move
from coach.session.telling import Replies
from tests.session.places import THERE, bring_about

ROOT = Path(__file__).resolve().parents[2]
WHATS = (*Intent, *Happening)
DOERS = (Deeds, Replies, Standing, Navigation, Corrections)


def test_every_state_has_a_row_and_everything_that_may_happen_a_move() -> None:
    assert set(IN) == set(State) == set(THERE)
    assert set(EVERYWHERE) == set(WHATS)


def test_every_deed_of_a_command_is_one_method() -> None:
    wanted = {move(state, intent).deed for state in State for intent in Intent}
    methods = {deed: [doer for doer in DOERS if hasattr(doer, deed.name.lower())] for deed in wanted}
    assert {deed for deed, doers in methods.items() if len(doers) != 1} == set()


def test_every_deed_stands_in_the_table() -> None:
    assert {move(state, what).deed for state in State for what in WHATS} == set(Deed)


@pytest.mark.parametrize("state", State)
def test_the_way_to_a_state_leads_there(state: State) -> None:
    there = THERE[state]().session.state
    assert there is (State.ASKED if state is State.ABOUT_TO_ASK else state)


@pytest.mark.parametrize("state", State)
def test_whatever_happens_leads_to_a_state_that_the_table_names(state: State) -> None:
    strays = {}
    for what in WHATS:
        company = THERE[state]()
        stays = company.session.state
        bring_about(company, what)
        if company.session.state not in {stays, *move(state, what).then}:
            strays[what.value] = company.session.state
    assert strays == {}


@pytest.mark.parametrize("state", [state for state in State if state is not State.OVER])
@pytest.mark.parametrize("intent", sorted(SAFETY))
def test_a_safety_word_silences_everything_in_every_state(state: State, intent: Intent) -> None:
    company = THERE[state]()
    bring_about(company, intent)
    assert company.hushed


@pytest.mark.parametrize("state", [*sorted(QUESTIONS), State.ABOUT_TO_ASK])
def test_no_command_but_an_answer_ends_a_session_from_a_question(state: State) -> None:
    enders = []
    for intent in set(Intent) - {Intent.ANSWER}:
        company = THERE[state]()
        bring_about(company, intent)
        if company.session.state in {State.FAREWELL, State.OVER} and intent is not Intent.END:
            enders.append(intent)
    assert enders == []


@pytest.mark.parametrize("state", [state for state in State if state not in {State.FAREWELL, State.OVER}])
def test_nothing_finishes_a_session_at_once(state: State) -> None:
    for what in WHATS:
        company = THERE[state]()
        bring_about(company, what)
        assert not any(isinstance(effect, Finish) for effect in company.last)


def test_the_page_of_the_table_is_current() -> None:
    kept = (ROOT / "docs" / "session.md").read_text(encoding="utf-8")
    written = subprocess.run(
        (sys.executable, ROOT / "scripts" / "session_page", "--print"), capture_output=True, text=True, check=True
    )
    assert written.stdout == kept, "docs/session.md is out of date: run scripts/session_page"
