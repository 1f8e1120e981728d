"""Speech made on the spot by espeak-ng: phrases, words near in sound to them, and other people's sentences. Seeded."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.clock import seconds
from coach.language.intents import Live
from coach.sound.edge import Samples
from coach.speaking.choice import named
from scripts.benchmarks.english import match, spot_safety


@dataclass(frozen=True, slots=True)
class Speaker:
    """A synthetic person: an espeak-ng voice, or the natural one ("heart"); words a minute, pitch 0 to 99."""

    voice: str
    rate: int
    pitch: int


STRANGERS = (
    Speaker("en-gb-scotland+f3", 168, 45),
    Speaker("en-gb-x-rp+m4", 185, 60),
    Speaker("en-us-nyc+f4", 157, 55),
    Speaker("en-gb-x-gbclan+m7", 197, 40),
)
"""Voices that neither the coach speaks with nor the test model was made from."""

TALKERS = (
    Speaker("en-gb-x-rp+f5", 191, 50),
    Speaker("en-gb-scotland+m3", 208, 45),
    Speaker("en-us-nyc+m5", 179, 55),
    Speaker("en-gb-x-gbcwmd+f1", 197, 60),
    Speaker("en-029+m6", 203, 40),
)
"""Other people in the room, and the babble."""

NEAR = (
    "stalk swap stomp steep nest vexed annex beck bike claws poles wade whale dune bun eddy petty yell yet node nor "
    "ape aid couch owl ripe ray leapt loft bull mall battle rowing alder hose hike scalp sketch rapid retreat mix "
    "heave tree fur fife sever mine then hello witchcraft football timeless mortgage shoulder slogan plaster clouded"
).split()
"""Words near in sound to phrases, none of them a phrase's homophone."""

_WHO = "my sister|the neighbour|our teacher|that man|the doctor|everybody|a friend of mine|the girl next door".split(
    "|"
)
_DID = "told me|forgot|asked|believed|heard on the radio|wrote|explained|noticed|said to her mother".split("|")
_WHAT = (
    "that the train was late|how the soup is made|why the garden looks so dry|that it may rain tomorrow|"
    "where the keys had been all along|that nobody came to the concert|how much the ticket would cost|"
    "that the shop closes at half past six|what happened to the old bicycle|that there was no milk in the fridge|"
    "who had painted the kitchen yellow|that the cat sleeps on the piano"
).split("|")
_WHEN = "yesterday|in the morning|after lunch|on the way home|last summer|again and again|for once|in the end".split(
    "|"
)
_NEARLY = (
    "the shops were shut|she bought a new text book|the ship sailed past the rock|he packed his bag|our cow is brown|"
    "it was a nice day at the sea|the bell in the hall rang|I would rather wade than swim|they held a feast|"
    "the boss read it out loud|he was a master of the lute|lift it a little|the food was good|put the pan down|"
    "do you hear that noise|which witch was it|the night was quite quiet|I knew a man who knew the news|"
    "the steps lead to the loft|the bread is baked|what a long song|hand me the salt|it is far too hot|"
    "she has a sharp pencil|how long is the river|the waiter was slow|more people came than expected"
).split("|")


def speak(speaker: Speaker, texts: Sequence[str]) -> Iterator[tuple[str, Samples]]:
    """Each text and its sound. Raises VoiceError where there is no such voice."""
    voice = named(speaker.voice, None, speaker.pitch)
    try:
        for text in texts:
            yield text, voice.clip(text, speaker.rate).sound
    finally:
        voice.close()


def talk(hours: float, seed: int, talkers: Sequence[Speaker] = TALKERS) -> Iterator[tuple[str, Samples]]:
    """Sentences of everyday speech by all `talkers`, `hours` of sound in all (pauses not counted)."""
    for number, talker in enumerate(talkers):
        yield from talk_by(talker, hours * 3600 / len(talkers), seed + number)


def talk_by(talker: Speaker, duration: float, seed: int) -> Iterator[tuple[str, Samples]]:
    """Sentences by one talker, `duration` seconds of sound."""
    for text, sound in speak(talker, _sentences(duration, seed)):
        if duration <= 0:
            break
        duration -= seconds(len(sound))
        yield text, sound


def _sentences(duration: float, seed: int) -> list[str]:
    """More sentences than `duration` seconds hold, none with a command or a safety word in it."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    made = (_sentence(dice) for _ in range(20 + round(duration)))
    everything = Live(answers=frozenset(), waiting=True, timed=True)
    return [text for text in made if not (match(text, everything) or spot_safety(text, everything))]


def _sentence(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return dice.choice(_NEARLY)
    parts = (dice.choice(_WHO), dice.choice(_DID), dice.choice(_WHAT), dice.choice(_WHEN))
    return " ".join(parts[: dice.choice((3, 4, 4))])
