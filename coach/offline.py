"""Switches off what libraries send of their own accord. `coach` imports it first, so nothing loads a library before.

The switch is a real environment variable: C++ sees it, and so does every child process. It goes over the user's own.
"""

import os

SWITCHES = {
    # onnxruntime looks up a Microsoft host, and keeps a device id and a database of events in ~/.cache/Microsoft and a
    # session id in /tmp/.ses. It does so as it is imported: `disable_telemetry_events()` comes too late.
    "ORT_DISABLE_TELEMETRY": "1",
}
"""Names and values of environment variables."""


def switch_off() -> None:
    """Set every switch in this process's environment, for itself and for the processes it starts."""
    os.environ.update(SWITCHES)  # Calls putenv, or on Windows its like: not Python alone sees it.
