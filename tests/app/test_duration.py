"""How long a routine takes is what a session of it takes."""

from dataclasses import replace
from pathlib import Path

import pytest

from coach.app import parts
from coach.app.duration import minutes_a_foot
from coach.app.parts import Places
from coach.clock import RATE
from coach.language.catalogues import built_in, load_language
from coach.routines.routine import Kind, Routine, Side, Step, Zone
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.silent_voice import SilentVoice, seconds_to_say
from tests.english import ENGLISH


def routine(seconds: int, gate: str = "", tools: dict[str, tuple[str, ...]] | None = None) -> Routine:
    step = Step("a", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=seconds, gate=gate, tools=tools or {})
    chair = Step("b", "sit", Kind.GUIDE, Zone.FOOT, ("Sit down for a very long while.",) * 20, per_foot=False)
    return Routine("Short", (chair, step), ("Now the other.",))


def test_a_longer_hold_takes_just_as_much_longer() -> None:
    short, long = (minutes_a_foot(routine(seconds), ENGLISH, SilentVoice(), 150) for seconds in (30, 90))
    said = [seconds_to_say(ENGLISH.wording.how_long(seconds), 150) for seconds in (30, 90)]
    assert long - short == pytest.approx(1.0 + (said[1] - said[0]) / 60, abs=0.001)


def test_speech_of_the_foot_counts_and_preparation_does_not() -> None:
    assert 32 < 60 * minutes_a_foot(routine(30), ENGLISH, SilentVoice(), 150) < 38


def test_a_foot_with_more_steps_takes_longer() -> None:
    held = Step("c", "hold", Kind.HOLD, Zone.HEEL, ("Hold.",), seconds=60, side=Side.RIGHT)
    sided = routine(30)
    sided = replace(sided, steps=(*sided.steps, held))
    left, right = (minutes_a_foot(sided, ENGLISH, SilentVoice(), 150, side=side) for side in Side)
    assert left == minutes_a_foot(routine(30), ENGLISH, SilentVoice(), 150)
    assert 1.0 < right - left < 1.2


def test_slower_speech_takes_longer() -> None:
    slow, fast = (minutes_a_foot(routine(30), ENGLISH, SilentVoice(), rate) for rate in (100, 200))
    assert slow > fast


def test_gates_and_tools_are_answered() -> None:
    asked = routine(30, gate="Is it inflamed?", tools={"ball": ("Take it.",), "hands only": ("Stroke it.",)})
    assert minutes_a_foot(asked, ENGLISH, SilentVoice(), 150) > minutes_a_foot(routine(30), ENGLISH, SilentVoice(), 150)


@pytest.mark.parametrize("code", built_in())
def test_the_built_in_routine_takes_five_to_ten_minutes_a_foot(code: str, tmp_path: Path) -> None:
    language = load_language(code)
    voice = PyttsxVoice(language.voice or None)
    heel = parts.load_routine("heel", None, Places(tmp_path, tmp_path, None), code)
    assert heel.language == code
    assert 5 < minutes_a_foot(heel, language, voice, 150) < 10
    voice.close()


def test_each_second_of_the_session_is_told_as_it_is_computed() -> None:
    told: list[int] = []
    minutes_a_foot(routine(30), ENGLISH, SilentVoice(), 150, told.append)
    assert len(told) > 30
    assert told == [RATE * second for second in range(told[0] // RATE, told[0] // RATE + len(told))]
