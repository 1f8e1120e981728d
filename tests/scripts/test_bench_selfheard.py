"""What the coach is found to command itself: heard raw, and not through all that a session has against it."""

from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner, Result

from coach.clock import BLOCK
from coach.language.language import Language
from coach.sound.edge import Block, Samples
from coach.speaking.choice import SYSTEM, named
from coach.speaking.mixer import Mixer
from scripts.benchmarks import spoken
from scripts.benchmarks.duplex import Loudspeaker
from scripts.benchmarks.listeners import Engine
from scripts.benchmarks.selfheard import selfheard
from scripts.benchmarks.through import heard_through

TEXT = "Press, and then stop."


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the coach can say is two texts, one of which holds a safety word."""

    def sentences(language: Language) -> tuple[str, ...]:
        return (TEXT, "Knead the heel pad.")

    monkeypatch.setattr(spoken, "sentences", sentences)
    monkeypatch.setattr(spoken, "cues", lambda language: ())


def run(*options: str) -> Result:
    return CliRunner().invoke(selfheard, ["--voices", SYSTEM, *options], catch_exceptions=False)


def test_a_safety_word_is_a_fault_though_a_session_would_mask_it() -> None:
    told = run()
    assert told.exit_code == 1
    assert f'FAULT   in "{TEXT}" the recogniser hears "stop"' in told.stdout
    assert "2 texts; FAULT: 1." in told.stdout


def test_only_a_part_of_the_texts_is_spoken_where_that_is_asked_for() -> None:
    told = run("--part", "2/2")
    assert (told.exit_code, told.stdout) == (0, told.stdout.partition(":")[0] + ": 1 texts; nothing heard.\n")


def test_a_session_obeys_none_of_what_the_coach_says_in_a_room() -> None:
    told = run("--through")
    assert told.exit_code == 0
    assert "2 texts; nothing heard." in told.stdout


def test_it_would_obey_itself_in_that_room_if_it_did_not_know_what_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Loudspeaker.block

    def without_reference(loudspeaker: Loudspeaker, at: int, sound: Samples) -> Block:
        return replace(heard(loudspeaker, at, sound), played=np.zeros(BLOCK, np.int16))

    monkeypatch.setattr(Loudspeaker, "block", without_reference)
    monkeypatch.setattr(Mixer, "words_between", lambda mixer, start, end: ())
    voice = named(SYSTEM, None)
    try:
        found = list(heard_through(Engine("embedded"), voice, [TEXT], 170))
    finally:
        voice.close()
    assert "stop" in {one.phrase for one in found if one.text == TEXT}


def test_only_english_is_measured_in_a_room() -> None:
    assert run("--through", "--language", "de").exit_code == 2
