"""A recogniser on another machine of the house, asked by the Wyoming protocol: one utterance, one connection."""

import re
from collections.abc import Callable

import numpy as np
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.info import Describe, Info

from coach.clock import RATE, samples
from coach.errors import HearingError, ServerError
from coach.language.intents import fold
from coach.servers.address import Address
from coach.servers.line import speaks, talk, wanted
from coach.sound.edge import Samples

_WIDTH = 2
_PIECE = samples(0.1)
_TAIL = np.zeros(samples(0.3), np.int16)
"""Silence after an utterance: models mishear a word that ends where the sound ends."""
_LONGEST = 500
"""Characters of what is said in six seconds, and more: the rest would cost time and could mean nothing."""
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*")
"""What Whisper writes of what is no speech: "[BLANK_AUDIO]", "(coughs)", "*sighs*"."""


class WyomingEngine:
    """Asks a server for the words of an utterance."""

    def __init__(self, server: Address, language: str, number: Callable[[int], str]) -> None:
        """`language`: a code, such as "en". `number` says a number of up to three digits in its words."""
        self.server = server
        self._language = language
        self._number = number
        self.name = ""
        """What it is and where; "" before it has introduced itself."""

    def introduce(self, seconds: float) -> None:
        """Ask what it is. Raises HearingError where it is not there, or hears another language."""
        try:
            with talk(self.server, seconds) as line:
                line.send(Describe())
                info: Info = wanted(line, Info)
        except ServerError as error:
            raise HearingError(str(error)) from error
        if not info.asr:
            raise HearingError(f"{self.server} recognises no speech")
        if not speaks(self._language, [code for model in info.asr[0].models for code in model.languages]):
            raise HearingError(f"{self.server} does not hear the language {self._language}")
        self.name = f"{info.asr[0].name} at {self.server}"

    def text(self, sound: Samples, seconds: float) -> str:
        """The words of `sound` (16 kHz) as a Hypothesis has them, within so many seconds. Raises HearingError."""
        if not self.name:
            self.introduce(seconds)
        whole = np.concatenate((sound, _TAIL))
        try:
            with talk(self.server, seconds) as line:
                line.send(Transcribe(language=self._language), AudioStart(RATE, _WIDTH, 1))
                for at in range(0, len(whole), _PIECE):
                    line.send(AudioChunk(RATE, _WIDTH, 1, whole[at : at + _PIECE].astype("<i2").tobytes()))
                line.send(AudioStop())
                transcript: Transcript = wanted(line, Transcript)
                return plain(str(transcript.text)[:_LONGEST], self._number)
        except ServerError as error:
            raise HearingError(str(error)) from error


def plain(text: str, number: Callable[[int], str]) -> str:
    """`text` in lower case without punctuation, and its digits in words: beyond three of them one by one."""

    def spoken(digits: re.Match[str]) -> str:
        one_by_one = [digits[0]] if len(digits[0]) <= 3 else list(digits[0])
        return f" {' '.join(number(int(each)) for each in one_by_one)} ".replace("-", " ")

    return fold(re.sub(r"\d+", spoken, _ASIDE.sub(" ", text)))
