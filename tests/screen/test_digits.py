"""Letters to be read from across the room."""

import pytest

from coach.language.marks import DRAWN_LARGE
from coach.screen.digits import big, fit, paragraph


def test_small_letters_are_three_rows_high_and_large_ones_grow_by_the_dot() -> None:
    assert big("H", 1) == ["█  █", "█▀▀█", "█  █"]
    assert [len(big("8", scale)) for scale in (1, 2, 4)] == [3, 6, 12]


def test_all_that_a_catalogue_may_ask_for_can_be_drawn() -> None:
    assert all(big(letter, 1) for letter in DRAWN_LARGE)


def test_all_digits_differ() -> None:
    assert len({tuple(big(str(digit), 2)) for digit in range(10)}) == 10


@pytest.mark.parametrize("room", [(54, 10), (110, 26), (12, 3), (30, 40)])
@pytest.mark.parametrize("text", ["27", "900", "YES OR NO?", "LEFT FOOT"])
def test_what_is_fitted_never_leaves_its_room(text: str, room: tuple[int, int]) -> None:
    drawn = fit(text, *room)
    assert len(drawn) <= room[1]
    assert max(map(len, drawn)) <= room[0]


def test_where_no_big_letters_fit_the_text_itself_stands() -> None:
    assert fit("GOODBYE", 10, 2) == ("GOODBYE",)


def test_a_letter_without_a_glyph_is_refused() -> None:
    with pytest.raises(ValueError, match="no big letter"):
        big("é", 1)


def test_a_word_without_a_big_shape_stands_as_it_is() -> None:
    assert fit("日本", 100, 30) == ("日本",)
    assert paragraph("日本", 100, 30) == ()


@pytest.mark.parametrize("room", [(54, 7), (108, 7), (108, 20), (60, 40)])
def test_a_sentence_is_broken_between_words_and_never_leaves_its_room(room: tuple[int, int]) -> None:
    drawn = paragraph("Is the pain severe?", *room)
    assert 3 <= len(drawn) <= room[1]
    assert max(map(len, drawn)) <= room[0]


def test_a_sentence_for_which_there_is_no_room_is_not_drawn_big() -> None:
    assert paragraph("Is the pain severe?", 54, 6) == ()
    assert paragraph("Incomprehensibilities", 54, 40) == ()


def test_signs_and_umlauts_have_big_shapes_and_quotation_marks_one_shape() -> None:
    assert paragraph("(l'été)", 99, 9) == ()
    assert paragraph("Füße, über: größer! (n/a)", 999, 9)
    assert paragraph("“a”", 99, 9) == paragraph("'a'", 99, 9)


@pytest.mark.parametrize(("dotted", "plain"), ["ÄA", "ÖO", "ÜU", "äa", "öo", "üu"])
def test_an_umlaut_is_told_from_its_vowel(dotted: str, plain: str) -> None:
    assert big(dotted, 1) != big(plain, 1)
    assert max(map(len, big(dotted, 1))) == max(map(len, big(plain, 1)))
