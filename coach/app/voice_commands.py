"""`coach say` and `coach voices`: what the voices of this machine sound like."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.errors import CoachError, VoiceError
from coach.language.language import ENGLISH
from coach.session.settings import WORDS_A_MINUTE

if TYPE_CHECKING:
    from coach.app.parts import Places
    from coach.language.language import Language
    from coach.speaking.voice import Clip

FILE = click.Path(path_type=Path)
_RATES = click.IntRange(80, 300)
_LANGUAGE = click.option("--language", default=ENGLISH, metavar="CODE", show_default=True, help="The language.")
_SPEAKER = click.option("--speaker", metavar="NAME", help="The speaker's name or number.")
_USUAL = "usual"
_SAMPLE = 2
"""Sentences of the welcome that are spoken as a sample."""


@click.command()
@click.argument("text")
@click.option("--to", type=FILE, metavar="FILE.wav", help="Write it to this file instead of playing it.")
@click.option("--voice", default="", help="Which voice (see coach voices).")
@click.option("--rate", type=_RATES, default=WORDS_A_MINUTE, show_default=True, help="Words a minute.")
@_LANGUAGE
@_SPEAKER
def say(text: str, to: Path | None, voice: str, rate: int, language: str, speaker: str | None) -> None:
    """Speak TEXT as it would be spoken in a session."""
    from coach.app import parts
    from coach.sound import wav
    from coach.speaking import choice
    from coach.speaking.guesses import guessed
    from coach.speaking.pyttsx_voice import HEART

    where = parts.places()
    clip = _clip(where, voice, parts.choose_language(where, language), text, rate)
    speaks = voice or choice.preferred(language, where.voices) or HEART
    if language == ENGLISH and choice.is_natural(speaks) and (words := guessed(text)):
        click.echo(f"Warning: the voice guesses how to say {', '.join(words)}; listen to it.", err=True)
    if to:
        wav.write(to, clip.sound)
        click.echo(f"Written: {to}")
    else:
        _say_aloud([clip], speaker)


@click.command()
@click.argument("name", default="")
@click.option("--no-speaker", is_flag=True, help="Choose it without playing a sample.")
@_LANGUAGE
@_SPEAKER
def voices(name: str, no_speaker: bool, language: str, speaker: str | None) -> None:
    """List the voices, or choose NAME for every session from now on, and hear a sample.

    NAME may also be "usual", for the coach's own choice, or the file of a voice of Piper, VOICE.onnx.
    """
    from coach.app import parts
    from coach.speaking import choice

    where = parts.places()
    spoken = parts.choose_language(where, language)
    if not name:
        for line in _listed(where, spoken):
            click.echo(line)
        return
    chosen = "" if name == _USUAL else choice.to_be_kept(name)
    clips = [_clip(where, chosen, spoken, text, WORDS_A_MINUTE) for text in spoken.wording.welcome[:_SAMPLE]]
    choice.prefer(spoken.code, chosen, where.voices)
    click.echo(f"From now on, {spoken.name} is spoken by the {choice.label(name)} voice.")
    if not no_speaker:
        _say_aloud(clips, speaker)


def _clip(where: "Places", name: str, language: "Language", text: str, rate: int) -> "Clip":
    from coach.app import parts

    voice, trouble = parts.choose_voice_or_silence(where, name, language, _warn)
    try:
        if trouble:
            raise VoiceError(trouble)
        return voice.clip(text, rate)
    finally:
        voice.close()


def _warn(text: str) -> None:
    click.echo(f"Warning: {text}", err=True)


def _say_aloud(clips: "list[Clip]", speaker: str | None) -> None:
    from coach.app import parts
    from coach.speaking.aloud import say_aloud

    say_aloud(parts.sound_card(None, speaker, listen=False, speak=True), clips)


def _listed(where: "Places", language: "Language") -> Iterator[str]:
    """A line for each voice of a language: its name, its language, what it is, how fast it is here."""
    from coach.speaking import choice
    from coach.speaking.pyttsx_voice import HEART

    preferred = choice.preferred(language.code, where.voices)
    plain = language.code.partition("-")[0]
    if plain == ENGLISH and choice.has_natural():
        yield _line(HEART, "en-us", f"natural, {_speed(HEART, language)}", preferred or HEART)
    if choice.is_file(preferred):
        yield _line(preferred, plain, f"by Piper, {_speed(preferred, language)}", preferred)
    machine = choice.named(choice.SYSTEM, None)
    try:
        spoken = [(name, code) for name, code in machine.languages().items() if code.partition("-")[0] == plain]
    finally:
        machine.close()
    for name, code in spoken:
        yield _line(name, code, f"by the machine's synthesiser, {_speed(name, language)}", preferred or language.voice)
    yield "Hear and choose one with `coach voices NAME`; `coach voices usual` leaves the choice to the coach."


def _line(name: str, code: str, about: str, chosen: str) -> str:
    return f"{name:16} {code:8} {about}{' (chosen)' if name == chosen else ''}"


def _speed(name: str, language: "Language") -> str:
    """How much faster than speech it renders, started and all warmed up."""
    from coach.clock import seconds
    from coach.speaking import choice

    try:
        voice = choice.named(name, None)
    except CoachError as error:
        return f"does not work: {error}"
    try:
        voice.clip(language.wording.welcome[0], WORDS_A_MINUTE)
        began = time.perf_counter()
        clips = [voice.clip(text, WORDS_A_MINUTE) for text in language.wording.welcome[1:]]
        taken = time.perf_counter() - began
    finally:
        voice.close()
    return f"{sum(seconds(len(clip.sound)) for clip in clips) / taken:.0f} times as fast as it speaks"
