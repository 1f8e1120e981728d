"""Asserts coach.language.intents: how texts are compared, in any language."""

from coach.language.intents import fold, phrases_in


def test_texts_are_compared_in_lower_case_without_punctuation() -> None:
    assert fold("Well\N{RIGHT SINGLE QUOTATION MARK}s  over, there!") == "well's over there"
    assert fold("FUSS, Füße: Übung!") == "fuss füße übung"
    assert fold("[unk] next") == "[unk] next"


def test_phrases_are_found_in_a_sentence_as_whole_words_in_a_row() -> None:
    assert phrases_in("Well: go back, or wait!", {"go back", "back", "wait", "go wait"}) == {"go back", "back", "wait"}
    assert phrases_in("Waiting at the backdoor.", {"wait", "back"}) == frozenset()
