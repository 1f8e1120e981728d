"""Tells a microphone that is lost from one that gates its noise, by what it gives. Pure: no device, no clock.

A lost one may go on to give zeros. So does a gate, whenever nobody speaks: what tells the two apart is whether the
coach's own voice, which came through before, comes through no more.
"""

from collections import deque

import numpy as np

from coach.clock import RATE
from coach.sound.edge import Samples

FLAT = 6.0
"""Seconds of not one sample's change after which a microphone that has no gate is dead: the quietest room has noise."""
GATE = 0.1
"""Seconds without a change, in the midst of sound, that show a gate: no noise rests for as long."""
GATES = 2
"""So many of them, or it was a driver's hiccup."""
LOUD = 300.0**2
"""Mean square of what is played from which on it should open a gate through which it came before."""
ECHO = 0.5
"""The least part of what was played loudly that must have come back, for its absence to mean anything."""
ENOUGH = 0.25
"""Seconds of loud playing without an echo that are enough to tell by."""
LATE = 0.5
"""Seconds after which an echo comes back at the latest."""


class Liveness:
    """Follows one microphone. Times are seconds of any one clock that never goes back."""

    def __init__(self, now: float) -> None:
        self._lively_at = self._graced_at = now
        self._sounded = False
        self._gates = 0
        self._rested = 0.0
        """Seconds of sound without a change, up to now."""
        self._on_its_way: deque[tuple[float, float, float]] = deque()
        """Time, seconds and mean square of what was played loudly and may still come back."""
        self._usual = 0.0
        self._due = self._came = self._missing = 0.0

    def grace(self, now: float) -> None:
        """The program stood still: what was not heard meanwhile says nothing."""
        self._graced_at = now
        self._on_its_way.clear()
        self._missing = 0.0

    def heard(self, sound: Samples, now: float) -> None:
        """The microphone gave `sound`, which ends now."""
        if not (sound != sound[0]).any():
            self._rested += len(sound) / RATE
            return
        if self._sounded and GATE < self._rested < FLAT:
            self._gates += 1
        self._sounded = True
        self._rested = 0.0
        self._lively_at = now

    def played(self, sound: Samples, seconds: float, now: float) -> None:
        """`sound`, of so many `seconds`, was given to the speaker just now."""
        power = float(np.mean(np.square(sound, dtype=np.float64)))
        if power > LOUD:
            self._on_its_way.append((now, seconds, power))
        while self._on_its_way and self._on_its_way[0][0] < now - LATE:
            self._settle(*self._on_its_way.popleft())

    def is_flat(self, now: float) -> bool:
        """Whether it must be lost, though it still gives blocks."""
        if now - max(self._lively_at, self._graced_at) <= FLAT:
            return False
        echo_came = self._came >= max(ENOUGH, ECHO * self._due)
        return self._gates < GATES or (echo_came and self._missing >= ENOUGH)

    def _settle(self, at: float, seconds: float, power: float) -> None:
        """Note whether what was played loudly at a time has come back; what was softer than usual may not."""
        if self._lively_at < at:
            self._missing += seconds if power >= 0.5 * self._usual else 0.0
            return
        self._due += self._missing + seconds
        self._came += seconds
        self._missing = 0.0
        self._usual += 0.05 * (power - self._usual) if self._usual else power
