"""Asserts of any sequence of turns by voice: it can be undone, there is a way out by voice, and nothing breaks."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.language.intents import SHARP, SIGNS, SKIP, TOPICS, Intent, Match
from coach.session.effects import Finish, Say
from coach.session.journey import Stage
from coach.session.session import Mode
from coach.session.table import QUESTIONS, State, move
from tests.english import wording
from tests.session.driver import ROUTINE, Company

REMEMBERED: tuple[dict[str, str], ...] = (
    {},
    {"feeling": "no", "diabetes": "yes"},
    {"feeling": "no", "diabetes": "no", "week": "no", "foot": "both", "first": "left", "tool": "bottle"},
)
GIVEN = ("left", "right", "both", "ball", "bottle", "hands only", "yes", "no", "three", "nine", "")
WITH_ANSWER = (Intent.CORRECT, Intent.CHANGE)


@dataclass(frozen=True)
class Turn:
    """One thing said, and how much of what the coach is saying is heard before it."""

    intent: Intent
    pick: int
    heard: int
    """Sayings of the coach; more than there are: all."""
    waits: float

    def match(self, company: Company) -> Match:
        """What it means now: an answer is one that may be given."""
        live = sorted(company.live.answers) or ["yes"]
        answer = live[self.pick % len(live)] if self.intent is Intent.ANSWER else ""
        answer = GIVEN[self.pick % len(GIVEN)] if self.intent in WITH_ANSWER else answer
        topics = {
            Intent.ASK: TOPICS,
            Intent.HURTS: ("", SHARP),
            Intent.NEXT: ("", SKIP),
            Intent.ANSWER: ("", *SIGNS) if answer == "yes" else ("",),
        }.get(self.intent, ("",))
        return Match(self.intent, "said", answer, topics[self.pick % len(topics)])


INTENTS = st.sampled_from([*[Intent.ANSWER] * 20, *Intent])
TURNS = st.lists(
    st.builds(
        Turn, INTENTS, st.integers(0, 20), st.sampled_from([0, 1, 9, 9, 9]), st.sampled_from([0.0, 0.0, 0.7, 31])
    ),
    max_size=14,
)
STARTS = st.sampled_from(["welcome", "preparation", "feet", "hold", "last step"])
SOME = settings(max_examples=settings().max_examples * 2 // 5, deadline=None)
"""A few in a second or so; many with --long."""


def come_to(start: str, known: int = 0) -> Company:
    """A session at one of STARTS."""
    company = Company(ROUTINE, remembered=REMEMBERED[known] if start == "welcome" else None)
    if start == "welcome":
        company.begin()
    elif start == "preparation":
        company.to_preparation()
    elif start == "feet":
        company.to_feet()
    elif start == "hold":
        company.to_second(5)
    else:
        company.to_feet({"foot": "left", "before left": "four"})
        company.to_second(0, "roll")
    return company


def take(company: Company, turn: Turn) -> None:
    """Let the coach speak for a while, and say it."""
    for _ in range(turn.heard):
        if company.line:
            company.hear_one()
    company.wait(turn.waits)
    if not company.finished:
        row, before = company.session.state_for(turn.intent, company.at), company.session.state
        company.mean(turn.match(company), early=True)
        assert company.session.state in {before, *move(row, turn.intent).then}, (row, turn.intent)


def after(start: str, known: int, turns: list[Turn]) -> Company:
    """The session after `turns`."""
    company = come_to(start, known)
    for turn in turns:
        take(company, turn)
    return company


@SOME
@given(STARTS, st.integers(0, 2), TURNS)
def test_the_clock_runs_only_in_a_hold_and_every_state_waits_for_something(
    start: str, known: int, turns: list[Turn]
) -> None:
    company = come_to(start, known)
    for turn in turns:
        take(company, turn)
        view = company.view
        running = view.clock is not None and view.clock.running
        assert running is (view.mode is Mode.TIMING)
        if view.mode is not Mode.TIMING:
            assert not company.cues or company.cues[-1].at <= company.at
        assert company.finished or company.line or company.session.deadline is not None


@SOME
@given(STARTS, st.integers(0, 2), TURNS)
def test_no_word_ends_the_session_at_once_and_a_no_takes_every_end_back(
    start: str, known: int, turns: list[Turn]
) -> None:
    company = come_to(start, known)
    for place, turn in enumerate(turns):
        before = company.session.state
        take(company, turn)
        if before not in {State.FAREWELL, State.OVER}:
            assert not any(isinstance(effect, Finish) for effect in company.last)
        if company.session.state is State.FAREWELL and before in QUESTIONS:
            again = after(start, known, turns[:place])
            take(again, turn)
            if again.session.state is State.FAREWELL and again.session.journey.stage is not Stage.AFTERWARDS:
                again.mean(Match(Intent.ANSWER, "no", "no"))
                assert again.session.state is not State.FAREWELL
            return


@SOME
@given(st.integers(0, 2), TURNS)
def test_from_anywhere_before_the_massage_going_back_reaches_the_first_question(known: int, turns: list[Turn]) -> None:
    company = after("welcome", known, turns)
    if company.view.stage is not Stage.INTERVIEW or company.session.state not in QUESTIONS:
        return
    if company.view.question in {"hurt", "stop", "end"}:
        return
    for _ in range(20):
        company.hear_out()
        company.mean(Match(Intent.BACK, "go back"))
    company.hear_out()
    assert set(company.session.answers) <= {"tool"}, "of a tool one may speak at any time, no question is answered so"
    assert company.view.question in {"today", "new"}


@SOME
@given(st.integers(0, 2), TURNS)
def test_the_last_answer_is_taken_back_in_one_turn(known: int, turns: list[Turn]) -> None:
    company = come_to("welcome", known)
    for turn in turns:
        asked, answers = company.view.question, dict(company.session.answers)
        take(company, turn)
        recorded = turn.intent is Intent.ANSWER and company.notes("answer")[-1:] != []
        if recorded and asked not in {"", "confirm", "hurt", "stop", "end"} and company.view.question != asked:
            if turn.heard < 2 or company.session.answers == answers:
                return
            company.mean(Match(Intent.CORRECT, "that's wrong"))
            assert company.view.question == asked
            assert company.session.answers == answers
            return


@SOME
@given(STARTS, st.integers(0, 2), TURNS)
def test_two_words_are_a_way_out_of_everything(start: str, known: int, turns: list[Turn]) -> None:
    company = after(start, known, turns)
    if company.session.state in {State.FAREWELL, State.OVER}:
        return
    company.mean(Match(Intent.STOP, "stop"))
    assert company.hushed
    assert company.session.state is State.STOP
    company.hear_out()
    company.mean(Match(Intent.ANSWER, "yes", "yes"))
    company.hear_out()
    assert company.finished == "stopped"


@SOME
@given(STARTS, st.integers(0, 2), TURNS)
def test_keys_are_never_offered_alone_and_every_question_can_be_answered_by_voice(
    start: str, known: int, turns: list[Turn]
) -> None:
    company = after(start, known, turns)
    company.wait(700)
    keys = wording.key_request.split("{", 1)[0]
    for effect in company.effects:
        if isinstance(effect, Say) and effect.sentences:
            assert not effect.sentences[0].startswith(keys)
    if company.view.question:
        assert company.live.answers


@SOME
@given(st.sampled_from(["feet", "hold", "last step"]), TURNS)
def test_what_a_step_was_told_is_taken_back_before_anything_is_done_to_the_foot(start: str, turns: list[Turn]) -> None:
    company = come_to(start)
    company.to_instruction("achilles" if start == "feet" else "roll", stop_at_question=True)
    for turn in turns:
        asked, before = company.view.question, company.session.state
        take(company, turn)
        told = before is State.CHOICE and turn.intent is Intent.ANSWER and asked in {"gate", "tool"}
        if told and not company.view.question and company.session.state is State.TELLING:
            assert not company.cues
            company.mean(Match(Intent.BACK, "go back"))
            assert company.view.question == asked
            return
