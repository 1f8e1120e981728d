"""What the ear makes of its echo: whose words they are, how softly the coach is to speak, and what the log tells of it.

Without an engine or a canceller: what one would hand on is set by the test.
"""

import logging
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from coach.clock import BLOCK, blocks, samples
from coach.hearing import trace
from coach.hearing.ear import Ear, ear_beside_speaker
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.canceller import EchoCanceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.listening import Listening
from coach.hearing.echo.webrtc import made_if_there
from coach.hearing.tuning import USUAL, Modes
from coach.language.intents import Live
from coach.session.events import Heard, NearlyHeard
from coach.sound.edge import Block
from coach.units import Decibels, Seconds
from tests.english import ENGLISH
from tests.hearing.scripted import Said, Scripted

SOFT = np.full(BLOCK, 30, np.int16)
LOUD = np.full(BLOCK, 3000, np.int16)
STEP = Live(timed=True)
TAKEN_OUT = Cancelled(SOFT, SOFT, 100.0, usual_suppression_db=Decibels(30.0), settled=True, telling=LOUD)
DELAY = 0.08


class Taker(EchoTaker):
    """Hands on the same whatever it is given."""

    handed_on = TAKEN_OUT

    def __init__(self, canceller: EchoCanceller | None = None, teller: EchoCanceller | None = None) -> None:
        self.teller = teller

    @property
    def delay(self) -> Seconds | None:
        """It is known."""
        return DELAY

    def take(self, block: Block) -> Cancelled:
        """What was set."""
        return self.handed_on


def taker(handed_on: Cancelled) -> Taker:
    made = Taker()
    made.handed_on = handed_on
    return made


def pause(start: int, end: int) -> Collection[str]:
    """What the coach says all the time."""
    return {"pause"}


def told(ear: Ear, live: Live = STEP, duration: Seconds = 3.0, begin: int = 0) -> list[Heard | NearlyHeard]:
    """What comes of so long a sound, over which the coach speaks."""
    ear.listen(live)
    return [event for at in range(begin, begin + samples(duration), BLOCK) for event in ear.hear(Block(at, SOFT, LOUD))]


def heard(ear: Ear, duration: Seconds = 3.0) -> list[str]:
    return [event.match.phrase for event in told(ear, duration=duration) if isinstance(event, Heard)]


# --- whose words they are ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handed_on", "phrases"),
    [
        (TAKEN_OUT, ["pause"]),
        (replace(TAKEN_OUT, settled=False), []),
        (replace(TAKEN_OUT, usual_suppression_db=Decibels(8.0)), []),
    ],
    ids=["it is taken out well", "it is not known how well", "it is taken out badly"],
)
def test_a_word_that_the_coach_is_saying_is_a_command_only_where_its_voice_is_known_to_be_taken_out(
    handed_on: Cancelled, phrases: list[str]
) -> None:
    assert heard(Ear(Scripted(Said(1.2, "pause")), ENGLISH.phrasebook, pause, taker(handed_on))) == phrases


@pytest.mark.parametrize(
    ("loud", "at", "phrases"),
    [(LOUD, 1.2, ["pause"]), (SOFT, 1.2, []), (LOUD, 12.0, [])],
    ids=["louder than the echo", "no louder than the echo", "longer ago than is remembered"],
)
def test_where_the_echo_is_too_soft_to_be_measured_a_word_of_the_coachs_is_a_users_if_it_stands_out(
    loud: np.ndarray[tuple[int], np.dtype[np.int16]], at: Seconds, phrases: list[str]
) -> None:
    soft = replace(TAKEN_OUT, clean=loud, usual_suppression_db=None, whole_echo=900.0)
    ear = Ear(Scripted(Said(at, "pause")), ENGLISH.phrasebook, pause, taker(soft))
    assert heard(ear, duration=at + 0.5) == phrases


def test_half_duplex_only_safety_words_are_taken_while_the_coach_speaks() -> None:
    deaf = replace(TAKEN_OUT, usual_suppression_db=Decibels(0.0))
    for word, phrases in (("repeat", []), ("stop", ["stop"])):
        ear = Ear(Scripted(Said(1.2, word)), ENGLISH.phrasebook, pause, taker(deaf))
        assert heard(ear) == phrases
        assert ear.cannot_listen_while_speaking


# --- what it is made of -----------------------------------------------------------------------------------------------


def test_beside_a_speaker_the_ear_begins_as_it_was_found_before_and_with_a_second_canceller_to_tell_by() -> None:
    made: list[Taker] = []

    class Noted(Taker):
        def __init__(self, canceller: EchoCanceller | None = None, teller: EchoCanceller | None = None) -> None:
            super().__init__(canceller, teller)
            made.append(self)

    start = Listening.HALF_DUPLEX
    for canceller in ("speex", "none"):
        ear = ear_beside_speaker(Scripted(), ENGLISH.phrasebook, pause, canceller, start, Noted)
        assert ear.listening is start
    assert [type(each.teller) for each in made] == [type(made_if_there()), type(None)]


