"""A pyttsx3 driver for synthesisers that make the whole sound of a text in one call. Imports nothing of the coach."""

import wave
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from pyttsx3.voice import Voice

OWN_PACE = 200
"""The "rate" at which a voice speaks as it was made; half of it is half as fast."""


class WholeTexts(ABC):
    """What pyttsx3 asks of a driver, of whom only `save_to_file` makes a sound."""

    version: str
    """Of the synthesiser, with its name."""
    samples_a_second: int

    def __init__(self, proxy: Any, voices: list[Voice]) -> None:
        """`voices`: those there are, the first one chosen; none for a driver that takes each one's file."""
        self._proxy = proxy
        self._looping = self._ended = False
        self._job: tuple[str, str] | None = None
        voice = voices[0].id if voices else ""
        self._properties: dict[str, Any] = {"rate": OWN_PACE, "volume": 1.0, "voice": voice, "voices": voices}

    @abstractmethod
    def sound(self, text: str, speed: float) -> npt.NDArray[np.floating]:
        """The sound of `text`, shape (n,), -1 to 1, at `speed` times the voice's own pace."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Order the WAV file `filename`."""
        # pyttsx3 queues the end of its loop behind whatever is busy: done here at once, `runAndWait` would never end.
        self._proxy.setBusy(True)
        self._job = text, filename

    def startLoop(self) -> None:  # noqa: N802
        """Do what was ordered until `endLoop`."""
        self._looping = not self._ended
        while self._looping:
            self._work()
        self._ended = False

    def endLoop(self) -> None:  # noqa: N802
        """End the loop, or the one that is about to begin."""
        self._ended = not self._looping
        self._looping = False

    def iterate(self) -> Iterator[None]:
        """One turn of a loop that somebody else keeps going."""
        self._work()
        yield

    def stop(self) -> None:
        """Forget what was ordered."""
        self._job = None

    def destroy(self) -> None:
        """End the loop for good."""
        self._looping = False

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """As pyttsx3 names properties. Raises KeyError."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Likewise; a voice that there is not is left alone."""
        if name != "voice" or value in [voice.id for voice in self._properties["voices"]]:
            self._properties[name] = value

    def _work(self) -> None:
        if self._job:
            (text, filename), self._job = self._job, None
            self._proxy.notify("started-utterance")
            self._write(filename, self.sound(text, self._properties["rate"] / OWN_PACE))
            self._proxy.notify("finished-utterance", completed=True)
        self._proxy.setBusy(False)

    def _write(self, filename: str, sound: npt.NDArray[np.floating]) -> None:
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.samples_a_second)
            file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
