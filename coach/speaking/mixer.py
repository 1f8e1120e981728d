"""Plays clips at exact samples: one line of speech, scheduled cues, and tones over both.

`block` may be called in a sound card's callback: it only copies and adds, and waits for no clip. Every other method is
safe from any thread.
"""

import logging
import threading
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from coach.clock import samples, seconds
from coach.language.intents import fold
from coach.session.effects import Cue, CueKind
from coach.session.events import SentenceBegun, Spoken
from coach.sound.edge import Samples
from coach.speaking.voice import Clip, Prompt
from coach.units import AudioTime, Decibels

SENTENCE_GAP = samples(0.3)
"""Quiet between sentences, in which a person can be heard without the coach."""
REMEMBER = samples(30)
RETURN_DB = 1.0
"""By how much a softened voice comes back in a block: 12 dB in a quarter of a second."""
WORD_SLACK = samples(0.2)
"""How far a word may sound from where its letters place it."""


@dataclass(frozen=True, slots=True)
class CueBegun:
    """A scheduled cue begins to sound; `at` is its true first sample."""

    cue: Cue
    at: AudioTime


Mark = SentenceBegun | Spoken | CueBegun
_Step = Callable[[int, list[Mark]], None]
_log = logging.getLogger(__name__)
_NOTHING = Clip("", np.zeros(0, np.int16))


@dataclass(slots=True, eq=False)
class _Playing:
    """A clip that sounds, or will from `start` on."""

    clip: Clip
    start: int
    cue: Cue | None = None
    say_id: int = 0
    last_of_say: bool = False
    tone: bool = False
    fading: bool = False
    broken: bool = False
    """Whether it cannot be played."""
    soft_db: float = 0.0
    """How much more softly it sounds now than it was made."""

    @property
    def end(self) -> int:
        return self.start + len(self.clip.sound)


@dataclass(slots=True, eq=False)
class _Line:
    """Sentences of one Say that wait for their turn."""

    say_id: int
    prompts: deque[tuple[int, Prompt]] = field(default_factory=deque)


def _log_fault(fault: Exception) -> None:
    _log.error("a piece of sound was dropped", exc_info=fault)


