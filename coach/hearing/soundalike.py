"""How much a heard utterance sounds like each live phrase, so that "stup" is understood as "stop".

Pure. Whole utterances only. Letters become phonemes by rule, and phonemes are compared by place, manner and voice.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

NUMBERS = frozenset("zero one two three four five six seven eight nine ten eleven twelve".split())
ANTI = NUMBERS | frozenset(
    "and but bye buy felt first free go hey his hurt it late light lift list nice star start stay steep step steps "
    "stuff thanks that this tree".split()
)
"""Words of everyday talk that sound like a command: the nearest phrase must be nearer than any of them."""
EVERYDAY = frozenset(
    "bag bake bank beck bet bike black book pack park stalk stock stomp stuck swap top master plaster fast leapt "
    "retreat receipt defeat hose cause close eddy steady teddy wade wet way white when win went fort fur nest text "
    "ship skin sketch swift witch which dune dawn down then than den mix sick true tool lift loft ride ripe bull fall "
    "mall mine nice sever yell yet node nor owl couch alder health held scalp flower".split()
)
"""Words that are near to a phrase and that an engine seldom writes for it: heard as such, they were meant as such."""

Strictness = Callable[[str], float]
"""`strictness(phrase)` from 0 to 1 gives the score that an utterance must reach to be taken for it."""

Meaning = Callable[[str], object]
"""`meaning(phrase)`: phrases of one meaning ("switch foot", "switch feet") do not compete."""

MARGIN = 0.05
"""By how much the best phrase must beat the best of another meaning."""

_SAME_WORD = 0.76
_WORD_MORE = 0.03  # for a word boundary where there should be none, and the reverse


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that an utterance sounds like."""

    phrase: str
    score: float
    """1 for the same sounds, 0 for nothing in common."""
    margin: float
    """Score above that of the best other phrase or anti-word."""


def usual(phrase: str) -> float:
    """The strictness that suits most phrases: one slip, however many words there are."""
    sounds = len(pronounce(phrase))
    return 0.85 if sounds <= 3 or " " in phrase else 0.78


def closest(
    text: str,
    phrases: Collection[str],
    anti: Collection[str] = ANTI,
    strictness: Strictness = usual,
    meaning: Meaning = str,
) -> Match | None:
    """The phrase that the whole of `text` (a Hypothesis's text) sounds like, or None.

    Nothing is matched when `text` is a word of EVERYDAY, when a word of `anti` that is no live phrase is as near, or
    when phrases of two meanings are.
    """
    if text in phrases:
        return Match(text, 1.0, 1.0)
    said = _undoubled(text)
    if not said or said in anti or said in EVERYDAY:
        return None
    scored = sorted(((_score(said, phrase), phrase) for phrase in phrases), reverse=True)
    if not scored or scored[0][0] < strictness(scored[0][1]):
        return None
    score, phrase = scored[0]
    second = max((other for other, name in scored[1:] if meaning(name) != meaning(phrase)), default=0.0)
    rival = max((_score(said, word) for word in anti if word not in phrases), default=0.0)
    return Match(phrase, score, score - max(second, rival)) if score - second >= MARGIN and score > rival else None


def nearer_beginning(text: str, phrase: str, phrases: Collection[str]) -> bool:
    """Whether `text` sounds at least as much like the beginning of one of `phrases` as like the whole of `phrase`."""
    said = _undoubled(text)
    count, enough = len(said.split()), _score(said, phrase)
    beginnings = {" ".join(longer.split()[:count]) for longer in phrases if len(longer.split()) > count}
    return any(_score(said, beginning) >= enough for beginning in beginnings)


def _score(said: str, phrase: str) -> float:
    """Likeness of the whole; 0 when one of several words is quite another: "try again" is not "say again"."""
    words, meant = said.split(), phrase.split()
    if len(words) == len(meant) > 1:
        alike = (likeness(pronounce(word), pronounce(other)) for word, other in zip(words, meant, strict=True))
        if min(alike) < _SAME_WORD:
            return 0.0
    return likeness(pronounce(said), pronounce(phrase)) - _WORD_MORE * abs(len(words) - len(meant))


def likeness(heard: str, meant: str) -> float:
    """1 minus the weighted edit distance of two phoneme strings over the length of the longer."""
    row = [0.0]
    for there in meant:
        row.append(row[-1] + _gap(there))
    for here in heard:
        above, row = row, [row[0] + _gap(here)]
        for column, there in enumerate(meant):
            swap = above[column] + _swap(here, there)
            row.append(min(swap, above[column + 1] + _gap(here), row[-1] + _gap(there)))
    return max(0.0, 1 - row[-1] / max(len(heard), len(meant), 1))


