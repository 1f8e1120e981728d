"""A gate is told from a loss by what a microphone gives while the coach speaks."""

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.sound.liveness import FLAT, Liveness

STEP = BLOCK / RATE
ZEROS = np.zeros(BLOCK, np.int16)
SOUND = np.tile(np.array([3000, -3000], np.int16), BLOCK // 2)


class Watched:
    """A microphone and a speaker, 20 ms after 20 ms."""

    def __init__(self) -> None:
        self.now = 0.0
        self.liveness = Liveness(self.now)

    def go_on(self, seconds: float, *, heard: bool, played: bool) -> bool:
        """So long with sound or zeros on either side; gives whether the microphone is taken for lost at the end."""
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            self.liveness.played(SOUND if played else ZEROS, STEP, self.now)
            self.liveness.heard(SOUND if heard else ZEROS, self.now)
        return self.liveness.is_flat(self.now)

    def speak(self, sentences: int, *, heard: bool) -> bool:
        """The coach says so many sentences of a second, a pause of half a second after each."""
        for _ in range(sentences):
            self.go_on(1.0, heard=heard, played=True)
            self.go_on(0.5, heard=False, played=False)
        return self.liveness.is_flat(self.now)


def test_zeros_from_a_microphone_that_never_gave_any_in_between_are_a_loss() -> None:
    watched = Watched()
    assert not watched.go_on(20.0, heard=True, played=False)
    assert not watched.go_on(FLAT - 0.1, heard=False, played=False)
    assert watched.go_on(0.3, heard=False, played=False)
    assert not watched.go_on(STEP, heard=True, played=False)


def test_a_microphone_that_gives_nothing_at_all_is_lost() -> None:
    assert Watched().go_on(FLAT + 0.1, heard=False, played=False)


@pytest.mark.faults
def test_a_gated_microphone_may_be_silent_for_minutes() -> None:
    watched = Watched()
    watched.speak(5, heard=True)
    assert not watched.go_on(300.0, heard=False, played=False)


def test_a_gated_microphone_that_no_longer_hears_the_coach_is_lost() -> None:
    watched = Watched()
    watched.speak(5, heard=True)
    watched.go_on(20.0, heard=False, played=False)
    assert watched.speak(5, heard=False)
    assert not watched.speak(1, heard=True)


def test_a_gated_headset_that_never_heard_the_coach_is_not_lost_for_not_hearing_it() -> None:
    watched = Watched()
    watched.go_on(1.0, heard=True, played=False)
    for _ in range(3):
        watched.speak(3, heard=False)
        watched.go_on(0.5, heard=True, played=False)
    assert not watched.speak(20, heard=False)


def test_one_hiccup_of_a_driver_is_no_gate() -> None:
    watched = Watched()
    watched.go_on(5.0, heard=True, played=True)
    watched.go_on(0.3, heard=False, played=True)
    watched.go_on(5.0, heard=True, played=True)
    assert watched.go_on(FLAT + 0.1, heard=False, played=False)


def test_a_program_that_stood_still_has_missed_nothing() -> None:
    watched = Watched()
    watched.go_on(5.0, heard=True, played=False)
    watched.now += 30.0
    watched.liveness.grace(watched.now)
    assert not watched.go_on(1.0, heard=False, played=False)
