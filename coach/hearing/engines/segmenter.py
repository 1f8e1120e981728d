"""Cuts a stream of sound into utterances by energy against a noise floor that adapts to the room.

Pure: numpy only, no engine, no clock; times are samples since the segmenter was made.
"""

import logging
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import takewhile

import numpy as np

from coach.clock import RATE, samples, seconds
from coach.hearing.engines.spectrum import FRAME, Spectrum
from coach.hearing.tuning import USUAL, NoiseFloor, Segmenting
from coach.sound.edge import Samples
from coach.units import AudioTime, Decibels, MeanSquare, Seconds, power_ratio

_log = logging.getLogger(__name__)


class Cut(Enum):
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

    kind: Cut
    start: AudioTime
    """Where the voice sets in."""
    end: AudioTime
    """Where the voice was last heard; for GROWING the end of the block."""
    sound: Samples
    """From the pre-roll before `start` to the newest whole frame."""
    lead: AudioTime = 0
    """Samples of pre-roll in `sound`."""
    residual: Samples | None = None
    """The same without suppression of what is left of an echo, and of words; None where there is none."""
    louder: AudioTime = 0
    """Where someone nearer may have begun to speak, over others or after them; `start` where nobody has."""

    def from_louder(self) -> "Segment":
        """Only what that person said, with its pre-roll."""
        skipped = self.louder - self.start
        residual = None if self.residual is None else self.residual[skipped:]
        return replace(self, start=self.louder, sound=self.sound[skipped:], residual=residual)


class Segmenter:
    """Blocks in, utterances out."""

    def __init__(self, tuning: Segmenting = USUAL.segmenter, noise: NoiseFloor = USUAL.noise) -> None:
        self._tuning = tuning
        self._spectrum = Spectrum(noise)
        self._rest: Samples = np.zeros((3, 0), np.int16)
        self._fed = 0
        self._at = 0
        self._clear = self._tuning.clear
        self._has_residual = False
        self._before: deque[Samples] = deque(maxlen=_frames(self._tuning.pre_roll))
        self._just: deque[float] = deque(maxlen=_frames(self._tuning.just + self._tuning.rise))
        self._echoes: deque[float] = deque(maxlen=_frames(self._tuning.lately))
        self._faint = _Faint()
        self._forget()

    @property
    def speaking(self) -> bool:
        """Whether an utterance is being heard."""
        return bool(self._taken)

    def feed(
        self,
        block: Samples,
        expected_echo: MeanSquare = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Segment]:
        """Hear a block of any length; gives the segments it completes, oldest first.

        `expected_echo`: mean square (int16 units) of the echo that a canceller predicts to be left in this block; only
        what rises above it is taken for a voice. `telling`: the same block with less echo, though with less of the
        words too, to tell by whether anybody speaks; what is handed out is of `block`, and of `residual` as it is.
        """
        self._fed += len(block)
        self._has_residual = residual is not None or (self._has_residual and self.speaking)
        ways = np.stack([block if way is None else way for way in (block, residual, telling)])
        sound = np.concatenate((self._rest, ways), axis=1)
        whole = sound.shape[1] // FRAME * FRAME
        self._rest = sound[:, whole:]
        frames = sound[:, :whole].reshape(3, -1, FRAME).swapaxes(0, 1)
        self._clear = self._tuning.clear if telling is None else self._tuning.clear_told
        heard = (self._hear(frame[:2], frame[2], expected_echo) for frame in frames)
        return [segment for segment in heard if segment]

    def reset(self) -> None:
        """Forget the utterance now being heard, and what was heard before it."""
        self._before.clear()
        self._forget()

    def _forget(self) -> None:
        self._taken: list[Samples] = []
        self._start = self._end = self._louder = 0
        self._voiced = self._quiet = self._grown = 0
        self._risen = 0
        self._loudest = self._talk = self._echo = 0.0

    def _hear(self, frame: Samples, telling: Samples, echo: float) -> Segment | None:
        self._at += FRAME
        self._spectrum.hear(telling)
        self._echoes.append(echo)
        power, evidence = float(self._spectrum.powers.sum()), self._spectrum.evidence
        over_echo = power > power_ratio(self._tuning.over_echo) * echo
        onset = over_echo and evidence > self._tuning.onset
        before = self._just_before(power)
        if self._taken:
            self._taken.append(frame)
            if not (onset and self._jumps(power, before)):
                return self._go_on(power, over_echo and evidence > self._tuning.offset)
        else:
            self._before.append(frame)
            if _log.isEnabledFor(logging.DEBUG):
                self._faint.hear(self._tuning, self._at, evidence, power, echo)
        if onset:
            self._faint = _Faint()
            self._begin(power)
        return None

    def _just_before(self, power: float) -> float:
        """The loudest of what was heard just before; 0 where nothing was."""
        earlier = list(self._just)[: -_frames(self._tuning.rise)]
        self._just.append(power)
        return max(earlier, default=0.0)

    def _jumps(self, power: float, before: float) -> bool:
        """Whether a frame is so much louder than what was just heard that a new utterance begins with it.

        Where it might as well be the stressed word of this one, the utterance goes on, and the place is remembered.
        """
        t = self._tuning
        # A voice that set in within a pre-roll of the start is the utterance's own: the vowel after a soft "s".
        under_way = self._at - self._start > samples(t.pre_roll + t.rise)
        if not under_way or not before or power < power_ratio(t.jump) * before:
            return False
        if power > power_ratio(t.surely) * before or self._at - self._start > samples(t.opening):
            self._before.extend(self._taken[-(self._before.maxlen or 0) :])
            self._forget()
            self._talk, self._risen = before, self._as_loud(before)
            return True
        if self._at - self._louder > samples(t.just):
            self._louder, self._talk = self._at - FRAME, before
        return False

    def _as_loud(self, before: float) -> int:
        """How many frames just before this one are of the voice that has jumped up: as a vowel swells, so does it."""
        frames = list(self._just)[-_frames(self._tuning.rise) - 1 : -1]
        return sum(
            1 for _ in takewhile(lambda power: power > power_ratio(self._tuning.jump) * before, reversed(frames))
        )

    def _begin(self, power: float) -> None:
        self._taken = list(self._before)
        self._before.clear()
        self._voiced = 1 + self._risen
        self._start = self._louder = self._at - self._voiced * FRAME
        self._end = self._at
        self._loudest, self._echo = power, max(self._echoes)

    def _go_on(self, power: float, voice: bool) -> Segment | None:
        self._loudest = max(self._loudest, power)
        if voice and power > max(
            power_ratio(Decibels(-self._tuning.fall)) * self._loudest, power_ratio(self._tuning.margin) * self._talk
        ):
            self._end = self._at
            self._voiced += 1
            self._quiet = 0
            self._echo = max(self._echo, self._echoes[-1])
        else:
            self._quiet += 1
        self._grown += 1
        return self._hand_out()

    def _hand_out(self) -> Segment | None:
        t = self._tuning
        if self._quiet == _frames(t.endpoint) or self._at - self._start >= samples(t.longest):
            return self._finish()
        if not self._is_speech:
            return None
        if self._quiet in map(_frames, t.pauses):
            return self._segment(Cut.PAUSED, self._end)
        if self._quiet == 0 and self._grown >= _frames(t.growth):
            return self._segment(Cut.GROWING, self._fed)
        return None

    @property
    def _is_speech(self) -> bool:
        """Whether this is more than a click, and more than what is left of an echo."""
        t = self._tuning
        return self._voiced >= _frames(t.shortest) and self._loudest > power_ratio(self._clear) * self._echo

    def _finish(self) -> Segment | None:
        segment = self._segment(Cut.ENDED, self._end) if self._is_speech else None
        if segment is None and _log.isEnabledFor(logging.DEBUG):
            self._tell_dropped()
        # A word that straddles the cut of a long utterance is heard whole in the next one.
        self._before.extend(self._taken[-(self._before.maxlen or 0) :])
        self._forget()
        return segment

    def _tell_dropped(self) -> None:
        """What was held for an utterance and is none."""
        voiced, over = self._voiced * FRAME / RATE, _decibels(self._loudest, self._echo)
        why = f"{voiced:.2f} s of voice, needs {self._tuning.shortest}"
        if voiced >= self._tuning.shortest:
            why = f"its loudest is {over:.1f} dB over the loudest echo expected, needs {self._clear}"
        _log.debug("dropped what sounded from %.2f to %.2f s: %s", seconds(self._start), seconds(self._end), why)

    def _segment(self, kind: Cut, end: int) -> Segment:
        self._grown = 0
        sound, residual = np.concatenate(self._taken, axis=1)
        lead = len(sound) - (self._at - self._start)
        return Segment(kind, self._start, end, sound, lead, residual if self._has_residual else None, self._louder)


