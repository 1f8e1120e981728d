"""`coach doctor --listen`: what the microphone hears and the coach makes of its echo, live, until interrupted."""

import sys
from collections.abc import Iterable, Iterator
from itertools import count

import click

from coach.clock import BLOCK, samples
from coach.hearing.echo.canceller import EchoCanceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.meter import REMEDIES, Meter, Reading, line
from coach.session.events import Trouble
from coach.sound.edge import SoundEdge
from coach.speaking.mixer import Mixer
from coach.speaking.voice import Clip

EVERY = samples(0.5) // BLOCK
"""Blocks from one reading to the next."""
AGAIN = samples(12.0) // BLOCK
"""Blocks after which the sentence is spoken again, so that there is an echo to be measured."""


def readings(
    edge: SoundEdge, sentence: Clip, canceller: EchoCanceller, longest: int | None = None
) -> Iterator[Reading]:
    """A reading every half second from `edge`, which this opens and closes, for at most `longest` samples.

    Speaks `sentence` now and then. Raises SoundError where nothing can be played or heard.
    """
    taker, meter, mixer = EchoTaker(canceller), Meter(), Mixer(lambda mark: None)
    try:
        edge.open(mixer.block, lambda: None)
        for number in count():
            if number % AGAIN == 0:
                mixer.say(number, [sentence])
            block = edge.read()
            if block is None or (longest is not None and block.at >= longest):
                return
            meter.take(block, taker.take(block))
            if number % EVERY == EVERY - 1:
                yield meter.reading(taker.delay)
    finally:
        taker.close()
        edge.close()


class Remedies:
    """What to do about each trouble, told once."""

    def __init__(self) -> None:
        self._told: set[Trouble] = set()

    def of(self, reading: Reading) -> str | None:
        """The sentence about a trouble that was not told before."""
        if reading.trouble is None or reading.trouble in self._told:
            return None
        self._told.add(reading.trouble)
        return REMEDIES[reading.trouble]


def show(found: Iterable[Reading]) -> None:
    """Print the readings: on a terminal one line that moves, else a line each; ends quietly on Ctrl-C."""
    remedies, moving = Remedies(), sys.stdout.isatty()
    try:
        for reading in found:
            if remedy := remedies.of(reading):
                click.echo(("\r\x1b[K" if moving else "") + remedy)
            click.echo(("\r\x1b[K" if moving else "") + line(reading), nl=not moving)
    except KeyboardInterrupt:
        pass
    if moving:
        click.echo()
