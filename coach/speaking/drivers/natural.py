"""A pyttsx3 driver for hibari's voice "heart", which comes inside its package. Nothing is ever downloaded."""

import importlib.metadata
import os
import re
from pathlib import Path
from typing import Any

# Before the import, since afterwards is too late: the runtime would look hosts up and leave traces on the disk.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import hibari.tts
import hibari.voices
import numpy as np
import numpy.typing as npt
from pyttsx3.voice import Voice

from .whole_texts import WholeTexts

NAME = "heart"
_NO = re.compile(r"\b(no)\.(?!\s*\d)")
"""The word at the end of a sentence, which hibari reads as "number"."""
_SEED = 0  # The voice's noise: the same text gives the same bytes.


def buildDriver(proxy: Any) -> "Natural":  # noqa: N802
    """What pyttsx3 calls."""
    return Natural(proxy)


class Natural(WholeTexts):
    """One voice, one thread."""

    version = f"hibari {importlib.metadata.version('hibari-tts')}"
    samples_a_second = hibari.tts.SAMPLE_RATE

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy, [Voice(NAME, "Heart", ["en-us"], "Female", None)])
        # Its file is named, so that the library never looks for one; and should it ever, it must not go online.
        hibari.voices.download = _refuse
        model = Path(hibari.tts.ASSETS, hibari.voices.VOICES[NAME]["file"])
        self._hibari = hibari.tts.Hibari(NAME, model=str(model), threads=1)
        self.sound("ready, eowulf", 1.0)  # Loads what is loaded on need; only the start may take so long.

    def sound(self, text: str, speed: float) -> npt.NDArray[np.floating]:
        """See `WholeTexts`."""
        sound: npt.NDArray[np.float32] = self._hibari(_NO.sub(r"\1 .", text), speed=speed, seed=_SEED)
        return sound


def _refuse(*_: object) -> None:
    raise RuntimeError("this voice is not in the package, and nothing is downloaded")
