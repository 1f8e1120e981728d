"""The voice of the machine's own synthesiser: pyttsx3 in a child process that can be killed, behind a cache."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coach.clock import seconds
from coach.errors import RecordingError, StorageError, VoiceError
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking import pace
from coach.speaking.cache import Identity, PromptCache
from coach.speaking.lexicon import lexicon, spelled
from coach.speaking.rendered import RenderedVoice
from coach.speaking.trim import level, on_the_beat, trim
from coach.speaking.voice import LONGEST_COUNT, is_count, is_cue

RENDERER_HANGS_AFTER = 10.0
"""Seconds a text may take before its renderer is killed; it takes 15 to 100 ms."""

NATURAL = "natural"
"""The driver of ours for the voice inside hibari."""
HEART = "heart"
"""The only voice of that driver."""
PIPER = "piper"
"""The driver of ours for voices that are files of the user's."""

_OTHERS = "other"
"""What the lexicons call every synthesiser that is given letters instead of sounds."""

_ATTEMPTS = 10  # a rate is not taken to the word, and some voices know few of them
_FASTER = 1.05  # by so much at least at each
_START = 30.0  # seconds; on its first start Windows's driver generates code
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_RENDERER = Path(__file__).with_name("renderer.py")


class PyttsxVoice(RenderedVoice):
    """A `Voice` by pyttsx3: a natural one, espeak-ng on Linux, the system's own voices on macOS and Windows."""

    def __init__(
        self,
        voice: str | None = None,
        volume: float = 1.0,
        cache: PromptCache | None = None,
        *,
        pitch: int | None = None,
        driver: str | None = None,
        patience: float = RENDERER_HANGS_AFTER,
    ) -> None:
        """Start the renderer, unless the cache knows from an earlier start what it would tell.

        `voice`: a name that `voices` gives, or a language ("en-gb"); with espeak-ng also with a variant
        ("en-us+f2", "gmw/en-us+female2"); with the driver "piper", the path of its model. `volume`: 0 to 1.
        `pitch`: 0 to 99, 50 is usual; espeak-ng only.
        `driver`: one of `coach/speaking/drivers`; None for the system's usual synthesiser.

        Raises VoiceError where there is no synthesiser or no such voice.
        """
        super().__init__()
        self._asked_for = {"voice": voice, "pitch": pitch, "driver": driver}
        self._volume = volume
        self._cache = cache
        self._patience = patience
        self._closed = False
        self._renderer: _Renderer | None = None
        self._identity = self._remembered() or self._introduced()
        self.name = f"{self._identity.engine}, voice {self._identity.voice}"

    def voices(self) -> list[str]:
        """Names that `voice` may have, without variants."""
        return list(self._open_renderer().voices)

    def languages(self) -> dict[str, str]:
        """The language of each of them, "" where the synthesiser tells none."""
        renderer = self._open_renderer()
        return dict(zip(renderer.voices, renderer.languages, strict=True))

    def close(self) -> None:
        """Kill the renderer. May be called twice."""
        self._closed = True
        self._end_renderer()

    def _end_renderer(self) -> None:
        if self._renderer:
            self._renderer.close()
        self._renderer = None

    # --- who speaks -----------------------------------------------------------------------------------------------

    def _remembered(self) -> Identity | None:
        return self._cache.identity(self._who()) if self._cache else None

    def _who(self) -> Mapping[str, object]:
        """What was asked for; a voice that is a file is another one when the file has changed."""
        if self._asked_for["driver"] != PIPER:
            return self._asked_for
        try:
            file = Path(str(self._asked_for["voice"])).stat()
        except OSError:
            return self._asked_for
        return {**self._asked_for, "size": file.st_size, "modified": file.st_mtime_ns}

    def _introduced(self) -> Identity:
        """Start the renderer to learn who speaks."""
        renderer = self._open_renderer()
        known = pace.known(renderer.engine, renderer.voice)
        found = known or pace.measured(renderer.language, self._seconds)
        identity = Identity(renderer.engine, renderer.voice, renderer.language, found)
        if self._cache:
            self._cache.remember(self._who(), identity)
        return identity

    def _seconds(self, text: str, rate: int) -> float:
        """How long the synthesiser takes for `text` at one of its own rates."""
        try:
            return seconds(len(trim(self._open_renderer().render(text, rate))))
        except _RendererLostError as lost:
            self.close()
            raise VoiceError(f"The speech synthesiser does not speak ({lost}): run `coach doctor`.") from lost

    # --- sounds ---------------------------------------------------------------------------------------------------

    def _sound(self, text: str, rate: int) -> Samples:
        what = self._key(text, rate)
        sound = self._cache.get(**what) if self._cache else None
        if sound is None:
            sound = level(self._made(text, pace.own_rate(self._identity.pace, rate)), self._volume)
            self._keep(sound, what)
        return sound

    def _made(self, text: str, own_rate: int) -> Samples:
        """`text` rendered and trimmed; a count faster than that, if it would otherwise fill its second."""
        sound = self._trimmed(text, self._rendered(text, own_rate))
        for _ in range(_ATTEMPTS):
            if len(sound) <= LONGEST_COUNT or not is_count(text):
                break
            own_rate = round(own_rate * max(len(sound) / LONGEST_COUNT, _FASTER))
            sound = self._trimmed(text, self._rendered(text, own_rate))
        return sound

    def _trimmed(self, text: str, sound: Samples) -> Samples:
        # espeak's soft consonants are not heard any more when they are cut; those of the natural voice are.
        return on_the_beat(trim(sound)) if is_cue(text) and self._asked_for["driver"] else trim(sound)

    def _key(self, text: str, rate: int) -> dict[str, object]:
        return {
            "text": self._spelled(text),
            "rate": pace.own_rate(self._identity.pace, rate),
            "voice": self._identity.voice,
            "pitch": self._asked_for["pitch"],
            "volume": self._volume,
            "engine": self._identity.engine,
        }

    def _spelled(self, text: str) -> str:
        driver = self._asked_for["driver"]
        return spelled(text, lexicon(self._identity.language, NATURAL if driver == NATURAL else _OTHERS))

    def _keep(self, sound: Samples, what: dict[str, object]) -> None:
        # A disk that fills up during a session must not silence it; the cache said at its opening what was wrong.
        if self._cache and len(sound):
            with contextlib.suppress(StorageError):
                self._cache.put(sound, **what)

    def _rendered(self, text: str, own_rate: int) -> Samples:
        """What the synthesiser made of `text`, untrimmed; a renderer that fails is replaced once."""
        given = self._spelled(text), own_rate
        try:
            return self._open_renderer().render(*given)
        except _RendererLostError:
            self._end_renderer()
        try:
            return self._open_renderer().render(*given)
        except _RendererLostError as lost:
            self._end_renderer()
            raise VoiceError(f"{self.name} cannot say {text!r} ({lost}): run `coach doctor`.") from lost

    def _open_renderer(self) -> "_Renderer":
        """The child that speaks, started anew where the last one was lost. Raises VoiceError."""
        if self._closed:
            raise VoiceError("The voice is closed: start the coach again.")
        if self._renderer is None:
            self._renderer = _Renderer(self._asked_for, self._patience)
        return self._renderer


