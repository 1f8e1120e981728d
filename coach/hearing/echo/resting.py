"""An echo taker for a coach that hardly ever speaks: it works only while there is something to take out."""

from coach.clock import samples
from coach.hearing.echo.cancelled import Cancelled, power
from coach.hearing.echo.echo_taker import EchoTaker
from coach.sound.edge import Block
from coach.units import AudioTime


class RestingTaker(EchoTaker):
    """Gives the microphone as it is while nothing was played of late, for an eighth of the work; forgets nothing."""

    _played_until: AudioTime | None = None

    def take(self, block: Block) -> Cancelled:
        """As `EchoTaker.take`."""
        end = block.at + len(block.played)
        if power(block.played) > self._tuning.metering.audible:
            self._played_until = end
        of_late = self._played_until is not None and end - self._played_until <= samples(self._tuning.taking.rings_on)
        if of_late or self._now != block.at:
            return super().take(block)
        self._remember(block)
        return Cancelled(block.microphone, block.microphone, 0.0, settled=self._settled)
