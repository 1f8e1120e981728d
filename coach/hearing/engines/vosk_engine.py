"""The Vosk library, tamed: its models and engines, its exceptions turned into ours, its noise kept from the screen.

The only importer of `vosk`. Models must have passed `check_model` before they come here.
"""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach.clock import RATE, samples
from coach.errors import HearingError, ModelError
from coach.language.catalogues import built_in, load_language
from coach.sound.edge import Samples
from coach.units import AudioTime, Probability

UNKNOWN = "[unk]"
"""The word that speech outside the grammar becomes."""

_QUIET = -3
"""Log level: -1 still prints warnings, which would tear the screen."""


class VoskModel:
    """A loaded model, shared by its engines. Raises HearingError where Vosk itself is missing."""

    def __init__(self, folder: Path) -> None:
        self._model: Any = _load(folder)

    def knows(self, word: str) -> bool:
        """Whether the model can hear `word`."""
        return bool(_call(self._model.vosk_model_find_word, word) >= 0)

    def engine(self, grammar: list[str]) -> "Engine":
        """An engine that hears the phrases of `grammar`, which must hold a word the model knows."""
        text = json.dumps(grammar, ensure_ascii=False)
        kaldi = _call(_vosk().KaldiRecognizer, self._model, RATE, text)
        kaldi.SetWords(True)
        return Engine(kaldi)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was heard, and when: samples since the utterance's first."""

    text: str
    start: AudioTime
    end: AudioTime
    confidence: Probability


class Engine:
    """One KaldiRecognizer with its grammar. It is given one utterance after the other."""

    def __init__(self, kaldi: Any) -> None:
        self._kaldi = kaldi
        self._told: list[Word] = []
        self._fed = self._zero = 0
        """All samples it was ever given, by which it keeps time, and those before this utterance."""

    def accept(self, sound: Samples) -> None:
        """Hear what comes next of the utterance."""
        self._fed += len(sound)
        if _call(self._kaldi.AcceptWaveform, sound.tobytes()):  # An endpoint of its own, within a long utterance.
            self._told += self._words(self._kaldi.Result)

    def partial(self) -> str:
        """The words of the utterance so far; when each was said is told at the end only."""
        newest = str(_answer(self._kaldi.PartialResult).get("partial", ""))
        return " ".join(filter(None, (*(word.text for word in self._told), newest)))

    def final(self) -> list[Word]:
        """The words of the utterance, which is over now."""
        words = [*self._told, *self._words(self._kaldi.FinalResult)]
        self._forget()
        return words

    def reset(self) -> None:
        """Forget the utterance under way."""
        _call(self._kaldi.Reset)
        self._forget()

    def _words(self, function: Callable[[], str]) -> list[Word]:
        heard = _answer(function).get("result", [])
        return [
            Word(word["word"], samples(word["start"]) - self._zero, samples(word["end"]) - self._zero, word["conf"])
            for word in heard
        ]

    def _forget(self) -> None:
        self._told = []
        self._zero = self._fed


def try_model(folder: str) -> None:
    """Load a model and hear a second of noise with it: for a child process, which a broken model may end."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    model = VoskModel(Path(folder))
    words = {word for code in built_in() for word in load_language(code).phrasebook.vocabulary}
    grammar = [word for word in (*sorted(words), UNKNOWN) if model.knows(word)]
    if not grammar:
        return
    engine = model.engine(grammar)
    step = samples(0.1)
    generator = np.random.default_rng(1)
    levels = np.repeat(generator.uniform(0.0, 4.0, 2 * RATE // 400), 400)  # Bursts of 25 ms reach more of the graph.
    noise = (generator.laplace(0.0, 100.0, len(levels)) * 10 ** (levels / 2)).clip(-32_768, 32_767).astype(np.int16)
    for place in range(0, len(noise), step):
        engine.accept(noise[place : place + step])
    engine.final()


def _vosk() -> Any:
    """The library. What it downloads models with, imported along, would try out an IPv6 socket as it loads."""
    has_ipv6, socket.has_ipv6 = socket.has_ipv6, False
    try:
        import vosk
    finally:
        socket.has_ipv6 = has_ipv6
    return vosk


def _load(folder: Path) -> Any:
    try:
        vosk = _vosk()
    except (ImportError, OSError, TypeError) as error:  # TypeError: its way to say "unsupported platform".
        raise HearingError("Vosk is not installed for this machine; run `pip install vosk`.") from error
    vosk.SetLogLevel(_QUIET)
    try:
        with _no_stderr():
            return vosk.Model(model_path=str(folder))
    except Exception as error:  # Vosk raises plain Exception; a path that is not UTF-8 raises UnicodeError.
        raise ModelError(
            f"Vosk cannot load the model in {folder}; run `coach fetch-model` for one that works.", path=folder
        ) from error


def _answer(function: Callable[[], str]) -> dict[str, Any]:
    return dict(_call(lambda: json.loads(function())))


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except Exception as error:  # Vosk raises plain Exception for whatever went wrong in C++.
        raise HearingError("The Vosk recogniser stopped working; start the coach again.") from error


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Send what C++ writes to standard error nowhere: OpenFST does not heed the log level."""
    try:
        saved = os.dup(2)
    except OSError:  # There is none, as under pythonw.
        yield
        return
    try:
        with Path(os.devnull).open("wb") as sink:
            os.dup2(sink.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
