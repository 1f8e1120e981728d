"""The level and echo meter shows what is true of a room, and tells a remedy once."""

import numpy as np
import pytest

from coach.app.listen import Remedies, readings
from coach.clock import RATE
from coach.hearing.echo.canceller import choose_canceller
from coach.hearing.echo.meter import REMEDIES, Reading
from coach.session.events import Trouble
from coach.sound import noise
from coach.sound.acoustics import EchoPath, Wave, levelled, made_response
from coach.sound.room import SimulatedRoom
from coach.speaking.trim import speech_rms
from coach.speaking.voice import Clip
from tests.hearing import echo_scene as scene

LONGEST = 30 * RATE


class Nobody:
    """Company that says nothing."""

    def sound(self, at: int, n: int) -> Wave:
        return np.zeros(n)


def shown(noise_dbfs: float, longest: int | None = None) -> list[Reading]:
    """What is shown in a room whose echo comes after 80 ms, 26 dB below full scale."""
    sentence = scene.talk(6.0)
    rng = np.random.default_rng(3)
    echo = EchoPath(levelled(made_response(0.3, 80, rng), sentence, 20 * np.log10(speech_rms(sentence)), -26))
    room = SimulatedRoom(echo, noise.repeated(noise.white(rng), noise_dbfs), Nobody(), LONGEST)
    return list(readings(room, Clip("a sentence", sentence), choose_canceller()[0], longest))


def test_level_noise_echo_and_delay_are_those_of_the_room() -> None:
    found = shown(-65)
    assert len(found) == 2 * LONGEST // RATE
    last = found[-1]
    assert last.noise == pytest.approx(-65, abs=2)
    assert last.echo is not None
    assert -34 < last.echo < -24
    assert last.delay_ms == pytest.approx(80, abs=2)
    assert last.suppression_db is not None
    assert last.trouble is None


def test_it_ends_when_it_is_asked_to() -> None:
    assert len(shown(-65, longest=3 * RATE)) == 6


def test_a_noisy_room_is_told_once_with_its_remedy() -> None:
    remedies = Remedies()
    told = [remedy for reading in shown(-38) if (remedy := remedies.of(reading))]
    assert told == [REMEDIES[Trouble.NOISE]]
