"""Which microphones and speakers the machine has, for `coach doctor` and for choosing one by name."""

import threading
from dataclasses import dataclass
from typing import Any

from coach.errors import SoundError
from coach.machine import quiet_stderr
from coach.sound import portaudio

SERVER_ANSWERS_WITHIN = 10.0
"""Seconds that a sound server may take to answer."""


@dataclass(frozen=True, slots=True)
class Devices:
    """What PortAudio lists; names as they may be given to SoundCard."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    default_input: str | None = None
    default_output: str | None = None
    problem: str | None = None
    """One sentence that says why there is nothing to list, and what to do; None where all is well."""


def devices() -> Devices:
    """List the devices; never raises, and waits for a sound server at most ten seconds."""
    found: list[Devices] = []
    worker = threading.Thread(target=lambda: found.append(_look()), daemon=True, name="list-devices")
    worker.start()
    worker.join(SERVER_ANSWERS_WITHIN)
    if not found:
        quiet_stderr.restore()
        return Devices(problem=portaudio.SILENT_SERVER)
    return found[0]


def _look() -> Devices:
    try:
        sd = portaudio.load()
        with quiet_stderr.quiet():
            listed: list[dict[str, Any]] = list(sd.query_devices())
            defaults = [int(number) for number in sd.default.device]
    except SoundError as problem:
        return Devices(problem=str(problem))
    inputs = tuple(device["name"] for device in listed if device["max_input_channels"] > 0)
    outputs = tuple(device["name"] for device in listed if device["max_output_channels"] > 0)
    first, second = (listed[number]["name"] if 0 <= number < len(listed) else None for number in defaults)
    return Devices(inputs, outputs, first, second, _problem(inputs, outputs))


def _problem(inputs: tuple[str, ...], outputs: tuple[str, ...]) -> str | None:
    if inputs and outputs:
        return None
    missing = "microphone" if outputs else "speaker" if inputs else "microphone and no speaker"
    return f"There is no {missing}: plug one in, or start the sound server, then run `coach doctor` again."
