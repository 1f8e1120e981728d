"""Letters and digits of the size that is read from across the room, drawn with block characters. Pure.

Only full and half blocks are used, which also the plainest console font has.
"""

from functools import lru_cache

_GLYPHS: dict[str, str] = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..# ..# ..# #.# ###",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##.. #..#. #..#. #.##. .####",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "### .#. .#. .#. .#.",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ..#. .#.. #... ####",
    "?": "### ..# .## ... .#.",
    "-": "... ... ### ... ...",
    "Ä": "#..# .##. #..# #### #..#",
    "Ö": "#..# .##. #..# #..# .##.",
    "Ü": "#..# .... #..# #..# .##.",
    ".": ". . . . #",
    ",": ".. .. .. .# #.",
    ":": ". # . # .",
    "'": "# # . . .",
    "!": "# # # . #",
    "(": ".# #. #. #. .#",
    ")": "#. .# .# .# #.",
    "/": "..# ..# .#. #.. #..",
    " ": ".. .. .. .. ..",
}
"""Five rows each, from the top."""

_PLAIN = str.maketrans(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}",
    "'''' ",
)
"""Signs that stand for others in big letters."""

_WIDTHS = {letter: glyph.index(" ") for letter, glyph in _GLYPHS.items() if letter != " "} | {" ": 2}

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def big(text: str, scale: int) -> list[str]:
    """`text` in letters whose dots are `scale` columns wide and `scale` half rows high; ValueError without its glyph.

    Every line has the same width; small letters are drawn as capitals.
    """
    missing = sorted({letter for letter in text.upper() if letter not in _GLYPHS})
    if missing:
        raise ValueError(f"no big letter for {''.join(missing)!r}")
    dots = [_row(text.upper(), row, scale) for row in range(5) for _ in range(scale)]
    dots += [[False] * len(dots[0])] * (len(dots) % 2)
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
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


def _drawable(text: str) -> bool:
    return all(letter in _GLYPHS for letter in text.upper())


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
    return max((scale * (sum(_WIDTHS[letter] + 1 for letter in line.upper()) - 1) for line in lines), default=0)


def _rows(lines: list[str], scale: int) -> int:
    return len(lines) * (-(-5 * scale // 2) + 1) - 1


def _row(text: str, row: int, scale: int) -> list[bool]:
    dots: list[bool] = []
    for letter in text:
        for dot in _GLYPHS[letter].split()[row]:
            dots += [dot == "#"] * scale
        dots += [False] * scale
    return dots[:-scale] if text else []


def _stacked(lines: list[str], scale: int) -> list[str]:
    drawn: list[str] = []
    for place, line in enumerate(lines):
        drawn += ([""] if place else []) + big(line, scale)
    return drawn
