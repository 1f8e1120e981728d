"""What every voice that renders texts does alike: each text is rendered once, and what has no letters is silence."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

import numpy as np

from coach.sound.edge import Samples
from coach.speaking.voice import Clip


class RenderedVoice(ABC):
    """The part of a `Voice` that keeps its clips in memory; how one is made, `_sound` tells."""

    def __init__(self) -> None:
        self._clips: dict[tuple[str, int], Clip] = {}

    def prepare(self, texts: Iterable[str], rate: int) -> None:
        """Render what is neither in memory nor in the cache. Raises VoiceError."""
        for text in texts:
            self.clip(text, rate)

    def clip(self, text: str, rate: int) -> Clip:
        """The clip of `text` at `rate` words a minute; empty for one without letters or digits. Raises VoiceError."""
        clip = self._clips.get((text, rate))
        if clip is None:
            sound = self._sound(text, rate) if any(map(str.isalnum, text)) else np.zeros(0, np.int16)
            clip = self._clips[text, rate] = Clip(text, sound)
        return clip

    @abstractmethod
    def _sound(self, text: str, rate: int) -> Samples:
        """The sound of `text`, which has a letter or a digit, at `rate` words a minute. Raises VoiceError."""