class _Faint:
    """For the debug log: what stood out of the noise for as long as a word, but not so far that a voice set in."""

    GAP = 20
    """Frames without it that end it."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._since = self._frames = self._without = 0
        self._most = self._over = 0.0

    def hear(self, tuning: Segmenting, at: int, evidence: float, power: float, echo: float) -> None:
        """Take in a frame, which ends at `at`, outside of any utterance."""
        if evidence > tuning.offset:
            self._since = self._since or at
            self._frames, self._without = self._frames + 1, 0
            self._most, self._over = max(self._most, evidence), max(self._over, _decibels(power, echo))
        elif self._since:
            self._without += 1
            if self._without >= self.GAP:
                self._tell(tuning)
                self._forget()

    def _tell(self, tuning: Segmenting) -> None:
        long, softer = self._frames >= _frames(tuning.shortest), self._most < tuning.onset
        if long and softer:
            told = "no voice at %.2f s: too soft beside the room's noise: evidence %.2f, needs %.2f"
            _log.debug(told, seconds(self._since), self._most, tuning.onset)
        elif long and 0 < self._over < tuning.over_echo:
            told = "no voice at %.2f s: too soft beside the coach's echo: %.1f dB over what is expected, needs %.1f"
            _log.debug(told, seconds(self._since), self._over, tuning.over_echo)


def _decibels(power: float, echo: float) -> float:
    return float(10 * np.log10(max(power, 1e-3) / max(echo, 1e-3)))


def _frames(seconds: Seconds) -> int:
    return round(seconds * RATE / FRAME)
