"""Sound in, network input out, with the very settings that the finished model's conf/mfcc.conf holds."""

import kaldi_native_fbank
import numpy as np
import soxr
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SAMPLE_RATE = 16_000
COEFFICIENTS = 40
LOWEST, HIGHEST = 20, -400
"""Hz; the upper edge counts down from half the sample rate."""
FRAME_STEP, FRAME_LENGTH = 10.0, 25.0
"""Milliseconds."""
MFCC_CONF = f"""--sample-frequency={SAMPLE_RATE}
--use-energy=false
--num-mel-bins={COEFFICIENTS}
--num-ceps={COEFFICIENTS}
--low-freq={LOWEST}
--high-freq={HIGHEST}
--dither=0
"""


def to_sixteen_kilohertz(sound: NDArray[np.int16], rate: int) -> Floats:
    """`sound` of `rate` samples a second at 16 kHz, full scale being 1."""
    scaled = sound.astype(np.float32) / 32768
    return np.asarray(soxr.resample(scaled, rate, SAMPLE_RATE), np.float32)


def mfcc(sound: Floats) -> Floats:
    """Features of 16 kHz sound of full scale 1, shape (frames, 40), one frame each 10 ms."""
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0
    options.mel_opts.num_bins = options.num_ceps = COEFFICIENTS
    options.mel_opts.low_freq, options.mel_opts.high_freq = LOWEST, HIGHEST
    options.use_energy = False
    computer = kaldi_native_fbank.OnlineMfcc(options)
    computer.accept_waveform(SAMPLE_RATE, np.round(sound * 32768).clip(-32768, 32767).astype(np.float32))
    computer.input_finished()
    return np.stack([computer.get_frame(place) for place in range(computer.num_frames_ready)])


def frame_times(count: int) -> NDArray[np.float64]:
    """The middle of each of `count` frames, in milliseconds."""
    return np.arange(count, dtype=np.float64) * FRAME_STEP + FRAME_LENGTH / 2