def _undoubled(text: str) -> str:
    words = text.split()
    return " ".join(word for place, word in enumerate(words) if place == 0 or word != words[place - 1])


# --- phonemes: one letter each -----------------------------------------------------------------------------------

_CONSONANTS = {
    # place from the lips (0) to the throat (1), manner, voiced
    "p": (0.0, "stop", False), "b": (0.0, "stop", True), "t": (0.4, "stop", False), "d": (0.4, "stop", True),
    "k": (0.8, "stop", False), "g": (0.8, "stop", True), "C": (0.6, "affricate", False), "J": (0.6, "affricate", True),
    "f": (0.1, "fricative", False), "v": (0.1, "fricative", True), "T": (0.3, "fricative", False),
    "D": (0.3, "fricative", True), "s": (0.4, "fricative", False), "z": (0.4, "fricative", True),
    "S": (0.6, "fricative", False), "Z": (0.6, "fricative", True), "h": (1.0, "fricative", False),
    "m": (0.0, "nasal", True), "n": (0.4, "nasal", True), "N": (0.8, "nasal", True),
    "l": (0.4, "glide", True), "r": (0.5, "glide", True), "w": (0.1, "glide", True), "y": (0.7, "glide", True),
}  # fmt: skip
_VOWELS = {
    # height from open (0) to close (1), from front (0) to back (1), where a diphthong begins and ends averaged
    "i": (1.0, 0.0), "I": (0.8, 0.2), "e": (0.5, 0.15), "a": (0.15, 0.2), "U": (0.35, 0.6), "A": (0.15, 0.75),
    "u": (0.95, 0.9), "Q": (0.8, 0.75), "O": (0.65, 0.9), "E": (0.7, 0.1), "Y": (0.4, 0.35), "W": (0.4, 0.7),
    "o": (0.65, 0.6), "R": (0.45, 0.5),
}  # fmt: skip
"""As in: wait E, five Y, ouch W, boy o, hurt R, stop and pause A, done U, foot Q."""

_MANNERS = {
    frozenset(("stop", "affricate")): 0.25,
    frozenset(("fricative", "affricate")): 0.2,
    frozenset(("stop", "fricative")): 0.4,
    frozenset(("nasal", "stop")): 0.5,
    frozenset(("nasal", "glide")): 0.45,
}


