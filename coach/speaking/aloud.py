"""Plays a few clips on a sound edge, outside of any session."""

from collections.abc import Sequence

from coach.clock import BLOCK, samples
from coach.errors import SoundError
from coach.session.events import Spoken
from coach.sound.edge import SoundEdge
from coach.speaking.mixer import Mark, Mixer
from coach.speaking.voice import Clip

TAIL = samples(0.4)
"""Played after the last clip, since a card is some blocks behind."""


def say_aloud(edge: SoundEdge, clips: Sequence[Clip]) -> None:
    """Play `clips` on `edge`, which this opens and closes. Raises SoundError."""
    marks: list[Mark] = []
    mixer = Mixer(marks.append)
    try:
        edge.open(mixer.block, lambda: None)
        mixer.say(1, clips)
        longest = sum(len(clip.sound) for clip in clips) + samples(3 + len(clips))
        _play(edge, longest, marks)
        _play(edge, TAIL, [])
    finally:
        edge.close()


def _play(edge: SoundEdge, longest: int, marks: list[Mark]) -> None:
    for _ in range(longest // BLOCK):
        if any(isinstance(mark, Spoken) for mark in marks):
            return
        if edge.read() is None:
            raise SoundError("The speaker was lost in the middle of a sentence; connect it and start again.")
