"""One opened microphone, one opened speaker: their callbacks copy sound and note flags, nothing else."""

import math
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from coach.clock import BLOCK, RATE
from coach.sound import portaudio
from coach.sound.downmix import Downmix
from coach.sound.edge import Play, Samples
from coach.sound.portaudio import Callback, Device, Direction, Shape
from coach.sound.resample import Resampler
from coach.units import Seconds


@dataclass(frozen=True, slots=True)
class Played:
    """A block that was just asked of `play`."""

    sound: Samples
    speaker_alive: bool
    slipped: bool
    """Whether the speaker lost time before it, by an underflow or because it was just opened."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a microphone just gave, at its own rate."""

    microphone: "MicrophoneStream"
    sound: Samples
    """Shape (n, channels)."""
    slipped: bool
    """Whether samples were lost before it, by an overflow."""


Inbox = queue.SimpleQueue[Played | Recorded | Exception | None]
"""From the callbacks to the one thread that reads; None wakes it at the end."""


class Outlet:
    """The only caller of `play`: one thread at a time, one BLOCK at a time, each reported to the inbox."""

    def __init__(self, play: Play, inbox: Inbox) -> None:
        self._play = play
        self._inbox = inbox
        self._one_at_a_time = threading.Lock()
        self._spoken_at = -math.inf

    def pull(self, speaker: "SpeakerStream", slipped: bool) -> Samples:
        """The next block, shape (BLOCK,), for `speaker`; one that is retired gets silence."""
        with self._one_at_a_time:
            if speaker.retired:
                return np.zeros(BLOCK, np.int16)
            self._spoken_at = time.monotonic()
            return self._ask(True, slipped)

    def stand_in(self) -> None:
        """Ask for the next block although nobody hears it, unless a speaker has just asked."""
        with self._one_at_a_time:
            if time.monotonic() - self._spoken_at > 2 * BLOCK / RATE:
                self._ask(False, False)

    def _ask(self, speaker_alive: bool, slipped: bool) -> Samples:
        sound = np.array(self._play(BLOCK), np.int16)
        self._inbox.put(Played(sound, speaker_alive, slipped))
        return sound


class DeviceStream:
    """A running PortAudio stream that can be let go of without hanging. Raises SoundError when it cannot be opened."""

    kind: Direction

    def __init__(self, device: Device, inbox: Inbox, together: int = 1, spare: Seconds | None = None) -> None:
        """`together`: blocks to each callback; `spare`: how much sound the driver is to hold, None for little."""
        self.retired = False
        self.spare = spare
        self.called_at: float | None = None
        """Monotonic time of the last callback; None before the first."""
        self._inbox = inbox
        self._stream = portaudio.open_stream(self.kind, device, self._callback_for, together, spare)

    def let_go(self) -> threading.Thread:
        """Silence it at once, then abort and close it in the thread returned: a stalled device never comes back."""
        self.retired = True
        thread = threading.Thread(target=self._finish, daemon=True, name=f"let-go-of-{self.kind}")
        thread.start()
        return thread

    def _finish(self) -> None:
        with suppress(Exception):  # Whatever a device that is already gone says to this, it is gone.
            self._stream.abort()
        with suppress(Exception):
            self._stream.close()

    def _callback_for(self, shape: Shape) -> Callback:
        raise NotImplementedError


class MicrophoneStream(DeviceStream):
    """The input stream."""

    kind: Direction = "input"

    def blocks(self, sound: Samples) -> list[Samples]:
        """The whole BLOCKs at 16 kHz that `sound`, just heard, completes; shape (n, channels)."""
        self._resampler.push(self._downmix.mono(sound))
        blocks = []
        while (block := self._resampler.pull(BLOCK)) is not None:
            blocks.append(block)
        return blocks

    def _callback_for(self, shape: Shape) -> Callback:
        self._resampler = Resampler(shape.rate, RATE)
        self._downmix = Downmix()
        return self._hear

    def _hear(self, heard: Samples, frames: int, times: object, flags: Any) -> None:
        self.called_at = time.monotonic()
        self._inbox.put(Recorded(self, heard.copy(), bool(flags.input_overflow)))


class SpeakerStream(DeviceStream):
    """The output stream. It asks `play` in its callback, so that a cut waits for nothing but the card's own buffer."""

    kind: Direction = "output"

    def __init__(
        self, device: Device, inbox: Inbox, outlet: Outlet, together: int = 1, spare: Seconds | None = None
    ) -> None:
        self._outlet = outlet
        super().__init__(device, inbox, together, spare)

    def _callback_for(self, shape: Shape) -> Callback:
        self._slipped = True
        # A conversion of 20 ms takes 10 µs: less than handing it to a thread, and without that thread's 20 ms.
        self._resampler = Resampler(RATE, shape.rate)
        return self._speak

    def _speak(self, out: Samples, frames: int, times: object, flags: Any) -> None:
        self.called_at = time.monotonic()
        self._slipped |= bool(flags.output_underflow)
        try:
            out[:] = self._next(frames)[:, np.newaxis]
        except Exception as bug:  # Raised again by the thread that reads; here PortAudio would only print it.
            self._inbox.put(bug)
            out[:] = 0

    def _next(self, frames: int) -> Samples:
        while (sound := self._resampler.pull(frames)) is None:
            slipped, self._slipped = self._slipped, False
            self._resampler.push(self._outlet.pull(self, slipped))
        return sound


Opener = Callable[[], DeviceStream]
