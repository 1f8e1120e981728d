"""An utterance as the embedded engine is given it: as it was heard, and again with less noise, louder, less suppressed.

Pure but for the engine.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import count, islice

import numpy as np

from coach.clock import samples
from coach.hearing.engines.moonshine_engine import MoonshineEngine, Opinion, Waveform
from coach.hearing.engines.segmenter import Segment
from coach.hearing.tuning import MoonshineDecoding
from coach.sound.edge import Samples


class Opinions:
    """What the engine makes of one utterance, each opinion had when it is first asked for. All raise HearingError."""

    def __init__(
        self, engine: MoonshineEngine, segment: Segment, tuning: MoonshineDecoding, most: int | None = None
    ) -> None:
        """`most`: how many others there may be at most."""
        self._engine, self._segment, self._tuning = engine, segment, tuning
        self._coming = islice(self._others(), most)
        self._had: list[Opinion] = []

    @cached_property
    def first(self) -> Opinion:
        """Of the sound as it was heard."""
        return self._engine.opinion(_framed(_waveform(self._segment.sound, self._tuning), self._tuning))

    def others(self) -> Iterator[Opinion]:
        """What the model hears without the noise, and louder in a longer silence: its mistakes change with such things.

        Over the coach's voice, also what it hears before the rest of the echo is suppressed, and words with it.
        """
        # Whoever goes through them may ask for all of them meanwhile.
        for place in count():
            if place == len(self._had):
                self._had += islice(self._coming, 1)
            if place == len(self._had):
                return
            yield self._had[place]

    def __iter__(self) -> Iterator[Opinion]:
        """All of them."""
        yield self.first
        yield from self.others()

    def _others(self) -> Iterator[Opinion]:
        engine, segment, tuning = self._engine, self._segment, self._tuning
        clean = _denoised(_waveform(segment.sound, tuning), tuning)
        yield engine.opinion(_framed(clean, tuning))
        again = replace(tuning, before=tuning.around_again, after=tuning.around_again, level=tuning.level_again)
        yield engine.opinion(_framed(clean, again))
        if segment.residual is not None:
            residual = _waveform(segment.residual, tuning)
            yield engine.opinion(_framed(residual, tuning))
            yield engine.opinion(_framed(_denoised(residual, tuning), tuning))


def _waveform(sound: Samples, tuning: MoonshineDecoding) -> Waveform:
    waveform: Waveform = sound[-samples(tuning.longest) :].astype(np.float32) * np.float32(1 / 32768)
    return waveform


def _framed(waveform: Waveform, tuning: MoonshineDecoding) -> Waveform:
    """The waveform at a steady loudness (dBFS) with seconds of silence around it.

    The model mishears a word that ends where the sound ends; silence put there spares waiting for it.
    """
    count = len(waveform) // tuning.loudest
    loudest = np.partition(np.square(waveform), -count)[-count:]
    gain = 10 ** (tuning.level / 20) / max(1e-5, float(np.sqrt(loudest.mean())))
    framed: Waveform = np.pad(waveform * np.float32(gain), (samples(tuning.before), samples(tuning.after)))
    return framed


def _denoised(waveform: Waveform, tuning: MoonshineDecoding) -> Waveform:
    """Spectral subtraction of what the quietest frames hold, as far as `tuning` allows."""
    size, hop = 512, 128
    window = np.hanning(size)
    padded = np.pad(waveform, (size, 2 * size))
    starts = np.arange(0, len(padded) - size, hop)
    spectra = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, size)[starts] * window)
    powers = np.abs(spectra) ** 2
    inside = powers[size // hop : -2 * size // hop]
    quietest = np.argsort(inside.sum(axis=1))[: max(1, len(inside) // tuning.quietest)]
    smooth = 0.5 * powers + 0.25 * (np.roll(powers, 1, axis=0) + np.roll(powers, -1, axis=0))
    gains = np.maximum(tuning.left, 1 - tuning.taken_off * inside[quietest].mean(axis=0) / (smooth + 1e-12))
    frames = np.fft.irfft(spectra * gains, size)
    sound = np.zeros(len(padded))
    for start, frame in zip(starts, frames, strict=True):
        sound[start : start + size] += frame
    # Hann windows a quarter of their length apart add up to two.
    return (sound[size : size + len(waveform)] / 2).astype(np.float32)
