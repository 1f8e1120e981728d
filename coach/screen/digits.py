"""Letters and digits of the size that is read from across the room, drawn with block characters. Pure.

Only full and half blocks are used, which also the plainest console font has. The shapes are those of FIGlet's 5x7.
"""

from functools import cache, lru_cache

from pyfiglet import FigletFont

_FONT = "5x7"
"""Capitals of four by six dots, small letters with a seventh row below the line; with umlauts."""
_CAPITALS, _LINE = 6, 8
"""Rows of dots of a capital, and from one line to the next."""
_SPACE = 2
"""Columns of dots of a space."""

_PLAIN = str.maketrans(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}",
    "'''' ",
)
"""Signs that stand for others in big letters."""

_OURS = {
    "Ä": ("#  #", " ## ", "#  #", "####", "#  #", "#  #", "    "),
    "Ö": ("#  #", " ## ", "#  #", "#  #", "#  #", " ## ", "    "),
    "Ü": ("#  #", "    ", "#  #", "#  #", "#  #", " ## ", "    "),
}
"""Of the font the dots are missing on the capitals."""

_HALVES = {(" ", " "): " ", ("#", " "): "▀", (" ", "#"): "▄", ("#", "#"): "█"}


def big(text: str, scale: int) -> list[str]:
    """`text` in letters whose dots are `scale` columns wide and `scale` half rows high; ValueError without its glyph.

    Every line has the same width.
    """
    missing = sorted({letter for letter in text if letter not in _glyphs()})
    if missing:
        raise ValueError(f"no big letter for {''.join(missing)!r}")
    rows = [_row(text, row, scale) for row in range(_height(text)) for _ in range(scale)]
    rows += [" " * len(rows[0])] * (len(rows) % 2)
    return [
        "".join(map(_HALVES.__getitem__, zip(upper, lower, strict=True)))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


@lru_cache(256)
def fit(text: str, columns: int, rows: int, largest: int = 12) -> tuple[str, ...]:
    """`text` as big as `columns` by `rows` cells allow, on one line or a line for each word.

    Where not even the smallest letters fit, or one has no big shape, the text itself, cut to the columns.
    """
    if not _drawable(text):
        return (text[:columns],)
    for scale in range(largest, 0, -1):
        for lines in ([text], text.split()):
            if _columns(lines, scale) <= columns and _rows(lines, scale) <= rows:
                return tuple(_stacked(lines, scale))
    return (text[:columns],)


@lru_cache(256)
def paragraph(text: str, columns: int, rows: int, largest: int = 2) -> tuple[str, ...]:
    """`text` in big letters, broken between words, as big as there is room for; nothing where there is too little."""
    text = text.translate(_PLAIN)
    if not _drawable(text):
        return ()
    for scale in range(largest, 0, -1):
        lines = _broken(text.split(), columns, scale)
        if lines and _columns(lines, scale) <= columns and _rows(lines, scale) <= rows:
            return tuple(_stacked(lines, scale))
    return ()


@cache
def _glyphs() -> dict[str, tuple[str, ...]]:
    """Of each letter the rows of dots, from the top: # where there is one, and no empty columns beside."""
    font = FigletFont(_FONT)
    glyphs = {
        chr(code): _narrowed([line.replace(font.hardBlank, " ") for line in lines], chr(code))
        for code, lines in font.chars.items()
        if chr(code) == " " or any("#" in line for line in lines)
    }
    return glyphs | _OURS


def _narrowed(lines: list[str], letter: str) -> tuple[str, ...]:
    if letter == " ":
        return (" " * _SPACE,) * len(lines)
    if letter.isdecimal():
        return tuple(f"{line.rstrip():4}" for line in lines)  # All as wide, so that nothing jumps as they count.
    first = min(len(line) - len(line.lstrip()) for line in lines if "#" in line)
    width = max(len(line.rstrip()) for line in lines)
    return tuple(line[first:width].ljust(width - first) for line in lines)


def _drawable(text: str) -> bool:
    return all(letter in _glyphs() for letter in text)


def _height(text: str) -> int:
    """Rows of dots: one more where a letter reaches below the line."""
    below = any("#" in row for letter in text for row in _glyphs()[letter][_CAPITALS:])
    return _CAPITALS + 1 if below else _CAPITALS


def _broken(words: list[str], columns: int, scale: int) -> list[str]:
    """As many words on each line as there is room for; a line may be one word that is too long."""
    lines: list[str] = []
    for word in words:
        if lines and _columns([f"{lines[-1]} {word}"], scale) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _columns(lines: list[str], scale: int) -> int:
    return max((scale * (sum(len(_glyphs()[letter][0]) + 1 for letter in line) - 1) for line in lines), default=0)


def _rows(lines: list[str], scale: int) -> int:
    return (len(lines) - 1) * _LINE * scale // 2 + -(-_height(lines[-1]) * scale // 2)


def _row(text: str, row: int, scale: int) -> str:
    """A row of dots, # where there is one."""
    narrow = " ".join(_glyphs()[letter][row] for letter in text)
    return narrow.replace(" ", " " * scale).replace("#", "#" * scale) if scale > 1 else narrow


def _stacked(lines: list[str], scale: int) -> list[str]:
    drawn: list[str] = []
    for place, line in enumerate(lines):
        drawn += [""] * (place * _LINE * scale // 2 - len(drawn)) + big(line, scale)
    return drawn
