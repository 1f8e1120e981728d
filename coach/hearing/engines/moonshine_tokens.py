"""The word pieces that the embedded engine's model writes, as the `tokenizer.bin` beside it lists them."""

from itertools import pairwise
from pathlib import Path

_BLANK = "\N{LOWER ONE EIGHTH BLOCK}"  # how a piece marks the blank before a word
_NONE = 1 << 30


class Tokens:
    """Text to pieces and back: byte-pair encoding, in which an earlier piece is merged first.

    The file holds each piece as its length, one byte or two (seven low bits first), and its UTF-8 bytes.
    """

    BEGIN, END = 1, 2
    """What stands before the first piece and after the last."""

    def __init__(self, path: Path) -> None:
        """Read the list. Raises OSError, and ValueError if it is none."""
        self._pieces = _pieces(path.read_bytes())
        # Single bytes stand first, for what no piece holds; where there is a piece as well, that is the one written.
        self._numbers = {piece: number for number, piece in enumerate(self._pieces)}

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self._pieces)

    def number(self, piece: str) -> int:
        """The number of a piece. Raises KeyError if there is none such."""
        return self._numbers[piece.encode()]

    def encode(self, text: str) -> list[int]:
        """The pieces of `text`, as the model would write it. Raises KeyError for a letter that it does not know."""
        parts = [letter.encode() for letter in _BLANK + text.replace(" ", _BLANK)]
        while True:
            pairs = [self._numbers.get(one + other, _NONE) for one, other in pairwise(parts)]
            first = min(pairs, default=_NONE)
            if first == _NONE:
                return [self._numbers[part] for part in parts]
            at = pairs.index(first)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]

    def decode(self, numbers: list[int]) -> str:
        """The text that pieces make up; broken letters are left out."""
        pieces = (self._pieces[number] for number in numbers if number not in (self.BEGIN, self.END))
        return b"".join(pieces).decode(errors="ignore").replace(_BLANK, " ").strip()


def _pieces(packed: bytes) -> list[bytes]:
    pieces, at = [], 0
    while at < len(packed):
        length, at = packed[at], at + 1
        if length >= 128 and at < len(packed):
            length, at = length - 128 + 128 * packed[at], at + 1
        pieces.append(packed[at : at + length])
        at += length
    if at != len(packed) or len(pieces) <= Tokens.END:
        raise ValueError("no list of pieces")
    return pieces
