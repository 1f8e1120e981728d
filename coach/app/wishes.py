"""What the user asked for on the command line, for a session or for the wait for one."""

from dataclasses import dataclass
from pathlib import Path

from coach.servers.address import Address
from coach.session.hold import CountStyle


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for on the command line."""

    routine: str = "heel"
    language: str = ""
    """Its code; "" for the routine's own."""
    model: Path | None = None
    count: CountStyle | None = None
    words_a_minute: int | None = None
    """None: as in the last session, or the usual one; likewise `count`."""
    voice: str = ""
    microphone: str | None = None
    speaker: str | None = None
    listen_with: Address | None = None
    """A speech server elsewhere in the house; likewise `speak_with`."""
    speak_with: Address | None = None
    listen: bool = True
    speak: bool = True
    log: Path | None = None
    record: Path | None = None
    echo_canceller: str | None = None
    plain: bool = False
    calm: bool = False
    """Nothing on the screen moves but the seconds."""
