"""Asserts coach.speaking.pace: rates are words a minute whoever speaks."""

import itertools

import pytest

from coach.session.settings import RATES
from coach.speaking import pace
from coach.speaking.pace import ESPEAK, ESPEAK_GERMAN, NATURAL, known, measured, own_rate


@pytest.mark.parametrize("table", [NATURAL, ESPEAK, ESPEAK_GERMAN])
def test_a_pace_rises(table: pace.Pace) -> None:
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(table))


@pytest.mark.parametrize("table", [NATURAL, ESPEAK, ESPEAK_GERMAN])
@pytest.mark.parametrize("words", RATES)
def test_every_rate_that_can_be_asked_for_by_voice_is_met_within_five_per_cent(table: pace.Pace, words: int) -> None:
    rate = own_rate(table, words)
    met = dict(table).get(rate, words)
    assert met == pytest.approx(words, rel=0.05)


def test_between_two_that_are_far_apart_it_is_somewhere_between() -> None:
    assert own_rate(((100, 100.0), (200, 200.0)), 150) == 150


def test_between_two_that_are_close_it_is_the_nearer_one() -> None:
    assert own_rate(((100, 100.0), (101, 108.0)), 103) == 100
    assert own_rate(((100, 100.0), (101, 108.0)), 105) == 101


@pytest.mark.parametrize(("words", "rate"), [(10, 80), (1000, 300)])
def test_beyond_what_was_measured_it_is_the_last_that_was(words: int, rate: int) -> None:
    assert own_rate(NATURAL, words) == rate


@pytest.mark.parametrize(
    ("engine", "voice", "expected"),
    [
        ("hibari 0.2.1", "heart", NATURAL),
        ("espeak-ng 1.52.0", "gmw/en-us", ESPEAK),
        ("espeak-ng 1.51", "gmw/en", ESPEAK),
        ("espeak-ng 1.52.0", "gmw/de", ESPEAK_GERMAN),
        ("espeak-ng 1.52.0", "gmw/en-us+f2", None),
        ("espeak-ng 1.52.0", "roa/fr", None),
        ("nsss of macOS", "com.apple.voice.Alex", None),
    ],
)
def test_the_usual_voices_are_known(engine: str, voice: str, expected: pace.Pace | None) -> None:
    assert known(engine, voice) is expected


def test_a_voice_that_nobody_knows_is_measured() -> None:
    found = measured("Alex", lambda text, rate: len(text.split()) * 60 / (1.2 * rate))
    assert own_rate(found, 180) == pytest.approx(180 * 0.975 / 1.2, abs=3)


def test_a_synthesiser_that_ignores_its_rate_has_one_pace() -> None:
    found = measured("Alex", lambda text, rate: len(text.split()) / 3)
    assert len(found) == 1
    assert own_rate(found, 120) == own_rate(found, 220) == found[0][0]
