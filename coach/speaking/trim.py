"""Makes a rendered text a clip: silence cut off at both ends, one loudness for all, no click at either end. Pure."""

import numpy as np
import numpy.typing as npt

from coach.clock import samples
from coach.sound.edge import Samples
from coach.speaking.loudness import loudness

SILENCE_DB = -45.0
"""What is this far below the clip's own peak is silence: below every fricative, above a synthesiser's noise."""

LEAD = samples(0.001)
"""Samples kept before the first loud one: a count's onset lies at most this far behind its second."""

TAIL = samples(0.012)
"""Samples kept after the last loud one, faded to nothing."""

BEAT_DB = -20.0
"""How far below its loudest 5 ms the sound of a cue is when its beat is heard: no soft consonant is as loud."""

BEFORE_BEAT = samples(0.025)
"""What is kept of a cue before its beat: as much of a soft consonant as it takes to know it."""

LOUDNESS = -21.0
"""LUFS of every clip, by BS.1770: loud enough for a small speaker across a room."""

SPEECH_DBFS = -20.5
"""The RMS that this comes to, in the frames that hold speech, within 1.5 dB."""

PEAK_DBFS = -1.0
"""No sample is louder: what would be is held down, since clipping spoils the echo canceller."""

_FULL_SCALE = 32_767
_FRAME = samples(0.020)
_ONSET_FRAME = samples(0.005)
_AROUND_PEAK = 48
"""Samples, 3 ms, over which the sound grows softer before a peak that is held down, and loud again after it."""
_FADE_IN = samples(0.002)
_PAUSE_DB = -30.0  # frames this far below the loudest are pauses, and are no speech


def trim(sound: Samples) -> Samples:
    """`sound` without its leading and trailing silence, shape (m,), m <= n; empty where there is no sound at all."""
    level = np.abs(sound.astype(np.int32))
    peak = int(level.max(initial=0))
    if peak == 0:
        return sound[:0].copy()
    loud = np.flatnonzero(level >= peak * _ratio(SILENCE_DB))
    kept = sound[max(0, loud[0] - LEAD) : loud[-1] + 1 + TAIL].astype(np.float64)
    faded = min(TAIL, len(kept))
    kept[-faded:] *= np.linspace(1.0, 0.0, faded)
    return _int16(kept)


def on_the_beat(cue: Samples) -> Samples:
    """`cue`, trimmed, without the beginning of a long soft consonant, so that its beat comes with its first samples.

    The "f" of "four" sounds 85 ms before what is counted by: what is left of it is still heard as one.
    """
    surplus = beat(cue) - BEFORE_BEAT
    if surplus <= 0:
        return cue
    kept = cue[surplus:].astype(np.float64)
    faded = min(_FADE_IN, len(kept))
    kept[:faded] *= np.linspace(0.0, 1.0, faded)
    return _int16(kept)


def beat(cue: Samples, below_loudest: float = BEAT_DB) -> int:
    """The sample at which the beat of `cue` is heard, 5 ms give or take; 0 for one that is shorter or silent.

    `below_loudest`: the decibels that its level has then reached.
    """
    frames = cue[: len(cue) // _ONSET_FRAME * _ONSET_FRAME].astype(np.float64).reshape(-1, _ONSET_FRAME)
    rms = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(rms > rms.max(initial=0.0) * _ratio(below_loudest))
    return int(loud[0]) * _ONSET_FRAME if len(loud) else 0


def level(sound: Samples, volume: float = 1.0) -> Samples:
    """`sound` at LOUDNESS, then times `volume` (0 to 1). A peak is held down, and not all the rest for its sake."""
    if not sound.any():
        return sound
    x = sound.astype(np.float64)
    for _ in range(2):  # Without its peaks it may turn out softer.
        x = _limited(x * _ratio(LOUDNESS - loudness(_int16(x))), _FULL_SCALE * _ratio(PEAK_DBFS))
    return _int16(x * volume)


def _limited(x: npt.NDArray[np.float64], most: float) -> npt.NDArray[np.float64]:
    """`x` with nothing louder than `most`; softer for some milliseconds around a peak, without a click."""
    gain = most / np.maximum(np.abs(x), most)
    if gain.min() == 1.0:
        return x
    around = np.pad(gain, 2 * _AROUND_PEAK, constant_values=1.0)
    least = np.lib.stride_tricks.sliding_window_view(around, 2 * _AROUND_PEAK + 1).min(axis=1)
    window = np.hanning(2 * _AROUND_PEAK + 3)[1:-1]
    held: npt.NDArray[np.float64] = x * np.convolve(least, window / window.sum(), "valid")
    return held


def speech_rms(sound: Samples) -> float:
    """RMS of the 20 ms frames that hold speech, 1.0 being full scale; 0 for silence."""
    padded = np.pad(sound.astype(np.float64), (0, -len(sound) % _FRAME)) / _FULL_SCALE
    power = np.mean(padded.reshape(-1, _FRAME) ** 2, axis=1)
    loudest = power.max(initial=0.0)
    if loudest == 0.0:
        return 0.0
    return float(np.sqrt(power[power >= loudest * _ratio(_PAUSE_DB) ** 2].mean()))


def _int16(sound: npt.NDArray[np.floating]) -> Samples:
    rounded: Samples = np.rint(sound).astype(np.int16)
    return rounded


def _ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
