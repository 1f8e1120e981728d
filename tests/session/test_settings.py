"""Asserts coach.session.settings: rate and loudness go in steps, up to a limit."""

from coach.session.hold import CountStyle
from coach.session.settings import GAIN_LIMIT_DB, RATES, Settings


def test_the_rate_goes_in_steps_up_to_its_limits() -> None:
    settings = Settings()
    while settings.change_rate(+1):
        pass
    assert settings.words_a_minute == RATES[-1]
    while settings.change_rate(-1):
        pass
    assert settings.words_a_minute == RATES[0]


def test_a_rate_of_ones_own_goes_to_the_step_beside_it() -> None:
    settings = Settings(words_a_minute=143)
    settings.change_rate(+1)
    assert settings.words_a_minute == 150


def test_the_gain_goes_by_three_decibels_up_to_its_limits() -> None:
    settings = Settings()
    assert settings.change_gain(-1)
    assert settings.gain_db == -3.0
    while settings.change_gain(+1):
        pass
    assert settings.gain_db == GAIN_LIMIT_DB


def test_what_an_earlier_session_left_holds_where_nothing_else_is_asked_for() -> None:
    known = {"count": "fives", "rate": "150", "gain": "-3"}
    settings = Settings.remembered(known, None, None)
    assert (settings.count_style, settings.words_a_minute, settings.gain_db) == (CountStyle.FIVES, 150, -3.0)
    wanted = Settings.remembered(known, CountStyle.OFF, 200)
    assert (wanted.count_style, wanted.words_a_minute) == (CountStyle.OFF, 200)


def test_what_an_earlier_session_left_is_not_believed_beyond_what_can_be_chosen() -> None:
    odd = Settings.remembered({"count": "shout", "rate": "9000", "gain": "nan"}, None, None)
    assert odd == Settings()
