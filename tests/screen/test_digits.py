"""Letters to be read from across the room."""

import pytest

from coach.screen.digits import big, fit


def test_small_letters_are_three_rows_high_and_large_ones_grow_by_the_dot() -> None:
    assert big("1", 1) == ["▄█ ", " █ ", "▀▀▀"]
    assert [len(big("8", scale)) for scale in (1, 2, 4)] == [3, 5, 10]


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
