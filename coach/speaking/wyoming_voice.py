"""A voice on another machine of the house, asked by the Wyoming protocol, behind the cache that all voices have."""

import contextlib

import numpy as np
import soxr
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.info import Describe, Info, TtsVoice
from wyoming.tts import Synthesize, SynthesizeVoice

from coach.clock import RATE, samples, seconds
from coach.errors import ServerError, StorageError, VoiceError
from coach.servers.address import Address
from coach.servers.line import Exchange, speaks, talk, wanted
from coach.sound.edge import Samples
from coach.speaking import pace
from coach.speaking.cache import Identity, PromptCache
from coach.speaking.lexicon import lexicon, spelled
from coach.speaking.rendered import RenderedVoice
from coach.speaking.stretch import faster
from coach.speaking.trim import level, on_the_beat, trim
from coach.speaking.voice import LONGEST_COUNT, is_count, is_cue

PATIENCE = 2.0
"""Seconds that a text may take; a voice of this machine then speaks it, before anybody waits for captions alone."""
START = 10.0
"""Seconds that the first text may take, when a server may still be loading its voice."""
_INTRODUCTION = 2.0
_RATES = 8_000, 192_000
_LONGEST = 120
"""Seconds that it may speak for one text."""
_QUIET = 33
"""The loudest sample, -60 dBFS, of what holds no speech."""
_USUAL = "its usual voice"


class WyomingVoice(RenderedVoice):
    """A `Voice` by a server, which speaks at one pace: other speeds are made here, so that they need no server."""

    def __init__(
        self,
        server: Address,
        language: str,
        name: str = "",
        cache: PromptCache | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """Ask the server what it is, and how fast it speaks, unless the cache knows that from an earlier start.

        `language`: a code, such as "en". `name`: of one of its voices; "" for the server's usual one.

        Raises VoiceError where it is not there, or has no such voice.
        """
        super().__init__()
        self._server = server
        self._language = language
        self._voice = SynthesizeVoice(name=name) if name else None
        self._cache = cache
        self._patience = patience
        self._closed = False
        engine = self._introduced(name)
        self._who = {"server": server.text, "engine": engine, "voice": name, "language": language}
        self._pace = self._known_pace(engine, name)
        self.name = f"{engine} at {server}, {name or _USUAL}"

    def close(self) -> None:
        """Ask no more. May be called twice."""
        self._closed = True

    # --- who speaks -----------------------------------------------------------------------------------------------

    def _introduced(self, name: str) -> str:
        """The name and version of the server's program, which has a voice for the language."""
        try:
            with talk(self._server, _INTRODUCTION) as line:
                line.send(Describe())
                info: Info = wanted(line, Info)
        except ServerError as error:
            raise _away(error) from error
        if not info.tts:
            raise VoiceError(f"The server {self._server} does not speak: give the address of one that does.")
        program = info.tts[0]
        self._require(program.voices, name)
        return f"{program.name} {program.version or ''}".strip()

    def _require(self, voices: list[TtsVoice], name: str) -> None:
        there = [voice.name for voice in voices if speaks(self._language, voice.languages)]
        if name and name not in there:
            some = ", ".join(there[:5]) or "none"
            raise VoiceError(
                f"The server {self._server} has no voice {name!r} for the language {self._language}: name one of "
                f"its own ({some}{', …' if len(there) > 5 else ''})."
            )
        if voices and not there:
            raise VoiceError(
                f"The server {self._server} does not speak the language {self._language}: give one that does."
            )

    def _known_pace(self, engine: str, name: str) -> float:
        """Words a minute of the voice as it speaks by itself."""
        known = self._cache.identity(self._who) if self._cache else None
        if known is None:
            measured = pace.measured_once(self._language, lambda text: seconds(len(trim(self._asked(text, START)))))
            known = Identity(engine, name, self._language, [(0, measured)])
            if self._cache:
                self._cache.remember(self._who, known)
        return known.pace[0][1]

    # --- sounds ---------------------------------------------------------------------------------------------------

    def _sound(self, text: str, rate: int) -> Samples:
        spoken = self._spoken(text)
        sound = faster(spoken, rate / self._pace)
        if is_count(text) and len(sound) > LONGEST_COUNT:
            sound = faster(spoken, len(spoken) / (LONGEST_COUNT - samples(0.03)))
        sound = trim(sound)
        return level(on_the_beat(sound) if is_cue(text) else sound)

    def _spoken(self, text: str) -> Samples:
        """`text` at the server's own pace, trimmed: from the cache, else by the server. Raises VoiceError."""
        given = spelled(text, lexicon(self._language, "other"))
        sound = self._cache.get(text=given, **self._who) if self._cache else None
        if sound is None:
            sound = trim(self._asked(given, self._patience))
            if self._cache and len(sound):
                with contextlib.suppress(StorageError):  # It said at its opening what was wrong.
                    self._cache.put(sound, text=given, **self._who)
        return sound

    def _asked(self, text: str, within: float) -> Samples:
        if self._closed:
            raise VoiceError("The voice is closed: start the coach again.")
        try:
            with talk(self._server, within) as line:
                line.send(Synthesize(text, self._voice))
                sound = _heard(line)
        except ServerError as error:
            raise _away(error) from error
        if np.abs(sound.astype(np.int32)).max(initial=0) < _QUIET:
            raise VoiceError(f"The server {self._server} said nothing for {text!r}: look into its own log.")
        return sound


def _heard(line: Exchange) -> Samples:
    """All that the server says, at our rate."""
    start: AudioStart = wanted(line, AudioStart)
    if start.width != 2 or not _RATES[0] <= start.rate <= _RATES[1]:
        raise ServerError(f"it sends {start.rate} samples of {start.width} bytes a second, which is no speech")
    pieces: list[bytes] = []
    left = _LONGEST * start.rate * start.width * start.channels
    while not isinstance(piece := wanted(line, AudioChunk, AudioStop), AudioStop):
        pieces.append(piece.audio)
        left -= len(piece.audio)
        if left < 0:
            raise ServerError("it speaks without end")
    frames = np.frombuffer(b"".join(pieces), "<i2").reshape(-1, start.channels)
    mono = frames.astype(np.float32).mean(axis=1)
    resampled = soxr.resample(mono, start.rate, RATE)
    sound: Samples = np.clip(np.rint(resampled), -32768, 32767).astype(np.int16)
    return sound


def _away(error: ServerError) -> VoiceError:
    return VoiceError(f"No speech from the server ({error}): start it, or do without --speak-with.")
