"""The word pieces of the model that the installed wheel carries."""

from pathlib import Path

import pytest

from coach.hearing.engines.moonshine_engine import wheel_folder
from coach.hearing.engines.moonshine_tokens import Tokens
from tests.english import PHRASES


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(wheel_folder() / "assets" / "tiny-en" / "tokenizer.bin")


def test_every_phrase_comes_back_as_it_was_written(tokens: Tokens) -> None:
    assert [tokens.decode(tokens.encode(phrase)) for phrase in sorted(PHRASES)] == sorted(PHRASES)


def test_a_common_word_is_one_piece_and_its_stop_another(tokens: Tokens) -> None:
    assert len(tokens.encode("Stop")) == 1
    assert tokens.encode("Stop.") == [*tokens.encode("Stop"), tokens.number(".")]


def test_there_are_as_many_pieces_as_the_model_tells_apart(tokens: Tokens) -> None:
    assert len(tokens) == 32768


def test_a_letter_that_the_model_does_not_know_is_refused(tokens: Tokens) -> None:
    with pytest.raises(KeyError):
        tokens.encode("stop \N{PILE OF POO}\N{COMBINING ENCLOSING KEYCAP}")


@pytest.mark.parametrize("content", [b"", b"\x05ab", b"\x01a\x01b"])
def test_what_is_no_list_of_pieces_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tokenizer.bin").write_bytes(content)
    with pytest.raises(ValueError, match="no list"):
        Tokens(tmp_path / "tokenizer.bin")
