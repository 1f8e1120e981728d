"""Training utterances: phrases, near words and other speech, in all voices, at many levels, with noise and echo."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve, lfilter

from scripts.testmodel.features import SAMPLE_RATE, Floats, frame_times, mfcc, to_sixteen_kilohertz
from scripts.testmodel.phones import Segment, segments
from scripts.testmodel.speech import Speaker
from scripts.testmodel.tongue import Tongue

ROUNDS = 3
"""How often each phrase is said by each voice."""
SEQUENCES, NEAR, OTHER = 200, 450, 350
"""How many utterances of several phrases, of near words, of other speech."""
BACKGROUND = 0.4
"""The share of utterances behind which somebody else talks softly."""
UNKNOWN_SHARE = {True: 0.15, False: 0.6}
"""How much of a frame's target goes to SPN: little within the vocabulary, much outside it."""


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance made ready: features (frames, 40), and for each frame its phone's class and its share of SPN."""

    features: Floats
    classes: NDArray[np.int64]
    unknown: Floats


def texts(dice: random.Random, tongue: Tongue) -> Iterator[tuple[str, str]]:
    """What is said, and by which voice."""
    voices, phrases = tongue.voices, sorted(tongue.phrases)
    near, other = sorted(tongue.decoys), sorted(tongue.common | tongue.decoys)
    for _ in range(ROUNDS):
        yield from ((phrase, voice) for phrase in phrases for voice in voices)
    for number in range(SEQUENCES):
        yield ", ".join(dice.sample(phrases, dice.randint(2, 3))), voices[number % len(voices)]
    for number in range(NEAR):
        yield " ".join(dice.sample(near, dice.choice((1, 1, 1, 2)))), voices[number % len(voices)]
    for number in range(OTHER):
        yield " ".join(dice.sample(other, dice.randint(2, 8))), voices[number % len(voices)]


def examples(speaker: Speaker, seed: int, tongue: Tongue) -> Iterator[Example]:
    """All training utterances; the same ones for the same seed."""
    dice, noise = random.Random(seed), np.random.default_rng(seed)  # noqa: S311 - repeatable, not secret
    before = np.zeros(SAMPLE_RATE, np.float32)
    for text, voice in texts(dice, tongue):
        spoken = speaker.say(
            text, voice, rate=dice.randint(125, 205), pitch=dice.choice((50, 50, 40, 60)), spread=dice.randint(40, 60)
        )
        lead = noise.uniform(0.05, 0.6)
        clean = to_sixteen_kilohertz(spoken.sound, spoken.rate)
        sound = _pad(clean, lead, noise.uniform(0.2, 0.6))
        if noise.random() < BACKGROUND:
            sound = sound + _behind(sound, before, noise)
        before = clean
        parts = segments(spoken, voice, tongue.phones)
        yield _label(mfcc(_spoil(sound, noise)), parts, lead * 1000, tongue)


def _behind(sound: Floats, other: Floats, noise: np.random.Generator) -> Floats:
    """Speech much softer than `sound`, such as what is left of the coach's own voice: it is no word, and no SPN."""
    tail = np.resize(np.roll(other, int(noise.integers(len(other)))), len(sound))
    soft: Floats = tail * (_level(sound) / (_level(tail) + 1e-9) * _decibels(noise.uniform(-55, -22)))
    return soft


def _pad(sound: Floats, lead: float, trail: float) -> Floats:
    """Silence before and after, in seconds."""
    return np.pad(sound, (round(lead * SAMPLE_RATE), round(trail * SAMPLE_RATE)))


def _spoil(sound: Floats, noise: np.random.Generator) -> Floats:
    """`sound` as a microphone might hear it: at a level of -40 to -10 dBFS, some in a room, most with noise."""
    if noise.random() < 0.25:
        sound = fftconvolve(sound, _room(noise))[: len(sound)].astype(np.float32)
    sound = sound / (_level(sound) + 1e-9) * _decibels(noise.uniform(-40, -10))
    kind = noise.random()
    if kind < 0.45:
        sound = sound + _hiss(len(sound), noise) * _decibels(noise.uniform(-75, -50))
    elif kind < 0.85:
        sound = sound + _hiss(len(sound), noise) * _level(sound) * _decibels(noise.uniform(-45, -12))
    return sound.clip(-1, 1).astype(np.float32)


def _level(sound: Floats) -> float:
    """Root mean square of what is not silence."""
    loud = sound[np.abs(sound) > 0.01 * np.abs(sound).max()]
    return float(np.sqrt(np.mean(loud**2))) if len(loud) else 0.0


def _decibels(level: float) -> float:
    return float(10 ** (level / 20))


def _hiss(count: int, noise: np.random.Generator) -> Floats:
    """Noise of root mean square 1: white, or weaker toward the treble."""
    hiss = noise.standard_normal(count)
    if noise.random() < 0.5:
        hiss = lfilter([1.0], [1.0, -noise.uniform(0.5, 0.95)], hiss)
    return np.asarray(hiss / hiss.std(), np.float32)


def _room(noise: np.random.Generator) -> Floats:
    """An impulse response: the direct sound and a decaying tail."""
    count = round(noise.uniform(0.08, 0.5) * SAMPLE_RATE)
    tail = noise.standard_normal(count) * np.exp(-6.9 * np.arange(count) / count)
    tail *= noise.uniform(0.05, 0.35) / np.sqrt(np.sum(tail**2))
    return np.concatenate([[1.0], tail]).astype(np.float32)


def _label(features: Floats, parts: list[Segment], lead: float, tongue: Tongue) -> Example:
    times = frame_times(len(features)) - lead
    classes, unknown = np.zeros(len(features), np.int64), np.zeros(len(features), np.float32)
    for part in parts:
        inside = (times >= part.start) & (times < part.end)
        classes[inside] = tongue.phones.class_of[part.phone]
        if part.phone != "SIL":
            unknown[inside] = UNKNOWN_SHARE[part.word in tongue.vocabulary]
    return Example(features, classes, unknown)
