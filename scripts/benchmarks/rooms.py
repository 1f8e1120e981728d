"""The rooms in which the coach talks and is talked over: what its speaker makes of its voice at its microphone."""

from dataclasses import dataclass

import numpy as np

from coach.sound.acoustics import EchoPath, levelled, made_response
from coach.sound.edge import Samples
from coach.speaking.trim import SPEECH_DBFS
from scripts.benchmarks.mixing import SPEECH_DBFS as USER_DBFS


@dataclass(frozen=True, slots=True)
class Room:
    """A room, a speaker and a microphone."""

    name: str
    t60: float
    """Reverberation time in seconds."""
    delay_ms: float
    drift_ppm: float = 0.0
    """By how much the microphone's clock is faster than the speaker's."""
    distortion_percent: float = 1.0
    """Third harmonic of a full-scale tone."""

    def echo(self, ratio_db: float, voice: Samples, seed: int) -> EchoPath:
        """From speaker to microphone; `voice`, the coach's, comes back `ratio_db` softer than the user speaks."""
        response = made_response(self.t60, self.delay_ms, np.random.default_rng(seed))
        strong = levelled(response, voice, SPEECH_DBFS, USER_DBFS - ratio_db)
        return EchoPath(strong, self.drift_ppm, self.distortion_percent)


ROOMS = (
    Room("carpet", t60=0.2, delay_ms=20),
    Room("living room", t60=0.4, delay_ms=60),
    Room("living room, USB microphone", t60=0.4, delay_ms=120, drift_ppm=100),
    Room("tiles, wireless speaker", t60=0.8, delay_ms=250),
)