def test_the_modes_have_the_borders_of_the_tuning() -> None:
    strict = replace(USUAL, modes=Modes(full_to=Decibels(40.0), full_from=Decibels(41.0)))
    for tuning, mode in ((USUAL, Listening.FULL), (strict, Listening.DUCKED)):
        ear = Ear(Scripted(), ENGLISH.phrasebook, pause, taker(TAKEN_OUT), tuning=tuning)
        told(ear, duration=0.1)
        assert ear.listening is mode


def test_an_engine_is_given_the_echo_to_be_expected_and_while_the_coach_speaks_what_is_left_of_it() -> None:
    recogniser = Scripted()
    ear = Ear(recogniser, ENGLISH.phrasebook, pause, taker(TAKEN_OUT))
    ear.hear(Block(0, SOFT, LOUD))
    ear.hear(Block(BLOCK, SOFT, np.zeros(BLOCK, np.int16)))
    assert recogniser.given == [(100.0, LOUD, SOFT), (100.0, LOUD, None)]


# --- how softly the coach is to speak ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suppression", "quiet", "over_it"),
    [(30.0, 0.0, USUAL.lowering.softer), (8.0, USUAL.lowering.ducked, USUAL.lowering.softer), (0.0, 0.0, 0.0)],
    ids=["full barge-in", "ducked", "half-duplex"],
)
def test_the_coach_lowers_its_voice_for_somebody_who_is_surely_not_itself(
    suppression: float, quiet: float, over_it: float
) -> None:
    recogniser = Scripted()
    handed_on = replace(TAKEN_OUT, usual_suppression_db=Decibels(suppression))
    ear = Ear(recogniser, ENGLISH.phrasebook, pause, taker(handed_on))
    told(ear, duration=0.1)
    assert ear.softening_db == quiet
    recogniser.speaking = True
    told(ear, duration=0.1, begin=samples(0.1))
    assert ear.softening_db == over_it


# --- the debug log ----------------------------------------------------------------------------------------------------


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "coach.hearing.ear")
    return caplog


def test_the_log_tells_what_was_understood_and_what_may_be_said(logged: pytest.LogCaptureFixture) -> None:
    ear = Ear(Scripted(Said(1.2, "pause")), ENGLISH.phrasebook)
    told(ear, Live(commands=False), duration=0.1)
    told(ear, begin=samples(0.1))
    said = "\n".join(logged.messages)
    assert "at 0.00 s: commands; timed; new: " not in said
    assert "s: commands; timed; new: " in said
    assert 'at 1.20 s: understood final "pause" (0.50-1.00 s, confidence 1.00) as pause ("pause")' in said


def test_the_log_tells_why_the_coachs_own_word_was_refused(logged: pytest.LogCaptureFixture) -> None:
    unsure = replace(TAKEN_OUT, settled=False)
    told(Ear(Scripted(Said(1.2, "pause")), ENGLISH.phrasebook, pause, taker(unsure)))
    refused = next(text for text in logged.messages if "refused" in text)
    assert refused.startswith('at 1.20 s: refused final "pause" (0.50-1.00 s, confidence 1.00): ' + trace.OWN_WORDS)
    assert "own words: pause; " in refused


def test_the_log_tells_of_a_near_miss(logged: pytest.LogCaptureFixture) -> None:
    (near,) = told(Ear(Scripted(Said(1.2, "repair")), ENGLISH.phrasebook))
    assert isinstance(near, NearlyHeard)
    assert '"repair" was nearly a command' in logged.messages


def test_the_log_tells_of_a_mode_that_changes_and_of_a_voice_that_is_lowered(logged: pytest.LogCaptureFixture) -> None:
    recogniser = Scripted()
    ear = Ear(recogniser, ENGLISH.phrasebook, pause, taker(replace(TAKEN_OUT, usual_suppression_db=Decibels(8.0))))
    told(ear, duration=0.1)
    recogniser.speaking = True
    told(ear, duration=0.1, begin=samples(0.1))
    assert "at 0.02 s: ducked from here on, after full barge-in; suppression 8.0 dB" in logged.messages
    assert "at 0.12 s: the coach is to speak at -12 dB, not -8" in logged.messages


def test_the_log_tells_every_five_seconds_what_the_meter_shows(logged: pytest.LogCaptureFixture) -> None:
    told(Ear(Scripted(), ENGLISH.phrasebook, pause, taker(TAKEN_OUT)), duration=6.0)
    lines = [text for text in logged.messages if "hears [" in text]
    assert len(lines) == blocks(6.0) // blocks(5.0) + 1
    assert lines[-1].startswith("at 5.02 s: hears [")
    assert lines[-1].endswith("30 dB softer, after 80 ms; trouble: none")
