"""Runs the real SoundCard in a process of its own and prints what it saw, one JSON object a line.

PortAudio reads its environment once, when it starts; so each test that needs a card gets a fresh process.
"""

import ctypes.util
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from coach.clock import BLOCK, RATE
from coach.errors import SoundError
from coach.sound import portaudio
from coach.sound.card import SoundCard
from coach.sound.devices import devices
from coach.sound.edge import Block, Samples
from coach.sound.portaudio import Direction, Shape
from tests.sound.edge_observation import observe

EVERY = RATE // 2
_t = np.arange(480) / RATE
CHIRP = 16_000 * np.hanning(480) * np.sin(2 * np.pi * (500 * _t + 50_000 * _t**2))
"""30 ms, 500 to 3500 Hz."""
TONE = 16_000 * np.sin(2 * np.pi * 1000 * np.arange(EVERY) / RATE)


def say(**values: Any) -> None:
    """One line to the test."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


class Program:
    """Plays half a second over and over, until it is cut."""

    def __init__(self, sound: Any) -> None:
        self._sound = np.zeros(EVERY, np.int16)
        self._sound[: len(sound)] = sound
        self.given = 0
        self.cut_at: int | None = None

    def play(self, n: int) -> Samples:
        """The next n samples."""
        at = np.arange(self.given, self.given + n) % EVERY
        self.given += n
        return self._sound[at] if self.cut_at is None else np.zeros(n, np.int16)

    def cut(self) -> None:
        """Silence from the next block on."""
        self.cut_at = self.given


def read(card: SoundCard, seconds: float) -> list[Block]:
    """That much audio time."""
    blocks = [card.read() for _ in range(round(seconds * RATE / BLOCK))]
    return [block for block in blocks if block is not None]


def contract() -> None:
    """What every edge promises."""
    say(**asdict(observe(SoundCard(None, None))))


def echo(seconds: str, rate: str = "16000") -> None:
    """How late each chirp is in the microphone, beside the same samples played."""
    offered = portaudio.shapes

    def shapes(info: dict[str, Any], kind: Direction, spare: float | None = None) -> Iterator[Shape]:
        found = offered({**info, "default_samplerate": int(rate)}, kind, spare)
        # A device that refuses 16 kHz: only its own rate is left.
        return (shape for shape in found if rate == "16000" or shape.rate != RATE)

    portaudio.shapes = shapes
    program, card = Program(CHIRP), SoundCard(None, None)
    card.open(program.play, lambda: None)
    began = time.monotonic()
    blocks = read(card, float(seconds))
    took = time.monotonic() - began
    card.close()
    microphone = np.concatenate([block.microphone for block in blocks]).astype(float)
    found = [_delay(microphone, at) for at in range(EVERY, len(microphone) - EVERY, EVERY)]
    say(
        delays=[delay for delay, _ in found],
        likeness=min(likeness for _, likeness in found),
        gaps=[(block.at, block.gap) for block in blocks if block.gap],
        consecutive=_consecutive(blocks),
        alive=all(block.microphone_alive and block.speaker_alive for block in blocks),
        behind=program.given - blocks[-1].at - BLOCK,
        took=took,
    )


def _delay(microphone: Any, at: int) -> tuple[int, float]:
    """Samples from `at` to the chirp's best place, and its correlation there."""
    part = microphone[at : at + EVERY]
    product = np.correlate(part, CHIRP, "valid")
    best = int(np.argmax(product))
    norm = np.linalg.norm(part[best : best + len(CHIRP)]) * np.linalg.norm(CHIRP)
    return best, float(product[best] / norm)


def _consecutive(blocks: list[Block]) -> bool:
    return [block.at for block in blocks] == list(range(0, len(blocks) * BLOCK, BLOCK))


def cut() -> None:
    """How soon a tone that is cut is silent: for the card, and in the microphone."""
    program, card = Program(TONE), SoundCard(None, None)
    card.open(program.play, lambda: None)
    before = read(card, 1.5)
    program.cut()
    cut_at, now = program.cut_at, before[-1].at + BLOCK
    blocks = read(card, 1.0)
    card.close()
    microphone = np.concatenate([block.microphone for block in blocks]).astype(float)
    played = np.concatenate([block.played for block in blocks])
    loud = float(np.abs(np.concatenate([block.microphone for block in before[-10:]]).astype(float)).max())
    say(
        loud=loud,
        asked_ahead=int(cut_at or 0) - now,
        played_till=int(np.flatnonzero(played).max(initial=-1)) + 1,
        heard_till=int(np.flatnonzero(np.abs(microphone) > loud / 30).max(initial=-1)) + 1,
    )


def watch(microphone: str = "", want: str = "both") -> None:
    """Tell each loss and recovery, until stdin ends; then close, and tell how it went."""
    wanted = {"want_microphone": want != "speaker", "want_speaker": want != "microphone"}
    program, card = Program(CHIRP), SoundCard(microphone or None, None, **wanted)
    card.open(program.play, lambda: None)
    say(opened=True, microphone_problem=card.microphone_problem, speaker_problem=card.speaker_problem)
    threading.Thread(target=_close_at_end_of_input, args=(card,), daemon=True).start()
    threading.Timer(60, os._exit, (3,)).start()  # A test that fails leaves nothing behind.
    began, blocks, alive = time.monotonic(), [], None
    while (block := card.read()) is not None:
        blocks.append(block)
        if alive != (block.microphone_alive, block.speaker_alive):
            alive = (block.microphone_alive, block.speaker_alive)
            say(microphone=alive[0], speaker=alive[1], at=block.at / RATE, time=time.monotonic() - began, gap=block.gap)
    say(
        consecutive=_consecutive(blocks),
        late=time.monotonic() - began - len(blocks) * BLOCK / RATE,
        ended=len(blocks) * BLOCK / RATE,
        gaps=[(block.at, block.gap) for block in blocks if block.gap],
        sounding=all(block.played.any() for block in blocks if block.at % EVERY == 0),
    )
    _closed.wait(5)
    say(close_took=_close_took, stalled=card.stalled)
    os._exit(0)


_closed = threading.Event()
_close_took: list[float] = []


def _close_at_end_of_input(card: SoundCard) -> None:
    sys.stdin.read()
    for _ in range(2):
        began = time.monotonic()
        card.close()
        _close_took.append(time.monotonic() - began)
    _closed.set()


def refuse(library: str = "there") -> None:
    """The error of a card that cannot be opened."""
    if library == "missing":
        ctypes.util.find_library = lambda name: None
    try:
        SoundCard(None, None).open(Program(CHIRP).play, lambda: None)
    except SoundError as problem:
        say(error=str(problem), problem=devices().problem)


def broken_program() -> None:
    """An exception of `play` comes out of `read`."""
    card = SoundCard(None, None)
    card.open(lambda n: Program(CHIRP).play(1 // (n - n)), lambda: None)
    try:
        read(card, 1.0)
    except ZeroDivisionError as bug:
        say(raised=str(bug))
    card.close()


def listing() -> None:
    """The devices."""
    say(**asdict(devices()))


SCENARIOS: dict[str, Callable[..., None]] = {
    scenario.__name__: scenario for scenario in (contract, echo, cut, watch, refuse, broken_program, listing)
}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](*sys.argv[2:])
