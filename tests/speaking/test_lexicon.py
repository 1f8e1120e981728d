"""Asserts coach.speaking.lexicon: words are given as they are to be said."""

from coach.speaking.guesses import guessed
from coach.speaking.lexicon import lexicon, spelled

WORDS = {"fascia": "fasha", "plantar fascia": "PF", "dr.": "doctor"}


def test_words_are_put_in_whatever_their_capitals_and_only_whole() -> None:
    assert spelled("Fascia, the FASCIA; fasciae.", WORDS) == "fasha, the fasha; fasciae."


def test_longer_entries_win() -> None:
    assert spelled("The plantar fascia and the fascia.", WORDS) == "The PF and the fasha."


def test_an_entry_may_end_with_a_stop() -> None:
    assert spelled("Ask Dr. Smith.", WORDS) == "Ask doctor Smith."


def test_there_may_be_no_lexicon() -> None:
    assert lexicon("xx", "natural") == {}
    assert spelled("fascia", {}) == "fascia"


def test_the_built_in_ones_can_be_read() -> None:
    assert set(map(type, lexicon("en-us", "other").values())) <= {str}


def test_only_words_that_no_dictionary_has_are_guesses() -> None:
    assert guessed("Achilles, fascia, physiotherapist, 30 minutes, and a flumpet.") == ["flumpet"]
