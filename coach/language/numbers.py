"""Numbers in words. Pure."""

from dataclasses import dataclass
from typing import Annotated

from coach.language.marks import Holds, Many


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """How a language says 0 to 999."""

    words: Annotated[tuple[str, ...], Many(100)]
    """0 to 99."""
    hundreds: Annotated[tuple[str, ...], Many(9)]
    """100, 200 … 900."""
    joined: Annotated[str, Holds("hundreds", "rest")]
    """101 and the like."""

    def number(self, n: int) -> str:
        """`n` (0 to 999) in words: 25 is "twenty-five"."""
        if n < 100:
            return self.words[n]
        hundreds, rest = self.hundreds[n // 100 - 1], n % 100
        return self.joined.format(hundreds=hundreds, rest=self.words[rest]) if rest else hundreds

    def count(self, n: int) -> str:
        """`n` as it is counted: beyond a hundred without the hundreds, so that it fits into its second."""
        return self.number(n if n % 100 == 0 or n < 100 else n % 100)
