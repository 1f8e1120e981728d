"""The child process that alone imports pyttsx3: texts in, sound files out. It may be killed at any moment.

Run by its path with one argument, the folder to write in; it imports nothing of the coach. JSON lines on stdin and
stdout: first {"driver", "voice", "pitch"}, then any number of {"text", "rate"}. The end of stdin ends it at once.
"""

import ctypes
import json
import os
import platform
import queue
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

_LONGEST_DATA_PATH = 120  # characters; espeak-ng cuts a longer path short (at about 150) and then exits
_SETTLED = 0.05  # seconds; a file that has not grown for so long is complete
_TAKEN = 2.0  # seconds; espeak takes a rate within a millisecond
_NO_FILE = 2.0  # seconds after which a file that is not there never comes
_NICENESS = 5  # rendering ahead must not delay hearing, but on a busy machine it must not starve either
_DRIVERS = Path(__file__).with_name("drivers")
_PIPER = "piper"
"""The driver of ours whose voices are files."""

_NO_SYNTHESISER = {
    "linux": "No speech synthesiser was found: run `pip install espeakng-loader` or `sudo apt-get install espeak-ng`.",
    "darwin": "macOS's speech synthesiser could not be started: run `pip install --force-reinstall pyttsx3`.",
    "win32": "Windows's speech synthesiser could not be started: run `pip install --force-reinstall pyttsx3`.",
}


class CannotSpeakError(Exception):
    """No synthesiser, or not that voice; its text is the sentence for the user."""