@lru_cache(maxsize=4096)
def _swap(one: str, other: str) -> float:
    """Cost of hearing one phoneme for another."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        (height, back), (other_height, other_back) = _VOWELS[one], _VOWELS[other]
        return min(0.8, 0.1 + 0.7 * abs(height - other_height) + 0.4 * abs(back - other_back))
    if one in _VOWELS or other in _VOWELS:
        return 0.6 if {one, other} in ({"w", "u"}, {"y", "i"}, {"r", "R"}, {"l", "O"}) else 1.2
    (place, manner, voiced), (other_place, other_manner, other_voiced) = _CONSONANTS[one], _CONSONANTS[other]
    manners = 0.0 if manner == other_manner else _MANNERS.get(frozenset((manner, other_manner)), 0.7)
    return min(1.0, manners + 0.6 * abs(place - other_place) + 0.2 * (voiced != other_voiced) + 0.05)


def _gap(phoneme: str) -> float:
    """Cost of hearing a phoneme too many or too few: the soft ones come and go."""
    if phoneme in "tdprhwkU":
        return 0.5
    return 0.6 if phoneme in "IlnyvR" else 0.9


# --- letters to phonemes -----------------------------------------------------------------------------------------

_IRREGULAR = {
    "again": "Ugen", "and": "and", "are": "Ar", "ball": "bAl", "begin": "bIgIn", "both": "bOT", "bottle": "bAtUl",
    "carry": "kari", "change": "CEnJ", "come": "kUm", "do": "du", "done": "dUn", "eight": "Et", "fewer": "fyuR",
    "finish": "finiS", "foot": "fQt", "four": "fAr", "frozen": "frOzUn", "give": "gIv", "go": "gO", "great": "grEt",
    "have": "hav", "heart": "hArt", "hold": "hOld", "how": "hW", "hurts": "hRts", "i": "Y", "into": "Intu",
    "know": "nO", "long": "lAN", "longer": "lANgR", "louder": "lWdR", "moment": "mOmUnt", "move": "muv", "no": "nO",
    "now": "nW",
    "of": "Uv", "okay": "OkE", "one": "wUn", "only": "Onli", "other": "UDR", "ouch": "WC", "out": "Wt", "over": "OvR",
    "pause": "pAz", "previous": "priviUs", "quieter": "kwYUtR", "ready": "redi", "resume": "rIzum", "roller": "rOlR",
    "said": "sed", "second": "sekUnd", "seconds": "sekUndz", "session": "seSUn", "seven": "sevUn", "slower": "slOR",
    "so": "sO", "some": "sUm", "that": "Dat", "the": "DU", "their": "Der", "there": "Der", "they": "DE",
    "this": "DIs", "to": "tu", "two": "tu", "was": "wUz", "water": "wAtR", "what": "wUt", "where": "wer",
    "who": "hu", "won": "wUn", "yeah": "yea", "you": "yu", "your": "yAr", "zero": "zIrO",
}  # fmt: skip
_RULES = (
    # before longest graphemes: silent letters and endings
    (r"^kn|^gn|^pn", "n"), (r"^wr", "r"), (r"^wh(?=o)", "h"), (r"^wh", "w"), (r"^ps", "s"), (r"mb$", "m"),
    (r"ight", "Yt"), (r"igh", "Y"), (r"ough|augh", "A"), (r"tion|sion|ssion", "SUn"), (r"(?<=[td])ed$", "Id"),
    (r"(?<=[pkfsxc])ed$", "t"), (r"(?<=[aeiou].)ed$", "d"), (r"(?<=[^aeiou])le$", "Ul"), (r"ture$", "CR"),
    (r"e?y$|ie$", "i"),
    # a vowel, one consonant, e: the vowel says its name
    (r"a(?=[bcdfgklmnpstvz]e(?:s|d|r)?$)", "E"), (r"i(?=[bcdfgklmnpstvz]e(?:s|d|r)?$)", "Y"),
    (r"o(?=[bcdfgklmnpstvz]e(?:s|d|r)?$)", "O"), (r"u(?=[bcdfgklmnpstvz]e(?:s|d|r)?$)", "u"),
    (r"e(?=[bcdfgklmnpstvz]e(?:s|d|r)?$)", "i"), (r"(?<=..)e$", ""), (r"(?<=.[^s])es$", "s"), (r"(?<=.)o$", "O"),
    (r"^re(?=[bcdfgklmnpstvz])", "ri"),
    # several letters, one sound
    (r"tch", "C"), (r"sch", "sk"), (r"dge", "J"), (r"ch", "C"), (r"sh", "S"), (r"th", "T"), (r"ph", "f"), (r"gh", ""),
    (r"ck", "k"), (r"ng", "N"), (r"qu", "kw"), (r"ci(?=[aeou])", "S"), (r"c(?=[eiy])", "s"),
    (r"g(?=[eiy])(?!ive|et)", "J"),
    (r"eigh|ei|ai|ay", "E"), (r"(?<=[hrw])ea(?=[dt])", "e"), (r"ee|ea", "i"), (r"oo|ew|ue|ui", "u"),
    (r"au|aw|oa(?=r)", "A"), (r"oa|oe|ow$", "O"),
    (r"ou|ow", "W"), (r"oi|oy", "o"), (r"ar", "Ar"), (r"ores$", "Arz"), (r"ore?", "Ar"), (r"er|ir|ur", "R"),
    (r"all", "Al"), (r"x", "ks"), (r"([bdfglmnprstz])\1", "="),
    # one letter
    (r"a", "a"), (r"e", "e"), (r"i|y(?=[^aeiou])", "I"), (r"o", "A"), (r"u", "U"), (r"c|k|q", "k"), (r"j", "J"),
    (r"[bdfghlmnprstvwyz]", "="),
)  # fmt: skip
_GRAPHEMES = tuple((re.compile(pattern), phonemes) for pattern, phonemes in _RULES)


@lru_cache(maxsize=4096)
def pronounce(text: str) -> str:
    """The phonemes of `text`, one letter each, words run together."""
    return "".join(_IRREGULAR.get(word) or _spelled_out(word) for word in text.replace("'", "").split())


def _spelled_out(word: str) -> str:
    place, phonemes = 0, ""
    while place < len(word):
        length, sound = _grapheme(word, place)
        phonemes += sound
        place += length
    return phonemes


def _grapheme(word: str, place: int) -> tuple[int, str]:
    """How many letters the grapheme at `place` has, and its sound; a sign without sound is skipped."""
    for pattern, sound in _GRAPHEMES:
        found = pattern.match(word, place)
        if found:
            return len(found[0]), found[0][0] if sound == "=" else sound
    return 1, ""
