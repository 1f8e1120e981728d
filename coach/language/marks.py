"""Marks on the fields of a language's parts: what its catalogue must give for each. Pure; read by `coach.language`.

A field of type `str` is one text, `tuple[str, ...]` a list of them, `frozenset[str]` a set of words.
"""


class Holds:
    """The text holds exactly these placeholders: `Holds("number")` wants "{number} left"."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)


class For:
    """A table with exactly these keys; its values are of the mapping's own value type."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys


class Many:
    """A list of exactly so many texts."""

    def __init__(self, count: int) -> None:
        self.count = count


class AtMost:
    """A text of at most so many characters."""

    def __init__(self, length: int) -> None:
        self.length = length


class MayBeEmpty:
    """A list or a text that may be empty."""


DRAWN_LARGE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ?-.,:'!()/ ")
"""What can be drawn to be read from across the room."""


class Big:
    """A text that the screen draws in large letters, of which there are few."""