class Synthesiser:
    """pyttsx3 with its traps walked around."""

    def __init__(self, folder: Path, voice: str | None, pitch: int | None, driver: str | None = None) -> None:
        self._folder = folder
        self._texts = 0
        self._finished = False
        self._cancelled = False
        self._errors: list[str] = []
        self._engine = _own_engine(driver) if driver else _pyttsx3_engine(folder)
        self._engine.connect("error", self._on_error)
        self._engine.connect("finished-utterance", self._on_finished)
        self._settle()
        self._engine.runAndWait()  # before its first loop pyttsx3 only queues properties
        self._voices: list[Any] = self._engine.getProperty("voices")
        self.voice = self._set_file(str(voice)) if driver == _PIPER else self._set_voice(self._wanted(voice))
        self.engine = _engine_version(self._engine)
        if pitch is not None and self._is_espeak:
            self._set("pitch", pitch)

    def voices(self) -> list[str]:
        """The short names of all voices."""
        return [_short(voice) for voice in self._voices]

    def languages(self) -> list[str]:
        """The language of each of them, "" where it tells none."""
        return [_language_of(voice) for voice in self._voices]

    def language(self) -> str:
        """That of the voice that speaks."""
        name = self.voice.partition("+")[0].lower()
        return next((_language_of(voice) for voice in self._voices if str(voice.id).lower() == name), "")

    def render(self, text: str, rate: int) -> Path:
        """Speak `text` at `rate` words a minute into a new file."""
        self._texts += 1
        path = self._folder / f"{self._texts}{'.aiff' if sys.platform == 'darwin' else '.wav'}"
        self._finished = self._cancelled = False
        self._set("rate", rate)
        # One text a loop: of several saved before one runAndWait, pyttsx3 writes only the last.
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        self._wait_for(path)
        if self._cancelled:
            raise RuntimeError("pyttsx3 cancelled the text")
        return path

    def _on_error(self, exception: Exception, **_: object) -> None:
        self._errors.append(str(exception))

    def _on_finished(self, completed: bool, **_: object) -> None:
        self._finished, self._cancelled = True, self._cancelled or not completed

    def _set(self, name: str, value: int) -> None:
        """Set a number, and wait until it is taken."""
        if not self._is_espeak or _espeak_value(name) != value:
            self._engine.setProperty(name, value)
        self._settle(**{name: value})

    def _settle(self, **properties: int) -> None:
        """Wait until espeak's own thread is idle and has taken the `properties`.

        runAndWait begins by cancelling whatever that thread still has to do: without the wait, a new rate is dropped
        most times, and a text now and then.
        """
        if not self._is_espeak:
            return
        from pyttsx3.drivers import _espeak

        until = time.monotonic() + _TAKEN
        while _espeak.IsPlaying() or any(_espeak_value(name) != properties[name] for name in properties):
            if time.monotonic() > until:
                raise RuntimeError(f"espeak did not take {properties}")
            time.sleep(0.001)

    @property
    def _is_espeak(self) -> bool:
        return str(self._engine) == "espeak"

    def _wait_for(self, path: Path) -> None:
        """Return once the file is complete. runAndWait may return early, and not every driver says when it is done."""
        until = time.monotonic() + _NO_FILE
        size = 0
        while not self._finished:
            before, size = size, path.stat().st_size if path.exists() else 0
            if size and size == before:
                return
            if time.monotonic() > until:
                raise RuntimeError(f"pyttsx3 wrote no file ({'; '.join(self._errors)})")
            time.sleep(_SETTLED)

    def _default(self) -> str:
        """The engine's own voice if it is English, else the first English one: the coach's sentences are English."""
        current = str(self._engine.getProperty("voice"))
        for voice in self._voices:
            if voice.id == current and any(_language(name).startswith("en") for name in voice.languages):
                return current
        return _by_name(self._voices).get("en", current)

    def _wanted(self, voice: str | None) -> str:
        return self._default() if voice is None else self._identify(voice)

    def _identify(self, wanted: str) -> str:
        """What pyttsx3 calls the voice `wanted`: an id, a short name, a language or a label, perhaps + a variant."""
        known = _by_name(self._voices)
        if wanted.lower() in known:
            return known[wanted.lower()]
        base, plus, variant = wanted.partition("+")
        if base.lower() not in known or (plus and not self._is_espeak):
            english = [_short(voice) for voice in self._voices if "en" in map(_first_part, voice.languages)]
            raise CannotSpeakError(f"No voice is called {wanted!r}: use one of {_some(english or self.voices())}.")
        return known[base.lower()] + (plus and "+" + _variant(variant))

    def _set_voice(self, name: str) -> str:
        """Take the voice `name`, and make sure that it was taken: pyttsx3 ignores what it cannot find."""
        self._errors.clear()
        self._engine.setProperty("voice", name)
        current = str(self._engine.getProperty("voice"))
        if self._errors or current.lower() != name.lower():
            raise CannotSpeakError(f"The voice {name!r} does not work: use one of {_some(self.voices())}.")
        return current

    def _set_file(self, path: str) -> str:
        """Have Piper load the voice in the file `path`."""
        self._errors.clear()
        self._engine.setProperty("voice", path)
        if self._errors:
            raise CannotSpeakError(
                f"The voice {path} cannot be loaded ({'; '.join(self._errors)}): "
                "name a voice of Piper, a file NAME.onnx that has its NAME.onnx.json beside it."
            )
        self._voices = self._engine.getProperty("voices")
        return path


def _own_engine(driver: str) -> Any:
    """pyttsx3 with a driver of ours."""
    try:
        import pyttsx3.drivers

        pyttsx3.drivers.__path__.append(str(_DRIVERS))
        return pyttsx3.init(driver)
    except Exception as error:
        raise CannotSpeakError(f"The {driver} voice cannot be loaded ({error!r}): run `coach doctor`.") from error


def _pyttsx3_engine(folder: Path) -> Any:
    _load_bundled_espeak(folder)
    try:
        import pyttsx3

        return pyttsx3.init()  # always by this one name: engines made under two names silence each other
    except Exception as error:
        raise CannotSpeakError(_NO_SYNTHESISER.get(sys.platform, _NO_SYNTHESISER["linux"])) from error


def _load_bundled_espeak(folder: Path) -> None:
    """Make pyttsx3 find the libespeak-ng that the espeakng_loader wheel brings; without it, the system's is found."""
    if sys.platform != "linux":
        return
    try:
        import espeakng_loader

        data = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
    except (ImportError, OSError, RuntimeError):
        return
    if len(data) > _LONGEST_DATA_PATH:
        short = folder / "espeak-ng-data"
        short.symlink_to(data)
        data = str(short)
    os.environ["ESPEAK_DATA_PATH"] = data


