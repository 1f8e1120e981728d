"""The meter tells why it is hard to hear, and nothing where it is not."""

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, blocks
from coach.hearing.echo.cancelled import Cancelled
from coach.hearing.echo.meter import Meter, Reading, bar, line
from coach.hearing.tuning import USUAL
from coach.session.events import Trouble
from coach.sound.edge import Block, Samples
from coach.units import Decibels

DICE = np.random.default_rng(1)
SILENCE = np.zeros(BLOCK, np.int16)


def _noise(dbfs: float) -> Samples:
    noise: Samples = np.clip(32767 * 10 ** (dbfs / 20) * DICE.standard_normal(BLOCK), -32767, 32767).astype(np.int16)
    return noise


def _after(
    seconds: float, heard: float | None, played: float | None = None, suppression: float | None = None
) -> Reading:
    """The reading after so long with these levels in dBFS; None for zeros."""
    meter = Meter()
    for number in range(round(seconds * RATE / BLOCK)):
        sound, sent = (SILENCE if level is None else _noise(level) for level in (heard, played))
        meter.take(
            Block(number * BLOCK, sound, sent),
            Cancelled(
                sound,
                sound,
                0.0,
                usual_suppression_db=None if suppression is None else Decibels(suppression),
                settled=True,
            ),
        )
    return meter.reading(0.06)


def test_a_quiet_room_is_no_trouble() -> None:
    reading = _after(5, heard=-65)
    assert reading.trouble is None
    assert reading.level == pytest.approx(-65, abs=1)
    assert reading.noise == pytest.approx(-65, abs=1.5)
    assert reading.echo is None


@pytest.mark.parametrize(
    ("seconds", "heard", "played", "suppression", "trouble"),
    [
        (5, -40, None, None, Trouble.NOISE),
        (5, -20, -20, 4.0, Trouble.ECHO),
        (5, -20, -20, 14.0, None),
        (5, -50, -20, 4.0, None),  # What is left of it is too soft to cover a word.
        (5, 5, None, None, Trouble.CLIPPED),
        (21, None, None, None, Trouble.NO_SOUND),
        (5, None, None, None, None),
    ],
)
def test_the_cause_is_told(
    seconds: float, heard: float | None, played: float | None, suppression: float | None, trouble: Trouble | None
) -> None:
    assert _after(seconds, heard, played, suppression).trouble is trouble


def test_what_is_heard_while_the_coach_speaks_is_its_echo_and_no_noise() -> None:
    reading = _after(5, heard=-30, played=-20, suppression=14.0)
    assert reading.echo == pytest.approx(-30, abs=1)
    assert reading.noise is None


def test_a_gate_is_told_and_is_no_trouble() -> None:
    meter = Meter()
    for number in range(blocks(USUAL.troubles.memory)):
        sound = _noise(-30) if number % 50 < 10 else SILENCE
        meter.take(Block(number * BLOCK, sound, SILENCE), Cancelled(sound, sound, 0.0))
    assert (meter.reading().gated, meter.reading().trouble) == (True, None)


def test_a_line_shows_what_is_known() -> None:
    assert bar(Decibels(-70)) == "." * 30
    assert bar(Decibels(0)) == "#" * 30
    shown = line(_after(5, heard=-30, played=-20, suppression=14.0))
    assert "-30 dBFS" in shown
    assert "echo -30, 14 dB softer, after 60 ms" in shown
    assert "noise" not in shown
