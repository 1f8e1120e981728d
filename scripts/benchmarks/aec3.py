"""WebRTC's AEC3 as the only canceller, to be compared with those that the coach chooses among."""

from coach.errors import HearingError
from coach.hearing.echo.cancelled import Cancelled, EchoMeter
from coach.hearing.echo.webrtc import Aec3
from coach.hearing.tuning import USUAL, Tuning
from coach.sound.edge import Samples


class WebrtcCanceller:
    """An `EchoCanceller` of AEC3 alone. It keeps no promise to leave the words of a user as they are."""

    name = "WebRTC's AEC3"

    def __init__(self, tuning: Tuning = USUAL) -> None:
        """Raises HearingError where pywebrtc-audio is not installed."""
        self._aec3: Aec3 | None = Aec3()
        self._meter = EchoMeter(tuning.metering)

    def cancel(self, microphone: Samples, played: Samples) -> Cancelled:
        """Take the echo of `played` out of as many samples of `microphone`, a multiple of FRAME."""
        if self._aec3 is None:
            raise HearingError("The echo canceller was closed; start the coach again.")
        left = self._aec3.take(microphone, played)
        return self._meter.weigh(microphone, left, left, played)

    def reset(self) -> None:
        """Forget the echo path."""
        if self._aec3:
            self._aec3.reset()
        self._meter.reset()

    def close(self) -> None:
        """Let the engine go. May be called twice."""
        self._aec3 = None