def _engine_version(engine: Any) -> str:
    if str(engine) == "espeak":
        return f"espeak-ng {_espeak_info()[0]}"
    own = getattr(engine.proxy._driver, "version", None)
    return str(own) if own else f"{engine} of {platform.platform()}"


def _espeak_info() -> tuple[str, Path]:
    """Version and data folder of the library that pyttsx3 has loaded."""
    from pyttsx3.drivers import _espeak

    info = _espeak.dll.espeak_Info
    info.restype, info.argtypes = ctypes.c_char_p, [ctypes.POINTER(ctypes.c_char_p)]
    data = ctypes.c_char_p()
    version = info(ctypes.byref(data))
    return version.decode(), Path(os.fsdecode(data.value or b""))


def _espeak_value(name: str) -> int:
    """What espeak itself holds for "rate" or "pitch" now.

    pyttsx3's getProperty forgets the second argument, and so gives the default or the current value as chance has it.
    """
    from pyttsx3.drivers import _espeak

    value: int = _espeak.dll.espeak_GetParameter(getattr(_espeak, name.upper()), 1)
    return value


def _variant(wanted: str) -> str:
    """The file of the espeak variant `wanted`, given as a file ("f2") or a name ("female2").

    espeak itself ignores unknown variants, and knows them by file only: "+female2" would be the plain voice.
    """
    files = sorted(path for path in (_espeak_info()[1] / "voices" / "!v").iterdir() if path.is_file())
    known = {path.name.lower(): path.name for path in files}
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("name "):
                known.setdefault(line[5:].strip().lower(), path.name)
    if wanted.lower() not in known:
        raise CannotSpeakError(f"No variant is called {wanted!r}: use one of {_some(path.name for path in files)}.")
    return known[wanted.lower()]


def _by_name(voices: list[Any]) -> dict[str, str]:
    """Ids by every name that a voice answers to; better kinds of name come first and win."""
    known: dict[str, str] = {}
    for names in (
        lambda voice: [voice.id],
        lambda voice: [_short(voice)],
        lambda voice: map(_language, voice.languages),
        lambda voice: [str(voice.name)],
        lambda voice: map(_first_part, voice.languages),
    ):
        for voice in voices:
            for name in names(voice):
                known.setdefault(name.lower(), voice.id)
    return known


def _short(voice: Any) -> str:
    """ "en-us" of "gmw/en-us", and the last part of a Windows registry key."""
    return str(voice.id).replace("\\", "/").rpartition("/")[2]


def _language_of(voice: Any) -> str:
    return _language(voice.languages[0]) if voice.languages else ""


def _language(name: object) -> str:
    return str(name).replace("_", "-").lower()


def _first_part(name: object) -> str:
    return _language(name).partition("-")[0]


def _some(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:24])


def _take_stdout() -> TextIO:
    """The real stdout for replies only: pyttsx3 prints, so its prints go where errors go."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def _read(requests: "queue.SimpleQueue[dict[str, Any]]", folder: Path) -> None:
    """Pass requests on; end the process as soon as the parent is gone, whatever the engine is doing then."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _serve(requests: "queue.SimpleQueue[dict[str, Any]]", folder: Path, replies: TextIO) -> None:
    def reply(**fields: Any) -> None:
        replies.write(json.dumps(fields) + "\n")
        replies.flush()

    try:
        synthesiser = Synthesiser(folder, **requests.get())
    except CannotSpeakError as error:
        return reply(refused=str(error))
    reply(
        engine=synthesiser.engine,
        voice=synthesiser.voice,
        language=synthesiser.language(),
        voices=synthesiser.voices(),
        languages=synthesiser.languages(),
    )
    while True:
        try:
            reply(path=str(synthesiser.render(**requests.get())))
        except Exception as error:  # after one failed text pyttsx3 is unusable: the parent starts another process
            return reply(error=repr(error))


def main() -> None:
    """Serve until stdin ends."""
    if hasattr(os, "nice"):  # Windows is told by whoever starts us
        os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too, but the coach may still say goodbye
    replies = _take_stdout()
    folder = Path(sys.argv[1])
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, folder), daemon=True).start()
    _serve(requests, folder, replies)


if __name__ == "__main__":
    main()
