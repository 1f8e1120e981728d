"""The sound card of a live session, or whatever of it there is; at last an edge without devices."""

from coach.app import parts
from coach.app.showing import Showing
from coach.app.wishes import Wishes
from coach.errors import SoundError
from coach.running.runner import Runner
from coach.sound.card import SoundCard
from coach.sound.edge import SoundEdge
from coach.sound.paced import PacedEdge
from coach.sound.recording import RecordedEdge, Recording


class SoundOpening:
    """Opens an edge for a runner, and tells what is missing."""

    def __init__(self, wishes: Wishes, recording: Recording | None, showing: Showing) -> None:
        self._wishes = wishes
        self._recording = recording
        self._showing = showing
        self._edges: list[SoundEdge] = []
        self.hears = False
        """Whether there is a microphone."""

    @property
    def stalled(self) -> bool:
        """Whether a driver hangs."""
        return any(edge.stalled for edge in self._edges)

    def open(self, runner: Runner, *, listen: bool) -> SoundEdge:
        """The edge that was opened; `listen`: there is a recogniser for a microphone. Raises SoundError."""
        speak, self.hears = self._wishes.speak, listen
        if not speak:
            self._showing.tell("The speaker is off: read the captions.")
        if listen or speak:
            card = parts.sound_card(self._wishes.microphone, self._wishes.speaker, listen=listen, speak=speak)
            edge = self._try(card, runner)
            if edge:
                return edge
        self.hears = False
        return self._open(PacedEdge(), runner)

    def _try(self, card: SoundCard, runner: Runner) -> SoundEdge | None:
        """Open `card` and tell what it lacks; a device that was asked for by name must be there."""
        edge, failure = None, None
        try:
            edge = self._open(card, runner)
        except SoundError as error:
            failure = str(error)
        microphone = (card.microphone_problem or failure) if self.hears else None
        speaker = (card.speaker_problem or failure) if self._wishes.speak else None
        _require(self._wishes.microphone, microphone)
        _require(self._wishes.speaker, speaker)
        self._tell_problems(microphone, speaker)
        return edge

    def _open(self, edge: SoundEdge, runner: Runner) -> SoundEdge:
        self._edges.append(edge)
        if self._recording:
            edge = RecordedEdge(edge, self._recording, self._showing.tell)
        runner.open(edge)
        return edge

    def _tell_problems(self, microphone: str | None, speaker: str | None) -> None:
        self.hears = self.hears and not microphone
        if microphone and microphone == speaker:
            self._showing.warn(f"No sound, so use the keys and read the captions: {microphone}")
        elif microphone:
            self._showing.warn(f"No microphone, so use the keys: {microphone}")
        if speaker and speaker != microphone:
            self._showing.warn(f"No speaker, so read the captions: {speaker}")


def _require(asked_for: str | None, problem: str | None) -> None:
    if asked_for is not None and problem:
        raise SoundError(problem)
