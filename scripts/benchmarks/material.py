"""What a run presents: labelled utterances and other people's talk, on disk, so that each engine's process is light."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from coach.clock import RATE, seconds
from coach.hearing.engines.moonshine_engine import wheel_folder
from coach.sound import wav
from coach.sound.edge import Samples
from scripts.benchmarks import synthetic
from scripts.benchmarks.corpus import MID_STEP, QUESTIONS, SAFETY_PHRASES, Utterance, phases_of
from scripts.benchmarks.english import PHRASES
from scripts.benchmarks.synthetic import NEAR, Speaker
from scripts.testmodel import VOICES

PIECE = 15 * RATE
"""Recorded talk is presented in pieces of at most this length."""

_TURNS = (MID_STEP, *QUESTIONS)
_OWN_RATES = (157, 197, 179, 168, 185)
OWN = tuple(Speaker(voice, rate, 50) for voice, rate in zip(VOICES, _OWN_RATES, strict=True))
"""The voices that the test model was made from."""
OWN_TALK = "by its model's voices"


@dataclass(frozen=True, slots=True)
class Talk:
    """Speech that is not meant for the coach."""

    kind: str
    """ "recorded", "synthetic", or OWN_TALK."""
    text: str
    """What is said, or the file that it is from."""
    path: Path


@dataclass(slots=True)
class Material:
    """Everything that is presented."""

    quiet: list[Utterance] = field(default_factory=list)
    """Presented in the condition "quiet"."""
    noisy: list[Utterance] = field(default_factory=list)
    """Presented in every other condition."""
    talk: list[Talk] = field(default_factory=list)
    babble: list[list[Path]] = field(default_factory=list)
    """For each talker, what they say."""


class Store:
    """Writes sounds into a folder, under names of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def keep(self, sound: Samples) -> Path:
        """The path of a WAV file that holds `sound`."""
        self._count += 1
        path = self._folder / f"{self._count:06}.wav"
        wav.write(path, sound)
        return path


def spoken(store: Store, corpus: str, speakers: Sequence[Speaker]) -> list[Utterance]:
    """Every phrase by every speaker, and each near word by one of them, in one phase each."""
    made = []
    for number, speaker in enumerate(speakers):
        near = NEAR[number :: len(speakers)]
        for text, sound in synthetic.speak(speaker, [*sorted(PHRASES), *near]):
            phases = phases_of(text) if text in PHRASES else (_TURNS[near.index(text) % len(_TURNS)],)
            path = store.keep(sound)
            made += [Utterance(corpus, text, speaker.voice, phase, path) for phase in phases]
    return made


def once_each(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Of what several people say, each phrase once: the first by the first of them, the next by the next."""
    speakers = cycle(sorted({utterance.source for utterance in utterances}))
    chosen = {phrase: next(speakers) for phrase in sorted(PHRASES)}
    return [said for said in utterances if chosen.get(said.phrase, said.source) == said.source]


def half(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Every safety phrase, half of the other phrases, and an eighth of what is none."""
    words = sorted({utterance.phrase for utterance in utterances})
    phrases, near = (sorted(group) for group in (PHRASES.intersection(words), set(words) - PHRASES))
    kept = {*SAFETY_PHRASES, *phrases[::2], *near[::8]}
    return [utterance for utterance in utterances if utterance.phrase in kept]


def babble(store: Store) -> list[list[Path]]:
    """Ten seconds from each of five talkers."""
    return [
        [store.keep(sound) for _, sound in synthetic.talk_by(talker, 10.0, seed=1000 + number)]
        for number, talker in enumerate(synthetic.TALKERS)
    ]


def other_speech(store: Store, hours: float, folders: Iterable[Path], seed: int) -> list[Talk]:
    """`hours` of talk: at most half of it recorded, from the wheel of the embedded engine and `folders`."""
    recorded = list(_recorded(store, hours / 2, [*folders, wheel_folder() / "assets"]))
    have = sum(duration(talk.path) for talk in recorded) / 3600
    made = [Talk("synthetic", text, store.keep(sound)) for text, sound in synthetic.talk(hours - have, seed)]
    return recorded + made


def own_talk(store: Store, hours: float, seed: int) -> list[Talk]:
    """`hours` of talk by the voices that the test model was made from."""
    return [Talk(OWN_TALK, text, store.keep(sound)) for text, sound in synthetic.talk(hours, seed, OWN)]


def duration(path: Path) -> float:
    """Seconds of a sound file."""
    return seconds(len(wav.read(path)))


def _recorded(store: Store, hours: float, folders: Iterable[Path]) -> Iterator[Talk]:
    left = round(hours * 3600 * RATE)
    for path in (path for folder in folders for path in sorted(folder.rglob("*.wav"))):
        sound = wav.read(path)
        for start in range(0, len(sound), PIECE):
            piece = sound[start : min(start + PIECE, start + left)]
            if not len(piece):
                return
            left -= len(piece)
            yield Talk("recorded", f"{path.name} {start // RATE} s", store.keep(piece))
