"""What the own segmenter is compared with: the embedded engine's stream, its voice activity detector and all.

As the library's documentation has it: `Transcriber.add_audio` with 0.1 s at a time, lines as they change and complete.
"""

from collections.abc import Collection
from typing import Any

import numpy as np

from coach.clock import RATE, samples
from coach.hearing.engines.moonshine_engine import wheel_folder
from coach.hearing.engines.moonshine_recogniser import plain_words
from coach.hearing.engines.recogniser import Hypothesis
from coach.sound.edge import Samples

CHUNK = samples(0.1)
"""Samples that the stream is given at a time, as in the library's own example."""
UPDATE = 0.1
"""Seconds between two looks at what was said."""
WINDOW = 0.3
"""Seconds over which the voice activity detector averages: the library's usual 0.5 ends every word 0.2 s later."""


class StreamingMoonshine:
    """A Recogniser: the line that is being said now, as a partial, and once it is complete, as a final."""

    open_vocabulary = True
    name = "moonshine's own stream"

    def __init__(self) -> None:
        from moonshine_voice import ModelArch, Transcriber

        options = {
            "vad_window_duration": WINDOW,
            "transcription_interval": UPDATE,
            "identify_speakers": "false",
            "return_audio_data": "false",
        }
        model = wheel_folder() / "assets" / "tiny-en"
        self._transcriber: Any = Transcriber(model, ModelArch.TINY, update_interval=UPDATE, options=options)
        self._new: dict[int, Any] = {}
        self._rest: Samples = np.zeros(0, np.int16)
        self._fed = 0
        self._done_with = -1
        self._line: Any = None
        self._transcriber.add_listener(self._note)
        self._transcriber.start()

    @property
    def speaking(self) -> bool:
        """Whether a line is open."""
        return bool(self._line and not self._line.is_complete)

    def listen_for(self, phrases: Collection[str], *more: object) -> None:
        """Any word is heard at any time."""

    def feed(
        self,
        sound: Samples,
        expected_echo: float = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        """Hear a block; the stream is given whole chunks."""
        self._rest = np.concatenate((self._rest, sound))
        while len(self._rest) >= CHUNK:
            self._fed += CHUNK
            self._transcriber.add_audio((self._rest[:CHUNK] / 32768).tolist(), RATE)
            self._rest = self._rest[CHUNK:]
        lines, self._new = self._new.values(), {}
        return [self._hypothesis(line) for line in lines if plain_words(line.text) and line.line_id != self._done_with]

    def reset(self) -> None:
        """Nothing more is told of the line that is open; the stream itself cannot be made to forget it."""
        self._done_with = self._line.line_id if self._line else -1

    def close(self) -> None:
        """Let the engine go."""
        self._transcriber.close()

    def _note(self, event: Any) -> None:
        """Keep a line that goes on or is complete."""
        self._line = event.line
        self._new[event.line.line_id] = event.line

    def _hypothesis(self, line: Any) -> Hypothesis:
        """A partial is made in the middle of speech, as far as the stream tells, so its end is the newest sample."""
        end = samples(line.start_time + line.duration) if line.is_complete else self._fed
        return Hypothesis(plain_words(line.text), samples(line.start_time), min(end, self._fed), final=line.is_complete)