class _RendererLostError(Exception):
    """The renderer died, was killed for its slowness, or failed; it must be replaced."""


class _Renderer:
    """One child process and its folder. It dies with this object, with the interpreter, and with the parent process."""

    def __init__(self, asked_for: dict[str, Any], patience: float) -> None:
        self._patience = patience
        try:
            folder = Path(tempfile.mkdtemp(prefix="coach-voice-"))
            self._child = _started(folder)
        except OSError as error:
            raise VoiceError(f"The speech renderer cannot start ({error}): free some space and memory.") from error
        self._end = weakref.finalize(self, _end, self._child, folder)
        reply = self._opened(asked_for)
        self.engine, self.voice = str(reply["engine"]), str(reply["voice"])
        self.language = str(reply["language"])
        self.voices, self.languages = list(reply["voices"]), list(reply["languages"])

    def render(self, text: str, rate: int) -> Samples:
        """The sound of `text`. Raises _RendererLostError."""
        reply = self._ask({"text": text, "rate": rate}, self._patience)
        if "path" not in reply:
            raise _RendererLostError(reply["error"])
        path = Path(reply["path"])
        try:
            return wav.read(path)
        except RecordingError as error:
            raise _RendererLostError(str(error)) from error
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Kill the process and remove its folder."""
        self._end()

    def _opened(self, asked_for: dict[str, Any]) -> dict[str, Any]:
        try:
            reply = self._ask(asked_for, max(_START, self._patience))
        except _RendererLostError as lost:
            self.close()
            raise VoiceError(f"The speech synthesiser cannot start ({lost}): run `coach doctor`.") from lost
        if "refused" in reply:
            self.close()
            raise VoiceError(reply["refused"])
        return reply

    def _ask(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        """Send one line, read one. A child that is too slow is killed, and its end is the end of the file we read."""
        stdin, stdout = self._child.stdin, self._child.stdout
        assert stdin is not None  # both are pipes
        assert stdout is not None
        too_slow = threading.Timer(patience, self._child.kill)
        too_slow.start()
        try:
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            reply: dict[str, Any] = json.loads(stdout.readline())
        except (OSError, ValueError) as error:
            raise _RendererLostError("it ended or did not answer") from error
        finally:
            too_slow.cancel()
        return reply


def _started(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        # -P: a file of the user's named like a module must not be imported from the current folder.
        [sys.executable, "-P", str(_RENDERER), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=os.environ | _ONE_THREAD,
        start_new_session=True,  # What a closed terminal sends to all that was started in it is not for the voice.
        # On Windows; elsewhere the child makes itself nice.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


def _end(child: "subprocess.Popen[str]", folder: Path) -> None:
    child.kill()
    with contextlib.suppress(OSError):  # closing flushes what the dead child never read
        child.communicate()
    shutil.rmtree(folder, ignore_errors=True)
