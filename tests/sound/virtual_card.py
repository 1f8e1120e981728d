"""A private PulseAudio daemon: what is played to its speaker comes softly to its microphone, 30 ms later.

A little noise is always in its room, as in any room; `env` leads a child process to it.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

NEEDED = ("pulseaudio", "pactl", "paplay", "pacat", "parec")
ALSA_CONFIG = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"
MODULES = """.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/run/pulse/native
load-module module-null-sink sink_name=speaker rate=48000 channels=1 channel_map=mono format=s16le norewinds=1
load-module module-null-sink sink_name=room rate=48000 channels=1 channel_map=mono format=s16le norewinds=1
load-module module-null-source source_name=nothing
load-module module-remap-source source_name=mic master=room.monitor
load-module module-loopback source=speaker.monitor sink=room latency_msec=30 adjust_time=0 \
source_dont_move=true sink_dont_move=true
set-default-sink speaker
set-default-source mic
"""
NOISE_VOLUME = "4465"
"""PulseAudio's cubic scale: 70 dB below white noise at full scale."""


class VirtualCard:
    """A context manager; `folder` is gone after it, and so is every process that it started."""

    def __init__(self, echo_db: float = -12.0) -> None:
        self.echo_db = echo_db
        self.folder = Path(tempfile.mkdtemp(prefix="virtual-card-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self.env = environment(self.folder)

    def __enter__(self) -> "VirtualCard":
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            raise RuntimeError(f"{', '.join(missing)} missing: sudo apt install pulseaudio pulseaudio-utils")
        (self.folder / "run" / "pulse").mkdir(parents=True, mode=0o700)
        (self.folder / "cfg").mkdir(mode=0o700)
        (self.folder / "asound.conf").write_text(ALSA_CONFIG)
        (self.folder / "default.pa").write_text(MODULES.format(folder=self.folder))
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            _end(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start the daemon (again, after `kill`)."""
        self.daemon = self._run(
            ("pulseaudio", "-n", "-F", str(self.folder / "default.pa"), "--daemonize=no", "--use-pid-file=no"),
            ("--exit-idle-time=-1", "--realtime=no", "--high-priority=no", "--disable-shm=yes"),
            (f"--log-target=file:{self.folder}/pulse.log",),
        )
        self._await_answer()
        echo = self.control("list", "short", "sink-inputs").split()[0]
        self.control("set-sink-input-volume", echo, f"{self.echo_db}dB")
        with Path("/dev/urandom").open("rb") as noise:
            self._run(("pacat", "--playback", "--raw", "--device=room", f"--volume={NOISE_VOLUME}"), stdin=noise)

    def control(self, *command: str) -> str:
        """What `pactl` answers to a command. Raises CalledProcessError."""
        finished = subprocess.run(("pactl", *command), env=self._full(), capture_output=True, text=True, timeout=10)
        finished.check_returncode()
        return finished.stdout

    def say(self, wav: Path) -> subprocess.Popen[bytes]:
        """Let the user speak: `wav` sounds in the room; `wait` on the process returned for its end."""
        return self._run(("paplay", "--device=room", str(wav)))

    def record(self, wav: Path, source: str = "speaker.monitor") -> subprocess.Popen[bytes]:
        """Record what the speaker plays, or the room (`room.monitor`), until the process returned is terminated."""
        return self._run(("parec", f"--device={source}", "--file-format=wav", "--rate=16000", "--channels=1", str(wav)))

    def pull_out_microphone(self) -> None:
        """Take it away: PulseAudio moves whoever listened to a source of zeros, and tells nobody."""
        self.control("set-default-source", "nothing")
        self.control("unload-module", "module-remap-source")

    def plug_in_microphone(self) -> None:
        """Bring it back."""
        self.control("load-module", "module-remap-source", "source_name=mic", "master=room.monitor")
        self.control("set-default-source", "mic")

    def suspend_microphone(self, suspended: bool = True) -> None:
        """Let it give nothing more, not even zeros; the stream stays open."""
        self.control("suspend-source", "mic", "1" if suspended else "0")

    def pause(self) -> None:
        """Stop the daemon in its tracks, as a driver that hangs."""
        self.daemon.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End a `pause`."""
        self.daemon.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the daemon, as a server that crashes."""
        _end(self.daemon)

    def _full(self) -> dict[str, str]:
        return {**os.environ, **self.env}

    def _run(self, *arguments: tuple[str, ...], stdin: IO[bytes] | int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        command = [word for part in arguments for word in part]
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=self._full(), stdin=stdin, **quiet)
        self._processes.append(process)
        return process

    def _await_answer(self) -> None:
        for _ in range(200):
            if self.daemon.poll() is not None:
                raise RuntimeError("pulseaudio ended: " + (self.folder / "pulse.log").read_text()[-2000:])
            try:
                self.control("info")
            except subprocess.CalledProcessError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("pulseaudio did not answer within ten seconds")


def environment(folder: Path) -> dict[str, str]:
    """What leads a process to the card in `folder` and to nothing else, whether a daemon runs there or not."""
    return {
        "XDG_RUNTIME_DIR": f"{folder}/run",
        "PULSE_RUNTIME_PATH": f"{folder}/run/pulse",
        "PULSE_STATE_PATH": f"{folder}/cfg",
        "PULSE_COOKIE": f"{folder}/cfg/cookie",
        "PULSE_SERVER": f"unix:{folder}/run/pulse/native",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{folder}/asound.conf",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
