"""The system's packages that the coach needs on Linux, those that scripts/setup.sh installs, each with its command."""

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PLUGINS = ("usr/lib*/alsa-lib", "usr/lib*/*/alsa-lib")


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Debian and its relatives."""

    name: str
    what_for: str
    """The rest of a sentence that begins with "without it"."""
    needed: Callable[[], bool]
    there: Callable[[], bool]

    @property
    def advice(self) -> str:
        """One sentence: what is missing, and how to get it."""
        command = f"`sudo apt-get install {self.name}`, or under the name that your system has for it"
        return f"{self.name} is missing, and without it {self.what_for}: install it with {command}."


def loads(library: str) -> bool:
    """Whether the system has that library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_sound_server(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether PulseAudio or PipeWire holds the sound card; both answer at the same socket."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    return bool(environ.get("PULSE_SERVER")) or bool(runtime and (Path(runtime) / "pulse" / "native").is_socket())


def has_plugin(root: Path = Path("/")) -> bool:
    """Whether ALSA, and so PortAudio, can reach a sound server."""
    names = [f"{folder}/libasound_module_pcm_{server}.so" for folder in _PLUGINS for server in ("pulse", "pipewire")]
    return any(next(root.glob(name), None) for name in names)


def _is_arm() -> bool:
    return platform.machine().startswith(("aarch64", "arm"))


PACKAGES = (
    Package("libportaudio2", "there is no sound", lambda: True, lambda: loads("libportaudio.so.2")),
    Package("libspeexdsp1", "less is heard over the coach's voice", lambda: True, lambda: loads("libspeexdsp.so.1")),
    Package("libatomic1", "Vosk cannot be loaded", _is_arm, lambda: loads("libatomic.so.1")),
    Package("libasound2-plugins", "the sound server cannot be reached", has_sound_server, has_plugin),
)


def missing() -> Iterator[Package]:
    """What this machine lacks; nothing on macOS and Windows, where the wheels bring it all."""
    if sys.platform == "linux":
        yield from (package for package in PACKAGES if package.needed() and not package.there())
