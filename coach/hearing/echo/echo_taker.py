"""Takes the coach's own voice out of the microphone: delay, drift and canceller together, a block at a time.

It measures the delay on the coach's speech, all the time, for any echo that has moved; no clock, no thread.
"""

import logging
from dataclasses import replace

import numpy as np

from coach.clock import BLOCK, RATE, blocks, samples, seconds
from coach.hearing.echo.alignment import HALF, Change, DelayTrack, Recent, delayed, parts_per_million
from coach.hearing.echo.audibility import Audibility
from coach.hearing.echo.cancelled import Cancelled, power
from coach.hearing.echo.canceller import EchoCanceller
from coach.hearing.echo.delay import measure
from coach.hearing.echo.webrtc import Aec3
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Block, Samples
from coach.units import AudioTime, Decibels, Seconds, power_ratio

_log = logging.getLogger(__name__)


class EchoTaker:
    """Blocks in, blocks without echo out. Not thread-safe; owns its canceller."""

    def __init__(self, canceller: EchoCanceller, teller: Aec3 | None = None, tuning: Tuning = USUAL) -> None:
        """`teller`: by what it leaves it is told whether anybody speaks; without it, by what the canceller leaves."""
        self.canceller = canceller
        self._teller = teller
        self._tuning, self._audible = tuning, tuning.metering.audible
        t = tuning.taking
        self._window, self._longest = samples(tuning.delay.window), samples(tuning.delay.longest)
        self._memory = samples(t.memory)
        self._practise_after = frozenset(map(blocks, t.practise_after))
        self._flat_at_most, self._settle, self._patience = blocks(t.flat), blocks(t.settle), blocks(t.patience)
        self._measure_at = self._flat = 0
        self._begin(0)

    @property
    def delay(self) -> Seconds | None:
        """From playing to hearing, in seconds; None until it is known."""
        return self._track.delay(self._now) / RATE if self._track.locked else None

    @property
    def drift_ppm(self) -> float | None:
        """By how many millionths the microphone's clock is faster than the speaker's; None until the delay is known."""
        return parts_per_million(self._track.slope) if self._track.locked else None

    def take(self, block: Block) -> Cancelled:
        """What is left of the microphone's block. Blocks come in order, without a hole. Raises HearingError."""
        if self._now != block.at:
            self._begin(block.at)
        cancelled = self._take(block)
        if self._teller is None:
            return cancelled
        return self._told(cancelled, self._teller.take(block.microphone, block.played))

    def _take(self, block: Block) -> Cancelled:
        self._remember(block)
        if self._now >= self._measure_at:
            self._measure()
        self._practise_in_time(block)
        played = self._aligned()
        self._flat = 0 if block.microphone.any() else self._flat + 1
        if self._flat > self._flat_at_most or not block.microphone_alive:
            return self._deaf(block, played)
        cancelled = self.canceller.cancel(block.microphone, played)
        self._audibility.hear(block.microphone, cancelled, speaking=power(played) > self._audible)
        cancelled = self._trusted(block.microphone, cancelled)
        self._watch(cancelled.suppression_db)
        return cancelled

    def reset(self) -> None:
        """Know nothing of the echo, as at the start."""
        self.canceller.reset()
        if self._teller is not None:
            self._teller.reset()
        self._begin(self._now)

    def close(self) -> None:
        """Let the canceller go. May be called twice."""
        self.canceller.close()

    def _begin(self, at: AudioTime) -> None:
        self._now = at
        self._sound_since = at
        self._measure_at = at + self._window
        self._track = DelayTrack(self._tuning.delay)
        self._audibility = Audibility(self._tuning)
        self._heard = Recent(self._memory + self._window, at)
        self._played = Recent(self._memory + self._window + self._longest + HALF, at)
        self._lead = 0.0
        self._flat = 0
        self._glided: float | None = None
        self._start_lessons()

    def _deaf(self, block: Block, played: Samples) -> Cancelled:
        """A microphone that is lost, or a room without any noise: zeros."""
        if power(played) > self._audible:
            # The canceller would learn from it that there is no echo.
            self._sound_since = self._sound_since if block.microphone_alive else self._now
        else:
            self.canceller.cancel(block.microphone, played)
        return Cancelled(block.microphone, block.microphone, 0.0, settled=self._settled)

    def _remember(self, block: Block) -> None:
        if block.gap:  # The echo has moved with it: nothing is known until it is found again.
            _log.info("at %.2f s: %d samples were lost; the echo is looked for anew", seconds(block.at), block.gap)
            self._sound_since = block.at
            self._start_lessons()
        self._heard.add(block.microphone)
        self._played.add(block.played)
        self._now = block.at + len(block.microphone)
        self._spoken += power(block.played) > self._audible

    def _measure(self) -> None:
        """Look for the echo in the newest window, if it is whole and the coach spoke in it."""
        start = self._now - self._window
        played = self._played.between(start - self._longest, self._now)
        if start < self._sound_since or power(played[-self._window :]) < self._audible:
            return
        heard = self._heard.between(start, self._now)
        if np.count_nonzero(heard) < self._tuning.taking.whole * self._window:
            return
        t = self._tuning.taking
        self._measure_at = self._now + samples(t.seldom if self._track.steady else t.often)
        curve = measure(heard, played, self._tuning.delay)
        if self._track.observe(start + self._window // 2, curve) is Change.FOUND:
            self._align()

    def _align(self) -> None:
        """Start at a delay. At a later one the room is mostly the same, and what the canceller knows of it holds."""
        late = 1000 * self._track.delay(self._now) / RATE
        _log.info("at %.2f s: the coach's voice comes back %.0f ms late", seconds(self._now), late)
        if self._glided is None:
            self.canceller.reset()
        self._glided = None
        self._lead = min(samples(self._tuning.taking.head_room), max(0.0, self._track.delay(self._now) - HALF))
        self._start_lessons()

    def _start_lessons(self) -> None:
        self._spoken = self._lessons_from = 0
        self._good = False

    def _practise_in_time(self, block: Block) -> None:
        speaking = power(block.played) > self._audible
        lesson = self._spoken - self._lessons_from
        if self._track.locked and speaking and lesson in self._practise_after:
            self._practise(block.at)

    def _watch(self, suppression_db: Decibels | None) -> None:
        """When suppression collapses (the room changed, or the user talks), practise once more; it can do no harm."""
        if suppression_db is None:
            return
        if suppression_db > self._tuning.taking.good:
            self._good = True
        elif suppression_db < self._tuning.taking.bad and self._good:
            told = "at %.2f s: the echo is made only %.1f dB softer now: the canceller practises once more"
            _log.info(told, seconds(self._now), suppression_db)
            self._good = False
            self._lessons_from = self._spoken

    def _practise(self, until: int) -> None:
        """Go through what was heard once more: a canceller learns as much from it as from hearing it anew."""
        for at in range(max(self._sound_since, until - self._memory), until, BLOCK):
            end = at + BLOCK
            heard = self._heard.between(at, end)
            if heard.any():  # Zeros of a gated microphone would teach it that there is no echo.
                self.canceller.cancel(heard, self._late(at, end, self._offset(at), self._offset(end)))

    def _offset(self, at: int) -> float:
        return max(float(HALF), self._track.delay(at) - self._lead)

    def _aligned(self) -> Samples:
        """What was played in the newest block, so much later that the canceller hears it just before its echo."""
        start = self._now - BLOCK
        if not self._track.locked:
            return self._played.between(start, self._now)
        first = self._offset(start) if self._glided is None else self._glided
        slew = self._tuning.taking.slew
        self._glided = first + float(np.clip(self._offset(self._now) - first, -slew, slew))
        return self._late(start, self._now, first, self._glided)

    def _late(self, start: int, end: int, first: float, last: float) -> Samples:
        if self._lead == 0.0:  # The echo comes at once, as it does where sound is looped back without air.
            return self._played.between(start, end)
        return delayed(self._played, start, end, first, last)

    @property
    def _settled(self) -> bool:
        if self._track.absent:
            return self._spoken >= self._patience
        return self._track.locked and self._spoken >= self._settle

    def _trusted(self, microphone: Samples, cancelled: Cancelled) -> Cancelled:
        if not self._settled:  # Where an echo that was known has moved, all of it may still be there.
            expected = max(cancelled.expected_echo, cancelled.whole_echo)
            cancelled = replace(cancelled, expected_echo=expected, settled=False)
            # A delay may be found in an echo too soft to be heard; what has not settled harms the voice most.
            inaudible = self._audibility.harmless(absent=False)
            return replace(cancelled, residual=microphone, clean=microphone) if inaudible else cancelled
        if self._audibility.harmless(absent=self._track.absent):
            # Where there is no echo, or next to none, all that a canceller could take out is the user's voice.
            return replace(
                cancelled, residual=microphone, clean=microphone, expected_echo=0.0, echo_heard=False, settled=True
            )
        return cancelled

    def _told(self, cancelled: Cancelled, telling: Samples) -> Cancelled:
        """`cancelled`, with the sound by which to tell whether anybody speaks, where its own would not do."""
        usual = cancelled.usual_suppression_db
        if not cancelled.echo_heard or usual is None or usual > self._tuning.telling.itself:
            return cancelled
        expected = cancelled.expected_echo * power_ratio(Decibels(-self._tuning.telling.less_echo))
        return replace(cancelled, telling=telling, expected_echo=expected)
