"""The coach's real voice in a simulated room, for the tests of echo cancelling: blocks in, decibels out."""

import functools
from collections.abc import Callable, Mapping

import numpy as np

from coach.clock import BLOCK, RATE, samples
from coach.hearing.echo.cancelled import Cancelled
from coach.sound.acoustics import EchoPath, Wave, made_response
from coach.sound.edge import Block, Samples
from coach.speaking.pyttsx_voice import PyttsxVoice

SENTENCES = (
    "Sit in a comfortable chair, and cross one leg over the other, so that the foot rests on the opposite knee.",
    "Put a little lotion or oil on your hands and on the sole. It lets them glide more smoothly, and reach deeper.",
    "With light fingers, explore the heel and the arch, and find the spots that are tender or tense.",
    "Press your thumbs into the sole, and walk them slowly from the ball of the foot down to the heel bone.",
)
NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ECHO_DB = -6.0
"""Of the echo against what is played."""
NOISE = 20.0
"""RMS of the microphone's noise: -64 dBFS."""


@functools.cache
def _said(text: str, rate: int, voice: str | None = None) -> Samples:
    speaker = PyttsxVoice(voice, volume=0.3)
    sound = speaker.clip(text, rate).sound
    speaker.close()
    return sound


@functools.cache
def talk(seconds: float) -> Samples:
    """The coach's sentences with gaps of 0.3 s."""
    pause = np.zeros(samples(0.3), np.int16)
    said = np.concatenate([piece for text in SENTENCES for piece in (_said(text, 170), pause)])
    return np.resize(said, samples(seconds))


@functools.cache
def counts() -> Samples:
    """A number each second."""
    sound = np.zeros(len(NUMBERS) * RATE, np.int16)
    for second, number in enumerate(NUMBERS):
        said = _said(number, 200)
        sound[second * RATE : second * RATE + len(said)] = said
    return sound


def user(n: int, *at: float, words: str = "switch foot") -> Samples:
    """n samples in which another voice says `words` at some seconds."""
    sound = np.zeros(n, np.int16)
    said = _said(words, 184, "en-us+f2")
    for second in at:
        sound[samples(second) : samples(second) + len(said)] = said
    return sound


def echo(played: Samples, delay_ms: float, t60: float = 0.4, drift_ppm: float = 0.0, seed: int = 1) -> Samples:
    """What comes back of `played`, without noise."""
    response = made_response(t60, delay_ms, np.random.default_rng(seed)) * 10 ** (ECHO_DB / 20)
    path = EchoPath(response, drift_ppm=drift_ppm)
    heard = [path.hear(played[at : at + BLOCK]) for at in range(0, len(played), BLOCK)]
    return np.clip(np.rint(np.concatenate(heard)), -32767, 32767).astype(np.int16)


def noisy(sound: Samples, seed: int = 2) -> Samples:
    """`sound` as a microphone with a little noise gives it."""
    noise = np.random.default_rng(seed).standard_normal(len(sound)) * NOISE
    return np.clip(np.rint(sound + noise), -32767, 32767).astype(np.int16)


def through(
    take: Callable[[Block], Cancelled], microphone: Samples, played: Samples, gaps: Mapping[int, int] | None = None
) -> list[Cancelled]:
    """What `take` makes of the blocks; `gaps` by audio time."""
    ats = range(0, len(played), BLOCK)
    cut = ((at, microphone[at : at + BLOCK], played[at : at + BLOCK]) for at in ats)
    return [take(Block(at, heard, sent, gap=(gaps or {}).get(at, 0))) for at, heard, sent in cut]


def residual(taken: list[Cancelled]) -> Samples:
    """All the residuals in a row."""
    return np.concatenate([block.residual for block in taken])


def clean(taken: list[Cancelled]) -> Samples:
    """All the clean signals in a row."""
    return np.concatenate([block.clean for block in taken])


def softer_db(before: Samples, after: Samples, start: float, end: float) -> float:
    """By how much `after` is softer than `before`, between two seconds."""
    piece = slice(samples(start), samples(end))
    powers = [float(np.sum(sound[piece].astype(float) ** 2)) for sound in (before, after)]
    return float(10 * np.log10(powers[0] / powers[1]))


def likeness(sound: Samples, voice: Samples, start: float) -> float:
    """Correlation of the magnitude spectra, 32 ms at a time, with what a user said from `start` on, 0.8 s of it."""
    return float(np.corrcoef(_spectra(sound, start), _spectra(voice, start))[0, 1])


def _spectra(sound: Samples, start: float) -> Wave:
    frames = sound[samples(start) : samples(start) + 25 * 512].astype(float).reshape(25, 512)
    spectra: Wave = np.abs(np.fft.rfft(frames * np.hanning(512))).ravel()
    return spectra