class Mixer:
    """The coach's mouth. `on_mark` is told what begins and ends, from whichever thread calls `block`.

    A prompt that is not rendered when its turn comes keeps the line waiting; a count is skipped then, never late.
    """

    def __init__(self, on_mark: Callable[[Mark], None], on_fault: Callable[[Exception], None] = _log_fault) -> None:
        """`on_fault` is told of a mistake of our own, in the thread of `block`; it costs what it was made in."""
        self._on_mark = on_mark
        self._on_fault = on_fault
        self._lock = threading.Lock()
        self._position = 0
        self._playing: list[_Playing] = []
        self._lines: deque[_Line] = deque()
        self._cues: list[tuple[int, int, Cue, Prompt]] = []
        self._cue_number = 0
        self._reply: tuple[Prompt, ...] = ()
        """What is to be said in the place of cues, as soon as it is rendered."""
        self._covered_until = 0
        """The end of the reply that sounds: no cue but a release begins before it."""
        self._muted = 0
        self._cut: list[int] = []
        """The Says whose last sentence was cut while muted."""
        self._line_free_at = 0
        self._gain = 1.0
        self._soft_db = 0.0
        self._past: deque[tuple[int, int, str]] = deque()

    @property
    def position(self) -> AudioTime:
        """How many samples have been given."""
        return self._position

    # --- what to play ---------------------------------------------------------------------------------------------

    def say(self, say_id: int, prompts: Sequence[Prompt]) -> None:
        """Play `prompts` after what is being said, a gap between them; Spoken(say_id) marks the last one's end."""
        with self._lock:
            self._lines.append(_Line(say_id, deque(enumerate(prompts))))

    def say_over_cues(self, prompts: Sequence[Prompt]) -> None:
        """Play `prompts` once all are there, in the place of the cues they cover. A release cuts them off."""
        with self._lock:
            self._reply = tuple(prompts)

    def schedule(self, cues: Sequence[tuple[Cue, Prompt]]) -> None:
        """Play each prompt from its cue's sample on, in place of all cues that have not begun.

        What is late, or not rendered in time, is skipped; only a release is late rather than lost.
        """
        with self._lock:
            self._cues.clear()
            for cue, prompt in cues:
                self._cue_number += 1
                insort(self._cues, (cue.at, self._cue_number, cue, prompt))

    def tone(self, clip: Clip) -> None:
        """Play a tone at once over everything; `hush` leaves it."""
        with self._lock:
            self._playing.append(_Playing(clip, self._position, tone=True))

    def hush(self) -> None:
        """Fade speech out within the next block; forget what was to be said and every cue."""
        with self._lock:
            self._lines.clear()
            self._cues.clear()
            self._cut.clear()
            self._cut_speech()
            self._line_free_at = self._position

    def mute(self) -> None:
        """Fade speech out within the next block, and begin none until `unmute`, which each `mute` needs.

        For the thread that decides a safety word: silence does not wait for whoever is to act on it.
        """
        with self._lock:
            self._muted += 1
            self._cut_speech()

    def unmute(self) -> None:
        """What a `mute` was for has been done. What no `hush` has dropped since goes on after the sentence cut."""
        with self._lock:
            self._muted = max(0, self._muted - 1)

    def set_gain(self, gain_db: float) -> None:
        """From the next block on, play speech louder or softer by `gain_db`."""
        self._gain = _ratio(gain_db)

    def soften(self, decibels: Decibels) -> None:
        """Speak more softly by so much (0 or less): at once, within a block; what sounds comes back more slowly."""
        self._soft_db = min(0.0, decibels)

    def texts_between(self, start: AudioTime, end: AudioTime) -> list[str]:
        """What sounded between two audio times of the last half minute, oldest first."""
        with self._lock:
            now = [(item.start, item.end, item.clip.text) for item in self._playing if item.clip.text]
            return [text for begin, stop, text in (*self._past, *now) if begin < end and stop > start]

    def words_between(self, start: AudioTime, end: AudioTime) -> set[str]:
        """Which words sounded between two audio times of the last half minute, folded as the matcher compares them.

        A word's place in its clip is taken to be that of its letters in the text, a fifth of a second give or take.
        """
        with self._lock:
            sounded = [*self._past, *((item.start, item.end, item.clip.text) for item in self._playing)]
        return {word for begin, stop, text in sounded for word in _words(text, begin, stop, start, end)}

    # --- playing --------------------------------------------------------------------------------------------------

    def block(self, n: int) -> Samples:
        """The next `n` samples."""
        marks: list[Mark] = []
        with self._lock:
            end = self._position + n
            if not self._muted:
                for step in (self._tell_cut, self._begin_reply, self._begin_cues, self._begin_sentences):
                    self._guarded(step, end, marks)
            sound = self._mix(n)
            self._guarded(self._retire, end, marks)
            self._position = end
        for mark in marks:
            self._on_mark(mark)
        return sound

    def _guarded(self, step: _Step, end: int, marks: list[Mark]) -> None:
        try:
            step(end, marks)
        except Exception as fault:
            self._on_fault(fault)

    def _tell_cut(self, end: int, marks: list[Mark]) -> None:
        """What was cut while muted, and not dropped, counts as said."""
        marks += [Spoken(say_id, self._position) for say_id in self._cut]
        self._cut.clear()

    def _begin_reply(self, end: int, marks: list[Mark]) -> None:
        clips = [clip for prompt in self._reply if (clip := self._ready(prompt))]
        if not clips or len(clips) < len(self._reply):
            return
        self._cut_speech()
        start = self._position
        for clip in clips:
            self._playing.append(_Playing(clip, start))
            start += len(clip.sound) + SENTENCE_GAP
        self._covered_until = start

    def _begin_cues(self, end: int, marks: list[Mark]) -> None:
        while self._cues and self._cues[0][0] < end:
            at, _, cue, prompt = self._cues[0]
            clip, release = self._ready(prompt), cue.kind is CueKind.RELEASE
            if release:
                self._cut_speech()
                if clip is None:
                    return
            self._cues.pop(0)
            if clip and (release or at >= max(self._position, self._covered_until)):
                start = max(at, self._position)
                if start > at:
                    _log.debug('"%s" is %.2f s late, at %.2f s', cue.text, seconds(start - at), seconds(start))
                self._playing.append(_Playing(clip, start, cue=cue))
                marks.append(CueBegun(cue, start))
            else:
                why = "not rendered in time" if clip is None else "late, or a reply is being said"
                _log.debug('"%s" is left out at %.2f s: %s', cue.text, seconds(at), why)

    def _ready(self, prompt: Prompt) -> Clip | None:
        """The clip if it is there; nothing to hear of one whose rendering failed."""
        if isinstance(prompt, Clip):
            return prompt
        if not prompt.done():
            return None
        try:
            return prompt.result()
        except Exception as fault:
            self._on_fault(fault)
            return _NOTHING

    def _cut_speech(self) -> None:
        """Fade out all that is said, a reply and its cover too."""
        self._reply, self._covered_until = (), 0
        self._playing = [item for item in self._playing if item.tone or item.start < self._position]
        for item in self._playing:
            item.fading |= not item.tone

    def _begin_sentences(self, end: int, marks: list[Mark]) -> None:
        """Start what waits in line once nothing but tones sounds."""
        while self._lines and not self._cues:
            line = self._lines[0]
            if not line.prompts:
                self._lines.popleft()
                marks.append(Spoken(line.say_id, self._position))
                continue
            busy = [item.end + SENTENCE_GAP for item in self._playing if not item.tone and not item.fading]
            start = max([self._position, self._line_free_at, *busy])
            index, prompt = line.prompts[0]
            if start >= end or (clip := self._ready(prompt)) is None:
                return
            line.prompts.popleft()
            last = not line.prompts
            self._playing.append(_Playing(clip, start, say_id=line.say_id, last_of_say=last))
            self._line_free_at = start + len(clip.sound) + SENTENCE_GAP
            marks.append(SentenceBegun(line.say_id, index, start))
            if last:
                self._lines.popleft()

    def _mix(self, n: int) -> Samples:
        mix = np.zeros(n, np.float32)
        for item in self._playing:
            if item.start >= self._position + n:
                continue
            try:
                self._add(item, mix)
            except Exception as fault:
                item.broken = True
                self._on_fault(fault)
        return np.clip(np.rint(mix), -32767, 32767).astype(np.int16)

    def _add(self, item: _Playing, mix: npt.NDArray[np.float32]) -> None:
        """Add what `item` sounds like in this block, whose samples `mix` holds."""
        first = max(item.start - self._position, 0)
        offset = self._position + first - item.start
        piece = item.clip.sound[offset : offset + len(mix) - first].astype(np.float32)
        if not item.tone:
            piece *= self._gain * self._softened(item, len(piece))
        if item.fading:
            piece *= _fade(len(piece))
        mix[first : first + len(piece)] += piece

    def _softened(self, item: _Playing, n: int) -> npt.NDArray[np.float32]:
        """The factor of each of its next `n` samples; what has yet to begin does so as loud as it is to be now."""
        before = self._soft_db if item.start >= self._position else item.soft_db
        item.soft_db = min(self._soft_db, before + RETURN_DB)
        return np.linspace(_ratio(before), _ratio(item.soft_db), n, dtype=np.float32)

    def _retire(self, end: int, marks: list[Mark]) -> None:
        """Let go of what has sounded to its end, was faded out, or cannot be played."""
        for item in [item for item in self._playing if item.fading or item.broken or item.end <= end]:
            self._playing.remove(item)
            if item.clip.text:
                self._past.append((item.start, min(item.end, end), item.clip.text))
            if item.last_of_say:
                self._tell_end(item, end, marks)
        while self._past and self._past[0][1] < end - REMEMBER:
            self._past.popleft()

    def _tell_end(self, item: _Playing, end: int, marks: list[Mark]) -> None:
        if not item.fading:
            marks.append(Spoken(item.say_id, min(item.end, end)))
        elif self._muted:
            self._cut.append(item.say_id)


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _fade(n: int) -> npt.NDArray[np.float32]:
    """From 1 to 0 in `n` samples."""
    return np.linspace(1.0, 0.0, n, dtype=np.float32)


def _words(text: str, begin: int, stop: int, start: int, end: int) -> Iterator[str]:
    """The words of `text`, which sounds from `begin` to `stop`, that are heard between `start` and `end`."""
    words = fold(text).split()
    letters = sum(map(len, words)) or 1
    place = 0
    for word in words:
        first = begin + (stop - begin) * place // letters
        place += len(word)
        last = begin + (stop - begin) * place // letters
        if first - WORD_SLACK < end and last + WORD_SLACK > start:
            yield word
