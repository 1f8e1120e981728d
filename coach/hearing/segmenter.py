"""Cuts a stream of sound into utterances by energy against a noise floor that adapts to the room.

Pure: numpy only, no engine, no clock; times are samples since the segmenter was made.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from coach.clock import RATE, samples
from coach.sound.edge import Samples

FRAME = RATE // 100
"""Samples in one frame of the energy detector: 10 ms."""

Powers = npt.NDArray[np.float64]
"""Mean squares in int16 units, one a band."""


class Kind(Enum):
    """Why a segment is handed out now."""

    GROWING = auto()
    """Speech goes on; this is the utterance so far."""
    PAUSED = auto()
    """The voice has just fallen: the word may be over."""
    ENDED = auto()
    """The endpoint: nothing more will be added to this utterance."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An utterance as far as it has been heard."""

    kind: Kind
    start: int
    """Where the voice sets in."""
    end: int
    """Where the voice was last heard; for GROWING the end of the block."""
    sound: Samples
    """From the pre-roll before `start` to the newest whole frame."""
    lead: int = 0
    """Samples of pre-roll in `sound`."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the segmenter holds for speech. Times in seconds."""

    onset: float = 1.0
    """Evidence (see `Spectrum.evidence`) for the voice to set in."""
    offset: float = 0.5
    """Evidence for the voice to go on."""
    fall: float = 20.0
    """dB below the loudest of the utterance: quiet, whatever the floor, for a room rings on and others talk on."""
    jump: float = 9.0
    """dB above all that was just heard: someone nearer has begun to speak, and what went before is not theirs."""
    just: float = 0.6
    """How far back `jump` looks."""
    rise: float = 0.08
    """What `jump` leaves out of that: a voice does not set in at once."""
    over_echo: float = 4.0
    """dB above the expected echo, for anything to be a voice."""
    pre_roll: float = 0.25
    pauses: tuple[float, ...] = (0.08,)
    """How long the voice has fallen each time that the word is handed on as maybe over."""
    endpoint: float = 0.35
    growth: float = 0.45
    """Between two GROWING segments of one utterance."""
    shortest: float = 0.08
    """Of voice in all: less is a click."""
    longest: float = 6.0
    """An utterance of this length is cut."""


class Spectrum:
    """Power in five bands against the noise floor of each.

    The floors are minimum statistics: the lowest smoothed power of the last 2 s, raised to the mean that such a
    minimum stands for. Speech has gaps, a running tap has none, so the floors follow the tap and not the talk.
    """

    EDGES = (200, 500, 1000, 2000, 4000, 7500)  # Hz
    LOWEST = 32768.0**2 * 10**-8.0  # -80 dBFS a band: no voice is that soft
    ASSUMED = 32768.0**2 * 10**-5.5  # -55 dBFS: until a slice is full, louder is taken for a voice
    SLICE, SLICES = 25, 8  # frames in a slice, slices in 2 s
    BIAS = 1.4

    def __init__(self) -> None:
        self._window = np.hanning(2 * FRAME)
        bins = np.round(np.array(self.EDGES) * 2 * FRAME / RATE).astype(int)
        self._first, self._past = bins[0], bins[-1]
        self._starts = bins[:-1] - bins[0]
        self._scale = 2 / (2 * FRAME * float(self._window @ self._window))
        bands = len(self._starts)
        self._previous = np.zeros(FRAME)
        self.powers = self._newest = np.zeros(bands)
        self._slow = np.zeros(bands)
        self._slice = np.full(bands, np.inf)
        self._minima: deque[Powers] = deque(maxlen=self.SLICES)
        self._frames = 0

    def hear(self, frame: Samples, echo: float) -> None:
        """Take in one frame; an echo of that mean power is not counted as the room's noise."""
        sound = frame.astype(np.float64)
        spectrum = np.fft.rfft(np.concatenate((self._previous, sound)) * self._window)[self._first : self._past]
        self._previous = sound
        powers = np.add.reduceat(np.abs(spectrum) ** 2, self._starts) * self._scale
        self.powers = (powers + self._newest) / 2
        self._newest = powers
        self._track(powers * max(0.05, 1 - echo / (powers.sum() + 1e-9)))

    def _track(self, powers: Powers) -> None:
        self._frames += 1
        if not self._minima and self._frames <= 2:
            # The first window is half empty; as a minimum it would stand for 2 s.
            self._slow = powers
            return
        self._slow = self._slow + np.where(powers < self._slow, 0.3, 0.1) * (powers - self._slow)
        self._slice = np.minimum(self._slice, self._slow)
        if self._frames == self.SLICE:
            self._minima.append(self._slice)
            self._slice, self._frames = self._slow, 0

    @property
    def floors(self) -> Powers:
        """Mean noise power of each band."""
        if not self._minima:
            return np.clip(3 * self._slow, self.LOWEST, self.ASSUMED)
        lowest: Powers = np.minimum.reduce([self._slice, *self._minima])
        # The fewer slices, the further a minimum may lie below.
        return np.maximum(self.LOWEST, self.BIAS * (1 + 1 / len(self._minima)) * lowest)

    @property
    def evidence(self) -> float:
        """Mean log likelihood ratio of voice against noise over the bands; below 0.3 in steady noise."""
        ratio = np.maximum(1.0, self.powers / self.floors)
        return float(np.mean(ratio - 1 - np.log(ratio)))


