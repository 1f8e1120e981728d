"""PortAudio, through sounddevice: loaded late, kept quiet on the terminal, and its every failure a SoundError."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Literal

from coach.clock import BLOCK, RATE
from coach.errors import SoundError
from coach.machine.quiet_stderr import quiet
from coach.units import Seconds

_log = logging.getLogger(__name__)

Direction = Literal["input", "output"]
Device = str | int | None
"""Part of a device's name, its number in PortAudio's list, or None for the default."""
Callback = Callable[..., None]

NAMES: dict[Direction, str] = {"input": "microphone", "output": "speaker"}
MISSING = "The PortAudio library is missing: install it (sudo apt-get install libportaudio2 libasound2-plugins)."
SILENT_SERVER = "The sound server does not answer: restart it (systemctl --user restart pipewire), then try again."


@dataclass(frozen=True, slots=True)
class Shape:
    """How a device is opened."""

    rate: int
    """Samples a second."""
    channels: int
    """How many: 1 or 2."""
    latency: Literal["low", "high"] | Seconds
    """PortAudio's word, or how much sound the driver holds."""
    together: int = 1
    """Blocks of 20 ms that a callback gives or takes at once."""

    @property
    def block(self) -> int:
        """Frames of a callback."""
        return round(self.rate * BLOCK / RATE) * self.together


def load() -> ModuleType:
    """The sounddevice module, with PortAudio started. Raises SoundError."""
    try:
        with quiet():
            import sounddevice
    except OSError as problem:
        raise SoundError(MISSING) from problem
    except Exception as problem:  # PortAudio starts as it is imported, before its error class can be named.
        raise SoundError(f"PortAudio does not start ({_short(problem)}): restart the sound server.") from problem
    return sounddevice  # type: ignore[no-any-return]


def restart() -> None:
    """Make PortAudio look for devices again. Every stream must be closed: it would hang on a stalled one."""
    _log.info("starting PortAudio again, to look for devices")
    sd = load()
    with quiet():
        with suppress(sd.PortAudioError):  # It did not start the last time.
            sd._terminate()
        with suppress(sd.PortAudioError):  # Then no device opens, and that is told.
            sd._initialize()


def open_stream(
    kind: Direction,
    device: Device,
    callback_for: Callable[[Shape], Callback],
    together: int = 1,
    spare: Seconds | None = None,
) -> Any:
    """Start a stream of the first shape that the device takes; `callback_for` is told which. Raises SoundError.

    `together`: blocks to each callback. `spare`: how much sound the driver is to hold; None for as little as it can.
    """
    sd = load()
    reason = "it takes no rate"
    info = _info(sd, kind, device)
    for usual in shapes(info, kind, spare):
        shape = replace(usual, together=together)
        try:
            stream = _start(sd, kind, device, shape, callback_for(shape))
        except (sd.PortAudioError, ValueError) as problem:
            reason = _short(problem)
            _log.debug("the %s does not open as %s: %s", NAMES[kind], shape, problem)
        else:
            _log.info("opened the %s %r as %s", NAMES[kind], info.get("name"), shape)
            return stream
    raise SoundError(f"The {NAMES[kind]} cannot be opened ({reason}): end what else uses it, or choose another one.")


def shapes(info: dict[str, Any], kind: Direction, spare: Seconds | None = None) -> Iterator[Shape]:
    """The shapes to try, best first: 16 kHz mono, else the device's own rate, in stereo where it is never mono."""
    latencies: list[Literal["low", "high"] | Seconds] = ["low", "high"]
    if spare is not None:
        latencies.insert(0, spare)
    for rate in dict.fromkeys((RATE, round(info["default_samplerate"]))):
        for channels in range(1, min(2, info[f"max_{kind}_channels"]) + 1):
            yield from (Shape(rate, channels, latency) for latency in latencies)


def _info(sd: ModuleType, kind: Direction, device: Device) -> dict[str, Any]:
    try:
        info: dict[str, Any] = sd.query_devices(device, kind)
    except (sd.PortAudioError, ValueError) as problem:
        wanted = "" if device is None else f" by the name of {device!r}"
        message = f"There is no {NAMES[kind]}{wanted}: plug one in, or see what there is by `coach doctor`."
        raise SoundError(message) from problem
    return info


def _start(sd: ModuleType, kind: Direction, device: Device, shape: Shape, callback: Callback) -> Any:
    make = sd.InputStream if kind == "input" else sd.OutputStream
    with quiet():
        stream = make(
            device=device,
            samplerate=shape.rate,
            channels=shape.channels,
            latency=shape.latency,
            blocksize=shape.block,
            dtype="int16",
            callback=callback,
        )
        try:
            stream.start()
        except sd.PortAudioError:
            stream.close()
            raise
    return stream


def _short(problem: Exception) -> str:
    return str(problem.args[0] if problem.args else problem).rstrip(".").partition(" [")[0]
