"""How much a heard utterance sounds like each live phrase, so that "stup" is understood as "stop".

Whole utterances only. espeak-ng says how words sound; sounds are compared by place, manner and voice, as engines
confuse them. Measured on 121 slips over synthetic voices, and on 4000 common words that are no phrase: this wins back
26 and takes 61; own spelling rules, 8 and 63; espeak-ng with the distances of soundvectors, 26 and 53, but it loses
"thor" for "four" and the like; with those of panphon 32 and 31, but it needs pandas and, from Python 3.13, a compiler.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from coach.hearing.meaning.pronunciation import pronounce
from coach.hearing.tuning import USUAL, SoundAlike

NUMBERS = frozenset("zero one two three four five six seven eight nine ten eleven twelve".split())
ANTI = NUMBERS | frozenset(
    "and but bye buy felt first free go hey his hurt hurts it late light lift list nice star start stay steep step "
    "steps stuff thanks that this tree".split()
)
"""Words of everyday talk that sound like a command: the nearest phrase must be nearer than any of them."""
EVERYDAY = frozenset(
    "bag bake bank beck bet bike black book pack park stalk stock stomp stuck swap top master plaster fast leapt "
    "retreat receipt defeat hose cause close eddy steady teddy wade wet way white when win went fort fur nest text "
    "ship skin sketch swift witch which dune dawn down then than den mix sick true tool lift loft ride ripe bull fall "
    "don't mall mine nice sever yell yet node nor owl couch alder health held scalp flower "
    "eddie blaster stamp stump note run makes spot flow lighter writer sledge clatter gun skate skirt scope rest west "
    "messed paddle rapid letter sister lady leader wonder hair shape factor".split()
)
"""Words that are near to a phrase and that an engine seldom writes for it: heard as such, they were meant as such."""

Strictness = Callable[[str], float]
"""`strictness(phrase)` from 0 to 1 gives the score that an utterance must reach to be taken for it."""

Meaning = Callable[[str], object]
"""`meaning(phrase)`: phrases of one meaning ("switch foot", "switch feet") do not compete."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A phrase that an utterance sounds like."""

    phrase: str
    score: float
    """1 for the same sounds, 0 for nothing in common."""
    margin: float
    """Score above that of the best other phrase or anti-word."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The phrase that an utterance sounds most like, and what it must beat to be taken for it."""

    phrase: str
    score: float
    """Likeness, from 0 to 1, as all here."""
    bar: float
    """The score that it needs."""
    second: float = 0.0
    """The score of the best phrase of another meaning; like `rival`, 0 where the bar was missed."""
    rival: float = 0.0
    """The score of the best anti-word."""
    margin: float = 0.0
    """By how much it must beat `second`."""

    @property
    def is_matched(self) -> bool:
        """Whether the utterance may be taken for the phrase."""
        return self.score >= self.bar and self.score - self.second >= self.margin and self.score > self.rival

    def __str__(self) -> str:
        text = f'most like "{self.phrase}": likeness {self.score:.2f}, needs {self.bar:.2f}'
        if self.score < self.bar:
            return text
        others = f"next meaning {self.second:.2f}, to be beaten by {self.margin:.2f}; other word {self.rival:.2f}"
        return f"{text}; {others}, to be beaten"


def usual(phrase: str, tuning: SoundAlike = USUAL.soundalike) -> float:
    """The strictness that suits most phrases: one slip, however many words there are."""
    sounds = len(pronounce(phrase))
    return tuning.short if sounds <= 3 or " " in phrase else tuning.usual


def closest(
    text: str,
    phrases: Collection[str],
    anti: Collection[str] = ANTI,
    strictness: Strictness | None = None,
    meaning: Meaning = str,
    sounds: SoundAlike = USUAL.soundalike,
) -> Likely | None:
    """The phrase that the whole of `text` (a Hypothesis's text) sounds like, or None.

    Nothing is matched when `text` is a word of EVERYDAY, when a word of `anti` that is no live phrase is as near, or
    when phrases of two meanings are, or nearly. `strictness`: the usual one, where nobody says otherwise.
    """
    if text in phrases:
        return Likely(text, 1.0, 1.0)
    found = nearest(text, phrases, anti, strictness, meaning, sounds)
    if found is None or not found.is_matched:
        return None
    return Likely(found.phrase, found.score, found.score - max(found.second, found.rival))


def nearest(
    text: str,
    phrases: Collection[str],
    anti: Collection[str] = ANTI,
    strictness: Strictness | None = None,
    meaning: Meaning = str,
    sounds: SoundAlike = USUAL.soundalike,
    everyday: Collection[str] = EVERYDAY,
) -> Nearest | None:
    """The phrase that `text`, which is none, sounds most like, near enough or not; None for a word meant as such.

    Such are those of `anti` and `everyday`.
    """
    said = _undoubled(text)
    if not said or said in anti or said in everyday:
        return None
    scored = sorted(((_score(said, phrase, sounds), phrase) for phrase in phrases), reverse=True)
    if not scored:
        return None
    score, phrase = scored[0]
    bar = strictness(phrase) if strictness else usual(phrase, sounds)
    if score < bar:
        return Nearest(phrase, score, bar)
    second = max((other for other, name in scored[1:] if meaning(name) != meaning(phrase)), default=0.0)
    rival = max((_score(said, word, sounds) for word in anti if word not in phrases), default=0.0)
    return Nearest(phrase, score, bar, second, rival, sounds.margin)


def nearer_beginning(text: str, phrase: str, phrases: Collection[str], sounds: SoundAlike = USUAL.soundalike) -> bool:
    """Whether `text` sounds at least as much like the beginning of one of `phrases` as like the whole of `phrase`."""
    said = _undoubled(text)
    count, enough = len(said.split()), _score(said, phrase, sounds)
    beginnings = {" ".join(longer.split()[:count]) for longer in phrases if len(longer.split()) > count}
    return any(_score(said, beginning, sounds) >= enough for beginning in beginnings)


def _score(said: str, phrase: str, sounds: SoundAlike) -> float:
    """Likeness of the whole; 0 when one of several words is quite another: "try again" is not "say again"."""
    words, meant = said.split(), phrase.split()
    if len(words) == len(meant) > 1:
        alike = (likeness(pronounce(word), pronounce(other)) for word, other in zip(words, meant, strict=True))
        if min(alike) < sounds.same_word:
            return 0.0
    return likeness(pronounce(said), pronounce(phrase)) - sounds.word_more * abs(len(words) - len(meant))


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
