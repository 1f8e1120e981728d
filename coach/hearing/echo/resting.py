"""An echo taker for a coach that hardly ever speaks: it works only while there is something to take out."""

from coach.clock import samples
from coach.hearing.echo.cancelled import Cancelled, power
from coach.hearing.echo.echo_taker import EchoTaker
from coach.sound.edge import Block

RINGS_ON = samples(1.5)
"""How long an echo may go on after the last sound that was played: no room and no radio link takes longer."""


class RestingTaker(EchoTaker):
    """Gives the microphone as it is while nothing was played of late, for an eighth of the work; forgets nothing."""

    _played_until = -RINGS_ON

    def take(self, block: Block) -> Cancelled:
        """As `EchoTaker.take`."""
        end = block.at + len(block.played)
        if power(block.played) > self._tuning.metering.audible:
            self._played_until = end
        if end - self._played_until <= RINGS_ON or self._now != block.at:
            return super().take(block)
        self._remember(block)
        return Cancelled(block.microphone, block.microphone, 0.0, settled=self._settled)