class Segmenter:
    """Blocks in, utterances out."""

    def __init__(self, tuning: Tuning | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._spectrum = Spectrum()
        self._rest: Samples = np.zeros(0, np.int16)
        self._fed = 0
        self._at = 0
        self._before: deque[Samples] = deque(maxlen=_frames(self._tuning.pre_roll))
        self._just: deque[float] = deque(maxlen=_frames(self._tuning.just + self._tuning.rise))
        self._forget()

    @property
    def speaking(self) -> bool:
        """Whether an utterance is being heard."""
        return bool(self._taken)

    def feed(self, block: Samples, expected_echo: float = 0.0) -> list[Segment]:
        """Hear a block of any length; gives the segments it completes, oldest first.

        `expected_echo`: mean square (int16 units) of the echo that a canceller predicts to be left in this block; only
        what rises above it is taken for a voice.
        """
        self._fed += len(block)
        sound = np.concatenate((self._rest, block))
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        heard = (self._hear(frame, expected_echo) for frame in sound[:whole].reshape(-1, FRAME))
        return [segment for segment in heard if segment]

    def reset(self) -> None:
        """Forget the utterance now being heard, and what was heard before it."""
        self._before.clear()
        self._forget()

    def _forget(self) -> None:
        self._taken: list[Samples] = []
        self._start = self._end = 0
        self._voiced = self._quiet = self._grown = 0
        self._loudest = 0.0

    def _hear(self, frame: Samples, echo: float) -> Segment | None:
        self._at += FRAME
        self._spectrum.hear(frame, echo)
        power, evidence = float(self._spectrum.powers.sum()), self._spectrum.evidence
        over_echo = power > _ratio(self._tuning.over_echo) * echo
        onset = over_echo and evidence > self._tuning.onset
        jumps = self._jumps(power)
        if self._taken:
            self._taken.append(frame)
            if not (onset and jumps):
                return self._go_on(power, over_echo and evidence > self._tuning.offset)
            self._drop()
        else:
            self._before.append(frame)
        if onset:
            self._begin(power)
        return None

    def _jumps(self, power: float) -> bool:
        """Whether a frame is so much louder than the last ones that another voice must have set in."""
        earlier = list(self._just)[: -_frames(self._tuning.rise)]
        self._just.append(power)
        # A voice that set in within a pre-roll of the start is the utterance's own: the vowel after a soft "s".
        under_way = self._at - self._start > samples(self._tuning.pre_roll + self._tuning.rise)
        return under_way and bool(earlier) and power > _ratio(self._tuning.jump) * max(earlier)

    def _drop(self) -> None:
        """Let the utterance go, all but the newest sound: the pre-roll of the next one."""
        self._before.extend(self._taken[-(self._before.maxlen or 0) :])
        self._just.clear()
        self._forget()

    def _begin(self, power: float) -> None:
        self._taken = list(self._before)
        self._before.clear()
        self._start = self._at - FRAME
        self._end = self._at
        self._voiced = 1
        self._loudest = power

    def _go_on(self, power: float, voice: bool) -> Segment | None:
        self._loudest = max(self._loudest, power)
        if voice and power > _ratio(-self._tuning.fall) * self._loudest:
            self._end = self._at
            self._voiced += 1
            self._quiet = 0
        else:
            self._quiet += 1
        self._grown += 1
        return self._hand_out()

    def _hand_out(self) -> Segment | None:
        t = self._tuning
        if self._quiet == _frames(t.endpoint) or self._at - self._start >= samples(t.longest):
            return self._finish()
        if self._voiced < _frames(t.shortest):
            return None
        if self._quiet in map(_frames, t.pauses):
            return self._segment(Kind.PAUSED, self._end)
        if self._quiet == 0 and self._grown >= _frames(t.growth):
            return self._segment(Kind.GROWING, self._fed)
        return None

    def _finish(self) -> Segment | None:
        segment = self._segment(Kind.ENDED, self._end) if self._voiced >= _frames(self._tuning.shortest) else None
        # A word that straddles the cut of a long utterance is heard whole in the next one.
        self._before.extend(self._taken[-(self._before.maxlen or 0) :])
        self._forget()
        return segment

    def _segment(self, kind: Kind, end: int) -> Segment:
        self._grown = 0
        sound = np.concatenate(self._taken)
        return Segment(kind, self._start, end, sound, lead=len(sound) - (self._at - self._start))


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 10))


def _frames(seconds: float) -> int:
    return round(seconds * RATE / FRAME)
