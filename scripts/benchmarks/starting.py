"""`scripts/bench starting`: how well "start heel massage" is heard by `coach --wait`, and how often in other talk."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np

from coach.clock import BLOCK, samples, seconds
from coach.hearing.ear import Ear
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Recogniser
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.catalogues import load_language
from coach.language.intents import YES_NO, Live
from coach.language.language import Language
from coach.language.starting import StartBook, startable
from coach.session.events import Heard
from coach.session.standby import PATIENCE
from coach.sound import wav
from coach.sound.edge import Block, Samples
from coach.speaking.choice import named
from coach.speaking.pyttsx_voice import HEART
from scripts.benchmarks import synthetic
from scripts.benchmarks.options import FOLDER, found_model
from scripts.benchmarks.synthetic import STRANGERS, TALKERS

NEAR = (
    "start the washing machine, start here, start the message, begin the lesson, the heel massage was nice, "
    "start me up, start peel the potatoes, shall we start the meal, they start a new mass, start the car, "
    "she had a message in the morning, he'll massage it, begin with the morning news, start the heating, a massage, "
    "start all the machines, start morning practice, start with a short message, we start here in the morning, "
    "start the heel"
).split(", ")
"""What people say that is near to it, and is none of it."""
PAUSE = samples(0.6)
"""Silence between two sentences."""
LEVELS_DB = (0.0, -12.0)
"""Recordings are presented at their own level, and from further away."""


class Waiting:
    """The wait's own ear, without a speaker: it tells when it would ask, and when that would be confirmed."""

    def __init__(self, recogniser: Recogniser, language: Language) -> None:
        book = language.phrasebook
        if not isinstance(book, StartBook):
            raise TypeError("the language must be startable")
        self.at = 0
        self.asked: list[str] = []
        self.started: list[str] = []
        self._listening = Live(answers=frozenset(book.starts))
        self._until = 0
        self._noise = np.random.default_rng(1)
        self._ear = Ear(recogniser, book)
        self._ear.listen(self._listening)

    def hear(self, sound: Samples, pause: int = PAUSE) -> list[str]:
        """The routines that it would ask about, in `sound` and a pause after it."""
        whole = np.pad(sound, (0, pause + -(len(sound) + pause) % BLOCK))
        before = len(self.asked)
        for place in range(0, len(whole), BLOCK):
            if self._until and self.at > self._until:
                self._listen(self._listening, 0)
            microphone = (whole[place : place + BLOCK] + self._noise.normal(0, 10, BLOCK)).astype(np.int16)
            for event in self._ear.hear(Block(self.at, microphone, np.zeros(BLOCK, np.int16))):
                if isinstance(event, Heard):
                    self._understood(event)
            self.at += BLOCK
        return self.asked[before:]

    def forget(self) -> None:
        """Whatever was asked, it waits again."""
        self._listen(self._listening, 0)

    def _understood(self, heard: Heard) -> None:
        if not self._until:
            self.asked.append(heard.match.answer)
            self._listen(Live(answers=YES_NO), self.at + PATIENCE)
        elif heard.match.answer == "yes":
            self.started.append(self.asked[-1])
            self.forget()
        elif heard.match.answer == "no":
            self.forget()

    def _listen(self, live: Live, until: int) -> None:
        self._until = until
        self._ear.listen(live)


@click.command()
@click.argument("talk", nargs=-1, type=FOLDER)
@click.option("--model", type=FOLDER, help="Vosk model; without it, the embedded engine.")
@click.option("--hours", default=0.25, show_default=True, help="Of synthetic talk.")
@click.option("--part", default="1/1", show_default=True, metavar="K/N", help="Only the Kth of N parts of the talk.")
@click.option("--noise", default=0.0, help="Decibels of pink noise below the phrases; none without it.")
@click.option("--seed", default=1, show_default=True)
def starting(talk: tuple[Path, ...], model: Path | None, hours: float, part: str, noise: float, seed: int) -> None:
    """How often it is heard when said, by synthetic voices, and in the talk of the WAVs in the folders TALK."""
    language, said = startable(load_language("en"), ["heel", "morning"])
    recogniser: Recogniser = (
        VoskRecogniser(model, language.phrasebook.decoys) if found_model(model) and model else MoonshineRecogniser()
    )
    first, parts = map(int, part.split("/"))
    if first == 1:
        _tell_heard(Waiting(recogniser, language), said, noise)
    waiting = Waiting(recogniser, language)
    for name, sounds in (
        ("recorded talk", _recorded(talk)),
        ("synthetic talk", synthetic.talk(hours, seed)),
        ("near phrases", synthetic_near()),
    ):
        _tell_talk(waiting, name, list(sounds)[first - 1 :: parts])


def _tell_heard(waiting: Waiting, said: dict[str, tuple[str, ...]], noise: float) -> None:
    for who, phrase, routine, sound in _spoken(said):
        found = waiting.hear(_noisy(sound, noise), samples(1.0))
        waiting.forget()
        click.echo(
            f"{'right' if found == [f'start {routine}'] else f'WRONG {found}' if found else 'MISSED'}\t{who}\t{phrase}"
        )


def _spoken(said: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str, Samples]]:
    heart = named(HEART, None)
    for rate in (140, 170, 200):
        for routine, ways in said.items():
            for phrase in ways:
                yield f"{HEART} {rate}", phrase, routine, heart.clip(phrase, rate).sound
    heart.close()
    whose = {phrase: routine for routine, ways in said.items() for phrase in ways}
    for speaker in (*STRANGERS, *TALKERS):
        for phrase, sound in synthetic.speak(speaker, list(whose)):
            yield speaker.voice, phrase, whose[phrase], sound


def _noisy(sound: Samples, below: float) -> Samples:
    if not below:
        return sound
    rng = np.random.default_rng(len(sound))
    spectrum = np.fft.rfft(rng.normal(0, 1, len(sound)))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(sound))
    pink *= np.sqrt(np.mean(np.square(sound, dtype=float)) / np.mean(pink**2)) * 10 ** (-below / 20)
    return np.clip(sound + pink, -32768, 32767).astype(np.int16)


def _recorded(folders: Sequence[Path]) -> Iterator[tuple[str, Samples]]:
    for level in LEVELS_DB:
        for path in (path for folder in folders for path in sorted(folder.rglob("*.wav"))):
            yield path.name, (wav.read(path) * 10 ** (level / 20)).astype(np.int16)


def synthetic_near() -> Iterator[tuple[str, Samples]]:
    """What is near to the phrases, by every synthetic talker."""
    for talker in TALKERS:
        yield from synthetic.speak(talker, NEAR)


def _tell_talk(waiting: Waiting, name: str, said: Sequence[tuple[str, Samples]]) -> None:
    began, starts = waiting.at, len(waiting.started)
    asked = 0
    for text, sound in said:
        for found in waiting.hear(sound):
            asked += 1
            click.echo(f"FALSE {found} in {text!r}")
    minutes = seconds(waiting.at - began) / 60
    click.echo(f"{name}: {minutes:.1f} min, {asked} false questions, {len(waiting.started) - starts} false starts.")
