"""Asserts coach.session.standby: a routine is named, asked about, and started by a "yes" to that question alone."""

import pytest

from coach.language.catalogues import load_language
from coach.language.intents import YES_NO, Intent, Live, Match
from coach.language.starting import startable
from coach.session.effects import Effect, Finish, Hush, Listen, Say, Sound, Speak, Tone
from coach.session.events import Begun, Heard, MicrophoneFound, MicrophoneLost, SentenceBegun, Spoken, TimeUp
from coach.session.settings import Settings
from coach.session.standby import PATIENCE, Standby

LANGUAGE, _ = startable(load_language("en"), ["heel", "morning"])
STARTS = {"start heel": "heel", "start morning": "morning"}
NAMED = Live(answers=frozenset(STARTS))


def heard(answer: str, at: int = 1000, *, by_key: bool = False, intent: Intent = Intent.ANSWER) -> Heard:
    return Heard(Match(intent, answer, answer if intent is Intent.ANSWER else ""), at, at, at, by_key)


def said(effects: list[Effect]) -> list[str]:
    return [" ".join(effect.sentences) for effect in effects if isinstance(effect, Say)]


@pytest.fixture
def waiting() -> Standby:
    standby = Standby(LANGUAGE, STARTS, Settings(words_a_minute=150, gain_db=-3.0))
    effects = standby.handle(Begun(0))
    assert effects[0] == Speak(150, -3.0)
    assert Sound(Tone.LISTENING) in effects
    assert Listen(NAMED) in effects
    return standby


@pytest.fixture
def asked(waiting: Standby) -> Standby:
    assert said(waiting.handle(heard("start heel"))) == ["Shall I start the heel massage?"]
    assert not waiting.view().live.commands, "an answer before the question has begun is none"
    waiting.handle(SentenceBegun(1, 0, 2000))
    assert waiting.view().live == Live(answers=YES_NO)
    waiting.handle(Spoken(1, 30_000))
    assert waiting.deadline == 30_000 + PATIENCE
    return waiting


def test_a_yes_finishes_the_wait_with_the_routine_once_that_has_been_told(asked: Standby) -> None:
    assert said(asked.handle(heard("yes", 40_000))) == ["All right, here we go."]
    assert asked.handle(Spoken(2, 60_000)) == [Finish("start heel")]


def test_without_any_voice_to_tell_it_a_yes_still_starts(asked: Standby) -> None:
    asked.handle(heard("yes", 40_000))
    assert asked.deadline is not None
    assert asked.handle(TimeUp(asked.deadline)) == [Finish("start heel")]


@pytest.mark.parametrize("no", [heard("no"), heard("stop", intent=Intent.STOP), heard("end", intent=Intent.END)])
def test_a_no_waits_on(asked: Standby, no: Heard) -> None:
    effects = asked.handle(no)
    assert said(effects) == ["All right, not now."]
    assert {Hush(), Listen(NAMED)} <= {effect for effect in effects if not isinstance(effect, Say)}
    assert asked.deadline is None
    assert asked.handle(heard("yes", 50_000)) == []


def test_silence_is_taken_for_no(asked: Standby) -> None:
    assert asked.deadline is not None
    effects = asked.handle(TimeUp(asked.deadline))
    assert Listen(NAMED) in effects
    assert asked.handle(heard("yes", 500_000)) == []


@pytest.mark.parametrize("intent", [Intent.NEXT, Intent.LOUDER, Intent.UNSURE])
def test_what_is_no_answer_leaves_the_question_open(asked: Standby, intent: Intent) -> None:
    assert asked.handle(heard("next", intent=intent)) == []
    assert said(asked.handle(heard("yes", 40_000)))


def test_a_key_needs_no_confirmation(waiting: Standby) -> None:
    assert said(waiting.handle(heard("start morning", by_key=True))) == ["All right, here we go."]
    assert waiting.handle(Spoken(1, 9000)) == [Finish("start morning")]


def test_a_lost_microphone_is_told_forgets_the_question_and_comes_back(asked: Standby) -> None:
    assert said(asked.handle(MicrophoneLost(40_000))) == ["I've lost the microphone."]
    assert asked.handle(heard("yes", 41_000)) == []
    found = asked.handle(MicrophoneFound(90_000))
    assert said(found) == ["Now I hear you."]
    assert Sound(Tone.LISTENING) in found
    assert asked.view().live == NAMED
