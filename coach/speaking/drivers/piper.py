"""A pyttsx3 driver for a voice of Piper that the user has: NAME.onnx, and beside it NAME.onnx.json. Never downloads."""

import hashlib
import importlib.metadata
import json
import os
from pathlib import Path
from typing import Any

# Before the import, since afterwards is too late: the runtime would look hosts up and leave traces on the disk.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import numpy.typing as npt
import onnxruntime
import piper
from piper.config import PhonemeType, PiperConfig
from pyttsx3.voice import Voice

from .whole_texts import WholeTexts

_PAUSE = 0.3  # seconds between sentences, which Piper makes one by one
_LOCAL = (PhonemeType.ESPEAK, PhonemeType.TEXT)
"""How a text becomes sounds without files that would have to be downloaded."""


def buildDriver(proxy: Any) -> "Piper":  # noqa: N802
    """What pyttsx3 calls."""
    return Piper(proxy)


class Piper(WholeTexts):
    """One voice, one thread. Its "voice" is the path of its model."""

    version = f"piper {importlib.metadata.version('piper-tts')}"
    samples_a_second = 22_050

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy, [])
        self._piper: piper.PiperVoice | None = None

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """As pyttsx3 names properties; a voice is loaded. Raises OSError, ValueError and what the runtime raises."""
        if name == "voice":
            self._load(Path(value))
        super().setProperty(name, value)

    def sound(self, text: str, speed: float) -> npt.NDArray[np.floating]:
        """See `WholeTexts`."""
        assert self._piper is not None  # A text is only ordered of a voice that was taken.
        slowly = piper.SynthesisConfig(length_scale=self._piper.config.length_scale / speed)
        pause = np.zeros(round(_PAUSE * self.samples_a_second), np.float32)
        sentences = [chunk.audio_float_array for chunk in self._piper.synthesize(text, slowly)]
        return np.concatenate([part for sentence in sentences for part in (sentence, pause)])

    def _load(self, model: Path) -> None:
        config = PiperConfig.from_dict(json.loads(_described_by(model).read_text(encoding="utf-8")))
        if config.phoneme_type not in _LOCAL:
            raise ValueError(f"its language needs more than the file itself ({config.phoneme_type.value})")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        weights = model.read_bytes()
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._piper = piper.PiperVoice(session, config)
        self.samples_a_second = config.sample_rate
        self.version = f"{Piper.version}, {hashlib.sha256(weights).hexdigest()[:12]}"
        self._properties["voices"] = [Voice(str(model), model.stem, [config.espeak_voice])]


def _described_by(model: Path) -> Path:
    """The file that tells of the sounds of `model`."""
    usual = model.with_name(f"{model.name}.json")
    return usual if usual.exists() else model.with_suffix(".json")
